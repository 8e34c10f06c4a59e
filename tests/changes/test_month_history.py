"""The months of a file: revenue adds up, and each month has the customers and segments of its own end."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from reportgen.changes.month_history import PastMonth, month_history
from reportgen.cleaning.clean import CleanRows, Period
from reportgen.features.column_transform import ColumnTransform
from reportgen.record.flows import BACK, JOINED, LEFT, Flow
from reportgen.record.manifest import RecordedMovement, RecordedSegment
from tests.builders import a_feature as feature
from tests.builders import a_segmentation, an_analysis, some_customers
from tests.changes.test_monitor import a_manifest
from tests.features.test_order_history import rows

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.record.manifest import Manifest
    from reportgen.segments.fit import SegmentedCustomers

END = dt.date(2026, 6, 30)
TWO_YEARS = Period(dt.date(2024, 7, 1), END, dt.date(2025, 7, 1), END, "2026-06", 0)
RECENCY = ColumnTransform("recency", "power", 100.0, 0.0, 100.0)
"""Segment a lies at its mean, b two deviations above: 100 days are nearer to neither."""


def a_shop(folder: Path) -> CleanRows:
    """Twelve who order each month, ten who stopped in June 2025, nine who began in March 2026, one back."""
    months = [dt.date(2024 + (6 + i) // 12, (6 + i) % 12 + 1, 5) for i in range(24)]
    lines = [(f"steady{i:02d}", day.isoformat(), "tea") for i in range(12) for day in months]
    lines += [(f"gone{i}", "2025-06-20", "tea") for i in range(10)]
    lines += [(f"new{i}", day, "tea") for i in range(9) for day in ("2026-03-10", "2026-04-10")]
    lines += [("back", day, "tea") for day in ("2024-08-01", "2026-05-09")]
    return replace(rows(folder, lines), period=TWO_YEARS)


def segmented() -> SegmentedCustomers:
    ids = [*(f"steady{i:02d}" for i in range(12)), *(f"new{i}" for i in range(9)), "back"]
    customers = some_customers(feature("recency"), rows=len(ids))
    customers = replace(customers, frame=customers.frame.set_axis(pd.Index(ids)))
    made = an_analysis(customers, a_segmentation(*[0] * 12, *[1] * 10)).segmented
    model = replace(made.model, columns=(RECENCY,), centres=((0.0,), (2.0,)), month="2026-01")
    return replace(made, model=model)


def by_month(found: tuple[PastMonth, ...]) -> dict[str, PastMonth]:
    return {month.month: month for month in found}


def test_months_add_up_and_tell_who_is_new_back_and_lapsed(tmp_path: Path) -> None:
    found = by_month(month_history(a_shop(tmp_path), segmented(), 12))
    assert (min(found), max(found), len(found)) == ("2024-07", "2026-06", 24)
    march, may, june = found["2026-03"], found["2026-05"], found["2026-06"]
    assert (march.revenue, march.ordered, march.new, march.returning) == (21.0, 21, 9, 12)
    assert (may.ordered, may.new, may.reactivated, may.returning) == (13, 0, 1, 12)
    assert (june.lapsed, june.active) == (10, 22)
    assert found["2025-01"].new is None
    assert found["2025-05"].active is None


def test_a_month_has_the_segments_of_its_own_end_and_this_one_those_of_the_report(tmp_path: Path) -> None:
    found = by_month(month_history(a_shop(tmp_path), segmented(), 12))
    november, june = found["2025-11"], found["2026-06"]
    assert {key: each.customers for key, each in november.segments.items()} == {"a": 12, "b": 10}
    assert {key: each.revenue for key, each in november.segments.items()} == {"a": 12.0, "b": 0.0}
    assert {key: each.customers for key, each in june.segments.items()} == {"a": 12, "b": 10}
    assert found["2025-05"].segments == {}


def published(month: str, since: str) -> Manifest:
    flows = ((JOINED, "a", 4), (BACK, "a", 3), ("b", LEFT, 2), ("a", "a", 9))
    moved = RecordedMovement(since, 31, tuple(Flow(*flow, None, 0.0, 0.0) for flow in flows), ())
    segments = (RecordedSegment("a", "A", 1, customers=15), RecordedSegment("b", "B", 2, customers=7))
    return replace(a_manifest(month, "2026-01"), segments=segments, movement=moved)


@pytest.mark.parametrize(("since", "flows"), [("2026-04", (4, 3, 2)), ("2026-03", (0, 1, 0))])
def test_what_was_published_counts(tmp_path: Path, since: str, flows: tuple[int, int, int]) -> None:
    found = by_month(month_history(a_shop(tmp_path), segmented(), 12, [published("2026-05", since)]))
    may = found["2026-05"]
    assert {key: each.customers for key, each in may.segments.items()} == {"a": 15, "b": 7}
    assert (may.active, (may.new, may.reactivated, may.lapsed)) == (22, flows)


def test_a_month_that_is_not_over_is_no_month(tmp_path: Path) -> None:
    half = replace(TWO_YEARS, end=dt.date(2026, 6, 15))
    found = month_history(replace(a_shop(tmp_path), period=half), segmented(), 12)
    assert found[-1].month == "2026-05"
