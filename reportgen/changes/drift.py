"""When the segments should be made anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.segments.drift import (
    LEAST_AGREEMENT,
    MOST_BEYOND,
    agreement_with_refit,
    population_shift,
    share_beyond,
)

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.features.matrix import Matrix
    from reportgen.features.table import Customers
    from reportgen.segments.values import SavedModel

OLDEST = 12
"""Months after which segments should be looked at again."""


@dataclass(frozen=True)
class Shift:
    """How far one measure moved since the segments were made."""

    feature: str
    index: float
    limit: float

    @property
    def large(self) -> bool:
        """Whether it is reason to make the segments anew."""
        return self.index > self.limit


@dataclass(frozen=True)
class Drift:
    """How well saved segments still fit."""

    shifts: tuple[Shift, ...]
    beyond: float
    """Share of customers beyond the distance that held 99% of them."""
    agreement: float | None
    """Adjusted Rand index with segments made anew; None where fixed limits make them."""
    months: int
    """Age of the segments."""

    @property
    def due(self) -> tuple[str, ...]:
        """Why the segments should be made anew: `shift`, `beyond`, `agreement`, `age`."""
        found = {
            "shift": any(shift.large for shift in self.shifts),
            "beyond": self.beyond > MOST_BEYOND,
            "agreement": self.agreement is not None and self.agreement < LEAST_AGREEMENT,
            "age": self.months >= OLDEST,
        }
        return tuple(reason for reason, holds in found.items() if holds)


def drift(
    model: SavedModel, matrix: Matrix, customers: Customers, fitted: pd.DataFrame | None, month: str
) -> Drift:
    """Hold this month against the one in which the segments were made.

    Args:
        model: the saved model.
        matrix: this month's points.
        customers: this month's.
        fitted: measures of the customers the segments were made of, under this file's names; None if lost.
        month: YYYY-MM of this month.
    """
    names = sorted({column.name for column in model.columns if column.level is None})
    known = [name for name in names if fitted is not None and name in fitted.columns]
    shifts = tuple(_shift(name, fitted, customers.frame) for name in known if fitted is not None)
    return Drift(
        shifts,
        share_beyond(model, matrix),
        None if model.groups else agreement_with_refit(model, matrix),
        0 if model.month is None else _months_between(model.month, month),
    )


def _shift(name: str, before: pd.DataFrame, now: pd.DataFrame) -> Shift:
    then, values = (frame[name].to_numpy(dtype=np.float64) for frame in (before, now))
    return Shift(name, *population_shift(then[~np.isnan(then)], values[~np.isnan(values)]))


def _months_between(first: str, last: str) -> int:
    return 12 * (int(last[:4]) - int(first[:4])) + int(last[5:]) - int(first[5:])
