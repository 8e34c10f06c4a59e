"""Who slowed down and who had stopped, by their own rhythm: what a season or a holiday does is neither."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from reportgen.changes.monitor import monitor_counts
from reportgen.changes.monthly_counts import Counted, CountKind
from reportgen.features.interpurchase_time import order_probability
from reportgen.features.purchase_rate import purchase_rates, stopped_ordering, with_current_gap
from tests.changes.test_monitor import BASELINE, MONTH, a_manifest, a_model
from tests.features.test_order_history import END, rows

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.changes.migration import Migration
    from reportgen.record.manifest import Manifest

START = dt.date(2025, 7, 1)
SLOWER, AGAIN = Counted(CountKind.SLOWER, "a"), Counted(CountKind.REACTIVATED)
Line = tuple[str, str, str]


def weekly(
    kind: str,
    customers: int,
    *,
    slow: int = 7,
    since: dt.date = dt.date(2026, 5, 1),
    away: tuple[dt.date, dt.date] = (END, START),
) -> list[Line]:
    """Orders each week, every `slow` days since a day, none while away."""
    found = []
    for number in range(customers):
        day = START + dt.timedelta(number % 7)
        while day <= END:
            if not away[0] <= day <= away[1]:
                found.append((f"{kind}{number}", day.isoformat(), "tea"))
            day += dt.timedelta(slow if day >= since else 7)
    return found


def test_who_orders_less_than_they_used_to_is_found_with_both_paces(tmp_path: Path) -> None:
    found = purchase_rates(rows(tmp_path, weekly("fading", 20, slow=16) + weekly("steady", 60)), END)
    assert set(found.index[found["slower"]]) == {f"fading{number}" for number in range(20)}
    slower = found[found["slower"]].mean()
    assert slower["rate_then"] == pytest.approx(4.3, abs=0.1)
    assert slower["rate_now"] == pytest.approx(2.0, abs=0.2)


def test_who_slowed_down_is_due_at_their_present_pace(tmp_path: Path) -> None:
    found = purchase_rates(rows(tmp_path, weekly("fading", 20, slow=16) + weekly("steady", 60)), END)
    columns = {"gap": 7.0, "gap_spread": 0.5, "frequency": 40.0, "recency": 15.0}
    then = pd.DataFrame(columns, index=["fading0", "steady0", "new"])
    chances = order_probability(with_current_gap(then, found), 31.0)
    assert chances["fading0"] > 0.9
    assert chances[["steady0", "new"]].tolist() == [0.0, 0.0]


def test_nobody_slows_down_where_all_do_or_after_a_holiday(tmp_path: Path) -> None:
    (tmp_path / "summer").mkdir()
    assert not purchase_rates(rows(tmp_path / "summer", weekly("all", 60, slow=14)), END)["slower"].any()
    holiday = dt.date(2026, 5, 6), dt.date(2026, 5, 31)
    found = purchase_rates(rows(tmp_path, weekly("away", 20, away=holiday) + weekly("steady", 60)), END)
    assert not found["slower"].any()


def test_who_was_silent_for_long_had_stopped_and_who_was_away_had_not(tmp_path: Path) -> None:
    gone = weekly("gone", 5, away=(dt.date(2026, 1, 1), END))
    away = weekly("away", 5, away=(dt.date(2026, 5, 20), END))
    assert set(stopped_ordering(rows(tmp_path, gone + away + weekly("steady", 5)), END)) == {
        f"gone{number}" for number in range(5)
    }


def with_paces(slower: int, reactivated: int) -> Migration:
    first, second = MONTH.activity
    told = replace(first, stopped=5, reactivated=0, paced=400, slower=slower)
    return replace(
        MONTH, activity=(told, replace(second, stopped=100, reactivated=reactivated, paced=200, slower=2))
    )


def recorded(place: int, month: Migration) -> Manifest:
    kept = a_manifest(f"2026-{10 - place:02d}", "2026-01")
    assert kept.movement
    return replace(kept, movement=replace(kept.movement, activity=month.activity))


def test_more_who_slowed_down_or_woke_are_news_and_fewer_never_are() -> None:
    before = [recorded(place, with_paces(20, 12)) for place in range(4)]
    months = with_paces(60, 50), with_paces(0, 0)
    more, fewer = (monitor_counts(month, before, a_model("2026-01"), BASELINE, 10) for month in months)
    assert more[SLOWER].is_signal
    assert more[AGAIN].is_signal
    assert not fewer[SLOWER].is_signal
    assert not fewer[AGAIN].is_signal


def test_records_that_do_not_tell_paces_are_no_months_without_any() -> None:
    before = [a_manifest(f"2026-{10 - place:02d}", "2026-01") for place in range(4)]
    found = monitor_counts(with_paces(60, 50), before, a_model("2026-01"), BASELINE, 10)
    assert SLOWER not in found
    assert AGAIN not in found
    assert Counted(CountKind.ORDERED, "a") in found
