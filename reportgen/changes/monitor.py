"""Every figure of a month held against earlier months, and against the same months of last year."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from reportgen.changes.control_limits import LEAST_MONTHS, ControlLimits, Count, judge
from reportgen.changes.migration import Migration
from reportgen.changes.month_changes import counts, flow_key
from reportgen.features.seasonality import Pace, pace_of_new, pace_of_orders, year_before
from reportgen.record.flows import BACK, GONE, JOINED, LEFT, WOKEN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from reportgen.features.monthly_orders import MonthHabit
    from reportgen.record.manifest import Baseline, Manifest, RecordedMovement
    from reportgen.segments.values import SavedModel

MONTH_AT_MOST = 45
"""Days between two months' ends beyond which usual sizes of a month say nothing."""
WHOLE = frozenset({JOINED, BACK, LEFT, WOKEN})
"""Figures that hang on no segment."""
UPWARDS = frozenset({WOKEN, "slower"})
"""Figures of which only more than usual is news; records of older programs do not hold them."""
OTHER_SEASON = 1.5
"""How many times as fast a month may go, by last year, before its moves are another matter."""
LEAST_SHARE = 0.005
"""Share of all customers below which a change is no news."""


class _Past(NamedTuple):
    """An earlier month that is about as long."""

    month: str
    fitted: str | None
    movement: RecordedMovement
    counts: Mapping[str, Count]


def judged(
    migration: Migration, earlier: Sequence[Manifest], model: SavedModel, trail: Baseline, min_cell: int
) -> dict[str, ControlLimits]:
    """What is usual of every flow, of those who came and left, and of who ordered.

    Args:
        migration: of this month.
        earlier: months before, newest first.
        model: this month's; of months with other segments only those who joined, came back and left count.
        trail: of this month, which knows how the months of last year went.
        min_cell: least customers that are news.
    """
    if migration.days > MONTH_AT_MOST:
        return {}
    habits = {each.month: each for each in trail.habits}
    still = frozenset(flow_key(flow) for flow in migration.flows if flow.by_time)
    active = sum(flow.customers for flow in migration.flows if flow.target not in GONE)
    least = max(min_cell, LEAST_SHARE * active)
    past = tuple(_comparable(earlier))
    found = {}
    for key, count in counts(migration).items():
        alike = [each for each in past if _tells(each, key, model.month)]
        now, *then = _paces(key, (trail.end[:7], *(each.month for each in alike)), habits, still)
        if key.startswith("flow.") and _is_other_season(now, then):
            continue
        figures = [
            replace(each.counts.get(key) or _nobody(count, key, each.movement), season=pace)
            for each, pace in zip(alike, then, strict=True)
        ]
        band = judge(replace(count, season=now), figures, least)
        if band is not None and _upwards(key):
            band = replace(band, low=0.0, news=band.news and count.customers > band.usual)
        found[key] = band
    return {key: band for key, band in found.items() if band is not None}


def _upwards(key: str) -> bool:
    return key.split(".", maxsplit=1)[0] in UPWARDS


def _tells(past: _Past, key: str, fitted: str | None) -> bool:
    """Whether an earlier month has this figure; one in which nobody went a way has it, too."""
    if key not in past.counts and _upwards(key):
        return False
    return key in WHOLE or past.fitted == fitted


def _paces(
    key: str, months: Sequence[str], habits: Mapping[str, MonthHabit], still: Collection[str]
) -> list[Pace | None]:
    """How fast a figure's months went a year before; nothing for what has no season, or knows of it."""
    if key == LEFT or key in still or key.startswith("slower."):
        return [None] * len(months)
    known = [habits.get(year_before(month)) for month in months]
    new = [pace_of_new(each) if each else None for each in known]
    if JOINED in key.split(".") and all(new):
        return new
    return [pace_of_orders(each) if each else None for each in known]


def _is_other_season(now: Pace | None, then: Sequence[Pace | None]) -> bool:
    """Whether this month goes so much faster or slower than earlier ones that moves cannot be compared."""
    ratios = [now.against(pace).value for pace in then if now and pace]
    return bool(ratios) and not 1 / OTHER_SEASON < median(ratios) < OTHER_SEASON


def begins_anew(earlier: Sequence[Manifest], model: SavedModel) -> bool:
    """Whether months could be compared, but too few of them have this month's segments."""
    past = [each.fitted for each in _comparable(earlier)]
    return len(past) >= LEAST_MONTHS > past.count(model.month)


def _comparable(earlier: Sequence[Manifest]) -> Iterator[_Past]:
    for each in earlier:
        moved = each.movement
        if moved is not None and moved.days <= MONTH_AT_MOST:
            yield _Past(
                each.month, each.fitted, moved, counts(Migration(moved.days, moved.flows, moved.activity))
            )


def _nobody(count: Count, key: str, past: RecordedMovement) -> Count:
    """An earlier month in which nobody went that way."""
    origin = key.split(".")[1] if "." in key else None
    base = None if count.base is None else sum(f.customers for f in past.flows if f.origin == origin)
    return Count(0, base, past.days)
