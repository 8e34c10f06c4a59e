"""E-mail addresses in the place of a customer's number that is empty: guests of a shop come again, too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.engine import PARQUET, connect, parquet
from reportgen.base.phrases import phrase
from reportgen.cleaning.customer_ids import GUESTS
from reportgen.cleaning.nobody import BESIDE_ONE
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from reportgen.columns.assigned_roles import Roles
    from reportgen.input.read import RawRows

_ZERO = r"^0+([.,]0+)?$"
_ADDRESS = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


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
        "{rows:,} rows without a customer number, the first on line {line}, count for the customer of their "
        "e-mail address",
        rows=rows,
        line=line,
    )
    hint = "leave the addresses out of the export to count them as guests"
    return replace(raw, path=path), (Issue("address-for-id", message, line, customer.label, hint),)


def _create_addresses(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, customer: str, address: str
) -> None:
    """Create `addresses` of rows without a number: their rows, first line and, on others, the one number.

    The rows themselves are the view `cells`, each with its `address` and whether it is `nameless`.
    """
    written = f"""SELECT *, CASE WHEN regexp_matches({address}, '{_ADDRESS}') THEN lower(trim({address})) END
            AS address, {customer} IS NULL OR regexp_matches(lower({customer}), $guests) AS no_name,
            coalesce(regexp_matches({customer}, '{_ZERO}'), false) AS zero
        FROM {parquet(raw.path)}"""
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
