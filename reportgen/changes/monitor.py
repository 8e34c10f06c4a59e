"""Monitors the counts of a month: control limits from earlier months, by the season of last year."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from reportgen.changes.control_limits import LEAST_MONTHS, ControlLimits, Count, control_limits
from reportgen.changes.migration import Migration
from reportgen.changes.month_changes import counts, flow_key
from reportgen.features.seasonality import SeasonalIndex, new_customer_index, order_index, year_before
from reportgen.record.flows import BACK, GONE, JOINED, LEFT, REACTIVATED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from reportgen.features.monthly_orders import MonthOrders
    from reportgen.record.manifest import Baseline, Manifest, RecordedMovement
    from reportgen.segments.values import SavedModel

LONGEST_MONTH = 45
"""Days between two months' ends beyond which earlier months are no measure."""
OF_ALL = frozenset({JOINED, BACK, LEFT, REACTIVATED})
"""Counts that hang on no segment."""
UPPER_LIMIT_ONLY = frozenset({REACTIVATED, "slower"})
"""Counts of which only more than expected is a signal; records of older programs do not hold them."""
OTHER_SEASON = 1.5
"""How many times as busy a month may be, by last year, before its flows cannot be compared."""
LEAST_SHARE = 0.005
"""Share of all customers below which a change is no signal."""


class EarlierMonth(NamedTuple):
    """An earlier month that is about as long."""

    month: str
    fitted: str | None
    movement: RecordedMovement
    counts: Mapping[str, Count]


def monitor_counts(
    migration: Migration, earlier: Sequence[Manifest], model: SavedModel, baseline: Baseline, min_cell: int
) -> dict[str, ControlLimits]:
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
    seasons = {each.month: each for each in baseline.habits}
    by_time = frozenset(flow_key(flow) for flow in migration.flows if flow.by_time)
    active = sum(flow.customers for flow in migration.flows if flow.target not in GONE)
    least = max(min_cell, LEAST_SHARE * active)
    past = tuple(_of_like_length(earlier))
    limits = {}
    for key, count in counts(migration).items():
        alike = [each for each in past if _has_count(each, key, model.month)]
        now, *then = _indices(key, (baseline.end[:7], *(each.month for each in alike)), seasons, by_time)
        if key.startswith("flow.") and _is_other_season(now, then):
            continue
        figures = [
            replace(each.counts.get(key) or _nobody(count, key, each.movement), season=index)
            for each, index in zip(alike, then, strict=True)
        ]
        band = control_limits(replace(count, season=now), figures, least)
        if band is not None and _upper_only(key):
            band = replace(band, low=0.0, is_signal=band.is_signal and count.customers > band.expected)
        limits[key] = band
    return {key: band for key, band in limits.items() if band is not None}


def _upper_only(key: str) -> bool:
    return key.split(".", maxsplit=1)[0] in UPPER_LIMIT_ONLY


def _has_count(past: EarlierMonth, key: str, fitted: str | None) -> bool:
    """Whether an earlier month has this count; one in which nobody went a way has it, too."""
    if key not in past.counts and _upper_only(key):
        return False
    return key in OF_ALL or past.fitted == fitted


def _indices(
    key: str, months: Sequence[str], seasons: Mapping[str, MonthOrders], by_time: Collection[str]
) -> list[SeasonalIndex | None]:
    """Seasonal indices of a count's months, from the year before; None without a season, or where unknown."""
    if key == LEFT or key in by_time or key.startswith("slower."):
        return [None] * len(months)
    known = [seasons.get(year_before(month)) for month in months]
    new = [new_customer_index(each) if each else None for each in known]
    if JOINED in key.split(".") and all(new):
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
            yield EarlierMonth(
                each.month, each.fitted, moved, counts(Migration(moved.days, moved.flows, moved.activity))
            )


def _nobody(count: Count, key: str, past: RecordedMovement) -> Count:
    """An earlier month in which nobody went that way."""
    origin = key.split(".")[1] if "." in key else None
    base = None if count.base is None else sum(f.customers for f in past.flows if f.origin == origin)
    return Count(0, base, past.days)
