"""Order lines added up to one row for each customer and day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from reportgen.base.engine import PARQUET, connect
from reportgen.cleaning.clean_rows import DaysHere

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import duckdb

    from reportgen.cleaning.clean_rows import CleanRows

_Found = TypeVar("_Found")
MOST_NARROW = 10**14
"""Money of a file below which each sum of it fits into DECIMAL(18, 4), which takes less time and room."""
_DAYS = """SELECT *, CAST(gross - returned AS {money}) AS net, lag(date) OVER of_customer AS previous,
        first_value(date) OVER of_customer AS first
    FROM (SELECT customer, date, count(*) AS lines, CAST(sum(amount) AS {money}) AS gross,
        CAST(sum(returned) AS {money}) AS returned,
        CAST(sum(CASE WHEN amount > returned THEN CAST(amount - returned AS DECIMAL(18, 4)) END) AS {money})
            AS kept
        FROM {table} GROUP BY customer, date)
    WINDOW of_customer AS (PARTITION BY customer, kept IS NULL ORDER BY date)"""


def order_days_query(sales: str, *, narrow: bool = False) -> str:
    """The query for order days, one row for each customer and day with lines, from a table of sales.

    Columns: customer (see `CleanRows`), date, lines, gross (money before returns), returned, net (gross less
    returned), kept (net money of the lines of which something was kept; NULL on a day without any), previous
    and first (the customer's last such day before and the first of all, of days on which something was kept).
    Money is DECIMAL(38, 4), or DECIMAL(18, 4) if `narrow`: where no sum of it is too large.
    """
    return _DAYS.format(table=sales, money="DECIMAL(18, 4)" if narrow else "DECIMAL(38, 4)")


def with_order_days(rows: CleanRows) -> CleanRows:
    """The same order lines, with their days stored beside them, so that they are added up once."""
    path = rows.path.with_name("order_days.parquet")
    with connect(path.parent) as connection:
        days = order_days_query(rows.table, narrow=rows.unread.of_amount < MOST_NARROW)
        connection.execute(f"COPY ({days}) TO $days ({PARQUET})", {"days": str(path)})
    return replace(rows, days=DaysHere(path))


def of_each_part(rows: CleanRows, find: Callable[[duckdb.DuckDBPyConnection], _Found]) -> list[_Found]:
    """What is found in the order days of every part of whole customers, see `OrderDays`."""
    assert rows.days is not None  # noqa: S101 - order lines have days
    return rows.days.each(find)


def by_customer(rows: CleanRows, query: str, given: Mapping[str, object] | None = None) -> pd.DataFrame:
    """The rows of a query over `order_days` that gives one for each customer, by their id, sorted.

    Args:
        rows: order lines.
        query: over the order days of whole customers; its first column is `customer`.
        given: its parameters.
    """
    return in_order(of_each_part(rows, lambda connection: indexed(connection, query, given)))


def indexed(
    connection: duckdb.DuckDBPyConnection, query: str, given: Mapping[str, object] | None = None
) -> pd.DataFrame:
    """The rows of a query by their customer."""
    return by_id(connection.sql(query, params=dict(given or {})))


def by_id(rows: duckdb.DuckDBPyRelation) -> pd.DataFrame:
    """Rows by the id of their customer as text, sorted."""
    named = rows.project("CAST(customer AS VARCHAR) AS customer, * EXCLUDE (customer)").order("customer")
    frame: pd.DataFrame = named.df()
    return frame.set_index("customer")


def in_order(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Rows by customer of all parts, sorted by id."""
    return (parts[0] if len(parts) == 1 else pd.concat(parts)).sort_index()
