"""Finds repeated lines, and what shows that some are copies; without that, equal coffees are two coffees."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import numpy as np

from reportgen.base.engine import column_names
from reportgen.columns.patterns import NEARLY_ALL
from reportgen.options.enums import Repeats, Role

if TYPE_CHECKING:
    import duckdb

    from reportgen.base.decisions import Decisions
    from reportgen.columns.assigned_roles import Roles
    from reportgen.input.read import RawRows

HASHES_AT_ONCE = 2**24
"""Rows of which hashes and lines are kept in memory: 256 MB."""
LAST_BITS = 2**16 - 1
BY_CHANCE = 0.01
"""How often a block may come again by chance in a file whose lines repeat as often as these."""
MOST_DISTANCES = 20
"""Distances between repeated lines that are looked at, the most frequent first."""
_DAY = r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
_SECONDS = r"\d:\d\d:\d\d"
_ROUND = r"\d:\d\d:00"
_NO_EVENT = frozenset(
    {Role.CUSTOMER, Role.RECIPIENT, Role.PRODUCT, Role.PRODUCT_NAME, Role.QUANTITY, Role.PERSONAL}
    | {Role.UNIT_PRICE, Role.AMOUNT, Role.VALUE, Role.REFUND, Role.SHIPPING, Role.TAX, Role.DISCOUNT}
)
"""Roles of columns that tell whose, what and how much, and so never which purchase of several."""


def find_repeated(
    connection: duckdb.DuckDBPyConnection,
    raw: RawRows,
    roles: Roles,
    repeats: Repeats | None,
    decided: Decisions,
) -> None:
    """Create `repeated_rows`: rows that an earlier one equals in every cell, and whether each is a `copy`.

    A copy shares with the earlier line what tells one purchase from another (an order's number, a line's
    number, a time to the second), or stands in a block of lines that comes again as a whole. Only rows
    whose hash comes again are compared with each other: in a clean file none.

    Args:
        connection: where `typed` is.
        raw: the source as text.
        roles: what its columns are for.
        repeats: what the user knows of repeated lines; None lets the file tell.
        decided: what of the whole file is known.
    """
    names = column_names(len(raw.labels))
    cells = ", ".join(names)
    text = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in names)
    connection.register("coming_again", {"line": _lines_of_candidates(connection, raw, cells)})
    connection.execute(
        f"""CREATE TABLE alike AS SELECT row, line, hash({cells}) AS key, {cells},
            line - lag(line) OVER same AS distance, row_number() OVER same > 1 AS again
        FROM (SELECT row, line, {text} FROM typed WHERE line IN (SELECT line FROM coming_again))
        WINDOW same AS (PARTITION BY {cells} ORDER BY row)"""
    )
    said = {Repeats.KEEP: "false", Repeats.DROP: "true"}
    one_event = said.get(repeats) if repeats else None
    copy = one_event or decided.once("one-event", lambda: _of_one_event(connection, raw, roles))
    connection.execute(
        f"CREATE TABLE repeated_rows AS SELECT row, line, distance, {copy} AS copy FROM alike WHERE again"
    )
    if repeats is None:
        blocks = decided.once("repeated-blocks", lambda: repeated_blocks(connection, raw.rows))
        _mark_blocks(connection, blocks)


def _of_one_event(connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles) -> str:
    """Whether a cell of a repeated line tells one purchase from another: a condition on raw cells."""
    order = roles.first(Role.ORDER)
    known = f"{order.column} IS NOT NULL" if order else "false"
    if not connection.sql(f"SELECT 1 FROM alike WHERE again AND NOT ({known}) LIMIT 1").fetchall():
        return known
    others = [column.column for column in roles.columns if column.role not in _NO_EVENT]
    figures = ", ".join(
        f"""count(DISTINCT {c}) >= {NEARLY_ALL} * count({c}) AND NOT bool_or(regexp_matches({c}, '{_DAY}')),
        count(*) FILTER (regexp_matches({c}, '{_SECONDS}'))
            > 2 * count(*) FILTER (regexp_matches({c}, '{_ROUND}'))"""
        for c in others
    )
    (row,) = connection.sql(
        f"""SELECT {figures or "1"} FROM {raw.cells()}
        WHERE line NOT IN (SELECT line FROM alike WHERE again)"""
    ).fetchall()
    numbered = [
        f"regexp_matches({c}, '[0-9]')" for c, unlike in zip(others, row[::2], strict=False) if unlike
    ]
    timed = [
        f"regexp_matches({c}, '{_SECONDS}')" for c, exact in zip(others, row[1::2], strict=False) if exact
    ]
    return " OR ".join([known, *(f"coalesce({each}, false)" for each in (*numbered, *timed))])


def _mark_blocks(connection: duckdb.DuckDBPyConnection, blocks: list[tuple[int, int]]) -> None:
    for first, last in blocks:
        connection.execute(
            "UPDATE repeated_rows SET copy = true WHERE line BETWEEN $first AND $last",
            {"first": first, "last": last},
        )


def repeated_blocks(connection: duckdb.DuckDBPyConnection, rows: int) -> list[tuple[int, int]]:
    """First and last lines of blocks that come again as a whole, longer than chance lets lines do.

    With a share q of repeated lines outside of the block, one of n lines begins a run of m by chance with
    a probability of about n q^m.
    """
    distances = connection.sql(
        f"""SELECT distance FROM repeated_rows WHERE NOT copy GROUP BY distance
        HAVING count(*) > 1 AND distance > 1 ORDER BY count(*) DESC, distance LIMIT {MOST_DISTANCES}"""
    ).fetchall()
    (repeated,) = connection.sql("SELECT count(*) FROM repeated_rows").fetchall()[0]
    blocks = list[tuple[int, int]]()
    for (distance,) in distances:
        runs = connection.execute(
            """SELECT min(line), max(line), count(*) FROM (
                SELECT line, line - row_number() OVER (ORDER BY line) AS run
                FROM alike JOIN (SELECT line + $distance AS line, key FROM alike) USING (line, key))
            GROUP BY run ORDER BY run""",
            {"distance": distance},
        ).fetchall()
        for first, last, lines in runs:
            outside = max(repeated - lines, 1) / max(rows - lines, 2)
            if min(lines, distance) > log(BY_CHANCE / rows) / log(outside):
                blocks.append((first, last))
    return blocks


def _lines_of_candidates(connection: duckdb.DuckDBPyConnection, raw: RawRows, cells: str) -> np.ndarray:
    """Lines of rows that share their hash with another; of very many rows one part after the other."""
    parts = raw.rows // HASHES_AT_ONCE + 1
    hashed = f"(SELECT hash({cells}) AS hash, line FROM {raw.cells(*column_names(len(raw.labels)))})"
    repeated = [np.empty(0, np.int64)]
    for part in range(parts):
        fetched = connection.execute(f"FROM {hashed} WHERE hash % {parts} = {part}").fetchnumpy()
        hashes, lines = np.asarray(fetched["hash"]), np.asarray(fetched["line"])
        ranked = np.sort(hashes)
        again = np.unique(ranked[1:][ranked[1:] == ranked[:-1]])
        repeated.append(lines[_among(hashes, again)])
    return np.concatenate(repeated)


def _among(hashes: np.ndarray, few: np.ndarray) -> np.ndarray:
    """Places of the hashes that are among a few; their last bits tell of most that they are not."""
    bits = np.uint64(LAST_BITS)
    known = np.zeros(LAST_BITS + 1, bool)
    known[few & bits] = True
    places = np.flatnonzero(known[hashes & bits])
    return places[np.isin(hashes[places], few)]
