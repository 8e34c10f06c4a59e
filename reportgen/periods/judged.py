"""Every figure of a month held against earlier months, and against the same months of last year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reportgen.periods.compare import counts, flow_key
from reportgen.periods.migration import BACK, GONE, JOINED, LEFT, Migration
from reportgen.periods.usual import LEAST_MONTHS, Band, Count, Season, judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.customers.months import MonthHabit
    from reportgen.periods.manifest import Manifest, Movement, Trail
    from reportgen.segments.values import SavedModel

MONTH_AT_MOST = 45
"""Days between two months' ends beyond which usual sizes of a month say nothing."""
WHOLE = frozenset({JOINED, BACK, LEFT})
"""Figures that hang on no segment."""
LEAST_SHARE = 0.005
"""Share of all customers below which a change is no news."""


class _Past(NamedTuple):
    """An earlier month that is about as long."""

    month: str
    fitted: str | None
    movement: Movement
    counts: Mapping[str, Count]


def judged(
    migration: Migration, earlier: Sequence[Manifest], model: SavedModel, trail: Trail, min_cell: int
) -> dict[str, Band]:
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
        seasons = {} if key in still else habits
        figures = [
            _in_season(each.counts.get(key) or _nobody(count, key, each.movement), key, each.month, seasons)
            for each in past
            if key in WHOLE or each.fitted == model.month
        ]
        found[key] = judge(_in_season(count, key, trail.end[:7], seasons), figures, least)
    return {key: band for key, band in found.items() if band is not None}


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


def _in_season(count: Count, key: str, month: str, habits: Mapping[str, MonthHabit]) -> Count:
    """A figure with how its month went last year: for those who are new, or for all others."""
    habit = habits.get(f"{int(month[:4]) - 1}{month[4:]}")
    if habit is None or key == LEFT:
        return count
    if JOINED in key.split("."):
        return replace(count, season=Season(habit.new, None) if habit.new is not None else None)
    return replace(count, season=Season(habit.again, habit.recent) if habit.recent else None)


def _nobody(count: Count, key: str, past: Movement) -> Count:
    """An earlier month in which nobody went that way."""
    origin = key.split(".")[1] if "." in key else None
    base = None if count.base is None else sum(f.customers for f in past.flows if f.origin == origin)
    return Count(0, base, past.days)
