"""Order history of customers up to a day, and on how many days they ordered after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from reportgen.cleaning.order_days import by_customer, of_each_part
from reportgen.cleaning.period import months_before

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    import duckdb

    from reportgen.cleaning.clean import CleanRows

_Told = TypeVar("_Told")
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


_BY_STEP = """SELECT customer, step, count(*)::INTEGER AS days,
    (min(date) - DATE '0001-01-01' + 1)::INTEGER AS first,
    (max(date) - DATE '0001-01-01' + 1)::INTEGER AS last
FROM order_days JOIN steps USING (date) WHERE kept > 0 GROUP BY customer, step"""
"""Order days by customer and step, with the first and the last of them as ordinals."""


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
    """up to this one."""


class Standing(NamedTuple):
    """Customers as they stood on a day; arrays of one length."""

    frequency: np.ndarray
    """Order days."""
    recency: np.ndarray
    """Days since the last of them."""
    days_until: np.ndarray
    """Days until the next one; NaN without one."""


def standing_then(
    rows: CleanRows, past: Sequence[PastDay], until: dt.date, told: Callable[[PastDay, Standing], _Told]
) -> list[list[_Told]]:
    """What is told of customers as they stood on some days: of every part of the file, of each day.

    Args:
        rows: order lines.
        past: the days.
        until: nothing is known after this one.
        told: it runs where the part is.
    """
    return of_each_part(
        rows,
        lambda part: [told(day, then) for day, then in zip(past, _standings(part, past, until), strict=True)],
    )


def _standings(
    connection: duckdb.DuckDBPyConnection, past: Sequence[PastDay], until: dt.date
) -> Iterator[Standing]:
    """Customers on each of some days; order days are added up once, by the steps that all the days make."""
    steps = sorted({day for each in past for day in each})
    ((earliest,),) = connection.execute("SELECT min(date) FROM order_days").fetchall()
    dates = pd.date_range(earliest or until, until)
    step = np.searchsorted(pd.DatetimeIndex(steps), dates)
    connection.register("steps", pd.DataFrame({"date": dates.date, "step": step.astype(np.int16)}))
    found = connection.sql(_BY_STEP).df().sort_values("step", kind="stable")
    customer, names = pd.factorize(found["customer"])
    days, first, last = (found[name].to_numpy() for name in ("days", "first", "last"))
    begins = np.searchsorted(found["step"], range(len(steps) + 1))
    for each in past:
        since, after = (int(begins[steps.index(day) + 1]) for day in each)
        known, later = slice(since, after), slice(None, after - 1 if after else None, -1)
        frequency = np.bincount(customer[known], days[known], len(names))
        latest, following = np.full((2, len(names)), np.nan)
        latest[customer[known]] = last[known]  # of several of a customer the last one stays
        following[customer[later]] = first[later]
        came, day = frequency > 0, each.day.toordinal()
        yield Standing(frequency[came], day - latest[came], following[came] - day)
