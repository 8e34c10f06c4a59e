"""How large a figure usually is, and from where on it is news: judged by earlier months and by chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH = 3
"""Earlier months whose own spread counts; with fewer, only chance does."""
DEVIATIONS = 3.5
NORMAL = 1.4826
"""Median absolute deviation -> standard deviation of a normal distribution."""


@dataclass(frozen=True)
class Count:
    """A number of customers out of those who could have been counted, over some days."""

    customers: int
    base: int | None
    """None where nobody can say how many could have come: new customers."""
    days: int


@dataclass(frozen=True)
class Band:
    """What is usual, and the range that chance and the past explain."""

    usual: float
    low: float
    high: float
    months: int
    """Earlier months it was made of."""
    news: bool
    """Whether this month's figure lies outside, and moved there this month."""


def judge(now: Count, earlier: Sequence[Count], least: float) -> Band | None:
    """Hold a figure against earlier months, the newest first.

    The range is 3.5 standard deviations either way: binomial (Poisson without a base), and the spread
    of earlier months (by their median absolute deviation) where there are three or more. Rates are
    brought to the length of this month. It is news only if it also differs from the last month by more
    than chance, so that a new level is told once, and by `least` customers or more.

    Returns:
        None without earlier months.
    """
    if not earlier:
        return None
    expected = [_expected(past, now) for past in earlier]
    usual = median(expected)
    spread = NORMAL * median(abs(value - usual) for value in expected) if len(earlier) >= ENOUGH else 0.0
    chance = _variance(usual, now.base) * (1 + 1 / len(earlier))
    reach = DEVIATIONS * sqrt(chance + spread**2)
    low, high = max(0.0, usual - reach), usual + reach
    outside = not low <= now.customers <= high and abs(now.customers - usual) >= least
    return Band(usual, low, high, len(earlier), outside and _turned(now, usual, expected[0]))


def _turned(now: Count, usual: float, last: float) -> bool:
    """Whether the last month did not stand there already."""
    step = now.customers - last
    noise = DEVIATIONS * sqrt(_variance(last, now.base) + _variance(float(now.customers), now.base))
    return abs(step) > noise and (step > 0) == (now.customers > usual)


def _expected(past: Count, now: Count) -> float:
    """The past figure for this month's base and length; a share s of a month is 1 - (1 - s)^(ratio)."""
    ratio = now.days / past.days
    if past.base is None or now.base is None:
        return past.customers * ratio
    if past.base == 0:
        return 0.0
    share = past.customers / past.base
    return now.base * (1 - (1 - share) ** ratio)


def _variance(expected: float, base: int | None) -> float:
    """Of a count by chance; never below one customer."""
    if base is None or base == 0:
        return max(expected, 1.0)
    return max(expected * (1 - expected / base), 1.0)
