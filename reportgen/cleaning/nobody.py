"""Ids that stand for nobody: none, a zero, one customer with most rows; and addresses in their place."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.engine import PARQUET, connect
from reportgen.base.phrases import phrase
from reportgen.cleaning.customer_ids import GUESTS
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import MOSTLY

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from reportgen.base.decisions import Decisions
    from reportgen.columns.assigned_roles import ColumnRole, Roles
    from reportgen.input.read import RawRows

NO_NUMBER = "0"
"""What some shops write for guests; others count their customers from it."""
MOST_FREQUENT = "most-frequent-customers"
"""The decision which cells of the column of customers stand on most rows."""
BESIDE_ONE = 10
"""Customers who have no more rows together than one that may stand for nobody."""

_ZERO = r"^0+([.,]0+)?$"
_ADDRESS = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


def find_nobody(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles, decided: Decisions
) -> tuple[tuple[str, ...], tuple[Issue, ...]]:
    """The ids in the view `typed` that are nobody's, and what is doubtful about them."""
    if _zero_is_guest(connection, raw, roles):
        return (NO_NUMBER,), ()
    return _stand_in(connection, raw, roles, decided)


def _zero_is_guest(connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles) -> bool:
    """Whether customer 0 stands on more than twice as many rows as any other."""
    customer = roles.first(Role.CUSTOMER)
    assert customer is not None  # noqa: S101 - _require has seen to it
    if customer.serial:
        return False
    # All ways to write it come before "1" in the alphabet, where the engine need not look at most files.
    first = f"SELECT 1 FROM {raw.cells()} WHERE {customer.column} < '1' LIMIT 1"
    if not connection.sql(first).fetchall():
        return False
    zero = connection.sql(f"SELECT count(*) FROM typed WHERE customer = '{NO_NUMBER}'").fetchall()[0][0]
    if not zero:
        return False
    most = connection.sql(
        f"""SELECT max(rows) FROM (SELECT count(*) AS rows FROM typed
            WHERE customer IS NOT NULL AND customer <> '{NO_NUMBER}' GROUP BY customer)"""
    ).fetchall()[0][0]
    return bool(zero > 2 * (most or 0))


def _stand_in(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles, decided: Decisions
) -> tuple[tuple[str, ...], tuple[Issue, ...]]:
    """A customer with more rows than all others together, a till or a shop: nobody; and what is said of it.

    So is a word among numbers with more rows than any of them. A customer with as many rows as the next ten
    together is a doubt. None of this holds of a column that the user named.
    """
    customer = roles.first(Role.CUSTOMER)
    if customer is None or customer.confidence == 1:
        return (), ()
    column = customer.column
    most = decided.once(MOST_FREQUENT, lambda: _most_frequent(connection, raw, customer))
    words = _words_among_numbers(connection, raw, column, most)
    if words:
        return words, (_word_issue(customer.label, *most[0][1:3]),)
    if len(most) <= BESIDE_ONE or most[0][1] < sum(rows for _, rows, *_ in most[1:]):
        return (), ()
    cell, rows, line, every = most[0]
    name = _typed_name(connection, column, cell)
    if name is None:
        return (), ()
    slots = {"label": customer.label, "line": line, "rows": rows}
    if 2 * rows <= every:
        message = phrase(
            "one value of {label!r}, first on line {line}, stands on {rows:,} rows, as many as the next ten "
            "together. It counts as a customer, though it may stand for sales without a name",
            **slots,
        )
        return (), (Issue("stand-in", message, line, customer.label, "--exclude-ids FILE leaves it out"),)
    message = phrase(
        "one value of {label!r}, first on line {line}, stands on {rows:,} rows, more than all "
        "others together. It was read as sales without a customer",
        **slots,
    )
    hint = f"--id {customer.label!r} keeps it a customer"
    return (name,), (Issue("stand-in", message, line, customer.label, hint),)


def _words_among_numbers(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, column: str, most: list[tuple[str, int, int, int]]
) -> tuple[str, ...]:
    """The most frequent ids as long as they have no digit, where nearly all others have one."""
    first = [cell for cell, *_ in takewhile(lambda each: not any(map(str.isdigit, each[0])), most)]
    if not first or len(first) == len(most):
        return ()
    digits = f"regexp_matches({column}, '[0-9]')"
    (share,) = connection.sql(
        f"""SELECT count(DISTINCT {column}) FILTER ({digits}) / count(DISTINCT {column})
            FROM {raw.cells()}"""
    ).fetchall()[0]
    names = [_typed_name(connection, column, cell) for cell in first]
    return tuple(name for name in names if name is not None) if share >= MOSTLY else ()


def _typed_name(connection: duckdb.DuckDBPyConnection, column: str, cell: str) -> str | None:
    """The customer that a cell names; None where it is a word for nobody."""
    found = connection.execute(
        f"SELECT CAST(customer AS VARCHAR) FROM typed WHERE {column} = $cell LIMIT 1", {"cell": cell}
    )
    name: str | None = found.fetchall()[0][0]
    return name


def _word_issue(label: str, rows: int, line: int) -> Issue:
    message = phrase(
        "one value of {label!r}, first on line {line}, is a word among numbers and stands on {rows:,} rows, "
        "more than any of them. It was taken for nobody, as of sales without a name",
        label=label,
        line=line,
        rows=rows,
    )
    return Issue("stand-in", message, line, label, f"--id {label!r} keeps it a customer")


def _most_frequent(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, customer: ColumnRole
) -> list[tuple[str, int, int, int]]:
    """The commonest cells of a column: their rows, the first line, and the rows of all cells."""
    column, among = customer.column, f"{customer.column} IS NOT NULL"
    if column in raw.stored and len(customer.commonest) > BESIDE_ONE:  # and so as they were read
        cells = (f"CAST('{cell}' AS {raw.stored[column]})" for cell in customer.commonest)
        among = f"{column} IN ({', '.join(cells)})"
    return connection.sql(
        f"""SELECT CAST({column} AS VARCHAR), count(*) AS rows, min(line),
            (SELECT count({column}) FROM {raw.cells(column)})
            FROM {raw.cells(column)} WHERE {among} GROUP BY {column}
            ORDER BY rows DESC, 1 LIMIT {BESIDE_ONE + 1}"""
    ).fetchall()


def with_addresses(raw: RawRows, roles: Roles, work: Path) -> tuple[RawRows, tuple[Issue, ...]]:
    """The same rows with an address in the cell of the customer where that names nobody, and what was done.

    An address that stands beside one customer's number on other rows gives its rows to that customer. A
    number of zeros names nobody where it stands beside several addresses. An address on most of the rows
    without a number is the shop's own.
    """
    customer = roles.first(Role.CUSTOMER)
    if customer is None or roles.address is None:
        return raw, ()
    with connect(work) as connection:
        _create_addresses(connection, raw, customer.column, roles.address)
        rows, line = connection.sql("SELECT sum(rows), min(line) FROM addresses").fetchall()[0]
        if not rows:
            return raw, ()
        path = work / "addressed.parquet"
        connection.execute(
            f"""COPY (SELECT cells.* EXCLUDE (address, nameless)
                    REPLACE (CASE WHEN nameless THEN coalesce(known, addresses.address, {customer.column})
                        ELSE {customer.column} END AS {customer.column})
                FROM cells LEFT JOIN addresses USING (address) ORDER BY cells.line) TO $path ({PARQUET})""",
            {"path": str(path)},
        )
    message = phrase(
        "{rows:,} {rows:row|rows} without a customer number, the first on line {line}, "
        "{rows:counts|count} for the customer of the e-mail address",
        rows=rows,
        line=line,
    )
    hint = "leave the addresses out of the export to count them as guests"
    return raw.rewritten(path), (Issue("address-for-id", message, line, customer.label, hint),)


def _create_addresses(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, customer: str, address: str
) -> None:
    """Create `addresses` of rows without a number: their rows, first line and, on others, the one number.

    The rows themselves are the view `cells`, each with its `address` and whether it is `nameless`.
    """
    written = f"""SELECT *, CASE WHEN regexp_matches({address}, '{_ADDRESS}') THEN lower(trim({address})) END
            AS address, {customer} IS NULL OR regexp_matches(lower({customer}), $guests) AS no_name,
            coalesce(regexp_matches({customer}, '{_ZERO}'), false) AS zero
        FROM {raw.cells()}"""
    several = "count(DISTINCT address) FILTER (zero) OVER () > 1"
    connection.execute(
        f"""CREATE TABLE cells AS
        SELECT * EXCLUDE (no_name, zero), no_name OR (zero AND {several}) AS nameless FROM ({written})""",
        {"guests": GUESTS},
    )
    connection.execute(
        f"""CREATE TABLE addresses AS SELECT address, count(*) FILTER (nameless) AS rows,
            min(line) FILTER (nameless) AS line,
            CASE WHEN count(DISTINCT {customer}) FILTER (NOT nameless) = 1
                THEN min({customer}) FILTER (NOT nameless) END AS known
        FROM cells WHERE address IS NOT NULL GROUP BY address HAVING rows > 0
        QUALIFY rows <= greatest({BESIDE_ONE}, sum(rows) OVER () / 2)"""
    )
