"""Order lines added up to one row for each customer and day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.base.engine import PARQUET, connect

if TYPE_CHECKING:
    import duckdb

    from reportgen.cleaning.clean_rows import CleanRows

_DAYS = """SELECT *, lag(date) OVER of_customer AS previous, first_value(date) OVER of_customer AS first
    FROM (SELECT customer, date, count(*) AS lines, sum(amount) AS gross, sum(returned) AS returned,
        sum(amount - returned) AS net, sum(amount - returned) FILTER (amount > returned) AS kept
        FROM {table} GROUP BY customer, date)
    WINDOW of_customer AS (PARTITION BY customer, kept IS NULL ORDER BY date)"""


def order_days_query(sales: str) -> str:
    """The query for order days, see `create_order_days`, from a table of sales."""
    return _DAYS.format(table=sales)


def with_order_days(rows: CleanRows) -> CleanRows:
    """The same order lines, with their days stored beside them, so that they are added up once."""
    path = rows.path.with_name("order_days.parquet")
    with connect(path.parent) as connection:
        days = order_days_query(rows.table)
        connection.execute(f"COPY ({days}) TO $days ({PARQUET})", {"days": str(path)})
    return replace(rows, days=path)


def create_order_days(connection: duckdb.DuckDBPyConnection, rows: CleanRows) -> None:
    """Create `order_days`, one row for each customer and day with lines.

    Columns: customer, date, lines, gross (money before returns), returned, net (gross less returned), kept
    (net money of the lines of which something was kept; NULL on a day without any), previous and first (the
    customer's last such day before and the first of all, of days on which something was kept).
    """
    connection.read_parquet(str(rows.days)).create_view("order_days")
