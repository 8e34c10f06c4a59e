"""This month held against the earlier one: whether it may be, and what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from reportgen.base.names import slug
from reportgen.changes.comparable import counted_anew, reasons_to_hold
from reportgen.changes.drift import drift
from reportgen.changes.migration import expecting, migrate, moves, on_request, paced
from reportgen.changes.monitor import begins_anew, judged
from reportgen.changes.month_changes import MonthComparison
from reportgen.features.interpurchase_time import due
from reportgen.features.purchase_rate import at_present_pace, paces, stopped
from reportgen.features.seasonality import clock_of
from reportgen.record.baseline import is_partial
from reportgen.record.previous import customers_before
from reportgen.record.run_record import CUSTOMERS, read_record

if TYPE_CHECKING:
    from reportgen.base.audit import Issue
    from reportgen.changes.migration import Moves
    from reportgen.cleaning.clean import CleanRows
    from reportgen.continuity.fit_or_reuse import SegmentedCustomers
    from reportgen.options.build_options import BuildOptions
    from reportgen.options.history import HistoryOptions
    from reportgen.record.manifest import Baseline
    from reportgen.record.previous import Previous


@dataclass(frozen=True)
class ThisMonth:
    """What of this month is held against the earlier one."""

    options: BuildOptions
    rows: CleanRows
    found: SegmentedCustomers
    trail: Baseline | None


def compare(this: ThisMonth, previous: Previous | None, history: HistoryOptions) -> MonthComparison:
    """What changed since the earlier month, where that may be told."""
    options, found, trail, partial = this.options, this.found, this.trail, is_partial(this.rows)
    if previous is None or trail is None:
        return MonthComparison(partial=partial)
    held = reasons_to_hold(previous, trail, found.customers)
    periods = MonthComparison(
        previous.manifest,
        held,
        history.accept if held else "",
        partial,
        history.refit,
        history.approved_by,
        retired=tuple(s for s in previous.manifest.segments if s.key not in found.model.keys),
        history=previous.earlier[::-1],
        usual_anew=begins_anew(previous.earlier, found.model),
        filling=_filling(previous, trail),
        counted_anew=_counted_anew(previous, trail),
    )
    if periods.stopped or partial or found.before is None:
        return periods
    moved, days = _moves(this, previous, found.before, trail)
    migration = migrate(moved, days, previous.manifest.forgotten)
    return replace(
        periods,
        migration=migration,
        bands=judged(migration, previous.earlier, found.model, trail, options.min_cell),
        moves=moved,
        drift=drift(
            found.model, found.matrix, found.customers, _fitted(options, previous, found), trail.end[:7]
        ),
    )


def _moves(this: ThisMonth, previous: Previous, before: pd.Series, trail: Baseline) -> tuple[Moves, int]:
    """Who moved since the earlier month, and the days from its end to this one's."""
    customers, rows, began = this.found.customers, this.rows, previous.manifest.trail
    if began is None:
        raise ValueError("months without an end cannot be compared")
    end, now = dt.date.fromisoformat(began.end), dt.date.fromisoformat(trail.end)
    days, then = (now - end).days, customers_before(previous, customers)
    places = pd.Series(this.found.keys, index=customers.frame.index)
    moved = moves(customers, places, before, then, end)
    if rows.roles.grain.sells:
        frame = at_present_pace(then.frame, paces(rows, end))
        clock = clock_of(trail.habits, end, trail.end[:7], (end - min(end, _begun(trail))).days)
        moved = expecting(moved, due(frame, days, clock))
        moved = paced(moved, paces(rows, now), stopped(rows, end))
    return on_request(moved, customers.excluded), days


def _begun(trail: Baseline) -> dt.date:
    return dt.date.fromisoformat(trail.data_from)


def _filling(previous: Previous, trail: Baseline) -> bool:
    before = previous.manifest.trail
    return bool(trail.months) and before is not None and before.start[:7] < trail.data_from[:7]


def _counted_anew(previous: Previous, trail: Baseline) -> Issue | None:
    before = previous.manifest.trail
    return None if before is None else counted_anew(before, trail)


def _fitted(options: BuildOptions, previous: Previous, found: SegmentedCustomers) -> pd.DataFrame | None:
    """Measures of the customers that the segments were made of, where that month's record is still there."""
    folder = options.out / "record" / slug(options.name or "") / (found.model.month or "")
    if not (folder / CUSTOMERS).is_file() or previous.manifest.month == found.model.month:
        return customers_before(previous, found.customers).frame
    return customers_before(replace(previous, record=read_record(folder)), found.customers).frame
