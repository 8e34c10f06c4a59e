"""Customer ids as text: one spelling of each, none for guests; and those that are left out on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.base.named_files import read_ids
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import any_of, table_words
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from reportgen.base.decisions import Decisions
    from reportgen.columns.assigned_roles import Roles

GUESTS = rf"^(?:{any_of(table_words('orders', 'guests'))})[^\pL1-9]*$|^-+$"
"""What stands for a customer who has no number, such as "guest" and "Guest #0"."""
EXCLUDED = "excluded"
LABEL = phrase("of customers who are left out on request")
PLAIN_CODE = "^[A-Za-z_-]*[0-9]+$"
"""Ids that nothing has to be taken from, as nearly all are."""


def customer_expr(column: str, *, guests: bool) -> nw.Expr:
    """A customer id as text: 17850 for 17850.0, e-mail addresses in lower case, no guarding apostrophe.

    Args:
        column: engine name of the column.
        guests: whether words such as "guest" mean that there is no id.
    """
    cell = nw.col(column).str.replace_all("^'", "")
    plain = (
        nw.when(cell.str.contains("@"))
        .then(cell.str.to_lowercase())
        .otherwise(
            nw.when(cell.str.contains(r"^\d+\.0+$")).then(cell.str.replace_all(r"\.0+$", "")).otherwise(cell)
        )
    )
    if guests:
        plain = nw.when(~plain.str.to_lowercase().str.contains(GUESTS)).then(plain)
    return nw.when(nw.col(column).str.contains(PLAIN_CODE)).then(nw.col(column)).otherwise(plain)


def row_customer_expr(roles: Roles) -> nw.Expr:
    """The customer of a row; where no column names one, each row is a customer, called by its line."""
    identity = roles.first(Role.CUSTOMER)
    if identity is None:
        return nw.concat_str(nw.lit("row "), nw.col("line").cast(nw.String))
    return customer_expr(identity.column, guests=roles.grain.repeats)


def no_sale_expr(roles: Roles) -> nw.Expr:
    """Whether a row was found or named to be no sale."""
    marks = [nw.col(each.column).str.to_lowercase().is_in(each.words) for each in roles.no_sales]
    return nw.any_horizontal(*marks, ignore_nulls=True) if marks else nw.lit(value=False)


def create_excluded(connection: duckdb.DuckDBPyConnection, file: Path | None, decided: Decisions) -> None:
    """Create `excluded`: the ids of a file with one on each line, written as those of the source are read.

    Raises:
        InputError: the file is not there, or no text.
    """
    connection.execute(
        "CREATE TABLE written AS SELECT unnest($ids::VARCHAR[]) AS c0",
        {"ids": decided.once("excluded", lambda: [] if file is None else list(read_ids(file)))},
    )
    ids = nw.from_native(connection.table("written")).select(customer=customer_expr("c0", guests=False))
    ids.to_native().create("excluded")


def excluded_sql(decided: Decisions) -> str:
    """Whether a customer is one of `excluded`: a condition on lines."""
    return "CAST(customer AS VARCHAR) IN (FROM excluded)" if decided.made["excluded"] else "false"


def excluded_ids(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The ids of `excluded`."""
    return frozenset(each for (each,) in connection.table("excluded").fetchall() if each)
