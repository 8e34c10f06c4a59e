"""The counts of a month that control limits are computed for: flows, who came and left, who ordered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from reportgen.changes.control_limits import Count
from reportgen.record.flows import BACK, CAME, JOINED, LEFT, REMOVED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.changes.migration import Migration
    from reportgen.record.flows import Flow


class CountKind(Enum):
    """What customers are counted for."""

    FLOW = auto()
    """They went from a segment, or an end, to another."""
    JOINED = auto()
    BACK = auto()
    LEFT = auto()
    ORDERED = auto()
    """They ordered, of a segment of the earlier month."""
    SLOWER = auto()
    """They order less than they did, of a segment of the earlier month."""
    REACTIVATED = auto()


@dataclass(frozen=True)
class Counted:
    """What a count is of: the key of a month's counts, and of their control limits."""

    kind: CountKind
    segment: str | None = None
    """Segment of the earlier month, or the end a flow comes from; None for counts of all customers."""
    target: str | None = None
    """Where a flow goes."""

    @classmethod
    def flow(cls, flow: Flow) -> Counted:
        """Customers who went one way."""
        return cls(CountKind.FLOW, flow.origin, flow.target)

    @property
    def is_of_all(self) -> bool:
        """Whether it hangs on no segment, so that months with other segments have it, too."""
        return self.segment is None

    @property
    def has_upper_limit_only(self) -> bool:
        """Whether only more than expected is a signal; records of older programs do not hold such counts."""
        return self.kind in {CountKind.SLOWER, CountKind.REACTIVATED}


def monthly_counts(migration: Migration) -> dict[Counted, Count]:
    """Every count of a month that is compared with earlier months."""
    return dict((*_flows(migration), *_ends(migration), *_activity(migration)))


def _flows(migration: Migration) -> Iterator[tuple[Counted, Count]]:
    """Moves between segments, out of the customers of the first; of newcomers, out of an unknown number."""
    sizes = _sizes(migration)
    for flow in migration.flows:
        if not flow.stayed and flow.target != REMOVED:
            base = None if flow.origin in CAME else sizes[flow.origin]
            yield Counted.flow(flow), Count(flow.customers, base, migration.days)


def _ends(migration: Migration) -> Iterator[tuple[Counted, Count]]:
    """Who came back and joined; who left, out of all customers of the earlier month."""
    sizes, days = _sizes(migration), migration.days
    yield Counted(CountKind.BACK), Count(sizes.get(BACK, 0), None, days)
    yield Counted(CountKind.JOINED), Count(sizes.get(JOINED, 0), None, days)
    before = sum(size for origin, size in sizes.items() if origin not in CAME)
    left = sum(flow.customers for flow in migration.entering(LEFT))
    yield Counted(CountKind.LEFT), Count(left, before, days)


def _activity(migration: Migration) -> Iterator[tuple[Counted, Count]]:
    """Who ordered and who slowed down, by segment; who ordered again, of all who had stopped."""
    days, stopped, reactivated = migration.days, [], []
    for each in migration.activity:
        ordered = Count(each.ordered, each.customers, days, due=each.due, chance=each.chance)
        yield Counted(CountKind.ORDERED, each.key), ordered
        if each.slower is not None:
            yield Counted(CountKind.SLOWER, each.key), Count(each.slower, each.paced, days)
        if each.reactivated is not None:
            stopped.append(each.stopped or 0)
            reactivated.append(each.reactivated)
    if reactivated:
        yield Counted(CountKind.REACTIVATED), Count(sum(reactivated), sum(stopped), days)


def _sizes(migration: Migration) -> dict[str, int]:
    """Customers by where they were in the earlier month, or how they came."""
    sizes: dict[str, int] = {}
    for flow in migration.flows:
        sizes[flow.origin] = sizes.get(flow.origin, 0) + flow.customers
    return sizes
