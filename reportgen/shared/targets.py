"""Customers of a segment whom something can be done about now, and how to speak of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.prose.facts import Fact
    from reportgen.segments.naming import Segment
    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.shared.order_size import OrderSize
    from reportgen.shared.overdue import Reach


class Why(StrEnum):
    """What makes customers a target; the most urgent first."""

    NOT_ORDERED = "not-ordered"
    """Fewer of the segment ordered than normal: those who did not."""
    SLOWER = "slower"
    """More of the segment order less than normal: those who do."""
    OVERDUE = "overdue"
    """Past their own rhythm."""
    SEASON = "season"
    """Their season begins soon."""
    NEW = "new"
    """They ordered for the first time lately."""
    WHOLE = "whole"
    """Nothing presses: the whole segment."""
    WAITS = "waits"
    """Their season is still to come: the whole segment, later."""
    TESTED = "tested"
    """An action with them runs: contacting them again, before it is read, would spoil its result."""


LATER = (Why.WAITS, Why.TESTED)
"""Nothing can begin now."""


@dataclass(frozen=True)
class Target:
    """Customers of one segment."""

    segment: Segment
    why: Why
    customers: Fact
    file: Fact
    """The private list that names those who may be contacted."""
    spent: Fact | None
    """What they spent in the window; None without value, or where it is not known."""
    order: OrderSize | None = None
    """Their average order; likewise."""
    contactable: Fact | None = None
    """Who did not opt out; None where the file does not tell."""
    reach: Reach | None = None
    """By which channels; None where the file does not tell."""

    gone: bool = False
    """Whether most of those who are overdue have been so for too long to come back."""

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole segment, for no reason of this month."""
        return self.why in (Why.WHOLE, *LATER)

    @property
    def presses(self) -> bool:
        """Whether there is a reason to begin now."""
        return not (self.is_whole or self.gone)

    @property
    def allowed(self) -> Fact | None:
        """How many may be contacted; None where that is everybody, nobody, or not known."""
        few = self.contactable
        return None if few is None or not few.shown or few.shown == self.customers.shown else few

    @property
    def mostly_allowed(self) -> Fact | None:
        """That all but a few may be contacted, where they are too few to tell how many."""
        few = self.contactable
        return few if few is not None and isinstance(few.value, str) and few.shown else None

    @property
    def weight(self) -> float:
        """What is at stake, as it is printed: what they spent, else how many they are."""
        return self.customers.shown if self.spent is None else self.spent.shown


def overdue_target(figures: SegmentFigures, shared: Shared) -> Target | None:
    """The overdue customers of a segment; None where they are too few to be shown."""
    group = None if shared.overdue is None else shared.overdue.segments.get(figures.segment.key)
    if group is None:
        return None
    return Target(
        figures.segment,
        Why.OVERDUE,
        group.customers,
        group.file,
        group.spent,
        group.order,
        group.reach.contactable,
        group.reach,
        group.gone,
    )


def whole_target(figures: SegmentFigures, shared: Shared, why: Why = Why.WHOLE) -> Target:
    """All customers of a segment."""
    spent = None if figures.worth is None else figures.worth.value
    key = figures.segment.key
    known = shared.reach.get(key)
    allowed = None if known is None else known.contactable
    order = shared.orders.get(key)
    return Target(figures.segment, why, figures.customers, shared.files[key], spent, order, allowed, known)
