"""Monitors the counts of a month: control limits from earlier months, by the season of last year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from reportgen.changes.control_limits import LEAST_MONTHS, ControlLimits, Count, control_limits
from reportgen.changes.migration import Migration
from reportgen.changes.monthly_counts import Counted, CountKind, monthly_counts
from reportgen.features.seasonality import SeasonalIndex, new_customer_index, order_index, year_before
from reportgen.record.flows import GONE, JOINED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.features.monthly_orders import MonthOrders
    from reportgen.record.manifest import Baseline, Manifest
    from reportgen.segments.values import SavedModel

LONGEST_MONTH = 45
"""Days between two months' ends beyond which earlier months are no measure."""
OTHER_SEASON = 1.5
"""How many times as busy a month may be, by last year, before its flows cannot be compared."""
LEAST_SHARE = 0.005
"""Share of all customers below which a change is no signal."""


@dataclass(frozen=True)
class EarlierMonth:
    """An earlier month that is about as long."""

    month: str
    fitted: str | None
    """Month in which its segments were made."""
    migration: Migration
    counts: Mapping[Counted, Count]

    def count(self, counted: Counted, now: Count, fitted: str | None) -> Count | None:
        """Its count of what this month counts; 0 where nobody went that way.

        None where its segments are others, or its record is too old to hold such counts.
        """
        if not counted.is_of_all and self.fitted != fitted:
            return None
        nobody = None if counted.has_upper_limit_only else self._nobody(counted, now)
        return self.counts.get(counted, nobody)

    def _nobody(self, counted: Counted, now: Count) -> Count:
        """Nobody of all who could have gone that way."""
        size = sum(flow.customers for flow in self.migration.flows if flow.origin == counted.segment)
        return Count(0, None if now.base is None else size, self.migration.days)


def monitor_counts(
    migration: Migration, earlier: Sequence[Manifest], model: SavedModel, baseline: Baseline, min_cell: int
) -> dict[Counted, ControlLimits]:
    """Control limits of every flow, of those who came and left, and of who ordered.

    Args:
        migration: of this month.
        earlier: months before, newest first.
        model: this month's; of months with other segments only those who joined, came back and left count.
        baseline: of this month, which knows how busy the months of last year were.
        min_cell: least customers that are a signal.
    """
    if migration.days > LONGEST_MONTH:
        return {}
    active = sum(flow.customers for flow in migration.flows if flow.target not in GONE)
    least = max(min_cell, LEAST_SHARE * active)
    by_time = frozenset(Counted.flow(flow) for flow in migration.flows if flow.by_time)
    past = tuple(_of_like_length(earlier))
    limits = {}
    for counted, count in monthly_counts(migration).items():
        then = {each.month: each.count(counted, count, model.month) for each in past}
        counts = {month: each for month, each in then.items() if each is not None}
        seasonal = counted not in by_time and counted.kind not in {CountKind.LEFT, CountKind.SLOWER}
        now, *indices = _indices(
            counted, (baseline.end[:7], *counts), baseline.month_orders, seasonal=seasonal
        )
        if counted.kind is CountKind.FLOW and _is_other_season(now, indices):
            continue
        figures = [replace(each, season=at) for each, at in zip(counts.values(), indices, strict=True)]
        of_count = control_limits(replace(count, season=now), figures, least)
        if of_count is not None:
            limits[counted] = _above(of_count, count) if counted.has_upper_limit_only else of_count
    return limits


def _above(limits: ControlLimits, count: Count) -> ControlLimits:
    """The same limits, without a lower one."""
    return replace(limits, low=0.0, is_signal=limits.is_signal and count.customers > limits.expected)


def _indices(
    counted: Counted, months: Sequence[str], orders: Sequence[MonthOrders], *, seasonal: bool
) -> list[SeasonalIndex | None]:
    """Seasonal indices of a count's months, from the year before; None without a season, or where unknown."""
    if not seasonal:
        return [None] * len(months)
    by_month = {each.month: each for each in orders}
    known = [by_month.get(year_before(month)) for month in months]
    new = [new_customer_index(each) if each else None for each in known]
    if (counted.kind is CountKind.JOINED or counted.segment == JOINED) and all(new):
        return new
    return [order_index(each) if each else None for each in known]


def _is_other_season(now: SeasonalIndex | None, then: Sequence[SeasonalIndex | None]) -> bool:
    """Whether this month is so much busier or quieter than earlier ones that flows cannot be compared."""
    ratios = [now.relative_to(index).value for index in then if now and index]
    return bool(ratios) and not 1 / OTHER_SEASON < median(ratios) < OTHER_SEASON


def limits_restart(earlier: Sequence[Manifest], model: SavedModel) -> bool:
    """Whether months could be compared, but too few of them have this month's segments."""
    past = [each.fitted for each in _of_like_length(earlier)]
    return len(past) >= LEAST_MONTHS > past.count(model.month)


def _of_like_length(earlier: Sequence[Manifest]) -> Iterator[EarlierMonth]:
    for each in earlier:
        moved = each.movement
        if moved is not None and moved.days <= LONGEST_MONTH:
            migration = Migration(moved.days, moved.flows, moved.activity)
            yield EarlierMonth(each.month, each.fitted, migration, monthly_counts(migration))
