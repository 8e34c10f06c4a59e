"""How large a figure usually is, and from where on it is news: judged by earlier months and by chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_MONTHS = 2
"""Earlier months before anything is called unusual."""
ENOUGH = 6
"""Earlier months whose median deviation tells their spread; of fewer, half the range does."""
DEVIATIONS = 3.5
SEASON = 2.0
"""Standard deviations by which last year's months must differ before a season is seen in it."""
NORMAL = 1.4826
"""Median absolute deviation -> standard deviation of a normal distribution."""


@dataclass(frozen=True)
class Season:
    """How the same month of last year went."""

    customers: int
    base: int | None
    """Those who could have been counted; None where nobody can say."""

    @property
    def pace(self) -> float:
        """How fast customers came: a share s of the base is -ln(1 - s)."""
        return float(self.customers) if self.base is None else -log(1 - self.customers / self.base)

    @property
    def doubt(self) -> float:
        """Relative variance of the pace by chance (delta method)."""
        if self.base is None:
            return 1 / self.customers
        share = self.customers / self.base
        return share / (1 - share) / self.base / self.pace**2

    @property
    def tells(self) -> bool:
        """Whether there is a pace at all."""
        return self.customers > 0 and (self.base is None or self.customers < self.base)


@dataclass(frozen=True)
class Count:
    """A number of customers out of those who could have been counted, over some days."""

    customers: int
    base: int | None
    """None where nobody can say how many could have come: new customers."""
    days: int
    due: float | None = None
    """How many were to be expected by each one's own rhythm; None where that plays no part."""
    season: Season | None = None
    """How the same month of last year went; None where nobody knows, or seasons play no part."""


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
    expected = [_expected(past, now, ratio) for past, (ratio, _) in zip(earlier, seasons, strict=True)]
    usual = median(expected)
    spread = _spread(expected, usual)
    chance = _variance(usual, now.base) * (1 + 1 / len(earlier))
    doubt = usual**2 * median(doubt for _, doubt in seasons)
    reach = DEVIATIONS * sqrt(chance + spread**2 + doubt)
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


def _season(past: Count, now: Count) -> tuple[float, float]:
    """How many times as fast customers came last year, this month against the past one; and its doubt."""
    if past.season is None or now.season is None or not (past.season.tells and now.season.tells):
        return 1.0, 0.0
    ratio = now.season.pace / past.season.pace
    doubt = now.season.doubt + past.season.doubt
    return (ratio, doubt) if abs(log(ratio)) > SEASON * sqrt(doubt) else (1.0, 0.0)


def _expected(past: Count, now: Count, season: float) -> float:
    """The past figure for this month's base, length and season; a share s is 1 - (1 - s)^(ratio) then.

    Where a number was due, what the past month had more or less than that is expected again.
    """
    if now.due is not None and past.due is not None and now.base and past.base:
        more = (past.customers - past.due) / past.base
        share = min(max(now.due / now.base + more, 0.0), 1.0)
        return now.base * (1 - float((1 - share) ** season))
    ratio = season * now.days / past.days
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
