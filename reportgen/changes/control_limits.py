"""How large a figure usually is, and from where on it is news: judged by earlier months and by chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

from reportgen.features.seasonality import SAME, Pace

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_MONTHS = 2
"""Earlier months before anything is called unusual."""
ENOUGH = 6
"""Earlier months whose median deviation tells their spread; of fewer, half the range does."""
DEVIATIONS = 3.5
TURNED = 2.0
"""Standard deviations by which a figure must also differ from the last month's."""
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
    chance: float | None = None
    """Variance of those due."""
    season: Pace | None = None
    """How the same month of last year went; None where nobody knows, or seasons play no part."""


@dataclass(frozen=True)
class ControlLimits:
    """What is usual, and the range that chance and the past explain."""

    usual: float
    low: float
    high: float
    months: int
    """Earlier months it was made of."""
    news: bool
    """Whether this month's figure lies outside, and moved there this month."""


def judge(now: Count, earlier: Sequence[Count], least: float) -> ControlLimits | None:
    """Hold a figure against earlier months, the newest first.

    The range is 3.5 standard deviations either way: chance (binomial, or Poisson without a base) and the
    spread of earlier months together. Rates are brought to the length of this month, and by as much up
    or down as last year from the one month to the other, where that was more than chance. It is news
    only if it also differs from the last month by more than chance, so that a new level is told once,
    and by `least` customers or more.

    Returns:
        None with fewer than two earlier months.
    """
    if len(earlier) < LEAST_MONTHS:
        return None
    seasons = [_season(past, now) for past in earlier]
    expected = [_expected(past, now, season.value) for past, season in zip(earlier, seasons, strict=True)]
    usual = median(expected)
    spread = _spread(expected, usual)
    chance = _variance(usual, now) * (1 + 1 / len(earlier))
    doubt = usual**2 * median(season.doubt for season in seasons)
    reach = DEVIATIONS * sqrt(chance + spread**2 + doubt)
    low, high = max(0.0, usual - reach), usual + reach
    if now.base is not None:
        high = min(high, float(now.base))
    outside = not low <= now.customers <= high and abs(now.customers - usual) >= least
    news = outside and _turned(now, usual, expected[0]) and _agrees(now, earlier, usual, least)
    return ControlLimits(usual, low, high, len(earlier), news)


def _spread(expected: Sequence[float], usual: float) -> float:
    """Standard deviation of earlier months; a few outliers among many do not count."""
    if len(expected) < ENOUGH:
        return (max(expected) - min(expected)) / 2
    return NORMAL * median(abs(value - usual) for value in expected)


def _turned(now: Count, usual: float, last: float) -> bool:
    """Whether the last month did not stand there already."""
    step = now.customers - last
    noise = TURNED * sqrt(_variance(last, now) + _variance(float(now.customers), now))
    return abs(step) > noise and (step > 0) == (now.customers > usual)


def _agrees(now: Count, earlier: Sequence[Count], usual: float, least: float) -> bool:
    """Whether the share of earlier months says the same as what was due.

    Of customers who slow down fewer are due each month: if most of them order all the same, that is no rise.
    """
    if now.due is None:
        return True
    plain = replace(now, due=None)
    share = median(_expected(past, plain, _season(past, now).value) for past in earlier)
    more = now.customers > usual
    return now.customers - share >= least if more else share - now.customers >= least


def _season(past: Count, now: Count) -> Pace:
    """How many times as fast customers came last year, this month against the past one."""
    return SAME if past.season is None or now.season is None else now.season.against(past.season)


def _expected(past: Count, now: Count, season: float) -> float:
    """The past figure for this month's base, length and season; a share s is 1 - (1 - s)^(ratio) then.

    Where a number was due, it knows length and season already; what the past month had more or less than
    that is expected again, at the season's pace.
    """
    if now.due is not None and past.due is not None and now.base and past.base:
        more = (past.customers - past.due) / past.base
        return min(max(now.due + season * more * now.base, 0.0), float(now.base))
    ratio = season * now.days / past.days
    if past.base is None or now.base is None:
        return past.customers * ratio
    if past.base == 0:
        return 0.0
    share = past.customers / past.base
    return now.base * (1 - float((1 - share) ** ratio))


def _variance(expected: float, of: Count) -> float:
    """Of a count by chance; never below one customer.

    Where a number was due it is theirs, and that of a Poisson count for what is expected beyond them: a
    thousand customers who order each week leave little to chance.
    """
    if not of.base:
        return max(expected, 1.0)
    binomial = expected * (1 - expected / of.base)
    if of.chance is not None and of.due is not None:
        binomial = min(binomial, of.chance + abs(expected - of.due))
    return max(binomial, 1.0)
