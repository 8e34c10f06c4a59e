"""Figures for those who divide effort: break-even, ways to divide a budget, and how large a test has to be.

Each rule divides the budget by something that is known; none says what the money would bring. Only response
curves do, and they are the user's own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from reportgen.cleaning.period import months_before
from reportgen.errors import InputError
from reportgen.experiments.sample_size import DIFFERENCE, arm_size
from reportgen.prose.facts import Fact, Unit
from reportgen.prose.rounding import split_cents
from reportgen.shared.numbers import count_fact, share_fact
from reportgen.topics.budget.formulas import equal_marginal, orders_to_break_even

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.cleaning.clean import Period
    from reportgen.features.table import Customers
    from reportgen.options.response_curve import ResponseCurve
    from reportgen.segments.naming import Segment
    from reportgen.segments.values import Segmentation
    from reportgen.shared.figures import Shared

RECENT_MONTHS = 2
"""Months whose orders stand for how many would order anyway in a test of that length."""
AWAY_MONTHS = 3
"""Months without an order that put a customer's past spend at risk."""


class DivisionRule(StrEnum):
    """What a budget is divided by; the values are part of public keys."""

    PER_HEAD = "per_head"
    BY_VALUE = "by_value"
    AT_RISK = "at_risk"
    CURVES = "marginal"


@dataclass(frozen=True)
class BreakEven:
    """What contacting a whole segment costs, and how many more orders pay for it."""

    cost: Fact
    orders: Fact
    each: Fact
    """The orders over the segment's customers."""


@dataclass(frozen=True)
class ContactFigures:
    """What the user says of costs, and what follows."""

    cost: Fact
    margin: Fact
    segments: Mapping[str, BreakEven]
    """By key of the segment."""


@dataclass(frozen=True)
class BudgetDivision:
    """The budget divided by one rule."""

    rule: DivisionRule
    parts: Mapping[str, Fact]
    """By key of the segment; to the cent."""


@dataclass(frozen=True)
class BudgetFigures:
    """A budget, and the rules that this data can be divided by."""

    budget: Fact
    away_months: Fact | None
    """None without orders."""
    divisions: tuple[BudgetDivision, ...]


@dataclass(frozen=True)
class CurveFigures:
    """A response curve as the user gave it."""

    most: Fact
    half: Fact


@dataclass(frozen=True)
class SampleSize:
    """How many of a segment order anyway, and how many a test of it needs in each arm."""

    ordered: Fact
    arm: Fact


@dataclass(frozen=True)
class SampleSizes:
    """How large a test has to be, by segment."""

    difference: Fact
    months: Fact
    segments: Mapping[str, SampleSize]


@dataclass(frozen=True)
class BudgetFacts:
    """All that is said of cost, budget and tests, as far as its inputs are known."""

    costs_given: bool
    """Whether the user gave any cost."""
    contact: ContactFigures | None
    budget: BudgetFigures | None
    curves: Mapping[str, CurveFigures]
    """By key of the segment; empty where the user gave none."""
    tests: SampleSizes | None
    """None without orders, or where the window is too short to say who orders anyway."""


def budget_facts(analysis: Analysis, shared: Shared) -> BudgetFacts:
    """The figures whose inputs are known: costs and budget from the user, shares from the data.

    Raises:
        InputError: a response curve is given for a segment that there is not.
    """
    options, fmt = analysis.options, analysis.formatter
    curves = _known_curves(options.allocation, analysis.segments)
    members, long_enough = _members(analysis.segmentation), options.window_months >= RECENT_MONTHS
    return BudgetFacts(
        costs_given=options.contact_cost is not None or options.margin is not None,
        contact=_contact(options.contact_cost, options.margin, analysis.segments, fmt),
        budget=None if options.budget is None else _budget(options.budget, curves, analysis, shared, fmt),
        curves={
            key: CurveFigures(
                _amount(f"segment.{key}.curve.most", curve.most, fmt),
                _amount(f"segment.{key}.curve.half", curve.half, fmt),
            )
            for key, curve in curves.items()
        },
        tests=_tests(analysis.customers, members, fmt) if long_enough else None,
    )


def _amount(key: str, amount: float, fmt: Formatter) -> Fact:
    """Money that the user gave or that is divided to the cent, unrounded."""
    return Fact.of(key, amount, Unit.MONEY, fmt.exact_money(amount))


def _known_curves(
    curves: Mapping[str, ResponseCurve], segments: tuple[Segment, ...]
) -> Mapping[str, ResponseCurve]:
    """The curves by key, in the order of the segments."""
    known = [segment.key for segment in segments]
    unknown = sorted(set(curves) - set(known))
    if unknown:
        raise InputError(
            f"[allocation] names {unknown[0]!r}, and there is no such segment",
            f"the segments are {', '.join(sorted(known))}",
        )
    return {key: curves[key] for key in known if key in curves}


def _contact(
    cost: float | None, margin: float | None, segments: tuple[Segment, ...], fmt: Formatter
) -> ContactFigures | None:
    if cost is None or margin is None:
        return None
    return ContactFigures(
        _amount("effort.contact_cost", cost, fmt),
        _amount("effort.margin", margin, fmt),
        {each.key: _break_even(each, cost, margin, fmt) for each in segments},
    )


def _break_even(segment: Segment, cost: float, margin: float, fmt: Formatter) -> BreakEven:
    key, customers = f"segment.{segment.key}", segment.profile.customers
    orders = orders_to_break_even(customers, cost, margin)
    return BreakEven(
        _amount(f"{key}.contact_cost", customers * cost, fmt),
        count_fact(f"{key}.break_even", orders, Unit.COUNT, fmt),
        share_fact(f"{key}.break_even_each", orders / customers, fmt),
    )


def _budget(
    budget: float, curves: Mapping[str, ResponseCurve], analysis: Analysis, shared: Shared, fmt: Formatter
) -> BudgetFigures:
    profiles = [segment.profile for segment in analysis.segments]
    keys = tuple(segment.key for segment in analysis.segments)
    at_risk = _at_risk(analysis.customers, _members(analysis.segmentation))
    weights = {
        DivisionRule.PER_HEAD: tuple(float(profile.customers) for profile in profiles),
        DivisionRule.BY_VALUE: tuple(max(profile.value or 0.0, 0.0) for profile in profiles),
        DivisionRule.AT_RISK: tuple(at_risk[key] for key in keys) if at_risk else (),
        DivisionRule.CURVES: _by_curves(curves, analysis.segments, budget),
    }
    return BudgetFigures(
        _amount("effort.budget", budget, fmt),
        count_fact("effort.away_months", AWAY_MONTHS, Unit.MONTHS, fmt) if shared.has_orders else None,
        tuple(_division(rule, budget, keys, own, fmt) for rule, own in weights.items() if sum(own) > 0),
    )


def _division(
    rule: DivisionRule, budget: float, keys: tuple[str, ...], weights: tuple[float, ...], fmt: Formatter
) -> BudgetDivision:
    parts = split_cents(round(100 * budget), weights)
    return BudgetDivision(
        rule,
        {
            key: _amount(f"segment.{key}.budget.{rule}", cents / 100, fmt)
            for key, cents in zip(keys, parts, strict=True)
        },
    )


def _at_risk(customers: Customers, members: Mapping[str, np.ndarray]) -> Mapping[str, float]:
    """By key of the segment: past spend of customers without an order in the last months."""
    frame, period = customers.frame, customers.period
    if customers.scores is None or period is None:
        return {}
    away = frame["recency"].to_numpy() >= _days(period, AWAY_MONTHS)
    spend = np.where(away, frame["monetary"].to_numpy(dtype=float), 0.0)
    return {key: round(max(float(spend[inside].sum()), 0.0), 6) for key, inside in members.items()}


def _by_curves(
    curves: Mapping[str, ResponseCurve], segments: tuple[Segment, ...], budget: float
) -> tuple[float, ...]:
    """By segment: spending of equal marginal return; nothing without curves."""
    if not curves:
        return ()
    spent = dict(zip(curves, equal_marginal(list(curves.values()), budget), strict=True))
    return tuple(spent.get(segment.key, 0.0) for segment in segments)


def _members(segmentation: Segmentation) -> dict[str, np.ndarray]:
    """Which rows of the customers' table are in each segment."""
    return {key: segmentation.labels == index for index, key in enumerate(segmentation.keys)}


def _days(period: Period, months: int) -> int:
    """Days of the last months of the window: recency counts from its end."""
    return (period.end - months_before(period.end + dt.timedelta(days=1), months)).days + 1


def _tests(customers: Customers, members: Mapping[str, np.ndarray], fmt: Formatter) -> SampleSizes | None:
    """How large a test has to be; None without orders."""
    period = customers.period
    if customers.scores is None or period is None:
        return None
    recent = customers.frame["recency"].to_numpy() < _days(period, RECENT_MONTHS)
    return SampleSizes(
        share_fact("test.difference", DIFFERENCE, fmt),
        count_fact("test.months", RECENT_MONTHS, Unit.MONTHS, fmt),
        {
            key: _sample_size(f"segment.{key}", float(recent[inside].mean()), fmt)
            for key, inside in members.items()
        },
    )


def _sample_size(key: str, share: float, fmt: Formatter) -> SampleSize:
    return SampleSize(
        share_fact(f"{key}.ordered_lately", share, fmt),
        count_fact(f"{key}.arm", arm_size(share), Unit.CUSTOMERS, fmt),
    )
