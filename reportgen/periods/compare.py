"""What changed since the earlier month, and how much of it is more than usual."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.periods.migration import BACK, JOINED, LEFT, Flow, Migration, Moves, migrate, moves
from reportgen.periods.previous import customers_before
from reportgen.periods.usual import Band, Count, judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from reportgen.customers.table import Customers
    from reportgen.periods.drift import Drift
    from reportgen.periods.previous import Previous
    from reportgen.periods.record import Manifest, Movement, RecordedSegment
    from reportgen.segments.values import SavedModel

MONTH_AT_MOST = 45
"""Days between two months' ends beyond which usual sizes of a month say nothing."""
LEAST_SHARE = 0.005
"""Share of all customers below which a change is no news."""


@dataclass(frozen=True)
class Periods:
    """This month beside the earlier ones."""

    previous: Manifest | None = None
    """The month compared with; None in a first month."""
    held: tuple[str, ...] = ()
    accepted: str = ""
    partial: bool = False
    refitted: bool = False
    approved_by: str = ""
    migration: Migration | None = None
    """None where no change is told: first, held and partial months."""
    bands: Mapping[str, Band] | None = None
    """What is usual, by `flow_key`, `joined`, `back`, `left` and `ordered.<segment>`."""
    moves: Moves | None = None
    drift: Drift | None = None
    retired: tuple[RecordedSegment, ...] = ()
    history: tuple[Manifest, ...] = ()
    """Earlier months, oldest first."""

    @property
    def stopped(self) -> bool:
        """Whether the month is held and nobody let it pass."""
        return bool(self.held) and not self.accepted

    def band(self, key: str) -> Band | None:
        """What is usual of a figure."""
        return (self.bands or {}).get(key)

    def news(self, key: str) -> bool:
        """Whether a figure is more, or less, than usual, and became so this month."""
        band = self.band(key)
        return band is not None and band.news


def flow_key(flow: Flow) -> str:
    """The name of a flow in `Periods.bands`."""
    return f"flow.{flow.origin}.{flow.target}"


def migration_between(
    previous: Previous, customers: Customers, now: pd.Series, before: pd.Series
) -> tuple[Moves, Migration]:
    """The moves since the earlier month, one by one and added up.

    Args:
        previous: the earlier month.
        customers: of this month.
        now: id -> segment.
        before: id -> segment in the earlier month.
    """
    trail = previous.manifest.trail
    if trail is None or customers.period is None:
        raise ValueError("months without an end cannot be compared")
    end = dt.date.fromisoformat(trail.end)
    moved = moves(customers, now, before, customers_before(previous, customers), end)
    return moved, migrate(moved, (customers.period.end - end).days)


def judged(
    migration: Migration, earlier: Sequence[Manifest], model: SavedModel, min_cell: int
) -> dict[str, Band]:
    """What is usual of every flow, of those who came and left, and of who ordered.

    Args:
        migration: of this month.
        earlier: months before, newest first.
        model: this month's; only months with the same segments count.
        min_cell: least customers that are news.
    """
    if migration.days > MONTH_AT_MOST:
        return {}
    past = [m.movement for m in earlier if m.movement and m.fitted == model.month]
    past = [movement for movement in past if movement.days <= MONTH_AT_MOST]
    active = sum(flow.customers for flow in migration.flows if flow.target != LEFT)
    least = max(min_cell, LEAST_SHARE * active)
    now = counts(migration)
    before = [counts(Migration(m.days, m.flows, m.activity)) for m in past]
    bands = {
        key: judge(
            count, [b.get(key, _nobody(count, key, m)) for b, m in zip(before, past, strict=True)], least
        )
        for key, count in now.items()
    }
    return {key: band for key, band in bands.items() if band is not None}


def _nobody(count: Count, key: str, past: Movement) -> Count:
    """An earlier month in which nobody went that way."""
    origin = key.split(".")[1] if "." in key else None
    base = None if count.base is None else sum(f.customers for f in past.flows if f.origin == origin)
    return Count(0, base, past.days)


def counts(migration: Migration) -> dict[str, Count]:
    """Every figure of a month that is held against others."""
    return dict(_counts(migration))


def _counts(migration: Migration) -> Iterator[tuple[str, Count]]:
    days = migration.days
    sizes: dict[str, int] = {}
    for flow in migration.flows:
        sizes[flow.origin] = sizes.get(flow.origin, 0) + flow.customers
    for flow in migration.flows:
        if not flow.stayed:
            base = None if flow.origin in (JOINED, BACK) else sizes[flow.origin]
            yield flow_key(flow), Count(flow.customers, base, days)
    inside = sum(size for origin, size in sizes.items() if origin not in (JOINED, BACK))
    for origin in (JOINED, BACK):
        yield origin, Count(sizes.get(origin, 0), None, days)
    yield LEFT, Count(sum(f.customers for f in migration.entering(LEFT)), inside, days)
    for each in migration.activity:
        yield f"ordered.{each.key}", Count(each.ordered, each.customers, days, each.due)
