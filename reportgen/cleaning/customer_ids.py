"""Customer ids as text: one spelling of each, and none for guests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.base.word_lists import any_of, table_words
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from reportgen.columns.assigned_roles import Roles

GUESTS = rf"^(?:{any_of(table_words('orders', 'guests'))}|-+)$"
"""What stands for a customer who has no number."""
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
