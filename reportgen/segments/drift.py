"""Drift: how far measures and customers moved since the segments were made, and when to refit these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import chdtri

from reportgen.options.enums import Algorithm
from reportgen.segments.algorithms import agreement
from reportgen.segments.model import fit_model, labels_under
from reportgen.segments.values import Verdict

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.features.matrix import Matrix
    from reportgen.segments.fit import SegmentedCustomers
    from reportgen.segments.values import SavedModel

BINS = 10
LARGE_SHIFT = 0.25
MOST_BEYOND = 0.05
LEAST_AGREEMENT = 0.6
OLDEST = 12
"""Months after which segments should be looked at again."""


@dataclass(frozen=True)
class Shift:
    """How far one measure moved since the segments were made: its population stability index."""

    feature: str
    index: float
    limit: float

    @property
    def large(self) -> bool:
        """Whether it may be reason to refit the segments."""
        return self.index > self.limit


@dataclass(frozen=True)
class Drift:
    """How well saved segments still fit."""

    shifts: tuple[Shift, ...]
    beyond: float
    """Share of customers beyond the distance that held 99% of them."""
    agreement: float | None
    """Adjusted Rand index with segments refitted; None where fixed limits make them."""
    months: int
    """Age of the segments."""
    unstable: bool = False
    """Whether they were stable when they were made, and are not on this month's customers."""

    @property
    def due(self) -> tuple[str, ...]:
        """Why the segments should be refitted: `shift`, `beyond`, `agreement`, `unstable`, `age`.

        A measure may move while customers are still divided where they would be divided anew: days since the
        last order do so every month after a season. So a shift is no reason where a refit agrees.
        """
        apart = self.agreement is not None and self.agreement < LEAST_AGREEMENT
        reasons = {
            "shift": (apart or self.agreement is None) and any(shift.large for shift in self.shifts),
            "beyond": self.beyond > MOST_BEYOND,
            "agreement": apart,
            "unstable": self.unstable,
            "age": self.months >= OLDEST,
        }
        return tuple(reason for reason, holds in reasons.items() if holds)


def drift(now: SegmentedCustomers, fitted: pd.DataFrame | None, verdict: Verdict | None, month: str) -> Drift:
    """Compare this month with the one in which the segments were made.

    Args:
        now: this month's customers in the saved segments.
        fitted: measures of the customers the segments were made of, under this file's names; None if lost.
        verdict: on the segments when they were made; None if it is lost.
        month: YYYY-MM of this month.
    """
    model, frame = now.model, now.customers.frame
    names = sorted({column.name for column in model.columns if column.level is None})
    known = [name for name in names if fitted is not None and name in fitted.columns]
    return Drift(
        shifts=tuple(_shift(name, fitted[name], frame[name]) for name in known if fitted is not None),
        beyond=share_beyond(model, now.matrix),
        agreement=None if model.groups else agreement_with_refit(model, now.matrix),
        months=0 if model.month is None else _months_between(model.month, month),
        unstable=verdict not in (None, now.evidence.structure.verdict)
        and now.evidence.structure.verdict is Verdict.CONSTRUCTIVE,
    )


def _shift(name: str, before: pd.Series, now: pd.Series) -> Shift:
    return Shift(name, *population_shift(*(values.dropna().to_numpy(np.float64) for values in (before, now))))


def population_shift(before: np.ndarray, now: np.ndarray) -> tuple[float, float]:
    """Population stability index of one measure over tenths of the earlier values, and its limit.

    The limit is .25, or the 99% point that chance alone reaches: chi-square over both sample sizes
    (Yurdakul 2018).
    """
    edges = np.unique(np.quantile(before, np.linspace(0, 1, BINS + 1)[1:-1]))
    shares = [
        (np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1) + 0.5)
        / (len(values) + 0.5 * (len(edges) + 1))
        for values in (before, now)
    ]
    index = float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())
    chance = float(chdtri(max(len(edges), 1), 0.01)) * (1 / len(before) + 1 / len(now))
    return index, max(LARGE_SHIFT, chance)


def share_beyond(model: SavedModel, matrix: Matrix) -> float:
    """Customers farther from their centre than 99% were when the segments were made."""
    points, centres = np.asarray(matrix.values), np.array(model.centres)
    own = np.linalg.norm(points - centres[labels_under(model, points)], axis=1)
    return float((own > model.distance_limit).mean())


def agreement_with_refit(model: SavedModel, matrix: Matrix) -> float:
    """Adjusted Rand index between the saved segments and as many refitted ones."""
    refit = fit_model(matrix, model.k, model.seed, algorithm=Algorithm(model.algorithm))
    return agreement(labels_under(model, matrix.values), labels_under(refit, matrix.values))


def _months_between(first: str, last: str) -> int:
    return 12 * (int(last[:4]) - int(first[:4])) + int(last[5:]) - int(first[5:])
