"""When the revenue of a month is news: beside the months before, and the same month of earlier years."""

from __future__ import annotations

from calendar import monthrange

import pytest

from reportgen.changes.revenue_limits import revenue_limits
from reportgen.features.monthly_activity import MonthTotal

SEASON = (80, 90, 100, 100, 100, 95, 90, 85, 100, 110, 130, 220)
IRREGULAR = (0.0, 0.02, -0.01, 0.03, -0.02)


def shop(
    months: int, *, now: float = 1.0, season: tuple[int, ...] = SEASON, seed: int = 0
) -> list[MonthTotal]:
    """Consecutive months of 2024 and later, the last times `now`; each a little more than the one before."""
    totals = []
    for i in range(months):
        days = monthrange(2024 + i // 12, i % 12 + 1)[1]
        noise = 1 + IRREGULAR[(i * 3 + seed) % len(IRREGULAR)] + 0.005 * i
        revenue = season[i % 12] * days * noise * (now if i == months - 1 else 1.0)
        totals.append(MonthTotal(days, revenue, 0.0004))
    return totals


def news(totals: list[MonthTotal]) -> bool:
    limits = revenue_limits(totals)
    return limits is not None and limits.is_signal


@pytest.mark.parametrize("months", [17, 24, 29, 36])
@pytest.mark.parametrize("seed", range(5))
def test_a_month_that_falls_or_rises_by_a_third_is_news_and_its_season_is_not(months: int, seed: int) -> None:
    assert not news(shop(months, seed=seed))
    assert news(shop(months, now=0.65, seed=seed))
    assert news(shop(months, now=1.35, seed=seed))


def test_a_short_month_is_no_fall() -> None:
    even = shop(26, season=(100,) * 12)
    limits = revenue_limits(even)
    assert even[-1].revenue < 0.93 * even[-2].revenue
    assert limits is not None
    assert not limits.is_signal
    assert limits.expected == pytest.approx(even[-1].revenue, rel=0.06)


def test_a_new_level_is_told_once() -> None:
    fallen = shop(30)
    lower = [MonthTotal(each.days, each.revenue * 0.65, each.chance) for each in fallen[-3:]]
    first, then = [*fallen[:-3], lower[0]], [*fallen[:-3], *lower[:2]]
    assert (news(first), news(then)) == (True, False)


def test_a_month_of_the_year_that_varies_from_year_to_year_has_a_range_of_its_own() -> None:
    fallen, erratic = shop(41, now=0.7), shop(41, now=0.7)
    may = erratic[-13]
    erratic[-13] = MonthTotal(may.days, may.revenue * 1.4, may.chance)
    steady = revenue_limits(fallen)
    wide = revenue_limits(erratic)
    assert steady is not None
    assert wide is not None
    assert steady.is_signal
    assert not wide.is_signal


def test_nothing_is_expected_by_one_month_or_of_months_without_revenue() -> None:
    assert revenue_limits(shop(2)) is None
    assert revenue_limits([*shop(14), MonthTotal(31, 0.0, 1.0)]) is None
