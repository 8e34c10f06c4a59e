"""Compares this month with the earlier one: whether they are comparable, and what changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from reportgen.base.names import slug
from reportgen.changes.comparable import counting_changed, reasons_to_hold
from reportgen.changes.migration import (
    count_flows,
    customer_moves,
    with_listed,
    with_order_probability,
    with_purchase_rates,
    with_removals,
)
from reportgen.changes.monitor import limits_restart, monitor_counts
from reportgen.changes.month_changes import MonthComparison
from reportgen.continuity.carry_over import segments_before
from reportgen.features.interpurchase_time import order_probability
from reportgen.features.purchase_rate import purchase_rates, stopped_ordering, with_current_gap
from reportgen.features.seasonality import seasonal_clock
from reportgen.record.baseline import is_partial
from reportgen.record.previous import customers_before
from reportgen.record.run_record import CUSTOMERS, MANIFEST, read_manifest, read_record
from reportgen.segments.drift import drift

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.base.audit import Issue
    from reportgen.changes.migration import Moves
    from reportgen.cleaning.clean import CleanRows
    from reportgen.options.build_options import BuildOptions
    from reportgen.options.history import HistoryOptions
    from reportgen.record.manifest import Baseline
    from reportgen.record.previous import Previous
    from reportgen.segments.drift import Drift
    from reportgen.segments.fit import SegmentedCustomers


@dataclass(frozen=True)
class ThisMonth:
    """What of this month is compared with the earlier one."""

    options: BuildOptions
    rows: CleanRows
    segmented: SegmentedCustomers
    baseline: Baseline | None


def compare_months(this: ThisMonth, previous: Previous | None, history: HistoryOptions) -> MonthComparison:
    """What changed since the earlier month; no changes where the months are not comparable."""
    options, segmented, baseline = this.options, this.segmented, this.baseline
    partial = is_partial(this.rows)
    if previous is None or baseline is None:
        return MonthComparison(partial=partial)
    held = reasons_to_hold(previous, baseline, segmented.customers)
    comparison = MonthComparison(
        previous.manifest,
        held,
        (history.accept or _accepted_before(this, held)) if held else "",
        partial,
        history.refit,
        history.approved_by,
        retired=tuple(s for s in previous.manifest.segments if s.key not in segmented.model.keys),
        history=previous.earlier[::-1],
        limits_restart=limits_restart(previous.earlier, segmented.model),
        window_filling=_window_filling(previous, baseline),
        counting_changed=_counting_changed(previous, baseline),
    )
    if comparison.stopped or partial:
        return comparison
    before = segments_before(previous, segmented.customers, segmented.model, refitted=history.refit)
    if before is None:
        return comparison
    moved, days = _moves(this, previous, before, baseline)
    migration = count_flows(moved, days, previous.manifest.forgotten)
    return replace(
        comparison,
        migration=migration,
        limits=monitor_counts(migration, previous.earlier, segmented.model, baseline, options.min_cell),
        moves=moved,
        drift=_drift(options, previous, segmented, baseline.end[:7]),
    )


def _accepted_before(this: ThisMonth, held: tuple[str, ...]) -> str:
    """Why this month was let pass when it was built before, if for the same causes; else empty."""
    folder = _record_of(this.options, this.segmented.customers.month)
    if not (folder / MANIFEST).is_file():
        return ""
    before = read_manifest(folder)
    return before.accepted if before.held == held else ""


def _record_of(options: BuildOptions, month: str | None) -> Path:
    """Where a month of this report has its record, if it has one."""
    return options.out / "record" / slug(options.name or "") / (month or "")


def _moves(this: ThisMonth, previous: Previous, before: pd.Series, baseline: Baseline) -> tuple[Moves, int]:
    """Who moved since the earlier month, and the days from its end to this one's."""
    customers, rows, began = this.segmented.customers, this.rows, previous.manifest.baseline
    if began is None:
        raise ValueError("months without an end cannot be compared")
    end, now = dt.date.fromisoformat(began.end), dt.date.fromisoformat(baseline.end)
    days, then = (now - end).days, customers_before(previous, customers)
    segments = pd.Series(this.segmented.keys, index=customers.frame.index)
    moved = customer_moves(customers, segments, before, then, end)
    if rows.roles.grain.sells:
        frame = with_current_gap(then.frame, purchase_rates(rows, end))
        clock = seasonal_clock(
            baseline.month_orders, end, baseline.end[:7], (end - min(end, _begun(baseline))).days
        )
        moved = with_order_probability(moved, order_probability(frame, days, clock))
        moved = with_purchase_rates(moved, purchase_rates(rows, now), stopped_ordering(rows, end))
    moved = with_listed(moved, previous.record.customers)
    return with_removals(moved, customers.excluded), days


def _begun(baseline: Baseline) -> dt.date:
    return dt.date.fromisoformat(baseline.data_from)


def _window_filling(previous: Previous, baseline: Baseline) -> bool:
    before = previous.manifest.baseline
    return bool(baseline.months) and before is not None and before.start[:7] < baseline.data_from[:7]


def _counting_changed(previous: Previous, baseline: Baseline) -> Issue | None:
    before = previous.manifest.baseline
    return None if before is None else counting_changed(before, baseline)


def _drift(options: BuildOptions, previous: Previous, now: SegmentedCustomers, month: str) -> Drift:
    """How well the segments still fit, by the month they were made in where its record is still there."""
    folder = _record_of(options, now.model.month)
    lost = not (folder / CUSTOMERS).is_file() or previous.manifest.month == now.model.month
    made = previous.record if lost else read_record(folder)
    fitted = customers_before(replace(previous, record=made), now.customers).frame
    return drift(now, fitted, None if made.fit is None else made.fit.structure.verdict, month)
