"""Figures of the next actions: how each is tested, and what counts as success."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from reportgen.experiments.design import Feasible
from reportgen.experiments.pass_mark import counted_until
from reportgen.prose.facts import Fact, Unit, people
from reportgen.shared.numbers import count_fact, share_fact

if TYPE_CHECKING:
    import datetime as dt

    from reportgen.base.formatting import Formatter
    from reportgen.cleaning.period import Period
    from reportgen.experiments.design import ActionDesign
    from reportgen.experiments.pass_mark import Trial

POINTS = 100


@dataclass(frozen=True)
class DesignFigures:
    """How the next action of a segment is tested."""

    design: ActionDesign
    contact: Fact
    control: Fact | None
    """None where nobody is left out."""
    share: Fact
    """Who order anyway."""
    rise: Fact
    """Points that can be seen; of people too few, with half of them left out."""
    months: Fact
    together: Fact
    day: Fact | None
    """Up to when orders count, if the list is used by the day named; None without dates."""
    expected: Fact
    """Of those contacted, who order anyway."""
    goal: Fact | None
    """The fewest of those contacted who must order, or it was no success; None where none show it."""
    above: Fact | None
    """The same as points above the control group."""
    more: Fact | None
    """The fewest orders more than without it that make it a success; None where no number of orders tells."""

    @property
    def has_mark(self) -> bool:
        """Whether it can be told what counts as success."""
        saturated = self.design.feasible is Feasible.SATURATED
        return self.goal is not None and self.day is not None and not saturated


@dataclass(frozen=True)
class TrialFigures:
    """How one offer is tested where the file holds no orders."""

    contact: Fact
    control: Fact | None
    """None where half of them are too few to compare, and everybody gets it."""
    anyway: Fact
    goal: Fact
    more: Fact
    """The fewest buyers more than in the other half."""


def trial_figures(key: str, made: Trial, goal: int, smallest: int, fmt: Formatter) -> TrialFigures:
    """How one offer is tested, of which so many buyers show that it worked."""
    return TrialFigures(
        contact=people(f"{key}.contact", made.contact, smallest, fmt),
        control=people(f"{key}.control", made.control, smallest, fmt) if made.control else None,
        anyway=count_fact(f"{key}.anyway", made.anyway, Unit.COUNT, fmt),
        goal=count_fact(f"{key}.goal", goal, Unit.COUNT, fmt),
        more=count_fact(f"{key}.more", goal - made.anyway, Unit.COUNT, fmt),
    )


def last_day(period: Period | None, design: ActionDesign) -> dt.date | None:
    """Up to when orders count; None without dates."""
    return None if period is None else counted_until(period.end, design.months)


def design_figures(
    key: str, design: ActionDesign, until: dt.date | None, smallest: int, fmt: Formatter
) -> DesignFigures:
    """How one action is tested; `until` is its last day."""
    mark, expected = design.mark, round(design.share * design.contact)
    above = None if mark is None else ceil(round(POINTS * (mark - design.share), 6))
    goal = None if mark is None else ceil(round(mark * design.contact, 6))
    by_number = design.feasible not in (Feasible.LIKE_SEGMENTS, Feasible.MONTHS, Feasible.SATURATED)
    more = 0
    if goal is not None and above is not None and by_number:  # by points, where the page says by how many
        more = ceil(above * design.contact / POINTS) if design.control else goal - expected
    return DesignFigures(
        design,
        people(f"{key}.contact", design.contact, smallest, fmt),
        people(f"{key}.control", design.control, smallest, fmt) if design.control else None,
        share_fact(f"{key}.orders_anyway", design.share, fmt),
        rise(f"{key}.rise", design.difference, fmt),
        count_fact(f"{key}.months", design.months, Unit.MONTHS, fmt),
        count_fact(f"{key}.together", design.together, Unit.MONTHS, fmt),
        day=None
        if until is None
        else Fact(f"{key}.day", until.isoformat(), Unit.DATE, float(until.toordinal()), fmt.day(until)),
        expected=count_fact(f"{key}.expected", expected, Unit.COUNT, fmt),
        goal=None if goal is None else count_fact(f"{key}.goal", goal, Unit.COUNT, fmt),
        above=None if above is None else count_fact(f"{key}.above", above, Unit.NUMBER, fmt),
        more=count_fact(f"{key}.more", more, Unit.COUNT, fmt) if more > 0 else None,
    )


def rise(key: str, difference: float, fmt: Formatter) -> Fact:
    """A difference of shares in points."""
    points = POINTS * difference
    return Fact.of(key, points, Unit.NUMBER, fmt.number(points, 0))
