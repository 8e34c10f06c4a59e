"""Computes the figures of change. No other module of this topic reads the control limits of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.changes.monthly_counts import CountKind
from reportgen.prose.facts import Fact, Unit
from reportgen.record.flows import BACK, CAME, GONE, JOINED, LEFT, REMOVED
from reportgen.segments.drift import LEAST_AGREEMENT
from reportgen.shared.numbers import count_fact, decimal_fact, share_fact, text_fact
from reportgen.topics.movement.fact_maker import FactMaker, customers_of
from reportgen.topics.movement.facts import (
    DriftFigures,
    FlowFigures,
    MonthMoves,
    MovementFacts,
    NotOrderedFigures,
    OrderedFigures,
    RateFigures,
    ReactivatedFigures,
    ShiftFigures,
    SizeChange,
    SlowerFigures,
    TotalChange,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.changes.migration import Migration, Moves
    from reportgen.changes.month_changes import MonthComparison
    from reportgen.features.table import Customers
    from reportgen.record.flows import Activity, Flow
    from reportgen.record.manifest import Manifest, RecordedSegment
    from reportgen.segments.drift import Drift
    from reportgen.segments.naming import Segment
    from reportgen.shared.figures import Shared
    from reportgen.topics.movement.facts import AnySegment, Way


def movement_facts(analysis: Analysis, shared: Shared) -> MovementFacts | None:
    """The figures of change; None where there is no earlier month."""
    comparison, fmt = analysis.comparison, analysis.formatter
    if comparison.previous is None:
        return None
    if analysis.model.month is None:
        raise ValueError("segments that go on from an earlier month were made in one")
    return MovementFacts(
        since=_month("movement.since", comparison.previous.month, fmt),
        fitted=_month("movement.fitted", analysis.model.month, fmt),
        moves=_moves(
            comparison,
            analysis.customers,
            analysis.segments,
            FactMaker(shared.min_cell, shared.has_value, fmt),
        ),
    )


def _month(key: str, month: str, fmt: Formatter) -> Fact:
    return Fact(key, month, Unit.DATE, float(int(month[:4]) * 12 + int(month[5:])), fmt.month(month))


def _moves(
    comparison: MonthComparison, customers: Customers, segments: tuple[Segment, ...], make: FactMaker
) -> MonthMoves | None:
    migration = comparison.migration
    if migration is None or comparison.previous is None:
        return None
    shown, others = shown_flows(migration, make.min_cell)
    before = {segment.key for segment in comparison.previous.segments}
    stays = (flow for flow in migration.flows if flow.stayed)
    return MonthMoves(
        earlier_months=_earlier_months(comparison, make.fmt),
        all_have_ranges=comparison.monitors_all,
        total=_total(migration, len(customers.frame), make),
        sizes={segment.key: _size(segment.key, migration, make) for segment in segments},
        joined=make.moved(
            "movement.joined", migration.leaving(JOINED), comparison.limits_of(CountKind.JOINED)
        ),
        back=make.moved("movement.back", migration.leaving(BACK), comparison.limits_of(CountKind.BACK)),
        left=make.moved("movement.left", migration.entering(LEFT), comparison.limits_of(CountKind.LEFT)),
        removed=make.moved("movement.removed", migration.entering(REMOVED)),
        flows={(flow.origin, flow.target): _flow(flow, comparison, make) for flow in shown},
        other=make.moved("movement.other", others),
        unnumbered=dict(_unnumbered(others, make.min_cell)),
        most_left=_most_left(migration.entering(LEFT), make.min_cell),
        ordered=dict(_ordered(comparison, customers, make)),
        slower=dict(_slower(comparison, customers, make)),
        reactivated=_reactivated(migration, comparison, make),
        drift=None if comparison.drift is None else _drift(comparison.drift, customers, make.fmt),
        names=_names(comparison.retired, segments),
        new=tuple(segment for segment in segments if segment.key not in before),
        retired=comparison.retired,
        stayed={flow.origin: flow.customers for flow in stays if flow.customers >= make.min_cell},
        window_filling=comparison.window_filling,
        past_months=tuple(make.fmt.month(manifest.month) for manifest in comparison.history),
        past_sizes=dict(_past_sizes(comparison.history, segments, make.min_cell)),
    )


def _names(retired: tuple[RecordedSegment, ...], segments: tuple[Segment, ...]) -> dict[str, AnySegment]:
    every: tuple[AnySegment, ...] = (*retired, *segments)
    return {segment.key: segment for segment in every}


def shown_flows(migration: Migration, min_cell: int) -> tuple[tuple[Flow, ...], tuple[Flow, ...]]:
    """Moves that are large enough to be shown, largest first, and the rest, which is shown as one.

    The rest takes in the next smallest while it is itself too small, of all moves and of those that begin or
    end at one place: sizes are printed, and what they leave beside the moves that are shown can be worked
    out. Who stayed is not told by segment.
    """
    moved = sorted(
        (flow for flow in migration.flows if not flow.stayed),
        key=lambda flow: (-flow.customers, flow.origin, flow.target),
    )
    stayed = {flow.origin: flow.customers for flow in migration.flows if flow.stayed}
    large = [flow for flow in moved if flow.customers >= min_cell]
    while (next_ := _would_give_away(moved, large, stayed, min_cell)) is not None:
        large.remove(next_)
    return tuple(large), tuple(flow for flow in moved if flow not in large)


def _unnumbered(hidden: Sequence[Flow], min_cell: int) -> Iterator[tuple[Way, int]]:
    """Of each end of the drawing the largest hidden move, where it is large enough to be shown by itself.

    It is drawn as large as all hidden moves of that end, as their total tells anyway, and without a number.
    """
    for end in (JOINED, BACK, LEFT):
        at_end = [flow for flow in hidden if end in (flow.origin, flow.target)]
        largest = max(at_end, key=lambda flow: flow.customers, default=None)
        if largest is not None and largest.customers >= min_cell:
            yield (largest.origin, largest.target), customers_of(at_end)


def _most_left(flows: Sequence[Flow], min_cell: int) -> str | None:
    """The segment of more than half of those who left, where they are enough to be shown."""
    largest = max(flows, key=lambda flow: flow.customers, default=None)
    if largest is None or largest.customers < min_cell or 2 * largest.customers <= customers_of(flows):
        return None
    return largest.origin


def _would_give_away(
    moved: Sequence[Flow], large: Sequence[Flow], stayed: Mapping[str, int], min_cell: int
) -> Flow | None:
    """The smallest move that is shown at a place where too few others could be worked out; None once done."""
    for at in (lambda flow: flow.origin, lambda flow: flow.target, lambda _flow: ""):
        for place in sorted({at(flow) for flow in moved}):
            hidden = customers_of(flow for flow in moved if at(flow) == place and flow not in large)
            shown = [flow for flow in large if at(flow) == place]
            if shown and hidden and hidden + stayed.get(place, 0) < min_cell:
                return shown[-1]
    return None


def _earlier_months(comparison: MonthComparison, fmt: Formatter) -> Fact | None:
    if not comparison.limits:
        return None
    months = max(limits.months for limits in comparison.limits.values())
    return count_fact("movement.judged_by", months, Unit.MONTHS, fmt)


def _total(migration: Migration, customers: int, make: FactMaker) -> TotalChange:
    before = [flow for flow in migration.flows if flow.origin not in CAME]
    in_both = [flow for flow in before if flow.target not in GONE]
    changed = customers_of(flow for flow in in_both if not flow.stayed)
    was = customers_of(before)
    share = changed / customers_of(in_both) if in_both else None
    return TotalChange(
        before=count_fact("total.was", was, Unit.CUSTOMERS, make.fmt),
        change=make.change("total.change", customers - was),
        changed_segment=make.people("movement.changed", changed),
        stayed=make.people("movement.stayed", customers_of(flow for flow in in_both if flow.stayed)),
        either_month=make.people("movement.all", customers_of(migration.flows)),
        changed_share=None if share is None else share_fact("movement.changed_share", share, make.fmt),
        worth=make.worth_change("total", before, migration.flows),
    )


def _size(segment: str, migration: Migration, make: FactMaker) -> SizeChange:
    """A segment then and now: customers and value."""
    key, before, now = f"segment.{segment}", migration.leaving(segment), migration.entering(segment)
    was = customers_of(before)
    if 0 < was < make.min_cell:
        return SizeChange(make.people(f"{key}.was", was), None, None)
    return SizeChange(
        before=make.people(f"{key}.was", was),
        change=make.change(f"{key}.change", customers_of(now) - was),
        worth=make.worth_change(key, before, now),
    )


def _flow(flow: Flow, comparison: MonthComparison, make: FactMaker) -> FlowFigures:
    key = f"movement.flow.{flow.origin}.{flow.target}"
    ordered = None if flow.ordered is None else make.part_of(f"{key}.ordered", flow.ordered, flow.customers)
    return FlowFigures(flow, make.moved(key, (flow,), comparison.limits_of_flow(flow)), ordered)


def _activity(comparison: MonthComparison) -> tuple[Activity, ...]:
    return () if comparison.migration is None else comparison.migration.activity


def _ordered(
    comparison: MonthComparison, customers: Customers, make: FactMaker
) -> Iterator[tuple[str, OrderedFigures]]:
    """Who ordered, of each segment of the earlier month."""
    for each in _activity(comparison):
        key = f"movement.ordered.{each.key}"
        figures = OrderedFigures(
            of=make.people(f"{key}.of", each.customers),
            count=make.count(key, each.ordered, comparison.limits_of(CountKind.ORDERED, each.key)),
            not_ordered=_not_ordered(key, each, comparison, customers, make),
            worth=_worth_of_ordered(key, each, comparison, make),
        )
        yield each.key, figures


def _not_ordered(
    key: str, activity: Activity, comparison: MonthComparison, customers: Customers, make: FactMaker
) -> NotOrderedFigures | None:
    """How many did not order, and how many of them stand in the list of those to write to."""
    if activity.key not in comparison.lapsed_segments or comparison.moves is None:
        return None
    frame = comparison.moves.frame
    rows = (frame["origin"] == activity.key) & (frame["target"] != REMOVED)
    ids = frame.index[rows & ~frame["ordered"].fillna(value=False).astype(bool)]
    return NotOrderedFigures(
        make.people(f"{key}.silent", activity.customers - activity.ordered),
        make.part_of(f"{key}.listed", _who_may_be_contacted(ids, customers), len(ids)),
        text_fact(f"{key}.file", "not-ordered.csv"),
    )


def _worth_of_ordered(
    key: str, activity: Activity, comparison: MonthComparison, make: FactMaker
) -> Fact | None:
    """What the customers spent whom the news is about: those who ordered, or who did not."""
    limits = comparison.limits_of(CountKind.ORDERED, activity.key)
    if limits is None or not limits.is_signal or comparison.moves is None:
        return None
    frame = comparison.moves.frame
    inside = frame[(frame["origin"] == activity.key) & (frame["target"] != REMOVED)]
    ordered = inside["ordered"].fillna(value=False).astype(bool)
    return make.spent(f"{key}.value", inside[ordered == (activity.ordered > limits.expected)])


def _who_may_be_contacted(ids: pd.Index, customers: Customers) -> int:
    return int(customers.may_be_written_to(ids).sum())


def _slower(
    comparison: MonthComparison, customers: Customers, make: FactMaker
) -> Iterator[tuple[str, SlowerFigures]]:
    """How many of a segment order less than they used to.

    Nothing where few order often enough to tell: the normal range would tell how many.
    """
    for each in _activity(comparison):
        if each.slower is None or each.paced is None or each.paced < make.min_cell:
            continue
        key, is_more = f"movement.slower.{each.key}", each.key in comparison.slowing_segments
        figures = SlowerFigures(
            of=make.people(f"{key}.of", each.paced),
            count=make.count(key, each.slower, comparison.limits_of(CountKind.SLOWER, each.key)),
            rate=_rate(key, each.key, comparison.moves, customers, make)
            if is_more and comparison.moves is not None
            else None,
        )
        yield each.key, figures


def _rate(key: str, segment: str, moves: Moves, customers: Customers, make: FactMaker) -> RateFigures:
    """How much less they order, and how many of them stand in the list of those to write to."""
    slowed = moves.slowed((segment,))
    means = {name: float(slowed[f"rate_{name}"].mean()) for name in ("then", "now")}
    before, now = (
        Fact.of(f"{key}.{name}", mean, Unit.DAYS, make.fmt.number(mean, 1)) for name, mean in means.items()
    )
    listed = make.part_of(f"{key}.listed", _who_may_be_contacted(slowed.index, customers), len(slowed))
    file = text_fact(f"{key}.file", "ordering-less.csv")
    return RateFigures(before, now, listed, file, make.spent(f"{key}.value", slowed))


def _reactivated(
    migration: Migration, comparison: MonthComparison, make: FactMaker
) -> ReactivatedFigures | None:
    """Who had stopped by their own purchase rate and ordered again, of all and by segment."""
    known = [each for each in migration.activity if each.reactivated is not None]
    stopped = sum(each.stopped or 0 for each in known)
    if stopped < make.min_cell:
        return None
    key, limits = "movement.woken", comparison.limits_of(CountKind.REACTIVATED)
    frame = None if comparison.moves is None else comparison.moves.frame
    return ReactivatedFigures(
        of=make.people(f"{key}.of", stopped),
        count=make.count(key, sum(each.reactivated or 0 for each in known), limits),
        by_segment={
            each.key: make.people(f"{key}.from.{each.key}.customers", each.reactivated or 0) for each in known
        },
        worth=None if frame is None else make.spent(f"{key}.value", frame[_reactivated_rows(frame)]),
    )


def _reactivated_rows(frame: pd.DataFrame) -> pd.Series:
    """Who had stopped and ordered again, of the segments of the earlier month."""
    return frame["reactivated"] & ~frame["origin"].isin(CAME) & (frame["target"] != REMOVED)


def _drift(drift: Drift, customers: Customers, fmt: Formatter) -> DriftFigures:
    shifts = (
        ShiftFigures(
            customers.feature(shift.feature),
            decimal_fact(f"drift.{shift.feature}", shift.index, 2, fmt),
            decimal_fact(f"drift.{shift.feature}.limit", shift.limit, 2, fmt),
            shift.large,
        )
        for shift in drift.shifts
    )
    agreement = drift.agreement
    return DriftFigures(
        tuple(shifts),
        beyond=share_fact("drift.beyond", drift.beyond, fmt),
        months=count_fact("drift.months", drift.months, Unit.MONTHS, fmt),
        agreement=None
        if agreement is None
        else decimal_fact("drift.agreement", agreement, 2, fmt, LEAST_AGREEMENT),
        due=drift.due,
    )


def _past_sizes(
    history: Sequence[Manifest], segments: Sequence[Segment], min_cell: int
) -> Iterator[tuple[str, tuple[int | None, ...]]]:
    """Customers of each segment in the earlier months; small ones are not shown."""
    recorded: list[Mapping[str, int]] = [{s.key: s.customers for s in month.segments} for month in history]
    for segment in segments:
        sizes = (month.get(segment.key, 0) for month in recorded)
        yield segment.key, tuple(size if size >= min_cell else None for size in sizes)
