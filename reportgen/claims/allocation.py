"""Figures for those who divide effort: break-even, budget scenarios, and how large a test has to be.

Each rule divides the budget by something that is known; none says what the money would bring. Only response
curves do, and they are the user's own (equal marginal return: Dorfman & Steiner 1954).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from math import ceil, sqrt
from typing import TYPE_CHECKING

import numpy as np

from reportgen.cleaning.period import months_before
from reportgen.errors import InputError
from reportgen.prose.facts import Fact, Unit
from reportgen.prose.rounding import split_cents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.cleaning.clean import Period
    from reportgen.options.response_curve import ResponseCurve

LATELY_MONTHS = 2
"""Months whose orders stand for how many would order anyway in a test of that length."""
AWAY_MONTHS = 3
"""Months without an order that put a customer's past spend at risk."""
TOLD_APART = 0.05
"""Difference between two shares that a test shall tell from chance."""
HALVINGS = 200


@dataclass(frozen=True)
class Scenario:
    """One way to divide a budget: a key, and a weight for each segment in order."""

    key: str
    weights: tuple[float, ...]


def allocation(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """Everything that is said of cost, budget and tests, as far as its inputs are known."""
    yield from _break_even(analysis, fmt)
    yield from _scenarios(analysis, fmt)
    yield from _curves(analysis, fmt)
    yield from _tests(analysis, fmt)


def _break_even(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """What contacting a segment costs, and how many more orders pay for it."""
    cost, margin = analysis.options.contact_cost, analysis.options.margin
    if cost is None or margin is None:
        return
    yield Fact.of("effort.contact_cost", cost, Unit.MONEY, fmt.exact_money(cost))
    yield Fact.of("effort.margin", margin, Unit.MONEY, fmt.exact_money(margin))
    for segment in analysis.segments:
        key, customers = f"segment.{segment.key}", segment.profile.customers
        yield Fact.of(f"{key}.contact_cost", customers * cost, Unit.MONEY, fmt.exact_money(customers * cost))
        orders = orders_to_break_even(customers, cost, margin)
        yield Fact.of(f"{key}.break_even", orders, Unit.COUNT, fmt.count(orders))
        yield Fact.of(f"{key}.break_even_each", orders / customers, Unit.SHARE, fmt.share(orders / customers))


def orders_to_break_even(customers: int, cost: float, margin: float) -> int:
    """The least number of more orders whose margin covers the cost of contacting so many customers."""
    exact = customers * Decimal(str(cost)) / Decimal(str(margin))
    return int(exact.to_integral_value(ROUND_CEILING))


def scenarios(analysis: Analysis) -> tuple[Scenario, ...]:
    """The rules that this data can be divided by; none without a budget."""
    if analysis.options.budget is None:
        return ()
    segments = analysis.segments
    found = (
        Scenario("per_head", tuple(float(s.profile.customers) for s in segments)),
        Scenario("by_value", tuple(max(s.profile.value or 0.0, 0.0) for s in segments)),
        Scenario("at_risk", _at_risk(analysis)),
        Scenario("marginal", _by_curves(analysis, analysis.options.budget)),
    )
    return tuple(scenario for scenario in found if sum(scenario.weights) > 0)


def _scenarios(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    budget = analysis.options.budget
    if budget is None:
        return
    yield Fact.of("effort.budget", budget, Unit.MONEY, fmt.exact_money(budget))
    if analysis.has_orders:
        yield Fact.of("effort.away_months", AWAY_MONTHS, Unit.MONTHS, fmt.count(AWAY_MONTHS))
    for scenario in scenarios(analysis):
        parts = split_cents(round(100 * budget), scenario.weights)
        for segment, cents in zip(analysis.segments, parts, strict=True):
            key = f"segment.{segment.key}.budget.{scenario.key}"
            yield Fact.of(key, cents / 100, Unit.MONEY, fmt.exact_money(cents / 100))


def _at_risk(analysis: Analysis) -> tuple[float, ...]:
    """By segment: past spend of customers without an order in the last months; nothing without orders."""
    period = analysis.customers.period
    if not analysis.has_orders or period is None:
        return ()
    frame = analysis.customers.frame
    away = frame["recency"].to_numpy() >= _days(period, AWAY_MONTHS)
    spend = np.where(away, frame["monetary"].to_numpy(dtype=float), 0.0)
    sums = {key: float(spend[inside].sum()) for key, inside in _members(analysis).items()}
    return tuple(round(max(sums[segment.key], 0.0), 6) for segment in analysis.segments)


def _members(analysis: Analysis) -> dict[str, np.ndarray]:
    labels = analysis.segmentation.labels
    return {key: labels == index for index, key in enumerate(analysis.segmentation.keys)}


def _days(period: Period, months: int) -> int:
    """Days of the last months of the window: recency counts from its end."""
    return (period.end - months_before(period.end + dt.timedelta(days=1), months)).days + 1


def _curves(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """Response curves as the user gave them."""
    for key, curve in sorted(_known_curves(analysis).items()):
        yield Fact.of(f"segment.{key}.curve.most", curve.most, Unit.MONEY, fmt.exact_money(curve.most))
        yield Fact.of(f"segment.{key}.curve.half", curve.half, Unit.MONEY, fmt.exact_money(curve.half))


def _known_curves(analysis: Analysis) -> dict[str, ResponseCurve]:
    curves = analysis.options.allocation
    known = {segment.key for segment in analysis.segments}
    unknown = sorted(set(curves) - known)
    if unknown:
        raise InputError(
            f"[allocation] names {unknown[0]!r}, and there is no such segment",
            f"the segments are {', '.join(sorted(known))}",
        )
    return curves


def _by_curves(analysis: Analysis, budget: float) -> tuple[float, ...]:
    curves = _known_curves(analysis)
    if not curves:
        return ()
    spent = iter(equal_marginal([curves[s.key] for s in analysis.segments if s.key in curves], budget))
    return tuple(next(spent) if s.key in curves else 0.0 for s in analysis.segments)


def equal_marginal(curves: Sequence[ResponseCurve], budget: float) -> tuple[float, ...]:
    """Spending on each curve so that the last unit brings the same on all that get any.

    The marginal return of most * s / (s + half) is most * half / (s + half)^2; its common level is halved in.
    """
    low, high = 0.0, max(curve.most / curve.half for curve in curves)
    for _ in range(HALVINGS):
        level = (low + high) / 2
        if sum(_spent(curve, level) for curve in curves) > budget:
            low = level
        else:
            high = level
    return tuple(_spent(curve, high) for curve in curves)


def _spent(curve: ResponseCurve, level: float) -> float:
    return max(0.0, sqrt(curve.most * curve.half / level) - curve.half) if level > 0 else float("inf")


def _tests(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """How many of each segment order within two months anyway, and how many a test needs in each arm."""
    period = analysis.customers.period
    if not analysis.has_orders or period is None or analysis.options.window_months < LATELY_MONTHS:
        return
    yield Fact.of("test.difference", TOLD_APART, Unit.SHARE, fmt.share(TOLD_APART))
    yield Fact.of("test.months", LATELY_MONTHS, Unit.MONTHS, fmt.count(LATELY_MONTHS))
    lately = analysis.customers.frame["recency"].to_numpy() < _days(period, LATELY_MONTHS)
    for key, inside in _members(analysis).items():
        share = float(lately[inside].mean())
        size = arm_size(share, TOLD_APART)
        yield Fact.of(f"segment.{key}.ordered_lately", share, Unit.SHARE, fmt.share(share))
        yield Fact.of(f"segment.{key}.arm", size, Unit.CUSTOMERS, fmt.count(size))


def arm_size(share: float, difference: float) -> int:
    """Customers in each arm, n = 16 p (1 - p) / d^2 (Lehr 1992: power 80%, two-sided 5%).

    A share nearer to 0 or 1 than the difference is taken as that far away, so that the size is never zero.
    """
    held = min(max(share, difference), 1 - difference)
    return ceil(round(16 * held * (1 - held) / difference**2, 6))
