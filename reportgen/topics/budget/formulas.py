"""Formulas: orders to break even, and equal marginal return."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.options.response_curve import ResponseCurve

BISECTIONS = 200


def orders_to_break_even(customers: int, cost: float, margin: float) -> int:
    """The least number of more orders whose margin covers the cost of contacting so many customers."""
    exact = customers * Decimal(str(cost)) / Decimal(str(margin))
    return int(exact.to_integral_value(ROUND_CEILING))


def equal_marginal(curves: Sequence[ResponseCurve], budget: float) -> tuple[float, ...]:
    """Spending on each curve so that the last unit brings the same on all that get any.

    Equal marginal return: Dorfman & Steiner (1954). The marginal return of most * s / (s + half) is
    most * half / (s + half)^2; its common level is found by bisection.
    """
    low, high = 0.0, max(curve.most / curve.half for curve in curves)
    for _ in range(BISECTIONS):
        level = (low + high) / 2
        if sum(_spent(curve, level) for curve in curves) > budget:
            low = level
        else:
            high = level
    return tuple(_spent(curve, high) for curve in curves)


def _spent(curve: ResponseCurve, level: float) -> float:
    """Spending on a curve at which its marginal return has come down to a level."""
    return max(0.0, sqrt(curve.most * curve.half / level) - curve.half) if level > 0 else float("inf")
