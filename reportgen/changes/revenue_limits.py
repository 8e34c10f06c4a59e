"""Normal range of a month's revenue: what the months before, and the same month of earlier years, explain."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

from reportgen.changes.control_limits import DEVIATIONS, LEAST_MONTHS, NORMAL, TURNED, ControlLimits
from reportgen.features.monthly_activity import A_YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.features.monthly_activity import MonthTotal

STEP = 0.954
"""Standard deviation of a normal distribution -> median step between two draws."""
UNKNOWN = 3.0
"""The spread of n months is taken to be 1 + 3 / n times as wide: how wide it is, few months hardly tell."""


def revenue_limits(totals: Sequence[MonthTotal]) -> ControlLimits | None:
    """Limits of the last month's revenue.

    Where the same month of the year before is known, it is expected again, times the growth on the year
    before of each month since. Else the months before are expected again, each brought to the same length.
    The range is 3.5 standard deviations either way: by chance, by the spread of those forecasts, or by how
    far the same month's growth lay from that of its neighbours in earlier years, whichever is widest. It is
    a signal only if the last month was not there already.

    Args:
        totals: consecutive months, the oldest first.

    Returns:
        None with fewer than two forecasts.
    """
    earlier = [total for total in totals[:-1] if total.revenue > 0]
    if len(earlier) < LEAST_MONTHS or len(earlier) < len(totals) - 1 or totals[-1].revenue <= 0:
        return None
    growth = _growth(totals, len(totals) - 1)
    now, seasonal = totals[-1], len(growth) >= LEAST_MONTHS
    base = totals[-1 - A_YEAR].a_day if seasonal else 1.0
    rates = growth if seasonal else [total.a_day for total in totals[-2 : -2 - A_YEAR : -1]]
    forecasts = [base * rate * now.days for rate in rates]
    expected = median(forecasts)
    chance = now.chance + (totals[-1 - A_YEAR].chance if seasonal else 0.0)
    own = _own_spread(totals) if seasonal else 0.0
    reach = DEVIATIONS * max(expected * max(sqrt(chance), own), _spread(forecasts, expected))
    low, high = max(0.0, expected - reach), expected + reach
    step = now.revenue - forecasts[0]
    moved = abs(step) > TURNED * sqrt(2) * reach / DEVIATIONS * forecasts[0] / expected
    is_signal = not low <= now.revenue <= high and moved and (step > 0) == (now.revenue > expected)
    return ControlLimits(expected, low, high, len(forecasts), is_signal)


def _growth(totals: Sequence[MonthTotal], place: int) -> list[float]:
    """Growth on the year before of the months before one, the newest first; as far as a year back.

    None of it where the month's own year before is not known.
    """
    if place < A_YEAR:
        return []
    months = range(place - 1, max(place - A_YEAR, A_YEAR - 1), -1)
    return [_on_year(totals, month) for month in months]


def _on_year(totals: Sequence[MonthTotal], place: int) -> float:
    return totals[place].a_day / totals[place - A_YEAR].a_day


def _spread(forecasts: Sequence[float], expected: float) -> float:
    """Standard deviation, by the smaller of two estimates.

    A few outliers leave the median deviation as it is, a lasting change of level the median step from one
    month to the next.
    """
    apart = NORMAL * median(abs(value - expected) for value in forecasts)
    steps = median(abs(one - next_) for one, next_ in pairwise(forecasts)) / STEP
    return (1 + UNKNOWN / len(forecasts)) * min(apart, steps)


def _own_spread(totals: Sequence[MonthTotal]) -> float:
    """How far the same month's growth lay from that of the months around it, in earlier years."""
    places = range(len(totals) - 1 - A_YEAR, A_YEAR - 1, -A_YEAR)
    grown = [(_on_year(totals, place), _growth(totals, place)) for place in places]
    apart = [own / median(others) - 1 for own, others in grown if len(others) >= LEAST_MONTHS]
    return sqrt(sum(each**2 for each in apart) / len(apart)) if apart else 0.0
