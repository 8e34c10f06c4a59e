"""Figures of change since the earlier month: sizes, moves between segments, who ordered, drift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.features.table import Feature
    from reportgen.prose.facts import Fact
    from reportgen.record.flows import Flow
    from reportgen.record.manifest import RecordedSegment
    from reportgen.segments.naming import Segment

AnySegment: TypeAlias = "Segment | RecordedSegment"
"""A present segment, or one of an earlier month that is no longer there."""
Way = tuple[str, str]
"""Keys of where customers came from and where they went: segments, or the ends of `record.flows`."""


@dataclass(frozen=True)
class NormalRange:
    """What earlier months and chance explain of a figure."""

    expected: Fact
    low: Fact
    high: Fact
    gap: Fact
    """How far this month's figure lies from the expected one, either way."""
    is_signal: bool
    """Whether this month's figure lies outside, and moved there this month."""

    def holds(self, figure: Fact) -> bool:
        """Whether a figure lies inside, as printed."""
        return self.low.shown <= figure.shown <= self.high.shown


@dataclass(frozen=True)
class CountFigures:
    """A number of customers."""

    customers: Fact
    normal: NormalRange | None
    """None where there are too few earlier months to tell."""

    @property
    def signal(self) -> NormalRange | None:
        """Its normal range, where it lies outside since this month."""
        return self.normal if self.normal is not None and self.normal.is_signal else None

    @property
    def is_inside(self) -> bool:
        """Whether it lies in its normal range as printed, or has none."""
        return self.normal is None or self.normal.holds(self.customers)


@dataclass(frozen=True)
class WorthMoved:
    """What customers who went one way were worth in the earlier month, and are worth in this one."""

    before: Fact
    now: Fact


@dataclass(frozen=True)
class MovedFigures:
    """Customers who joined, left or went from one segment to another."""

    count: CountFigures
    worth: WorthMoved | None
    """None where the data do not hold it, or they are too few to be shown."""


@dataclass(frozen=True)
class FlowFigures:
    """Customers who went one way and are enough to be shown."""

    flow: Flow
    moved: MovedFigures
    ordered: Fact | None
    """Of them, who ordered since; None where the data hold no orders."""


@dataclass(frozen=True)
class WorthChange:
    """What customers were worth in the earlier month, and how that changed."""

    before: Fact
    change: Fact


@dataclass(frozen=True)
class TotalChange:
    """All customers, then and now."""

    before: Fact
    change: Fact
    changed_segment: Fact
    """Customers of both months who are in another segment now."""
    stayed: Fact
    either_month: Fact
    changed_share: Fact | None
    """None where nobody is a customer of both months."""
    worth: WorthChange | None


@dataclass(frozen=True)
class SizeChange:
    """A segment, then and now."""

    before: Fact
    change: Fact | None
    """None where it held too few customers to be shown."""
    worth: WorthChange | None


@dataclass(frozen=True)
class NotOrderedFigures:
    """Customers of a segment who did not order, in a month in which fewer did than normal."""

    customers: Fact
    listed: Fact
    """Of them, who may be contacted and stand in the private list."""
    file: Fact
    """That list."""


@dataclass(frozen=True)
class OrderedFigures:
    """Who ordered of a segment of the earlier month."""

    of: Fact
    """Customers it held."""
    count: CountFigures
    not_ordered: NotOrderedFigures | None
    """None where no fewer ordered than normal."""
    worth: Fact | None
    """What those spent in the window who did not order, where they are more than normal, or else those who
    did; None where the count is no signal, or without value."""


@dataclass(frozen=True)
class RateFigures:
    """How often customers order who do so less than they used to, where they are more than normal."""

    before: Fact
    """Order days a month."""
    now: Fact
    listed: Fact
    """Of the customers, who may be contacted and stand in the private list."""
    file: Fact
    """That list."""
    worth: Fact | None
    """What they spent in the window; None without value."""


@dataclass(frozen=True)
class SlowerFigures:
    """Who of a segment still orders, but less than they used to."""

    of: Fact
    """Customers who ordered often enough to tell."""
    count: CountFigures
    rate: RateFigures | None
    """None where they are no more than normal."""


@dataclass(frozen=True)
class ReactivatedFigures:
    """Who had stopped ordering, by their own purchase rate, and ordered again."""

    of: Fact
    """Customers who had stopped."""
    count: CountFigures
    by_segment: Mapping[str, Fact]
    """By key of the segment of the earlier month."""
    worth: Fact | None
    """What those who ordered again spent in the window; None without value, or of too few."""


@dataclass(frozen=True)
class ShiftFigures:
    """How far one measure moved since the segments were made (population stability index)."""

    feature: Feature
    index: Fact
    limit: Fact
    is_large: bool


@dataclass(frozen=True)
class DriftFigures:
    """How well the segments still fit, and why they should be made anew."""

    shifts: tuple[ShiftFigures, ...]
    beyond: Fact
    """Share of customers far from every segment."""
    months: Fact
    """Age of the segments."""
    agreement: Fact | None
    """With segments made anew (adjusted Rand index); None for fixed limits."""
    due: tuple[str, ...]
    """Reasons for a refit: `shift`, `beyond`, `agreement`, `unstable`, `age`."""


@dataclass(frozen=True)
class MonthMoves:
    """All that changed between two months that can be compared."""

    earlier_months: Fact | None
    """How many the normal ranges follow from; None where there are none."""
    all_have_ranges: bool
    """Whether every figure of the month has a normal range, those too small to be shown among them."""
    total: TotalChange
    sizes: Mapping[str, SizeChange]
    """By key of the segment, in the order of the report."""
    joined: MovedFigures
    back: MovedFigures
    left: MovedFigures
    removed: MovedFigures
    flows: Mapping[Way, FlowFigures]
    """Moves that are large enough to be shown, the largest first; none of customers who stayed."""
    other: MovedFigures
    """All moves that are not."""
    unnumbered: Mapping[Way, int]
    """Of who joined, came back or left and whose move is not shown: the largest move, as large as all."""
    most_left: str | None
    """Key of the segment of more than half of those who left; None where none is."""
    ordered: Mapping[str, OrderedFigures]
    """By key of the segment of the earlier month; empty without orders."""
    slower: Mapping[str, SlowerFigures]
    """Likewise; only where enough customers order often enough to tell."""
    reactivated: ReactivatedFigures | None
    """None where too few had stopped, or nobody knows."""
    drift: DriftFigures | None
    names: Mapping[str, AnySegment]
    """Every segment of either month by its key."""
    new: tuple[Segment, ...]
    retired: tuple[RecordedSegment, ...]
    stayed: Mapping[str, int]
    """Customers who stayed, by key of the segment, where they are enough to be shown."""
    window_filling: bool
    """Whether the data began within the window of the earlier month, so that totals grow by themselves."""
    past_months: tuple[str, ...]
    """Names of the earlier months, oldest first."""
    past_sizes: Mapping[str, tuple[int | None, ...]]
    """Customers in each of them, by key of a present segment; None where too few to be shown."""

    @property
    def out_of_date(self) -> bool:
        """Whether kept segments no longer fit."""
        return self.drift is not None and bool(self.drift.due)

    def counts(self) -> Iterator[CountFigures]:
        """Every figure that may have a normal range."""
        yield from (each.count for each in (self.joined, self.back, self.left, self.removed))
        yield from (each.moved.count for each in self.flows.values())
        yield from self.activity_counts()
        if self.reactivated is not None:
            yield self.reactivated.count

    def activity_counts(self) -> Iterator[CountFigures]:
        """Those of what the customers of a segment did."""
        yield from (each.count for each in self.ordered.values())
        yield from (each.count for each in self.slower.values())


@dataclass(frozen=True)
class MovementFacts:
    """What is said of change; there are none in a first month."""

    since: Fact
    """The month compared with."""
    fitted: Fact
    """The month in which the segments were made."""
    moves: MonthMoves | None
    """None in a month that cannot be compared, or is not over."""
