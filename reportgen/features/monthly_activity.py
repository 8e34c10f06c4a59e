"""Order days of every customer by calendar month, and what they tell of customers at a month's end.

Order lines are added up once; each month's end after that is a few sums over arrays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reportgen.base.engine import connect
from reportgen.cleaning.clean_rows import CleanRows  # noqa: TC001 - named in a signature that mypy reads
from reportgen.cleaning.order_days import create_order_days
from reportgen.cleaning.period import month_end, months_before

MOST_MONTHS = 24
"""Months that a report looks back on: this year's beside last year's."""
A_YEAR = 12
LATE_START = 7
"""Days of a month in which a file may begin and still hold it whole: a shop opens after its holidays."""
DAYS_A_MONTH = 365.25 / 12
EPOCH = dt.date(1970, 1, 1)
NOT_YET = np.iinfo(np.int32).max
"""First month of who has not ordered."""

_MONTHS = """SELECT customer, (12 * year(date) + month(date) - 1)::INTEGER AS month,
    count(*) FILTER (kept > 0)::INTEGER AS days, sum(net)::DOUBLE AS net,
    (max(date) FILTER (kept > 0) - DATE '1970-01-01')::DOUBLE AS latest,
    (min(first) FILTER (kept > 0) - DATE '1970-01-01')::DOUBLE AS first
    FROM order_days WHERE date >= $start AND date <= $end GROUP BY ALL ORDER BY customer, month"""


@dataclass(frozen=True)
class MonthlyActivity:
    """Order days by customer and month; the first five arrays run along each other, ordered by customer."""

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
    months: tuple[int, ...]
    """Whole months that can be looked back on, oldest first."""
    begins: int
    """First whole month of the file."""
    window: int
    """Months of the window."""


def month_number(day: dt.date) -> int:
    """A month as a number: the next month's is one more."""
    return A_YEAR * day.year + day.month - 1


def month_name(number: int) -> str:
    """YYYY-MM of a month's number."""
    return f"{number // A_YEAR:04d}-{number % A_YEAR + 1:02d}"


def monthly_activity(rows: CleanRows, window_months: int) -> MonthlyActivity | None:
    """Order days by customer and month, up to the last whole month; None for data that hold no orders.

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
    if not months:
        return None
    start = months_before(dt.date(last // A_YEAR, last % A_YEAR + 1, 1), MOST_MONTHS + window_months)
    with connect(rows.path.parent) as connection:
        create_order_days(connection, rows)
        frame = connection.execute(_MONTHS, {"start": start, "end": _last_day(last)}).df()
    codes, ids = pd.factorize(frame["customer"])
    known = frame.dropna(subset="first")
    first = np.full(len(ids), np.nan)
    first[codes[known.index]] = known["first"].to_numpy(float)
    names = ("month", "days", "net", "latest")
    month, days, net, latest = (frame[name].to_numpy() for name in names)
    return MonthlyActivity(
        pd.Index(ids), codes, month, days, net, latest.astype(float), first, months, begins, window_months
    )


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


def month_totals(activity: MonthlyActivity) -> tuple[MonthTotal, ...]:
    """Whole months of the file as far as they were read, oldest first."""
    last = activity.months[-1]
    first = max(activity.begins, last - MOST_MONTHS - activity.window + 1)
    place = activity.month - first
    inside = (place >= 0) & (place <= last - first)
    sums, squares = (
        np.bincount(place[inside], activity.net[inside] ** power, minlength=last - first + 1)
        for power in (1, 2)
    )
    return tuple(
        MonthTotal(_last_day(first + i).day, float(total), float(square) / max(float(total) ** 2, 1e-9))
        for i, (total, square) in enumerate(zip(sums, squares, strict=True))
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


def at_month_end(activity: MonthlyActivity, month: int) -> MonthEnd:
    """Customers at a month's end, by the orders of the window up to it."""
    n = len(activity.customers)
    inside = (activity.month > month - activity.window) & (activity.month <= month)
    who = activity.customer[inside]
    frequency = np.bincount(who, activity.days[inside], minlength=n)
    monetary = np.bincount(who, activity.net[inside], minlength=n)
    latest = np.full(n, np.nan)
    bought = inside & (activity.days > 0)
    latest[activity.customer[bought]] = activity.latest[bought]  # rows run by month: the last one stays
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
    now = activity.month == month
    who = activity.customer[now]
    begins = (dt.date(month // A_YEAR, month % A_YEAR + 1, 1) - EPOCH).days
    ordered = np.bincount(who, activity.days[now], minlength=n) > 0
    return InMonth(
        np.bincount(who, activity.net[now], minlength=n), ordered, ordered & (activity.first >= begins)
    )
