"""What changed since the earlier month, and which counts are outside their control limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.changes.monthly_counts import Counted, CountKind, monthly_counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.base.audit import Issue
    from reportgen.changes.control_limits import ControlLimits
    from reportgen.changes.migration import Migration, Moves
    from reportgen.record.flows import Activity, Flow
    from reportgen.record.manifest import Manifest, RecordedSegment
    from reportgen.segments.drift import Drift


@dataclass(frozen=True)
class MonthComparison:
    """This month compared with the earlier ones."""

    previous: Manifest | None = None
    """The month compared with; None in a first month."""
    held: tuple[str, ...] = ()
    """Why the month cannot be compared."""
    accepted: str = ""
    """Why the user let it pass all the same."""
    partial: bool = False
    """Whether the data end before the month does."""
    refitted: bool = False
    approved_by: str = ""
    migration: Migration | None = None
    """None where no change is shown: first, held and partial months."""
    limits: Mapping[Counted, ControlLimits] = field(default_factory=dict)
    """Control limits of the counts that have enough earlier months."""
    moves: Moves | None = None
    drift: Drift | None = None
    retired: tuple[RecordedSegment, ...] = ()
    history: tuple[Manifest, ...] = ()
    """Earlier months, oldest first."""
    limits_restart: bool = False
    """Whether there are earlier months, but too few with these segments for control limits."""
    window_filling: bool = False
    """Whether the data began after the window of the earlier month: it holds more orders each month."""
    counting_changed: Issue | None = None
    """That other rules count this month's rows than the earlier month's; None where they are the same."""

    @property
    def stopped(self) -> bool:
        """Whether the month is held and nobody let it pass."""
        return bool(self.held) and not self.accepted

    @property
    def monitors_all(self) -> bool:
        """Whether every count of the month has control limits."""
        return self.migration is not None and monthly_counts(self.migration).keys() <= self.limits.keys()

    def limits_of(self, kind: CountKind, segment: str | None = None) -> ControlLimits | None:
        """Control limits of a count of all customers, or of a segment of the earlier month."""
        return self.limits.get(Counted(kind, segment))

    def limits_of_flow(self, flow: Flow) -> ControlLimits | None:
        """Control limits of the customers who went one way."""
        return self.limits.get(Counted.flow(flow))

    @property
    def lapsed_segments(self) -> tuple[str, ...]:
        """Segments of the earlier month of which fewer customers ordered than expected, by a signal."""
        return tuple(
            each.key for each, limits in self._signals(CountKind.ORDERED) if each.ordered < limits.expected
        )

    @property
    def slowing_segments(self) -> tuple[str, ...]:
        """Segments of the earlier month of which more customers order less than they did, by a signal."""
        return tuple(each.key for each, _ in self._signals(CountKind.SLOWER))

    def _signals(self, kind: CountKind) -> Iterator[tuple[Activity, ControlLimits]]:
        """Segments of the earlier month with a signal."""
        for each in self.migration.activity if self.migration else ():
            limits = self.limits_of(kind, each.key)
            if limits is not None and limits.is_signal:
                yield each, limits
