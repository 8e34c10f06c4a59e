"""What changed since the earlier month, and how much of it is more than usual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.changes.control_limits import Count
from reportgen.record.flows import CAME, LEFT, REMOVED, WOKEN, Flow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.base.audit import Issue
    from reportgen.changes.control_limits import ControlLimits
    from reportgen.changes.migration import Migration, Moves
    from reportgen.record.manifest import Manifest, RecordedSegment
    from reportgen.segments.drift import Drift


@dataclass(frozen=True)
class MonthComparison:
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
    bands: Mapping[str, ControlLimits] | None = None
    """What is usual, by `flow_key`, `joined`, `back`, `left`, `woken`, `ordered.<segment>` and
    `slower.<segment>`."""
    moves: Moves | None = None
    drift: Drift | None = None
    retired: tuple[RecordedSegment, ...] = ()
    history: tuple[Manifest, ...] = ()
    """Earlier months, oldest first."""
    usual_anew: bool = False
    """Whether there are earlier months, but too few with these segments to tell usual sizes of moves."""
    filling: bool = False
    """Whether the data began after the window of the earlier month: it holds more orders each month."""
    counted_anew: Issue | None = None
    """That other rules count this month's rows than the earlier month's; None where they are the same."""

    @property
    def stopped(self) -> bool:
        """Whether the month is held and nobody let it pass."""
        return bool(self.held) and not self.accepted

    @property
    def judges_all(self) -> bool:
        """Whether every figure of the month has earlier ones that it was held against."""
        return self.migration is not None and counts(self.migration).keys() <= (self.bands or {}).keys()

    def band(self, key: str) -> ControlLimits | None:
        """What is usual of a figure."""
        return (self.bands or {}).get(key)

    @property
    def fell_silent(self) -> tuple[str, ...]:
        """Segments of the earlier month of which fewer customers ordered than usual, where that is news."""
        activity = self.migration.activity if self.migration else ()
        bands = ((each, self.band(f"ordered.{each.key}")) for each in activity)
        return tuple(e.key for e, band in bands if band and band.news and e.ordered < band.usual)

    @property
    def slowed(self) -> tuple[str, ...]:
        """Segments of the earlier month of which more order less than they did, where that is news."""
        activity = self.migration.activity if self.migration else ()
        bands = ((each, self.band(f"slower.{each.key}")) for each in activity)
        return tuple(each.key for each, band in bands if band and band.news)

    def news(self, key: str) -> bool:
        """Whether a figure is more, or less, than usual, and became so this month."""
        band = self.band(key)
        return band is not None and band.news


def flow_key(flow: Flow) -> str:
    """The name of a flow in `MonthComparison.bands`."""
    return f"flow.{flow.origin}.{flow.target}"


def counts(migration: Migration) -> dict[str, Count]:
    """Every figure of a month that is held against others."""
    return dict(_counts(migration))


def _counts(migration: Migration) -> Iterator[tuple[str, Count]]:
    days = migration.days
    sizes: dict[str, int] = {}
    for flow in migration.flows:
        sizes[flow.origin] = sizes.get(flow.origin, 0) + flow.customers
    for flow in migration.flows:
        if not flow.stayed and flow.target != REMOVED:
            base = None if flow.origin in CAME else sizes[flow.origin]
            yield flow_key(flow), Count(flow.customers, base, days)
    inside = sum(size for origin, size in sizes.items() if origin not in CAME)
    for origin in sorted(CAME):
        yield origin, Count(sizes.get(origin, 0), None, days)
    yield LEFT, Count(sum(f.customers for f in migration.entering(LEFT)), inside, days)
    for each in migration.activity:
        yield f"ordered.{each.key}", Count(each.ordered, each.customers, days, each.due, each.chance)
        if each.slower is not None:
            yield f"slower.{each.key}", Count(each.slower, each.paced, days)
    told = [each for each in migration.activity if each.woken is not None]
    if told:
        yield WOKEN, Count(sum(e.woken or 0 for e in told), sum(e.stopped or 0 for e in told), days)
