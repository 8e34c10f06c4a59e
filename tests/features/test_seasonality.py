"""Seasons: what last year did too is no news, and time passes for customers as they keep it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from reportgen.changes.control_limits import Count, control_limits
from reportgen.features.interpurchase_time import order_probability
from reportgen.features.monthly_orders import MonthOrders
from reportgen.features.seasonality import NO_SEASON, SeasonalIndex, order_index, seasonal_clock

END = dt.date(2026, 2, 28)
FAST, USUAL = SeasonalIndex(3.0, 0.0004), SeasonalIndex(1.0, 0.0004)


def habits(**paces: float) -> tuple[MonthOrders, ...]:
    """Fourteen months to February 2026, a thousand orders expected of each; `m12=3.0` is a fast December."""
    months = [*(f"2025-{month:02d}" for month in range(1, 13)), "2026-01", "2026-02"]
    return tuple(
        MonthOrders(month, round(1000 * paces.get(f"m{int(month[5:])}", 1.0)), 1000.0, None)
        for month in months
    )


def test_a_christmas_like_last_years_is_no_news_and_one_without_is() -> None:
    past = [Count(100, None, 30, season=USUAL)] * 3
    as_ever = control_limits(Count(290, None, 31, season=FAST), past, 10)
    unheard_of = control_limits(Count(290, None, 31, season=USUAL), past, 10)
    missed = control_limits(Count(100, None, 31, season=FAST), past, 10)
    assert as_ever
    assert unheard_of
    assert missed
    assert (as_ever.is_signal, unheard_of.is_signal, missed.is_signal) == (False, True, True)
    assert as_ever.expected == pytest.approx(310)


def test_a_pace_that_chance_explains_is_none() -> None:
    assert SeasonalIndex(1.2, 0.01).relative_to(SeasonalIndex(1.0, 0.01)) == NO_SEASON
    assert SeasonalIndex(1.02, 0.0).relative_to(SeasonalIndex(1.0, 0.0)) == NO_SEASON
    assert order_index(MonthOrders("2025-01", 0, 0.0, None)) is None


def test_no_clock_without_last_years_month_or_without_a_season() -> None:
    assert seasonal_clock(habits(m12=3.0)[2:], END, "2026-02", 300) is None
    assert seasonal_clock(habits(), END, "2026-03", 300) is None


def test_after_slow_months_somebody_is_still_in_their_rhythm() -> None:
    """An order every twenty days; none for forty in two months in which nobody orders much."""
    slow = seasonal_clock(habits(m1=0.3, m2=0.3), END, "2026-03", 400)
    frame = pd.DataFrame({"gap": [20.0], "recency": [40.0], "frequency": [10.0]})
    assert order_probability(frame, 31)[0] == 0
    assert order_probability(frame, 31, slow)[0] == 1


def test_the_clock_counts_days_by_their_pace() -> None:
    clock = seasonal_clock(habits(m1=0.5, m2=0.5, m3=2.0), END, "2026-03", 400)
    assert clock is not None
    passed = clock.between(np.array([28.0, 0.0]), np.array([0.0, -31.0]))
    assert passed[1] / passed[0] == pytest.approx(4 * 31 / 28, rel=0.02)
    assert clock.between(400.0, 300.0) > 0
