"""Finds the column in which refunds name the order that they give money back for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.columns.patterns import NEARLY_ALL
from reportgen.options.enums import Role

if TYPE_CHECKING:
    import duckdb

    from reportgen.base.decisions import Decisions
    from reportgen.columns.assigned_roles import Roles
    from reportgen.input.read import RawRows

PARENT_COLUMN = "parent-column"
"""The decision which one it is."""
NO_PARENT = "0"
"""What stands in it where there is none, beside nothing."""


def create_parents(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles, decided: Decisions
) -> bool:
    """Create `parents` (row, parent, payer) from `typed`: refunds, their orders, and who had bought these.

    Gives whether there is a column that names the orders of refunds.
    """
    column = decided.once(PARENT_COLUMN, lambda: _parent_column(connection, raw, roles))
    if column is None:
        return False
    named = f"nullif({column}, '{NO_PARENT}')"
    connection.execute(
        f"""CREATE TABLE parents AS SELECT refund.row, refund.parent, payer
        FROM (SELECT row, {named} AS parent FROM typed WHERE {named} IS NOT NULL) AS refund
        LEFT JOIN (SELECT CAST("order" AS VARCHAR) AS parent, min(customer) AS payer FROM typed GROUP BY 1)
            USING (parent)"""
    )
    return True


def _parent_column(connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles) -> str | None:
    """A foreign key to the numbers of orders: filled on rows that give money back, and on hardly any other.

    It never names its own order.
    """
    order = roles.first(Role.ORDER)
    if order is None or not connection.sql("SELECT 1 FROM typed WHERE written < 0 LIMIT 1").fetchall():
        return None
    others = [column.column for column in roles.columns if column.role in {Role.IGNORE, Role.CATEGORY}]
    for column in others:
        named = f"nullif({column}, '{NO_PARENT}')"
        refunds, fitting = connection.sql(
            f"""SELECT count({named}), count(*) FILTER (
                {named} IN (SELECT {order.column} FROM {raw.cells()})
                AND written < 0 AND {named} IS DISTINCT FROM CAST("order" AS VARCHAR))
            FROM typed WHERE {named} IS NOT NULL"""
        ).fetchall()[0]
        if refunds and fitting >= NEARLY_ALL * refunds:
            return column
    return None
