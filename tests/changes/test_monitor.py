"""What figures are held against: months with other segments count for what hangs on none of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.changes.migration import Migration
from reportgen.changes.monitor import limits_restart, monitor_counts
from reportgen.changes.monthly_counts import Counted, CountKind
from reportgen.features.monthly_orders import MonthOrders
from reportgen.record.flows import BACK, JOINED, LEFT, REMOVED, Activity, Flow
from reportgen.record.manifest import Baseline, Manifest, RecordedMovement, ReportSummary
from reportgen.segments.values import SavedModel

if TYPE_CHECKING:
    from collections.abc import Sequence

NOVEMBER = 11
OF_ALL = tuple(Counted(kind) for kind in (CountKind.JOINED, CountKind.BACK, CountKind.LEFT))
FLOW = Counted(CountKind.FLOW, "a", "b")
FLOWS = (
    Flow("a", "a", 400, 300, 0.0, 0.0),
    Flow("a", "b", 30, 30, 0.0, 0.0),
    Flow("b", "b", 500, 100, 0.0, 0.0),
    Flow("b", LEFT, 20, 0, 0.0, 0.0),
    Flow(BACK, "b", 12, 12, 0.0, 0.0),
    Flow(JOINED, "b", 100, 100, 0.0, 0.0),
)
MONTH = Migration(30, FLOWS, (Activity("a", 430, 330, 320.0, 40.0), Activity("b", 520, 100, 80.0, 60.0)))
BASELINE = Baseline("2025-12-01", "2026-11-30", "2024-01-01", "2026-11-30", 1, (), {}, "", None, ())

BUSY = tuple(
    MonthOrders(f"2025-{month:02d}", 2000 if month == NOVEMBER else 1000, 1000.0, None)
    for month in range(1, 13)
)


def a_model(month: str) -> SavedModel:
    return SavedModel(("a", "b"), ((0.0,), (1.0,)), (), 3.0, 1.0, 2, 0, "kmeans", 950, month)


def a_manifest(month: str, fitted: str) -> Manifest:
    summary = ReportSummary("", month, "", 1050, 2)
    moved = RecordedMovement("", MONTH.days, MONTH.flows, MONTH.activity)
    return Manifest(
        "shop", month, "", "", "", {}, summary, (), {}, fitted=fitted, baseline=BASELINE, movement=moved
    )


def earlier(*fitted: str) -> Sequence[Manifest]:
    return [a_manifest(f"2026-{10 - place:02d}", when) for place, when in enumerate(fitted)]


def test_after_a_refit_only_what_hangs_on_no_segment_has_a_usual_size() -> None:
    before = earlier("2026-01", "2026-01", "2026-01")
    assert set(monitor_counts(MONTH, before, a_model("2026-11"), BASELINE, 10)) == set(OF_ALL)
    assert limits_restart(before, a_model("2026-11"))
    assert {FLOW, Counted(CountKind.ORDERED, "a")} <= set(
        monitor_counts(MONTH, before, a_model("2026-01"), BASELINE, 10)
    )
    assert not limits_restart(before, a_model("2026-01"))


def test_twice_as_many_newcomers_are_news_unless_last_year_had_them_too() -> None:
    flows = (*FLOWS[:-1], replace(FLOWS[-1], customers=210))
    now, before = replace(MONTH, flows=flows), earlier(*["2026-01"] * 4)
    assert monitor_counts(now, before, a_model("2026-01"), BASELINE, 10)[Counted(CountKind.JOINED)].is_signal
    assert not monitor_counts(now, before, a_model("2026-01"), replace(BASELINE, month_orders=BUSY), 10)[
        Counted(CountKind.JOINED)
    ].is_signal


def test_moves_are_not_judged_in_another_season() -> None:
    before = earlier(*["2026-01"] * 4)
    assert FLOW not in monitor_counts(
        MONTH, before, a_model("2026-01"), replace(BASELINE, month_orders=BUSY), 10
    )


def test_who_was_removed_on_request_is_never_news() -> None:
    flows = (*FLOWS, Flow("a", REMOVED, 60, 0, 0.0, 0.0))
    assert Counted(CountKind.FLOW, "a", REMOVED) not in monitor_counts(
        replace(MONTH, flows=flows), earlier(*["2026-01"] * 4), a_model("2026-01"), BASELINE, 10
    )
