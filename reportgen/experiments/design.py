"""How an action can be tested: alone, over a longer period, pooled with others, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reportgen.experiments.base_rate import MOST_MONTHS, UNKNOWN, Usual
from reportgen.experiments.pass_mark import least_orders
from reportgen.experiments.sample_size import COARSEST, DIFFERENCE, control_size, detectable, largest_control

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Feasible(StrEnum):
    """What can be done with the customers that a segment has."""

    ALONE = "alone"
    LONGER = "longer"
    """Alone, over a longer period than the play's own."""
    LIKE_SEGMENTS = "like segments"
    """Together with segments of the same play."""
    MONTHS = "months"
    """Together with those who come into the segment in the next months."""
    TOO_FEW = "too few"
    TOO_RARE = "too few orders"
    """So few order that those of a control group could not be told."""
    SATURATED = "all order"
    """Nearly all order anyway: no rise is left to be seen."""


@dataclass(frozen=True)
class Recommended:
    """A play that is recommended for a segment."""

    segment: str
    play: str
    objective: str
    months: int
    """For which orders are watched."""
    overdue: bool = False
    """Whether it is for the segment's overdue customers only."""
    in_season: bool = False
    """Whether it is for a season, for which no other time tells who orders anyway."""
    asks: bool = False
    """Whether it asks for leave to contact them, which nobody is left out of."""


@dataclass(frozen=True)
class SegmentPeople:
    """Whom a segment has for a test."""

    people: int
    """Who may be contacted and are part of no action that runs."""
    arriving: int
    """Who came into the segment in the last month; 0 where it is not known."""
    usual: Mapping[int, Usual | None]
    """Months -> who order within them anyway; None where the file does not tell."""

    def share(self, months: int) -> float:
        """The share that orders within some months anyway, for sizes of groups."""
        known = self.usual[months]
        return UNKNOWN if known is None else known.share


@dataclass(frozen=True)
class ActionDesign:
    """How the action of one segment is tested."""

    feasible: Feasible
    contact: int
    control: int
    share: float
    """Who order anyway within the period."""
    difference: float
    """The smallest rise of that share that can be seen; of people too few, with half of them left out."""
    months: int
    """Of the period."""
    known: bool = True
    """Whether the file tells who order anyway."""
    mark: float | None = None
    """The share of those contacted from which on it worked, if the others order as usual."""
    together: int = 1
    """Months put together."""
    partners: tuple[str, ...] = ()
    """Segments put together with it."""
    uneven: bool = False
    """Whether earlier months differ by more than chance, where nobody is left out to compare with."""


def choose_designs(
    recommended: Sequence[Recommended], have: Mapping[str, SegmentPeople], smallest: int
) -> Mapping[str, ActionDesign]:
    """The first way that shows the difference aimed at: alone, longer, with like segments, over months.

    Where none does, half of the segment, if that shows three times the difference; else nobody is left out.

    Args:
        recommended: what is done with which segment.
        have: segment -> whom it has.
        smallest: the smallest count that may be shown.
    """
    return {each.segment: _design(each, recommended, have, smallest) for each in recommended}


def _design(
    action: Recommended, every: Sequence[Recommended], have: Mapping[str, SegmentPeople], smallest: int
) -> ActionDesign:
    own = have[action.segment]
    for months in (action.months, *range(action.months + 1, MOST_MONTHS + 1)):
        size = control_size(own.people, own.share(months), smallest)
        if size is not None:
            kind = Feasible.ALONE if months == action.months else Feasible.LONGER
            return _alone(kind, own, size, months)
    return (
        _with_like_segments(action, every, have, smallest)
        or _over_months(action, own, smallest)
        or _halved(action, own, smallest)
    )


def _alone(kind: Feasible, own: SegmentPeople, control: int, months: int) -> ActionDesign:
    share, contact = own.share(months), own.people - control
    shown, known = detectable(contact, control, share), own.usual[months] is not None
    mark = _mark(contact, Usual(share), control)
    return ActionDesign(kind, contact, control, share, shown, months, known, mark)


def _mark(contact: int, usual: Usual, control: int = 0, least: int = 0) -> float | None:
    """The share of those contacted from which on it worked; fewer than `least` orders are never shown."""
    goal = least_orders(contact, usual, control) if contact else None
    return None if goal is None or contact < least else max(goal, least) / contact


@dataclass(frozen=True)
class _Pool:
    """More people than a segment has: those of like segments, or of later months."""

    feasible: Feasible
    people: int
    share: float
    partners: tuple[str, ...] = ()
    together: int = 1


def _with_like_segments(
    action: Recommended, every: Sequence[Recommended], have: Mapping[str, SegmentPeople], smallest: int
) -> ActionDesign | None:
    """Together with the segments of the same play, from each the same share."""
    like = [each.segment for each in every if each.play == action.play]
    people = sum(have[key].people for key in like)
    if len(like) == 1 or not people:
        return None
    share = sum(have[key].people * have[key].share(action.months) for key in like) / people
    partners = tuple(key for key in like if key != action.segment)
    pool = _Pool(Feasible.LIKE_SEGMENTS, people, share, partners)
    return _pooled(pool, have[action.segment], action.months, smallest)


def _over_months(action: Recommended, own: SegmentPeople, smallest: int) -> ActionDesign | None:
    """Together with those who come into the segment, in as few months as will do."""
    share = own.share(action.months)
    for together in range(2, MOST_MONTHS + 1) if own.arriving else ():
        people = own.people + (together - 1) * own.arriving
        pool = _Pool(Feasible.MONTHS, people, share, together=together)
        design = _pooled(pool, own, action.months, smallest)
        if design is not None:
            return design
    return None


def _pooled(pool: _Pool, own: SegmentPeople, months: int, smallest: int) -> ActionDesign | None:
    """One segment's part of a larger test; None where the pool, or that part of it, is too small as well."""
    size = control_size(pool.people, pool.share, smallest)
    control = 0 if size is None else round(own.people * size / pool.people)
    contact = own.people - control
    if size is None or control < smallest or contact < smallest:
        return None
    return ActionDesign(
        pool.feasible,
        contact,
        control,
        pool.share,
        detectable(pool.people - size, size, pool.share),
        months,
        own.usual[months] is not None,
        _mark(pool.people - size, Usual(pool.share), size),
        pool.together,
        pool.partners,
    )


def _halved(action: Recommended, own: SegmentPeople, smallest: int) -> ActionDesign:
    """Half of the segment, where that shows enough, or more than counting everybody against what is usual."""
    share, usual = own.share(action.months), own.usual[action.months]
    mark = None if usual is None else _mark(own.people, usual, least=smallest)
    half = largest_control(own.people, share, smallest)
    if half is not None:
        design = _alone(Feasible.ALONE, own, half, action.months)
        if design.difference <= COARSEST or (mark is not None and design.difference < mark - share):
            return design
    half = own.people // 2
    shown = detectable(own.people - half, half, share) if half else 1.0
    kind = Feasible.TOO_FEW
    if share + DIFFERENCE > 1:
        kind = Feasible.SATURATED
    elif shown <= COARSEST:
        kind = Feasible.TOO_RARE
    known, raised = usual is not None, mark is not None and round(mark * own.people) > smallest
    uneven = usual is not None and raised and usual.is_uneven(own.people)
    return ActionDesign(kind, own.people, 0, share, shown, action.months, known, mark, uneven=uneven)
