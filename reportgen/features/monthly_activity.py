"""Order days of every customer by calendar month, and what they tell of customers at a month's end.

Order lines are added up once; each month's end after that is a few sums over arrays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from reportgen.cleaning.order_days import of_each_part
from reportgen.cleaning.period import month_end, months_before

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    from reportgen.cleaning.clean_rows import CleanRows

_Found = TypeVar("_Found")
MOST_MONTHS = 24
"""Months that a report looks back on: this year's beside last year's."""
A_YEAR = 12
LATE_START = 7
"""Days of a month in which a file may begin and still hold it whole: a shop opens after its holidays."""
DAYS_A_MONTH = 365.25 / 12
EPOCH = dt.date(1970, 1, 1)
NOT_YET = np.iinfo(np.int32).max
"""First month of who has not ordered."""

_CUSTOMERS = """CREATE TABLE customers AS
    SELECT customer, (row_number() OVER (ORDER BY CAST(customer AS VARCHAR)) - 1)::INTEGER AS place
    FROM (SELECT DISTINCT customer FROM order_days WHERE date >= $start AND date <= $end)"""
_MONTHS = """SELECT place, (12 * year(date) + month(date) - 1)::INTEGER AS month,
    count(*) FILTER (kept > 0)::INTEGER AS days, sum(net)::DOUBLE AS net,
    (max(date) FILTER (kept > 0) - DATE '1970-01-01')::DOUBLE AS latest,
    (min(first) FILTER (kept > 0) - DATE '1970-01-01')::DOUBLE AS first
    FROM order_days JOIN customers USING (customer) WHERE date >= $start AND date <= $end
    GROUP BY ALL ORDER BY month, place"""


@dataclass(frozen=True)
class MonthlyActivity:
    """Order days by customer and month; the first five arrays run along each other, ordered by month."""

    customers: pd.Index
    """Ids, sorted."""
    customer: np.ndarray
    """Position in `customers`."""
    month: np.ndarray
    """Months since the year 0, see `month_number`."""
    days: np.ndarray
    """Days in it on which something was kept."""
    net: np.ndarray
    """Money in it, less what was given back."""
    latest: np.ndarray
    """Last such day in it, in days since 1970; NaN without any."""
    first: np.ndarray
    """First such day of each of `customers`, in or before these months; NaN without any. Shape (n,)."""

    def between(self, first: int, last: int) -> slice:
        """Where the rows of some months stand, the first and the last among them."""
        begin, end = np.searchsorted(self.month, [first, last + 1])
        return slice(int(begin), int(end))


class Lookback(NamedTuple):
    """The months that are looked back on."""

    months: tuple[int, ...]
    """Whole months that can be looked back on, oldest first."""
    begins: int
    """First whole month of the file."""
    window: int
    """Months of the window."""

    @property
    def start(self) -> dt.date:
        """The first day whose orders are read."""
        last = self.months[-1]
        day = dt.date(last // A_YEAR, last % A_YEAR + 1, 1)
        return months_before(day, MOST_MONTHS + self.window)

    @property
    def first_read(self) -> int:
        """The first whole month whose orders are read."""
        return max(self.begins, self.months[-1] - MOST_MONTHS - self.window + 1)

    def is_filled(self, month: int) -> bool:
        """Whether the file holds the whole window that ends with a month."""
        return month - self.window + 1 >= self.begins


def month_number(day: dt.date) -> int:
    """A month as a number: the next month's is one more."""
    return A_YEAR * day.year + day.month - 1


def month_name(number: int) -> str:
    """YYYY-MM of a month's number."""
    return f"{number // A_YEAR:04d}-{number % A_YEAR + 1:02d}"


def lookback(rows: CleanRows, window_months: int) -> Lookback | None:
    """The months up to the last whole one; None for data that hold no orders.

    Args:
        rows: order lines.
        window_months: months of the window, which decide how far back order days are read.
    """
    period = rows.period
    if not rows.roles.grain.sells or period is None:
        return None
    whole = period.end == month_end(period.end)
    last = month_number(period.end) - (0 if whole else 1)
    begins = month_number(period.data_from) + (0 if period.data_from.day <= LATE_START else 1)
    months = tuple(range(max(begins, last - MOST_MONTHS + 1), last + 1))
    return Lookback(months, begins, window_months) if months else None


def of_each_activity(
    rows: CleanRows, back: Lookback, find: Callable[[MonthlyActivity], _Found]
) -> list[_Found]:
    """What is found in the order days of every part of whole customers, by month; see `OrderDays`."""
    return of_each_part(rows, lambda connection: find(_activity(connection, back)))


def _activity(connection: duckdb.DuckDBPyConnection, back: Lookback) -> MonthlyActivity:
    given = {"start": back.start, "end": _last_day(back.months[-1])}
    connection.execute(_CUSTOMERS, given)
    ids = connection.execute("SELECT customer::VARCHAR AS id FROM customers ORDER BY place").df()["id"]
    frame = connection.execute(_MONTHS, given).df()
    place, month, days, net = (frame[name].to_numpy() for name in ("place", "month", "days", "net"))
    latest, firsts = (frame[name].to_numpy(float) for name in ("latest", "first"))
    known = ~np.isnan(firsts)
    first = np.full(len(ids), np.nan)
    first[place[known]] = firsts[known]
    return MonthlyActivity(pd.Index(ids), place, month, days, net, latest, first)


def _last_day(month: int) -> dt.date:
    return month_end(dt.date(month // A_YEAR, month % A_YEAR + 1, 1))


@dataclass(frozen=True)
class MonthTotal:
    """Revenue of a calendar month."""

    days: int
    revenue: float
    chance: float
    """Squared coefficient of variation by chance, who orders in this month rather than in the next: each
    customer's revenue squared, summed, over the square of the sum (compound Poisson)."""

    @property
    def a_day(self) -> float:
        """Revenue per day, so that months of any length are compared alike."""
        return self.revenue / self.days


def sums_by_month(activity: MonthlyActivity, back: Lookback) -> np.ndarray:
    """Sums of what each customer spent in a month, and of its square; shape (2, months that are read)."""
    place = activity.month - back.first_read
    months = back.months[-1] - back.first_read + 1
    inside = (place >= 0) & (place < months)
    net = activity.net[inside]
    return np.array([np.bincount(place[inside], each, minlength=months) for each in (net, net**2)])


def month_totals(sums: np.ndarray, back: Lookback) -> tuple[MonthTotal, ...]:
    """Whole months of the file that are read, oldest first, from `sums_by_month` of all customers."""
    return tuple(
        MonthTotal(_last_day(back.first_read + i).day, total, square / max(total**2, 1e-9))
        for i, (total, square) in enumerate(sums.T.tolist())
    )


@dataclass(frozen=True)
class MonthEnd:
    """All customers of a `MonthlyActivity` at the end of one month; arrays of shape (n,)."""

    recency: np.ndarray
    """Days since the last order in the window; NaN without any."""
    frequency: np.ndarray
    monetary: np.ndarray
    tenure: np.ndarray
    active: np.ndarray
    """Whether something of the window was kept."""

    def measures(self, names: tuple[str, ...]) -> dict[str, np.ndarray] | None:
        """Measures of active customers by name; None where one of them is not known month by month."""
        known = {
            "recency": self.recency,
            "frequency": self.frequency,
            "monetary": self.monetary,
            "tenure": self.tenure,
        }
        known["average_order"] = self.monetary / np.fmax(self.frequency, 1)
        if not set(names) <= set(known):
            return None
        return {name: known[name][self.active] for name in names}


def at_month_end(activity: MonthlyActivity, month: int, window: int) -> MonthEnd:
    """Customers at a month's end, by the orders of the window of so many months up to it."""
    n = len(activity.customers)
    inside = activity.between(month - window + 1, month)
    who, days = activity.customer[inside], activity.days[inside]
    frequency = np.bincount(who, days, minlength=n)
    monetary = np.bincount(who, activity.net[inside], minlength=n)
    latest, bought = np.full(n, np.nan), days > 0
    latest[who[bought]] = activity.latest[inside][bought]  # rows run by month: the last one stays
    end = (_last_day(month) - EPOCH).days
    return MonthEnd(
        recency=end - latest,
        frequency=frequency,
        monetary=monetary,
        tenure=(end - activity.first) / DAYS_A_MONTH,
        active=(monetary > 0) & (frequency > 0),
    )


@dataclass(frozen=True)
class InMonth:
    """What customers did in one month; arrays of shape (n,)."""

    revenue: np.ndarray
    ordered: np.ndarray
    """Whether something was kept of an order in it."""
    first_time: np.ndarray
    """Whether the file holds no earlier order of theirs."""


def in_month(activity: MonthlyActivity, month: int) -> InMonth:
    """What customers did in a month."""
    n = len(activity.customers)
    now = activity.between(month, month)
    who = activity.customer[now]
    begins = (dt.date(month // A_YEAR, month % A_YEAR + 1, 1) - EPOCH).days
    ordered = np.bincount(who, activity.days[now], minlength=n) > 0
    return InMonth(
        np.bincount(who, activity.net[now], minlength=n), ordered, ordered & (activity.first >= begins)
    )
