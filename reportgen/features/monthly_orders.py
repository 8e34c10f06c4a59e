"""Order lines and order days by calendar month: what a later file is compared with, and seasonality."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from reportgen.base.engine import connect
from reportgen.cleaning.order_days import of_each_part

if TYPE_CHECKING:
    import datetime as dt

    import duckdb

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
_STEADY = f"""WITH
came AS (SELECT customer, date FROM order_days WHERE date <= $end),
steady AS (
    SELECT customer, min(date) AS first, max(date) AS last,
        (count(*) - 1) / date_diff('day', min(date), max(date)) AS rate
    FROM came GROUP BY customer HAVING count(*) >= {LEAST_ORDERS}
)"""
_MONTHS = """SELECT date_trunc('month', date)::DATE AS month, min(date) AS begun,
    count(*) FILTER (first < date_trunc('month', date) AND last > last_day(date)) AS orders
    FROM came LEFT JOIN steady USING (customer) GROUP BY month"""
_ARRIVED = """SELECT date_trunc('month', first)::DATE AS month, count(*) AS new
    FROM (SELECT min(date) AS first FROM came GROUP BY customer) GROUP BY month"""
_SPANS = """SELECT date_trunc('month', first)::DATE AS first, date_trunc('month', last)::DATE AS last,
    fsum(rate) AS rate FROM steady GROUP BY ALL"""
_ORDERS = f"""WITH
seen AS (SELECT month, min(begun) AS begun, sum(orders)::BIGINT AS orders FROM months GROUP BY month),
began AS (SELECT date_trunc('month', min(begun)) + INTERVAL {KNOWN} MONTH AS known FROM seen),
first_seen AS (SELECT month, sum(new)::BIGINT AS new FROM arrived GROUP BY month),
expected AS (
    SELECT month, fsum(rate) * day(last_day(month)) AS expected
    FROM seen JOIN spans ON first < month AND last > month GROUP BY month
)
SELECT strftime(month, '%Y-%m'), orders, coalesce(expected, 0),
    CASE WHEN month >= known THEN coalesce(new, 0) END
FROM seen CROSS JOIN began LEFT JOIN expected USING (month) LEFT JOIN first_seen USING (month)
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
    end = rows.period.end
    parts = of_each_part(rows, lambda connection: _busy_months(connection, end))
    tables = {name: pd.concat([part[name] for part in parts]) for name in _TABLES}
    with connect(rows.path.parent) as connection:
        for name, table in tables.items():
            connection.register(name, table)
        months = connection.execute(_ORDERS).fetchall()
    return tuple(
        MonthOrders(month, orders, round(expected, 6), new) for month, orders, expected, new in months
    )


_TABLES = {"months": _MONTHS, "arrived": _ARRIVED, "spans": _SPANS}


def _busy_months(connection: duckdb.DuckDBPyConnection, end: dt.date) -> dict[str, pd.DataFrame]:
    """What the order days of some customers add up to, by month."""
    return {
        name: connection.execute(f"{_STEADY} {query}", {"end": end}).df() for name, query in _TABLES.items()
    }


def month_sums(rows: CleanRows) -> tuple[MonthSum, ...]:
    """The months of order lines up to the period's end, in order; none for a table of customers."""
    if not rows.roles.grain.sells or rows.period is None:
        return ()
    end, sums = rows.period.end, dict[str, tuple[int, Decimal]]()
    for part in of_each_part(rows, lambda connection: _sums(connection, end)):
        for month, lines, amount in part:
            before, money = sums.get(month, (0, Decimal(0)))
            sums[month] = (before + lines, money + (amount or 0))
    return tuple(
        MonthSum(month, lines, round(float(amount), 2)) for month, (lines, amount) in sorted(sums.items())
    )


def _sums(connection: duckdb.DuckDBPyConnection, end: dt.date) -> list[tuple[str, int, Decimal | None]]:
    months = connection.execute(
        """SELECT strftime(date, '%Y-%m') AS month, sum(lines), sum(gross)
        FROM order_days WHERE date <= $end GROUP BY month""",
        {"end": end},
    )
    return months.fetchall()
