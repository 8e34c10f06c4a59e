"""Order history of customers up to a day, and on how many days they ordered after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from reportgen.cleaning.order_days import by_customer, of_each_part
from reportgen.cleaning.period import months_before

if TYPE_CHECKING:
    import datetime as dt

    from reportgen.cleaning.clean import CleanRows

_HISTORY = """WITH kept AS (
    SELECT customer, date, CASE WHEN previous > $since THEN date - previous END AS gap
    FROM order_days WHERE kept > 0 AND date > $since AND date <= $day
), after AS (
    SELECT customer, count(*) AS later, count(*) FILTER (date > $lately) AS latest FROM order_days
    WHERE kept > 0 AND date > $day AND date <= $until GROUP BY customer
)
SELECT customer, count(*)::DOUBLE AS frequency, ($day - max(date))::DOUBLE AS recency,
    avg(gap) AS gap, stddev_pop(gap) AS gap_spread,
    coalesce(any_value(later), 0)::DOUBLE AS later, coalesce(any_value(latest), 0)::DOUBLE AS latest
FROM kept LEFT JOIN after USING (customer) GROUP BY customer HAVING count(*) >= $least"""


_STANDING = """SELECT frequency, recency, days_until, count(*)::DOUBLE AS customers
FROM (
    SELECT count(*) FILTER (date <= $day)::DOUBLE AS frequency,
        ($day - max(date) FILTER (date <= $day))::DOUBLE AS recency,
        (min(date) FILTER (date > $day) - $day)::DOUBLE AS days_until
    FROM order_days WHERE kept > 0 AND date > $since AND date <= $until
    GROUP BY customer HAVING min(date) <= $day
) GROUP BY ALL ORDER BY ALL"""


_GONE = """SELECT count(*) FROM (
    SELECT customer FROM order_days WHERE kept > 0 GROUP BY customer
    HAVING max(date) >= $begun AND max(date) < $window
        AND bool_and((month(date) - month($begun) + 12) % 12 < $months)
)"""


class Span(NamedTuple):
    """Days that divide a history from what came after it."""

    since: dt.date
    """Orders after this day make the history,"""
    day: dt.date
    """up to this one;"""
    lately: dt.date
    """a part of those that came later lies after this one,"""
    until: dt.date
    """and none after this one."""


def order_history(rows: CleanRows, span: Span, least: int) -> pd.DataFrame:
    """Customers with `least` order days or more before a day, as they stood then; by id.

    Returns:
        Columns frequency (order days), recency, gap, gap_spread (days, as in the table of customers), later
        and latest (order days after `day` and after `lately`).
    """
    return by_customer(rows, _HISTORY, {**span._asdict(), "least": least})


def count_gone(rows: CleanRows, begins: dt.date, window: dt.date, months: int) -> int:
    """Customers who only ever ordered in the months from `begins`, last a year before, and not in the window.

    Args:
        rows: order lines.
        begins: the first day of the season that runs.
        window: the first day of the window.
        months: of the season.
    """
    given = {"begun": months_before(begins, 12), "window": window, "months": months}
    return sum(of_each_part(rows, lambda part: part.execute(_GONE, given).fetchall()[0][0]))


class PastDay(NamedTuple):
    """A day in the past, from which customers are followed."""

    since: dt.date
    """Orders after this day make the history,"""
    day: dt.date
    """up to this one;"""
    until: dt.date
    """and none is known after this one."""


def standing_then(rows: CleanRows, past: PastDay) -> pd.DataFrame:
    """Customers by how they stood on a day, and by when they ordered next.

    Returns:
        Columns frequency (order days), recency (days), days_until (the next order; NaN without one), and
        customers (how many). A row may come again, once for each part of the file.
    """
    return pd.concat(of_each_part(rows, lambda part: part.execute(_STANDING, past._asdict()).df()))
