"""How one feature becomes one column of the matrix: its scale and its weight, both smooth in the values."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import boxcox1p, inv_boxcox1p

from reportgen.features.multimodality import dip

if TYPE_CHECKING:
    from collections.abc import Callable

    _Scale = Callable[[np.ndarray], np.ndarray]

CLIP = 3.0
MOST_WEIGHT = 2.0
FLAT_DIP, CLEAR_DIP = 0.02, 0.05
"""Dip up to which a measure counts once, and from which it counts twice; in between it counts in between."""
_EARLIER_SCALES: dict[str, tuple[_Scale, _Scale]] = {
    "none": (np.array, np.array),
    "log1p": (lambda x: np.log1p(np.maximum(x, 0)), np.expm1),
    "asinh": (np.arcsinh, np.sinh),
}
"""Scales in models that an earlier version saved, and their inverses."""


@dataclass(frozen=True)
class ColumnTransform:
    """How one feature became one column of the matrix: value -> power scale -> z-score -> clip."""

    name: str
    scale: str
    """`power`; `none`, `log1p` or `asinh` in models that an earlier version saved."""
    fill: float
    """Median that replaces a missing value where there are too few neighbours."""
    mean: float
    deviation: float
    level: str | None = None
    """The level that this 0/1 column stands for, if the feature is a category."""
    weight: float = 1.0
    """Up to 2 for a multimodal measure: it separates groups, noise does not."""
    power: float = 1.0
    """Of the power scale: 1 leaves the figures as they are, 0 takes their logarithm."""

    def standardise(self, raw: np.ndarray) -> np.ndarray:
        """From the feature's own unit to standard deviations; missing stays missing."""
        return np.asarray((self._scaled(raw) - self.mean) / self.deviation, dtype=np.float64)

    def _scaled(self, raw: np.ndarray) -> np.ndarray:
        if self.scale == "power":
            return to_power(raw, self.power)
        return _EARLIER_SCALES[self.scale][0](raw)

    def original(self, standardised: np.ndarray) -> np.ndarray:
        """From standard deviations back to the feature's own unit."""
        scaled = standardised * self.deviation + self.mean
        return (
            from_power(scaled, self.power)
            if self.scale == "power"
            else _EARLIER_SCALES[self.scale][1](scaled)
        )


def learn_column(raw: np.ndarray, name: str, level: str | None = None) -> ColumnTransform:
    """Learn power, mean and deviation of one feature from its known values; raw has shape (n,)."""
    known = np.sort(raw[~np.isnan(raw)])
    # A 0/1 column keeps its own size: z-scored, a rare level would outweigh every measure.
    own_size = np.ptp(known) == 0 or np.isin(known, (0.0, 1.0)).all()
    power = 1.0 if own_size else normal_power(known)
    scaled = to_power(known, power)
    return ColumnTransform(
        name=name,
        scale="power",
        fill=float(np.median(known)),
        mean=float(scaled.mean()),
        deviation=1.0 if own_size else float(scaled.std()),
        level=level,
        power=power,
    )


def to_power(x: np.ndarray, power: float) -> np.ndarray:
    """sign(x) ((1 + |x|)^power - 1) / power, and sign(x) log(1 + |x|) for power 0 (John & Draper 1980)."""
    return np.asarray(np.sign(x) * (boxcox1p(np.abs(x), power)))


def from_power(y: np.ndarray, power: float) -> np.ndarray:
    """The inverse of `to_power`."""
    return np.asarray(np.sign(y) * inv_boxcox1p(np.abs(y), power))


def normal_power(known: np.ndarray) -> float:
    """The power from 0 to 1 under which the likelihood of a normal distribution is largest.

    It follows the values smoothly: there is no skew at which the scale changes.
    """
    logs = float(np.log1p(np.abs(known)).sum())

    def cost(power: float) -> float:
        return len(known) / 2 * math.log(to_power(known, power).var()) - (power - 1) * logs

    inner = minimize_scalar(cost, bounds=(0, 1), method="bounded", options={"xatol": 1e-4})
    best: float = min((float(inner.x), 0.0, 1.0), key=cost)
    return round(best, 3)


def relearn(raw: np.ndarray, draft: ColumnTransform) -> ColumnTransform:
    """Learn again without the customers set aside, unless only they differed in this column."""
    known = raw[~np.isnan(raw)]
    if known.size == 0 or np.ptp(known) == 0:
        return draft
    return learn_column(raw, draft.name, draft.level)


def weighted(column: ColumnTransform, raw: np.ndarray) -> ColumnTransform:
    """The column, with more weight where its values of shape (n,) are multimodal."""
    if column.level is not None:
        return column
    points = np.clip(column.standardise(raw[~np.isnan(raw)]), -CLIP, CLIP)
    share = (dip(points) - FLAT_DIP) / (CLEAR_DIP - FLAT_DIP)
    return replace(column, weight=round(1 + (MOST_WEIGHT - 1) * min(1.0, max(0.0, share)), 3))
