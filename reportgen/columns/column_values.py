"""Counts the values of every column with DuckDB, and takes a sample of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.engine import column_names
from reportgen.base.national_ids import number_of_persons
from reportgen.columns.number_date_formats import CALENDAR_DATE, NARROW, PLAIN_DIGITS, PLAIN_NUMBER, WIDE
from reportgen.columns.patterns import CURRENCY, PATTERNS
from reportgen.input.stored import DAY
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from reportgen.input.read import RawRows


class PlainValues(NamedTuple):
    """Whether all values of a column are written as a program would write them, as numbers or as days.

    And the values on most rows, where they are kept, see `count_values`.
    """

    number: bool = False
    day: bool = False
    serial: bool = False
    """Whole numbers from 1 on, of at most 15 digits, without a zero in front."""
    commonest: tuple[str, ...] = ()


MAX_LEVELS = 60
"""A column with more different values has too many to list."""
CODE_LEVELS = 20
"""Groups seldom have more codes; products seldom fewer."""
SAMPLE = 50_000
"""Different values that are compared with the patterns; of more, a fixed part chosen by their hash."""
_MANY_COLUMNS, _CELLS_AT_ONCE = 100, 100_000
_DAY_WIDTH, _NUMBER_WIDTH = 10, 35
_COUNTED = """c VARCHAR, sign VARCHAR, filled BIGINT, distincts BIGINT, shortest BIGINT, longest BIGINT,
    first VARCHAR, wide BOOLEAN, number BOOLEAN, day BOOLEAN, serial BOOLEAN, least DOUBLE, greatest DOUBLE,
    whole BIGINT, negative BIGINT"""
_LOOKED_AT, _FEWEST = 200, 20
"""Values of a column, most and least: one check digit lets a tenth pass by chance, twenty of them nothing."""
SHORTEST_OF_PERSONS = 7
"""Digits of numbers that name persons, at least: nothing is counted or measured so finely."""
_LONGEST, _CODE = 23, r"[0-9A-Z][0-9A-Z .\-/]*[0-9A-Z]"
MOST_LISTED = 11
"""The commonest values that are kept of a column."""
_SERIAL_WIDTH = 15
"""Digits of a number that every program keeps."""


def count_values(connection: duckdb.DuckDBPyConnection, raw: RawRows) -> None:
    """Create the tables `counted`, `sampled_values` and `commonest`, none of which grows with the rows.

    `counted` has a row for each column and currency sign, from all its different values. `sampled_values`
    holds values and their rows: all of a column, or where there are very many those that their hash chooses.
    `commonest` has those on most rows, of columns of many rows that are stored as numbers or days.
    """
    names = column_names(len(raw.labels))
    # One column after the other takes least memory; of few rows, each statement costs more than they do.
    at_once = _CELLS_AT_ONCE // max(raw.rows, 1)
    size = _MANY_COLUMNS if len(names) > _MANY_COLUMNS else max(1, at_once)
    batches = [names[at : at + size] for at in range(0, len(names), size)]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE counted ({_COUNTED})")
    connection.execute("CREATE OR REPLACE TEMP TABLE sampled_values (c VARCHAR, v VARCHAR, n BIGINT)")
    connection.execute("CREATE OR REPLACE TEMP TABLE commonest (c VARCHAR, v VARCHAR, n BIGINT)")
    regexes = {"day": CALENDAR_DATE, "sign": CURRENCY, "money": PATTERNS["currency"]}
    for columns in batches:
        kept, told = _values(raw, columns)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE kept_values AS {kept}")
        connection.execute(f"CREATE OR REPLACE TEMP VIEW some_values AS {told}")
        connection.execute(
            f"""INSERT INTO counted
            SELECT c, CASE WHEN NOT number AND regexp_full_match(v, $money)
                    THEN regexp_extract(v, $sign) END AS sign,
                sum(n), count(*), min(length(v)), max(length(v)), min(v), bool_or(wide), bool_and(number),
                bool_and(CASE WHEN length(v) = {_DAY_WIDTH} THEN regexp_matches(v, $day) ELSE false END),
                bool_and(number AND v >= '1' AND length(v) <= {_SERIAL_WIDTH} AND NOT contains(v, '.')),
                min(x), max(x), coalesce(sum(n) FILTER (x = floor(x)), 0), coalesce(sum(n) FILTER (x < 0), 0)
            FROM some_values GROUP BY c, sign""",
            regexes,
        )
        connection.execute(
            f"""INSERT INTO sampled_values SELECT c, v, n
            FROM some_values JOIN (SELECT c, greatest(sum(distincts) // {SAMPLE}, 1)::UBIGINT AS every
                FROM counted GROUP BY c) USING (c)
            WHERE hash(written) % every = 0"""
        )
        if _is_stored(raw, columns):
            connection.execute(
                f"""INSERT INTO commonest SELECT c, v, n FROM some_values
                ORDER BY n DESC, v LIMIT {MOST_LISTED}"""
            )
    connection.execute("DROP VIEW some_values")
    connection.execute("DROP TABLE kept_values")


def _is_stored(raw: RawRows, columns: Sequence[str]) -> bool:
    """Whether these are one column that is stored as numbers or days."""
    return len(columns) == 1 and columns[0] in raw.stored


def _values(raw: RawRows, columns: Sequence[str]) -> tuple[str, str]:
    """Different values of some columns, as written and with usual digits, and the rows that hold them.

    `number` tells whether one is written as a plain number, which is `x`. Two queries: for what is kept as
    `kept_values`, and for what it tells. What is stored as numbers or days is kept so, and needs no reading.
    """
    names = ", ".join(columns)
    if _is_stored(raw, columns):
        number = "CAST(NULL AS DOUBLE)" if raw.stored[names] == DAY else "CAST(value AS DOUBLE)"
        kept = f"""SELECT {names} AS value, count(*) AS n FROM {raw.cells(names)}
            WHERE {names} IS NOT NULL GROUP BY {names}"""
        return (
            kept,
            f"""SELECT '{names}' AS c, CAST(value AS VARCHAR) AS written, written AS v, n,
            false AS wide, coalesce(abs({number}) < 1e{PLAIN_DIGITS}, false) AS number,
            CASE WHEN number THEN {number} END AS x FROM kept_values""",
        )
    if len(columns) == 1:  # The engine counts the codes of a dictionary, where it has one.
        counted = f"""SELECT '{names}' AS c, {names} AS written, count(*) AS n
            FROM {raw.cells()} WHERE {names} IS NOT NULL GROUP BY {names}"""
    else:
        counted = f"""SELECT c, written, count(*) AS n
            FROM (UNPIVOT (SELECT {names} FROM {raw.cells()}) ON {names} INTO NAME c VALUE written)
            GROUP BY ALL"""
    kept = f"""SELECT *, CASE WHEN length(written) = strlen(written) THEN written
        ELSE translate(written, '{WIDE}', '{NARROW}') END AS v FROM ({counted})"""
    return (
        kept,
        f"""SELECT *, v <> written AS wide, CASE WHEN number THEN CAST(v AS DOUBLE) END AS x
        FROM (SELECT *, length(v) < {_NUMBER_WIDTH} AND regexp_matches(v, '{PLAIN_NUMBER}') AS number
            FROM kept_values)""",
    )


def few_values(connection: duckdb.DuckDBPyConnection) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Engine name -> values and their rows in the order of the alphabet, of columns with no more than 60."""
    rows = connection.execute(
        f"""SELECT c, list((v, n) ORDER BY v) FROM sampled_values
        GROUP BY c HAVING count(*) <= {MAX_LEVELS}"""
    ).fetchall()
    return {column: tuple(levels) for column, levels in rows}


def pattern_shares(connection: duckdb.DuckDBPyConnection) -> Mapping[str, Mapping[str, float]]:
    """Engine name -> share of the filled cells that match each pattern, over the sampled values."""
    # Columns share many values: each is looked at once. As a list, its matches are planned as one column.
    matches = ", ".join(f"regexp_full_match(v, $p{index})" for index in range(len(PATTERNS)))
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE matched AS
        SELECT v, [{matches}] AS matches FROM (SELECT DISTINCT v FROM sampled_values)""",
        {f"p{index}": regex for index, regex in enumerate(PATTERNS.values())},
    )
    matching = connection.execute(
        f"""SELECT c, place, sum(n) FROM (SELECT c, n,
            unnest(list_filter(range({len(PATTERNS)}), lambda place: matches[place + 1])) AS place
            FROM sampled_values JOIN matched USING (v))
        GROUP BY c, place"""
    ).fetchall()
    filled = connection.execute("SELECT c, sum(n) FROM sampled_values GROUP BY c").fetchall()
    names, cells = tuple(PATTERNS), {column: int(count) for column, count in filled}
    shares = {column: dict.fromkeys(PATTERNS, 0.0) for column in cells}
    for column, place, count in matching:
        shares[column][names[place]] = int(count) / cells[column]
    return shares


def currency_signs(connection: duckdb.DuckDBPyConnection) -> Mapping[str, tuple[str, ...]]:
    """Engine name -> currency signs on its values, the most frequent first."""
    rows = connection.execute(
        "SELECT c, list(sign ORDER BY filled DESC, sign) FROM counted WHERE sign IS NOT NULL GROUP BY c"
    ).fetchall()
    return {column: tuple(signs) for column, signs in rows}


def plain_values(connection: duckdb.DuckDBPyConnection) -> Mapping[str, PlainValues]:
    """Engine name -> whether its values are plain numbers or days, and those on most rows."""
    rows = connection.execute(
        """SELECT * FROM (SELECT c, bool_and(number), bool_and(day), bool_and(serial) FROM counted GROUP BY c)
        LEFT JOIN (SELECT c, list(v ORDER BY n DESC, v) AS values FROM commonest GROUP BY c) USING (c)"""
    ).fetchall()
    return {
        column: PlainValues(number, day, serial, tuple(values or ()))
        for column, number, day, serial, values in rows
    }


def checked_ids(connection: duckdb.DuckDBPyConnection) -> Mapping[str, str]:
    """Engine name -> what its values are, for columns of numbers of persons with check digits."""
    rows = connection.execute(
        f"""SELECT c, min(v, {_LOOKED_AT}) FROM sampled_values GROUP BY c HAVING count(*) >= {_FEWEST}
        AND min(length(v)) >= {SHORTEST_OF_PERSONS} AND max(length(v)) <= {_LONGEST}
        AND count(*) FILTER (regexp_full_match(v, $form)) >= {ENOUGH} * count(*)""",
        {"form": _CODE},
    ).fetchall()
    known = ((column, number_of_persons(tuple(values), ENOUGH)) for column, values in rows)
    return {column: what for column, what in known if what is not None}
