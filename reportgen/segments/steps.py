"""Values without their steps: whole numbers, scores and prices spread as a continuous measure would be.

Points on a grid separate the better, the more segments there are, until each has a step of its own: between
one order and two there is no gap, and a number of segments must not be chosen for it.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from reportgen.features.lots import mixed
from reportgen.features.multimodality import between_steps

_STREAM = 9_973
"""Of the draws here, so that they are not those of the half-splits."""


class Steps:
    """How equal values of each column are expected to spread between their neighbours.

    Of those who ordered once, who spent most comes nearest to two orders: so it is in references without
    groups, whose columns hang together within a step as much as from step to step. What is left to chance
    hangs on each customer's lot, and differs from draw to draw.
    """

    def __init__(self, points: np.ndarray, lots: np.ndarray) -> None:
        """Points of shape (n, p) and the lot of each, shape (n,)."""
        ranks = ranks_of(points)
        scores, tied = ndtri((ranks - 0.5) / len(points)), latent_correlation(ranks)
        self._points, self._lots = points, lots
        self._expected, self._left = np.empty_like(points), np.empty(points.shape[1])
        for place in range(points.shape[1]):
            others = np.arange(points.shape[1]) != place
            along = tied[others, place]
            slopes = np.linalg.solve(tied[np.ix_(others, others)], along)
            self._expected[:, place] = scores[:, others] @ slopes
            self._left[place] = np.sqrt(max(0.0, 1 - float(slopes @ along)))

    def spread(self, rows: np.ndarray, draw: int) -> np.ndarray:
        """The points of these rows, equal values spread to half-way to the next; (rows, p)."""
        points, lots = self._points[rows], self._lots[rows]
        chance = np.column_stack([_noise(lots, column, draw) for column in points.T])
        order = self._expected[rows] + self._left * chance
        return np.column_stack([between_steps(*each) for each in zip(points.T, order.T, strict=True)])


def without_steps(points: np.ndarray, lots: np.ndarray) -> np.ndarray:
    """Points of shape (n, p), spread once; lots of shape (n,)."""
    return Steps(points, lots).spread(np.arange(len(points)), 0)


def _noise(lots: np.ndarray, column: np.ndarray, draw: int) -> np.ndarray:
    """A normal number for each customer and column; the column's place has no part in it."""
    bits = np.ascontiguousarray(column + 0.0).view(np.uint64)
    return np.asarray(ndtri((mixed(lots + bits, _STREAM + draw) >> np.uint64(11)) * 2.0**-53 + 2.0**-54))


def ranks_of(points: np.ndarray) -> np.ndarray:
    """The rank of each value in its column, from 1; equal ones share the mean of theirs; (n, p)."""
    return np.column_stack([_ranks(column) for column in points.T])


def _ranks(column: np.ndarray) -> np.ndarray:
    _, place, times = np.unique(column, return_inverse=True, return_counts=True)
    return np.asarray((times.cumsum() - (times - 1) / 2)[place])


def correlation(ranks: np.ndarray) -> np.ndarray:
    """Correlation matrix (p, p); 0 with a column in which all points of the sample are alike."""
    centred = ranks - ranks.mean(axis=0)
    scaled = centred / np.maximum(np.linalg.norm(centred, axis=0), 1e-9)
    return np.asarray(scaled.T @ scaled)


def latent_correlation(ranks: np.ndarray) -> np.ndarray:
    """The correlations of normal variables with such ranks, or the nearest matrix that can be one."""
    lengths, directions = np.linalg.eigh(2 * np.sin(np.pi / 6 * correlation(ranks)))
    return np.asarray((directions * np.maximum(lengths, 1e-6)) @ directions.T)
