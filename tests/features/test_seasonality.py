"""Seasons: what last year did too is no news, and time passes for customers as they keep it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from reportgen.changes.control_limits import Count, judge
from reportgen.features.interpurchase_time import due
from reportgen.features.monthly_orders import MonthHabit
from reportgen.features.seasonality import SAME, Pace, clock_of, pace_of_orders

END = dt.date(2026, 2, 28)
FAST, USUAL = Pace(3.0, 0.0004), Pace(1.0, 0.0004)


def habits(**paces: float) -> tuple[MonthHabit, ...]:
    """Fourteen months to February 2026, a thousand orders expected of each; `m12=3.0` is a fast December."""
    months = [*(f"2025-{month:02d}" for month in range(1, 13)), "2026-01", "2026-02"]
    return tuple(
        MonthHabit(month, round(1000 * paces.get(f"m{int(month[5:])}", 1.0)), 1000.0, None)
        for month in months
    )


def test_a_christmas_like_last_years_is_no_news_and_one_without_is() -> None:
    past = [Count(100, None, 30, season=USUAL)] * 3
    as_ever = judge(Count(290, None, 31, season=FAST), past, 10)
    unheard_of = judge(Count(290, None, 31, season=USUAL), past, 10)
    missed = judge(Count(100, None, 31, season=FAST), past, 10)
    assert as_ever
    assert unheard_of
    assert missed
    assert (as_ever.news, unheard_of.news, missed.news) == (False, True, True)
    assert as_ever.usual == pytest.approx(310)


def test_a_pace_that_chance_explains_is_none() -> None:
    assert Pace(1.2, 0.01).against(Pace(1.0, 0.01)) == SAME
    assert Pace(1.02, 0.0).against(Pace(1.0, 0.0)) == SAME
    assert pace_of_orders(MonthHabit("2025-01", 0, 0.0, None)) is None


def test_no_clock_without_last_years_month_or_without_a_season() -> None:
    assert clock_of(habits(m12=3.0)[2:], END, "2026-02", 300) is None
    assert clock_of(habits(), END, "2026-03", 300) is None


def test_after_slow_months_somebody_is_still_in_their_rhythm() -> None:
    """An order every twenty days; none for forty in two months in which nobody orders much."""
    slow = clock_of(habits(m1=0.3, m2=0.3), END, "2026-03", 400)
    frame = pd.DataFrame({"gap": [20.0], "recency": [40.0], "frequency": [10.0]})
    assert due(frame, 31)[0] == 0
    assert due(frame, 31, slow)[0] == 1


def test_the_clock_counts_days_by_their_pace() -> None:
    clock = clock_of(habits(m1=0.5, m2=0.5, m3=2.0), END, "2026-03", 400)
    assert clock is not None
    passed = clock.between(np.array([28.0, 0.0]), np.array([0.0, -31.0]))
    assert passed[1] / passed[0] == pytest.approx(4 * 31 / 28, rel=0.02)
    assert clock.between(400.0, 300.0) > 0
