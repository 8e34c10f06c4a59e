"""Control limits for monthly counts: the range that chance and earlier months explain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

from reportgen.features.seasonality import NO_SEASON, SeasonalIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_MONTHS = 2
"""Earlier months before there are limits."""
ENOUGH = 6
"""Earlier months whose spread is their median deviation; of fewer, it is half the range."""
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
    """How many were expected by each one's interpurchase time; None where that plays no part."""
    chance: float | None = None
    """Variance of those due."""
    season: SeasonalIndex | None = None
    """That of the same month last year; None where it is unknown, or seasons play no part."""


@dataclass(frozen=True)
class ControlLimits:
    """What is expected of a count, and its normal range."""

    expected: float
    low: float
    high: float
    months: int
    """Earlier months it was made of."""
    is_signal: bool
    """Whether this month's count lies outside, and moved there this month."""


def control_limits(now: Count, earlier: Sequence[Count], least: float) -> ControlLimits | None:
    """Limits of this month's count from those of earlier months, the newest first.

    The range is 3.5 standard deviations either way: chance (binomial, or Poisson without a base) and the
    spread of earlier months together. Rates are brought to the length of this month, and by as much up
    or down as last year from the one month to the other, where that was more than chance. It is a
    signal only if it also differs from the last month by more than chance, so that a new level is a
    signal once, and by `least` customers or more.

    Returns:
        None with fewer than two earlier months.
    """
    if len(earlier) < LEAST_MONTHS:
        return None
    seasons = [_season(past, now) for past in earlier]
    forecasts = [_forecast(past, now, season.value) for past, season in zip(earlier, seasons, strict=True)]
    expected = median(forecasts)
    spread = _spread(forecasts, expected)
    chance = _variance(expected, now) * (1 + 1 / len(earlier))
    seasonal = expected**2 * median(season.variance for season in seasons)
    reach = DEVIATIONS * sqrt(chance + spread**2 + seasonal)
    low, high = max(0.0, expected - reach), expected + reach
    if now.base is not None:
        high = min(high, float(now.base))
    outside = not low <= now.customers <= high and abs(now.customers - expected) >= least
    is_signal = (
        outside and _moved_now(now, expected, forecasts[0]) and _rate_agrees(now, earlier, expected, least)
    )
    return ControlLimits(expected, low, high, len(earlier), is_signal)


def _spread(forecasts: Sequence[float], expected: float) -> float:
    """Standard deviation of earlier months; a few outliers among many do not count."""
    if len(forecasts) < ENOUGH:
        return (max(forecasts) - min(forecasts)) / 2
    return NORMAL * median(abs(value - expected) for value in forecasts)


def _moved_now(now: Count, expected: float, last: float) -> bool:
    """Whether the last month was not there already."""
    step = now.customers - last
    noise = TURNED * sqrt(_variance(last, now) + _variance(float(now.customers), now))
    return abs(step) > noise and (step > 0) == (now.customers > expected)


def _rate_agrees(now: Count, earlier: Sequence[Count], expected: float, least: float) -> bool:
    """Whether the rate of earlier months leads to the same signal as what was due.

    Of customers who slow down fewer are due each month: if most of them order all the same, that is no rise.
    """
    if now.due is None:
        return True
    plain = replace(now, due=None)
    share = median(_forecast(past, plain, _season(past, now).value) for past in earlier)
    more = now.customers > expected
    return now.customers - share >= least if more else share - now.customers >= least


def _season(past: Count, now: Count) -> SeasonalIndex:
    """This month's seasonal index of last year relative to that of a past month."""
    return NO_SEASON if past.season is None or now.season is None else now.season.relative_to(past.season)


def _forecast(past: Count, now: Count, season: float) -> float:
    """A past count for this month's base, length and season; a share s is 1 - (1 - s)^(ratio) then.

    Where a number was due, it knows length and season already; what the past month had more or less than
    that is expected again, times the season.
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
