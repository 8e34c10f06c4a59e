"""How fast the months of last year went, and time as customers keep it: fast in months of many orders."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.features.monthly_orders import MonthHabit

DEVIATIONS, LEAST = 2.0, 0.05
"""A pace counts as another one from two standard deviations and a twentieth on."""
_LONGEST = 45


@dataclass(frozen=True)
class Pace:
    """How fast customers came in a month, in any unit."""

    value: float
    doubt: float
    """Relative variance by chance."""

    def against(self, other: Pace) -> Pace:
        """This pace in units of another; one where chance, or next to nothing, may be all between them."""
        ratio, doubt = self.value / other.value, self.doubt + other.doubt
        return Pace(ratio, doubt) if abs(log(ratio)) > max(DEVIATIONS * sqrt(doubt), LEAST) else SAME


SAME = Pace(1.0, 0.0)


def pace_of_orders(habit: MonthHabit) -> Pace | None:
    """Orders of a month against the usual pace of those who made them; None where there are none."""
    return Pace(habit.orders / habit.expected, 1 / habit.orders) if habit.orders and habit.expected else None


def pace_of_new(habit: MonthHabit) -> Pace | None:
    """New customers of a month; None where nobody can say who is new."""
    return Pace(float(habit.new), 1 / habit.new) if habit.new else None


def year_before(month: str) -> str:
    """The same month of last year."""
    return f"{int(month[:4]) - 1}{month[4:]}"


class Clock:
    """Days as customers keep them, around the end of a month."""

    def __init__(self, end: dt.date, longest: int, paces: Mapping[int, float]) -> None:
        """`paces` by month of the year; the clock reaches `longest` days back."""
        days = (end - dt.timedelta(longest) + dt.timedelta(day) for day in range(longest + _LONGEST))
        lengths = [paces.get((day + dt.timedelta(1)).month, 1.0) for day in days]
        self._longest = longest
        self._passed = np.concatenate([[0.0], np.cumsum(lengths)])

    def between(self, first: np.ndarray | float, last: np.ndarray | float) -> np.ndarray:
        """Days from one day to another, both counted backwards from the month's end; any shape."""
        places = np.arange(len(self._passed)) - self._longest
        one, other = (np.interp(-np.asarray(day, float), places, self._passed) for day in (first, last))
        return np.asarray(other - one)


def clock_of(habits: Iterable[MonthHabit], end: dt.date, month: str, longest: int) -> Clock | None:
    """The clock by last year's paces.

    Args:
        habits: months of the file.
        end: last day of the earlier month.
        month: the month after it, YYYY-MM; its year before must be known.
        longest: days to look back.

    Returns:
        None where last year's month is not known, or no month went at another pace than the others.
    """
    known = {each.month: pace for each in habits if (pace := pace_of_orders(each)) and each.month < month}
    if year_before(month) not in known:
        return None
    # Of each month of the year the newest that is a year old; those of this year may hold the news.
    latest = {int(each[5:]): pace for each, pace in sorted(known.items())}
    latest |= {int(each[5:]): pace for each, pace in sorted(known.items()) if each <= year_before(month)}
    mean = sum(pace.value for pace in latest.values()) / len(latest)
    paces = {each: pace.against(Pace(mean, 0.0)).value for each, pace in latest.items()}
    return None if set(paces.values()) == {1.0} else Clock(end, longest, paces)
