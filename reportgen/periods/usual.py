"""How large a figure usually is, and from where on it is news: judged by earlier months and by chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_MONTHS = 2
"""Earlier months before anything is called unusual."""
ENOUGH = 6
"""Earlier months whose median deviation tells their spread; of fewer, half the range does."""
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
    due: float | None = None
    """How many were to be expected by each one's own rhythm; None where that plays no part."""


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

    The range is 3.5 standard deviations either way: chance (binomial, or Poisson without a base) and the
    spread of earlier months together. Rates are brought to the length of this month. It is news only
    if it also differs from the last month by more than chance, so that a new level is told once, and
    by `least` customers or more.

    Returns:
        None with fewer than two earlier months.
    """
    if len(earlier) < LEAST_MONTHS:
        return None
    expected = [_expected(past, now) for past in earlier]
    usual = median(expected)
    spread = _spread(expected, usual)
    chance = _variance(usual, now.base) * (1 + 1 / len(earlier))
    reach = DEVIATIONS * sqrt(chance + spread**2)
    low, high = max(0.0, usual - reach), usual + reach
    if now.base is not None:
        high = min(high, float(now.base))
    outside = not low <= now.customers <= high and abs(now.customers - usual) >= least
    return Band(usual, low, high, len(earlier), outside and _turned(now, usual, expected[0]))


def _spread(expected: Sequence[float], usual: float) -> float:
    """Standard deviation of earlier months; a few outliers among many do not count."""
    if len(expected) < ENOUGH:
        return (max(expected) - min(expected)) / 2
    return NORMAL * median(abs(value - usual) for value in expected)


def _turned(now: Count, usual: float, last: float) -> bool:
    """Whether the last month did not stand there already."""
    step = now.customers - last
    noise = DEVIATIONS * sqrt(_variance(last, now.base) + _variance(float(now.customers), now.base))
    return abs(step) > noise and (step > 0) == (now.customers > usual)


def _expected(past: Count, now: Count) -> float:
    """The past figure for this month's base and length; a share s of a month is 1 - (1 - s)^(ratio).

    Where a number was due, what the past month had more or less than that is expected again.
    """
    if now.due is not None and past.due is not None and now.base and past.base:
        more = (past.customers - past.due) / past.base
        return min(max(now.due + more * now.base, 0.0), float(now.base))
    ratio = now.days / past.days
    if past.base is None or now.base is None:
        return past.customers * ratio
    if past.base == 0:
        return 0.0
    share = past.customers / past.base
    return now.base * (1 - float((1 - share) ** ratio))


def _variance(expected: float, base: int | None) -> float:
    """Of a count by chance; never below one customer."""
    if base is None or base == 0:
        return max(expected, 1.0)
    return max(expected * (1 - expected / base), 1.0)
