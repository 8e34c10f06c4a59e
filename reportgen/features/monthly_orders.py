"""Order lines and order days by calendar month: what a later file is compared with, and seasonality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.engine import connect
from reportgen.cleaning.order_days import create_order_days

if TYPE_CHECKING:
    from reportgen.cleaning.clean import CleanRows


@dataclass(frozen=True)
class MonthSum:
    """Order lines of one calendar month."""

    month: str
    """YYYY-MM."""
    lines: int
    amount: float
    """Before anything given back, which later months can still change."""


KNOWN = 12
"""Months of data before a month without which nobody can say who is new in it."""
LEAST_ORDERS = 3
"""Order days that make a purchase rate."""
_ORDERS = f"""WITH
came AS (SELECT customer, date FROM order_days WHERE date <= $end),
steady AS (
    SELECT customer, min(date) AS first, max(date) AS last,
        (count(*) - 1) / date_diff('day', min(date), max(date)) AS rate
    FROM came GROUP BY customer HAVING count(*) >= {LEAST_ORDERS}
),
months AS (
    SELECT date_trunc('month', date)::DATE AS month, min(min(date)) OVER () AS begun FROM came GROUP BY month
),
spans AS (
    SELECT date_trunc('month', first) AS first, date_trunc('month', last) AS last, fsum(rate) AS rate
    FROM steady GROUP BY ALL
),
expected AS (
    SELECT month, fsum(rate) * day(last_day(month)) AS expected
    FROM months JOIN spans ON first < month AND last > month GROUP BY month
),
met AS (
    SELECT date_trunc('month', date)::DATE AS month, count(*) AS orders FROM came JOIN steady USING (customer)
    WHERE first < date_trunc('month', date) AND last > last_day(date) GROUP BY month
),
arrived AS (
    SELECT date_trunc('month', first)::DATE AS month, count(*) AS new
    FROM (SELECT min(date) AS first FROM came GROUP BY customer) GROUP BY 1
)
SELECT strftime(month, '%Y-%m'), coalesce(orders, 0), coalesce(expected, 0),
    CASE WHEN month >= date_trunc('month', begun) + INTERVAL {KNOWN} MONTH THEN coalesce(new, 0) END
FROM months LEFT JOIN expected USING (month) LEFT JOIN met USING (month) LEFT JOIN arrived USING (month)
ORDER BY month"""


@dataclass(frozen=True)
class MonthOrders:
    """How busy a calendar month was: seasons come again, whether the shop grew or shrank."""

    month: str
    """YYYY-MM."""
    orders: int
    """Order days of customers who ordered before the month and after it, three times or more in all."""
    expected: float
    """How many they would have had at the purchase rate of all their months."""
    new: int | None
    """Customers with their first order in this month; None where the data do not reach a year back."""


def month_orders(rows: CleanRows) -> tuple[MonthOrders, ...]:
    """How busy each month up to the period's end was, in order; none for a table of customers."""
    if not rows.roles.grain.sells or rows.period is None:
        return ()
    with connect(rows.path.parent) as connection:
        create_order_days(connection, rows)
        months = connection.execute(_ORDERS, {"end": rows.period.end}).fetchall()
    return tuple(
        MonthOrders(month, orders, round(expected, 6), new) for month, orders, expected, new in months
    )


def month_sums(rows: CleanRows) -> tuple[MonthSum, ...]:
    """The months of order lines up to the period's end, in order; none for a table of customers."""
    if not rows.roles.grain.sells or rows.period is None:
        return ()
    with connect(rows.path.parent) as connection:
        create_order_days(connection, rows)
        months = connection.execute(
            """SELECT strftime(date, '%Y-%m') AS month, sum(lines), sum(gross)
            FROM order_days WHERE date <= $end GROUP BY month ORDER BY month""",
            {"end": rows.period.end},
        ).fetchall()
    return tuple(MonthSum(month, lines, round(float(amount or 0), 2)) for month, lines, amount in months)
