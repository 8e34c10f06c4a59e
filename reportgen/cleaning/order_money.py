"""Where an order file has its money: on each line, or as the total of an order."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from reportgen.base.word_lists import table_words
from reportgen.options.enums import Role

if TYPE_CHECKING:
    import duckdb

    from reportgen.columns.assigned_roles import Roles

LEAST_ORDERS_FOR_TOTALS = 5
MOSTLY = 0.95
ENOUGH_ROWS = 1_000_000


class OrderMoney(StrEnum):
    """Where an order's money stands."""

    LINE = "line"
    """Each line has its own."""
    TOTAL = "total"
    """The order's total is repeated on all its lines; each line has quantity and price."""
    TOTAL_ONCE = "total-once"
    """The order's total is repeated on all its lines, which have no price of their own."""
    FIRST_LINE = "first-line"
    """The order's total stands on its first line only."""


def where_money_stands(connection: duckdb.DuckDBPyConnection, roles: Roles) -> OrderMoney:
    """Whether amounts belong to lines or to whole orders, from orders of several lines.

    What an order cost grows with its lines; what each of them cost beside a price, as tickets do, does not.
    Of very many rows those orders tell it that their hash chooses: the view `some_orders`.
    """
    amount = roles.first(Role.AMOUNT)
    if amount is None or roles.first(Role.ORDER) is None:
        return OrderMoney.LINE
    orders, constant, first_only, agreeing, values, growth = connection.execute(
        """SELECT count(*) FILTER (several), count(*) FILTER (several AND constant),
            count(*) FILTER (several AND written = 1),
            count(*) FILTER (several AND constant AND abs(computed - highest) < 0.01),
            count(DISTINCT highest) FILTER (several),
            CASE WHEN min(lines) < max(lines) THEN
                regr_slope(ln(CAST(highest AS DOUBLE)), ln(lines)) FILTER (constant AND highest > 0) END
        FROM (SELECT count(written) AS written, max(written) AS highest, sum(computed) AS computed,
                count(*) AS lines, count(*) > 1 AS several,
                count(written) = count(*) AND min(written) = max(written) AS constant
            FROM some_orders ANTI JOIN repeated_rows USING (row)
            WHERE "order" IS NOT NULL GROUP BY "order")"""
    ).fetchall()[0]
    if orders and first_only >= (MOSTLY * orders if orders >= LEAST_ORDERS_FOR_TOTALS else orders):
        return OrderMoney.FIRST_LINE
    if orders < LEAST_ORDERS_FOR_TOTALS:
        return OrderMoney.LINE
    called_total = any(word in amount.label.casefold() for word in table_words("money", "total"))
    # Beside a price of each line: nearer to as many times the money as lines than to once.
    grows = roles.first(Role.UNIT_PRICE) is None or growth is None or not 2 * growth <= 1
    proved = 2 * agreeing > orders or (grows and ((called_total and values > 1) or 2 * values > orders))
    if constant < MOSTLY * orders or not proved:
        return OrderMoney.LINE
    return OrderMoney.TOTAL if is_priced(roles) else OrderMoney.TOTAL_ONCE


def some_orders(roles: Roles, rows: int) -> str:
    """Which orders `where_money_stands` looks at, all where rows are few: a condition on raw cells."""
    order = roles.first(Role.ORDER)
    part = rows // ENOUGH_ROWS
    if order is None or part <= 1:
        return "true"
    return f"hash(CAST({order.column} AS {'BIGINT' if order.serial else 'VARCHAR'})) % {part} = 0"


def amount_sql(money: OrderMoney, roles: Roles) -> str:
    """The money of a line: an expression over `lines`."""
    first_of_order = 'row_number() OVER (PARTITION BY "order" ORDER BY row) = 1'
    match money:
        case OrderMoney.LINE:
            return "written" if roles.first(Role.AMOUNT) else "computed"
        case OrderMoney.TOTAL:
            return "computed"
        case OrderMoney.TOTAL_ONCE:
            return f'CASE WHEN "order" IS NULL OR {first_of_order} THEN written ELSE 0 END'
        case OrderMoney.FIRST_LINE:
            has_total = '"order" IS NOT NULL AND count(written) OVER (PARTITION BY "order") > 0'
            return f"CASE WHEN {has_total} THEN coalesce(written, 0) ELSE written END"


def is_priced(roles: Roles) -> bool:
    """Whether each line has a quantity and a price."""
    return roles.first(Role.QUANTITY) is not None and roles.first(Role.UNIT_PRICE) is not None
