"""The Lorenz curve: share of value against share of customers, highest value first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

EVEN_POINTS, STEEP = 120, 0.05
"""Points of the drawn curve, and the share of customers up to which it is drawn more finely."""


@dataclass(frozen=True)
class LorenzCurve:
    """Cumulative shares of customers and of value, both from 0 to 1; one element more than customers."""

    customers: np.ndarray
    value: np.ndarray

    def value_of(self, customers: float) -> float:
        """Share of value that this share of the customers brings, the largest first."""
        return float(np.interp(customers, self.customers, self.value))

    def customers_for(self, value: float) -> float:
        """Smallest share of the customers that brings this share of value."""
        return float(np.interp(value, self.value, self.customers))

    @property
    def gini(self) -> float:
        """Gini coefficient: 0 where all are alike, near 1 where one customer brings everything."""
        return 2 * float(np.trapezoid(self.value, self.customers)) - 1

    def points(self, fewest: int) -> tuple[tuple[float, float], ...]:
        """The curve for drawing; no two points at its steep end are closer than so many customers."""
        step = max(fewest / (self.customers.size - 1), 1 / (10 * EVEN_POINTS))
        places = np.union1d(np.arange(0, STEEP, step), np.linspace(STEEP, 1, EVEN_POINTS))
        values = np.interp(places, self.customers, self.value)
        return tuple(zip(places.tolist(), values.tolist(), strict=True))


def lorenz_curve(values: np.ndarray) -> LorenzCurve | None:
    """The curve of what customers are worth, unknown worth counted as none.

    None where value is negative for someone or zero for all: the curve would not be one.
    """
    known = np.sort(np.nan_to_num(values))[::-1]
    if known.size == 0 or known[-1] < 0 or known.sum() <= 0:
        return None
    customers = np.arange(known.size + 1) / known.size
    return LorenzCurve(customers, np.concatenate(([0.0], np.cumsum(known) / known.sum())))
