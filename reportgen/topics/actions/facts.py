"""Figures of actions: control groups of the next ones, and what registered ones did."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from math import floor
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from reportgen.experiments.assignment import Group
from reportgen.experiments.month_actions import month_actions
from reportgen.experiments.plan import meant_for
from reportgen.experiments.sample_size import COARSEST, DIFFERENCE
from reportgen.prose.facts import Fact, Unit, people, signed
from reportgen.shared.numbers import count_fact, day_fact, money_fact, share_fact
from reportgen.topics.actions.designs import POINTS, design_figures, last_day, rise, trial_figures
from reportgen.topics.actions.named import is_registered, named_figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.experiments.design import Recommended
    from reportgen.experiments.intervals import Difference
    from reportgen.experiments.month_actions import MonthActions
    from reportgen.experiments.read_back import ActionResult, PooledResult
    from reportgen.record.registered import ArmReading, RegisteredAction
    from reportgen.topics.actions.designs import DesignFigures, TrialFigures
    from reportgen.topics.actions.named import NamedFigures

LEVEL, POWER = 0.95, 0.80
"""Of intervals, and of the sizes of control groups."""
SMALLEST_WHOLE = 0.5
"""Points below which whole ones would print an end of an interval as zero."""


@dataclass(frozen=True)
class IntervalFigures:
    """Contacted less control, with its interval."""

    value: Fact
    low: Fact
    high: Fact

    @property
    def sign(self) -> int:
        """1 or -1 where zero lies outside as printed, else 0."""
        return (self.low.shown > 0) - (self.high.shown < 0)


@dataclass(frozen=True)
class ArmFigures:
    """One group of an action."""

    customers: Fact
    removed: Fact | None
    """On request since; None where nobody was."""
    ordered: Fact | None = None
    """None before it is read, and where the group is too small to be shown."""
    share: Fact | None = None
    each: Fact | None = None
    """Revenue a head."""


@dataclass(frozen=True)
class ResultFigures:
    """A registered action."""

    result: ActionResult
    on: Fact
    read: Fact
    contact: ArmFigures
    control: ArmFigures | None
    """None where nobody was left out."""
    reached: Fact | None
    aside: Fact | None
    shares: IntervalFigures | None
    """None where it is not read, or the groups are too small to be shown."""
    revenue: IntervalFigures | None

    @property
    def action(self) -> RegisteredAction:
        """As it was registered."""
        return self.result.action


@dataclass(frozen=True)
class PooledFigures:
    """Actions of one play put together."""

    objective: str
    actions: Fact
    contact: Fact
    control: Fact
    shares: IntervalFigures


@dataclass(frozen=True)
class GainFigures:
    """What as many orders bring as just make an action a success, worked out from the printed order."""

    money: Fact
    each: Fact
    """Of it, for each customer contacted."""
    is_margin: bool
    """Whether it is what those orders leave after their own costs, by the margin of the settings."""


@dataclass(frozen=True)
class ActionsFacts:
    """All that is said of actions."""

    month: MonthActions
    level: Fact
    power: Fact
    aim: Fact
    """Points that a control group shall show."""
    coarsest: Fact
    """Points that half of a segment has to show, or nobody is left out."""
    designs: Mapping[str, DesignFigures]
    """By segment."""
    gains: Mapping[str, GainFigures]
    """By segment, where an order's usual size is known."""
    results: tuple[ResultFigures, ...]
    """By the day of contact."""
    pooled: tuple[PooledFigures, ...]
    named: Mapping[str, NamedFigures]
    """By segment; where most of those named now were named the month before, and nothing is registered."""
    tested: frozenset[str]
    """Segments whose customers are part of a registered action that is not read yet, all but a few."""
    trials: Mapping[str, TrialFigures] = field(default_factory=lambda: MappingProxyType({}))
    """By segment, where the file holds no orders."""

    @property
    def latest(self) -> ResultFigures | None:
        """The one to speak of first."""
        return next((each for each in self.results if each.result is self.month.latest), None)

    def running(self, segment: str) -> ResultFigures | None:
        """The registered action that is not read yet, of a segment of which hardly anybody else is left."""
        if segment not in self.tested:
            return None
        waiting = (
            each for each in self.results if each.action.segment == segment and each.result.state.is_waiting
        )
        return next(waiting, None)


def actions_facts(
    analysis: Analysis, recommended: Sequence[Recommended], usual: Mapping[str, Fact] = MappingProxyType({})
) -> ActionsFacts:
    """The figures of a month.

    Args:
        analysis: of the build.
        recommended: what is done with which segment; nothing where the user wants no recommendations.
        usual: order of each segment, as printed; empty where it is not known.
    """
    month, fmt, smallest = month_actions(analysis, recommended), analysis.formatter, analysis.options.min_cell
    customers, segmentation = analysis.customers, analysis.segmentation
    index = customers.frame.index
    who = {each.segment: meant_for(each, customers, segmentation) for each in recommended}
    meant = {
        key: index[rows]
        for key, rows in who.items()
        if not is_registered(key, analysis.comparison, analysis.registered)
    }
    designs = {
        key: design_figures(f"segment.{key}.test", design, last_day(customers.period, design), smallest, fmt)
        for key, design in month.plan.designs.items()
    }
    return ActionsFacts(
        month=month,
        level=share_fact("action.level", LEVEL, fmt),
        power=share_fact("action.power", POWER, fmt),
        aim=rise("action.aim", DIFFERENCE, fmt),
        coarsest=rise("action.coarsest", COARSEST, fmt),
        designs=designs,
        gains=dict(_gains(designs, usual, analysis.options.margin, fmt)),
        results=tuple(_result(each, smallest, fmt) for each in month.results),
        pooled=tuple(_pooled(each, fmt) for each in month.pooled),
        named=dict(named_figures(meant, analysis.comparison, smallest, fmt)),
        tested=frozenset(_tested(month, who, smallest)),
        trials={
            key: trial_figures(f"segment.{key}.trial", made, made.goal, smallest, fmt)
            for key, made in month.plan.trials.items()
            if made.goal is not None
        },
    )


def _tested(month: MonthActions, who: Mapping[str, np.ndarray], smallest: int) -> Iterator[str]:
    """Segments with an action that is not read yet, and too few besides for another one."""
    for key in {each.action.segment for each in month.results if each.state.is_waiting}:
        if key in who and np.count_nonzero(month.plan.groups[who[key]] == Group.CONTACT) < smallest:
            yield key


def _gains(
    designs: Mapping[str, DesignFigures], usual: Mapping[str, Fact], margin: float | None, fmt: Formatter
) -> Iterator[tuple[str, GainFigures]]:
    for key, design in designs.items():
        order = usual.get(key)
        if design.more is not None and order is not None and order.shown > 0:
            one = order.shown if margin is None else margin
            gain, own = design.more.shown * one, f"segment.{key}.test.gain"
            each = money_fact(f"{own}.each", _at_most(gain / design.contact.shown), fmt)
            yield key, GainFigures(money_fact(own, gain, fmt), each, margin is not None)


def _at_most(amount: float) -> float:
    """An amount as it is printed, in hundredths below ten, rounded down as a limit is not to be passed."""
    step = 1.0 if amount >= 10 else 0.01  # noqa: PLR2004 - from there on money is printed in whole units
    return floor(round(amount / step, 6)) * step


def _result(result: ActionResult, smallest: int, fmt: Formatter) -> ResultFigures:
    action, reading = result.action, result.reading
    key = f"action.{action.key}"
    compared = reading is not None and result.is_compared(smallest)
    shares, revenue = (result.shares, result.revenue) if compared else (None, None)
    groups = {
        "contact": (action.contact, None if reading is None else reading.contact),
        "control": (action.control, None if reading is None else reading.control),
    }
    contact, control = (
        _before(f"{key}.{name}", len(arm.ids), arm.forgotten, smallest, fmt)
        if read is None
        else _group(f"{key}.{name}", read, smallest, fmt)
        for name, (arm, read) in groups.items()
    )
    return ResultFigures(
        result=result,
        on=day_fact(f"{key}.on", dt.date.fromisoformat(action.on), fmt),
        read=day_fact(f"{key}.read", dt.date.fromisoformat(action.read), fmt),
        contact=contact,
        control=control if action.control.assigned else None,
        reached=None
        if action.reached is None
        else people(f"{key}.reached", len(action.reached), smallest, fmt),
        aside=people(f"{key}.aside", action.aside, smallest, fmt) if action.aside else None,
        shares=None if shares is None else _points(f"{key}.shares", shares, fmt),
        revenue=None if revenue is None else _money(f"{key}.revenue", revenue, fmt),
    )


def _before(key: str, number: int, removed: int, smallest: int, fmt: Formatter) -> ArmFigures:
    return ArmFigures(
        people(f"{key}.customers", number, smallest, fmt), _removed(key, removed, smallest, fmt)
    )


def _group(key: str, read: ArmReading, smallest: int, fmt: Formatter) -> ArmFigures:
    before = _before(key, read.customers, read.removed, smallest, fmt)
    if read.customers < smallest:
        return before
    few = 0 < read.ordered < smallest
    return ArmFigures(
        before.customers,
        before.removed,
        people(f"{key}.ordered", read.ordered, smallest, fmt),
        None if few else share_fact(f"{key}.share", read.ordered / read.customers, fmt),
        None if few else money_fact(f"{key}.each", read.revenue / read.customers, fmt),
    )


def _removed(key: str, number: int, smallest: int, fmt: Formatter) -> Fact | None:
    return people(f"{key}.removed", number, smallest, fmt) if number else None


def _points(key: str, difference: Difference, fmt: Formatter) -> IntervalFigures:
    ends = [POINTS * value for value in (difference.value, difference.low, difference.high)]
    digits = 0 if min(map(abs, ends)) >= SMALLEST_WHOLE else 1
    value, low, high = (
        Fact.of(f"{key}{part}", end, Unit.NUMBER, signed(fmt.number(end, digits)))
        for part, end in zip(("", ".low", ".high"), ends, strict=True)
    )
    return IntervalFigures(value, low, high)


def _money(key: str, difference: Difference, fmt: Formatter) -> IntervalFigures:
    ends = (difference.value, difference.low, difference.high)
    value, low, high = (
        Fact.of(f"{key}{part}", end, Unit.MONEY, signed(fmt.money(end)))
        for part, end in zip(("", ".low", ".high"), ends, strict=True)
    )
    return IntervalFigures(value, low, high)


def _pooled(pooled: PooledResult, fmt: Formatter) -> PooledFigures:
    key, readings = (
        f"action.together.{pooled.play}",
        [each.reading for each in pooled.results if each.reading],
    )
    return PooledFigures(
        pooled.results[-1].action.objective,
        count_fact(f"{key}.actions", len(readings), Unit.COUNT, fmt),
        count_fact(f"{key}.contact", sum(each.contact.customers for each in readings), Unit.CUSTOMERS, fmt),
        count_fact(f"{key}.control", sum(each.control.customers for each in readings), Unit.CUSTOMERS, fmt),
        _points(f"{key}.shares", pooled.shares, fmt),
    )
