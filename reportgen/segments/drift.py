"""Whether saved segments still fit: how far the measures and the customers moved since they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import chi2

from reportgen.options.enums import Algorithm
from reportgen.segments.algorithms import agreement
from reportgen.segments.model import fit_model, labels_under

if TYPE_CHECKING:
    from reportgen.features.matrix import Matrix
    from reportgen.segments.values import SavedModel

BINS = 10
LARGE_SHIFT = 0.25
MOST_BEYOND = 0.05
LEAST_AGREEMENT = 0.6


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
    chance = float(chi2.ppf(0.99, max(len(edges), 1))) * (1 / len(before) + 1 / len(now))
    return index, max(LARGE_SHIFT, chance)


def share_beyond(model: SavedModel, matrix: Matrix) -> float:
    """Customers farther from their centre than 99% were when the segments were made."""
    points, centres = np.asarray(matrix.values), np.array(model.centres)
    own = np.linalg.norm(points - centres[labels_under(model, points)], axis=1)
    return float((own > model.distance_limit).mean())


def agreement_with_refit(model: SavedModel, matrix: Matrix) -> float:
    """Adjusted Rand index between the saved segments and as many made anew."""
    anew = fit_model(matrix, model.k, model.seed, algorithm=Algorithm(model.algorithm))
    return agreement(labels_under(model, matrix.values), labels_under(anew, matrix.values))
