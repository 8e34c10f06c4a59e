"""Seasonality: how busy the months of last year were, and a clock that runs faster in busy months."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.features.monthly_orders import MonthOrders

DEVIATIONS, LEAST = 2.0, 0.05
"""Two indices differ from two standard deviations and a twentieth on."""
_LONGEST = 45


@dataclass(frozen=True)
class SeasonalIndex:
    """How busy a month was, in any unit."""

    value: float
    variance: float
    """Relative variance by chance."""

    def relative_to(self, other: SeasonalIndex) -> SeasonalIndex:
        """This index as a multiple of another; `NO_SEASON` where chance may explain the difference."""
        ratio, variance = self.value / other.value, self.variance + other.variance
        differs = abs(log(ratio)) > max(DEVIATIONS * sqrt(variance), LEAST)
        return SeasonalIndex(ratio, variance) if differs else NO_SEASON


NO_SEASON = SeasonalIndex(1.0, 0.0)


def order_index(month: MonthOrders) -> SeasonalIndex | None:
    """Orders of a month, divided by those that purchase rates let expect; None without orders."""
    if not month.orders or not month.expected:
        return None
    return SeasonalIndex(month.orders / month.expected, 1 / month.orders)


def new_customer_index(month: MonthOrders) -> SeasonalIndex | None:
    """New customers of a month; None where nobody can say who is new."""
    return SeasonalIndex(float(month.new), 1 / month.new) if month.new else None


def year_before(month: str) -> str:
    """The same month of last year."""
    return f"{int(month[:4]) - 1}{month[4:]}"


class SeasonalClock:
    """Days weighted by the seasonal index of their month, around the end of a month."""

    def __init__(self, end: dt.date, longest: int, indices: Mapping[int, float]) -> None:
        """`indices` by month of the year; the clock reaches `longest` days back."""
        days = (end - dt.timedelta(longest) + dt.timedelta(day) for day in range(longest + _LONGEST))
        lengths = [indices.get((day + dt.timedelta(1)).month, 1.0) for day in days]
        self._longest = longest
        self._passed = np.concatenate([[0.0], np.cumsum(lengths)])

    def between(self, first: np.ndarray | float, last: np.ndarray | float) -> np.ndarray:
        """Days from one day to another, both counted backwards from the month's end; any shape."""
        places = np.arange(len(self._passed)) - self._longest
        one, other = (np.interp(-np.asarray(day, float), places, self._passed) for day in (first, last))
        return np.asarray(other - one)


def seasonal_clock(
    months: Iterable[MonthOrders], end: dt.date, month: str, longest: int
) -> SeasonalClock | None:
    """The clock by last year's seasonal indices.

    Args:
        months: those of the file.
        end: last day of the earlier month.
        month: the month after it, YYYY-MM; its year before must be known.
        longest: days to look back.

    Returns:
        None where last year's month is not known, or no month was busier than the others.
    """
    known = {each.month: index for each in months if (index := order_index(each)) and each.month < month}
    if year_before(month) not in known:
        return None
    # Of each month of the year the newest that is a year old; those of this year may hold the change.
    latest = {int(each[5:]): index for each, index in sorted(known.items())}
    latest |= {int(each[5:]): index for each, index in sorted(known.items()) if each <= year_before(month)}
    mean = SeasonalIndex(sum(index.value for index in latest.values()) / len(latest), 0.0)
    indices = {each: index.relative_to(mean).value for each, index in latest.items()}
    return None if set(indices.values()) == {1.0} else SeasonalClock(end, longest, indices)
