"""The figures of change: sizes then and now, flows, what is usual, who ordered, how segments still fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.changes.month_changes import flow_key
from reportgen.prose.facts import Fact, Unit, people, signed
from reportgen.record.flows import BACK, CAME, GONE, JOINED, LEFT, REACTIVATED, REMOVED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.changes.control_limits import ControlLimits
    from reportgen.changes.migration import Migration
    from reportgen.changes.month_changes import MonthComparison
    from reportgen.record.flows import Activity, Flow


def movement(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """All figures of change; none in a month that is not compared."""
    periods = analysis.comparison
    if periods is None or periods.previous is None:
        return
    yield _month("movement.since", periods.previous.month, fmt)
    if analysis.model.month is not None:
        yield _month("movement.fitted", analysis.model.month, fmt)
    if periods.migration is None:
        return
    if periods.bands:
        months = max(band.months for band in periods.bands.values())
        yield Fact.of("movement.judged_by", months, Unit.MONTHS, fmt.count(months))
    yield from _totals(periods.migration, analysis, fmt)
    yield from _sizes(periods.migration, analysis, fmt)
    for key, flows in _ends(periods.migration).items():
        yield from _added(f"movement.{key}", flows, analysis, fmt)
        yield from _usual(f"movement.{key}", periods.band(key), sum(flow.customers for flow in flows), fmt)
    told, others = shown_flows(periods.migration, analysis.options.min_cell)
    for flow in told:
        yield from _flow(flow, periods, analysis, fmt)
    yield from _added("movement.other", others, analysis, fmt)
    yield from _ordered(periods, analysis, fmt)
    yield from _woken(periods, analysis, fmt)
    yield from _drift(periods, fmt)


def shown_flows(migration: Migration, min_cell: int) -> tuple[tuple[Flow, ...], tuple[Flow, ...]]:
    """Moves that are large enough to be shown, largest first, and the rest, which is told as one.

    The rest takes in the next smallest while it is itself too small.
    """
    moved = sorted(
        (flow for flow in migration.flows if not flow.stayed),
        key=lambda flow: (-flow.customers, flow.origin, flow.target),
    )
    large = [flow for flow in moved if flow.customers >= min_cell]
    small = [flow for flow in moved if flow.customers < min_cell]
    while large and 0 < sum(flow.customers for flow in small) < min_cell:
        small.insert(0, large.pop())
    return tuple(large), tuple(small)


def _month(key: str, month: str, fmt: Formatter) -> Fact:
    return Fact(key, month, Unit.DATE, float(int(month[:4]) * 12 + int(month[5:])), fmt.month(month))


def _ends(migration: Migration) -> dict[str, tuple[Flow, ...]]:
    return {
        JOINED: migration.leaving(JOINED),
        BACK: migration.leaving(BACK),
        LEFT: migration.entering(LEFT),
        REMOVED: migration.entering(REMOVED),
    }


def _totals(migration: Migration, analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    before = [flow for flow in migration.flows if flow.origin not in CAME]
    was = sum(flow.customers for flow in before)
    yield Fact.of("total.was", was, Unit.CUSTOMERS, fmt.count(was))
    yield _change("total.change", len(analysis.customers.frame) - was, fmt)
    kept = [flow for flow in before if flow.target not in GONE]
    changed = sum(flow.customers for flow in kept if not flow.stayed)
    yield people("movement.changed", changed, analysis.options.min_cell, fmt)
    yield people(
        "movement.stayed", sum(flow.customers for flow in kept if flow.stayed), analysis.options.min_cell, fmt
    )
    yield people(
        "movement.all", sum(flow.customers for flow in migration.flows), analysis.options.min_cell, fmt
    )
    if kept:
        share = changed / sum(flow.customers for flow in kept)
        yield Fact.of("movement.changed_share", share, Unit.SHARE, fmt.share(share))
    if analysis.has_value:
        yield from _money_change(
            "total", sum(f.before for f in before), sum(f.now for f in migration.flows), fmt
        )


def _sizes(migration: Migration, analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """Every segment then and now: customers and value."""
    for segment in analysis.segments:
        key = f"segment.{segment.key}"
        before, now = migration.leaving(segment.key), migration.entering(segment.key)
        was, size = (sum(flow.customers for flow in flows) for flows in (before, now))
        yield people(f"{key}.was", was, analysis.options.min_cell, fmt)
        if was == 0 or was >= analysis.options.min_cell:
            yield _change(f"{key}.change", size - was, fmt)
            if analysis.has_value:
                yield from _money_change(key, sum(f.before for f in before), sum(f.now for f in now), fmt)


def _money_change(key: str, was: float, now: float, fmt: Formatter) -> Iterator[Fact]:
    yield Fact.of(f"{key}.value_was", was, Unit.MONEY, fmt.money(was))
    yield Fact.of(f"{key}.value_change", now - was, Unit.MONEY, signed(fmt.money(now - was)))


def _change(key: str, change: int, fmt: Formatter) -> Fact:
    return Fact.of(key, change, Unit.CUSTOMERS, signed(fmt.count(change)))


def _flow(flow: Flow, periods: MonthComparison, analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    key = f"movement.{flow_key(flow)}"
    yield from _added(key, (flow,), analysis, fmt)
    yield from _usual(key, periods.band(flow_key(flow)), flow.customers, fmt)
    if flow.ordered is not None:
        yield people(f"{key}.ordered", flow.ordered, analysis.options.min_cell, fmt)


def _added(key: str, flows: tuple[Flow, ...], analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    customers = sum(flow.customers for flow in flows)
    yield people(f"{key}.customers", customers, analysis.options.min_cell, fmt)
    if analysis.has_value and (customers == 0 or customers >= analysis.options.min_cell):
        for when, amount in (("before", sum(f.before for f in flows)), ("now", sum(f.now for f in flows))):
            yield Fact.of(f"{key}.{when}", amount, Unit.MONEY, fmt.money(amount))


def _usual(key: str, band: ControlLimits | None, customers: int, fmt: Formatter) -> Iterator[Fact]:
    if band is None:
        return
    for name, figure in (("usual", band.expected), ("low", band.low), ("high", band.high)):
        yield Fact.of(f"{key}.{name}", figure, Unit.CUSTOMERS, fmt.count(figure))
    yield Fact.of(
        f"{key}.gap",
        abs(customers - band.expected),
        Unit.CUSTOMERS,
        fmt.count(abs(customers - band.expected)),
    )


def _ordered(periods: MonthComparison, analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """Who ordered of each segment of the earlier month, and of all."""
    activity = () if periods.migration is None else periods.migration.activity
    for each in activity:
        key = f"movement.ordered.{each.key}"
        yield people(f"{key}.of", each.customers, analysis.options.min_cell, fmt)
        yield people(f"{key}.customers", each.ordered, analysis.options.min_cell, fmt)
        yield from _usual(key, periods.band(f"ordered.{each.key}"), each.ordered, fmt)
        if each.key in periods.lapsed_segments:
            yield from _silent(key, each, periods, analysis, fmt)
        yield from _slower(each, periods, analysis, fmt)


def _silent(
    key: str, each: Activity, periods: MonthComparison, analysis: Analysis, fmt: Formatter
) -> Iterator[Fact]:
    """How many did not order, and how many of them stand in the list of those to write to."""
    yield people(f"{key}.silent", each.customers - each.ordered, analysis.options.min_cell, fmt)
    if periods.moves is not None:
        frame = periods.moves.frame
        silent = (frame["origin"] == each.key) & (frame["target"] != REMOVED)
        ids = frame.index[silent & ~frame["ordered"].fillna(value=False).astype(bool)]
        yield people(
            f"{key}.listed",
            int(analysis.customers.may_be_written_to(ids).sum()),
            analysis.options.min_cell,
            fmt,
        )


def _slower(each: Activity, periods: MonthComparison, analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """How many of a segment order less than they used to; how much less, where that is news.

    Nothing where few have a rhythm: the range of what is usual would tell how many.
    """
    if each.slower is None or each.paced is None or each.paced < analysis.options.min_cell:
        return
    key = f"movement.slower.{each.key}"
    yield people(f"{key}.of", each.paced, analysis.options.min_cell, fmt)
    yield people(f"{key}.customers", each.slower, analysis.options.min_cell, fmt)
    yield from _usual(key, periods.band(f"slower.{each.key}"), each.slower, fmt)
    if each.key in periods.slowing_segments and periods.moves is not None:
        slowed = periods.moves.slowed((each.key,))
        for name in ("then", "now"):
            mean = float(slowed[f"rate_{name}"].mean())
            yield Fact.of(f"{key}.{name}", mean, Unit.DAYS, fmt.number(mean, 1))
        reached = int(analysis.customers.may_be_written_to(slowed.index).sum())
        yield people(f"{key}.listed", reached, analysis.options.min_cell, fmt)


def _woken(periods: MonthComparison, analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """Who had stopped by their own rhythm and ordered again, of all and by segment."""
    activity = () if periods.migration is None else periods.migration.activity
    told = [each for each in activity if each.woken is not None]
    halted = sum(each.stopped or 0 for each in told)
    if halted < analysis.options.min_cell:
        return
    key, again = f"movement.{REACTIVATED}", sum(each.woken or 0 for each in told)
    yield people(f"{key}.of", halted, analysis.options.min_cell, fmt)
    yield people(f"{key}.customers", again, analysis.options.min_cell, fmt)
    yield from _usual(key, periods.band(REACTIVATED), again, fmt)
    for each in told:
        yield people(f"{key}.from.{each.key}.customers", each.woken or 0, analysis.options.min_cell, fmt)


def _drift(periods: MonthComparison, fmt: Formatter) -> Iterator[Fact]:
    found = periods.drift
    if found is None:
        return
    for shift in found.shifts:
        yield Fact.of(f"drift.{shift.feature}", shift.index, Unit.NUMBER, fmt.number(shift.index, 2))
        yield Fact.of(f"drift.{shift.feature}.limit", shift.limit, Unit.NUMBER, fmt.number(shift.limit, 2))
    yield Fact.of("drift.beyond", found.beyond, Unit.SHARE, fmt.share(found.beyond))
    yield Fact.of("drift.months", found.months, Unit.MONTHS, fmt.count(found.months))
    if found.agreement is not None:
        yield Fact.of("drift.agreement", found.agreement, Unit.NUMBER, fmt.number(found.agreement, 2))
