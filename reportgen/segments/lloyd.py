"""k-means on many small sets of points at once: seeding and Lloyd's iterations in whole-array steps.

A call to a library's k-means costs a millisecond before it begins; resampling makes thousands of them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

MOST_ITERATIONS = 300
_CHUNK = 200_000
"""Distances held at once, so that they stay in the processor's cache."""
_SHRINK = 0.8
"""Share of fits still moving below which the others are put away."""


class ManyFits(NamedTuple):
    """The best of several starts on each set of points."""

    centres: np.ndarray
    """Shape (sets, k, p)."""
    labels: np.ndarray
    """Shape (sets, n)."""
    inertia: np.ndarray
    """Sum of squared distances to the own centre; shape (sets,)."""


def kmeans_many(points: np.ndarray, k: int, starts: int, seed: tuple[int, ...]) -> ManyFits:
    """Best of several starts of k-means on each of many sets of points, shape (sets, n, p).

    Greedy k-means++ (Arthur & Vassilvitskii 2007; as many candidates as scikit-learn tries), then Lloyd's
    iterations until nobody moves, in single precision. A cluster that loses all its points keeps its
    centre. The draws hang on the seed alone; the caller holds `one_thread`.
    """
    sets, n, _ = points.shape
    draws = np.random.default_rng(seed).random((sets, starts, k, 2 + int(math.log(k))))
    size = max(1, _CHUNK // (starts * k * n))
    parts = [
        _best_of_starts(points[first : first + size], draws[first : first + size])
        for first in range(0, sets, size)
    ]
    return ManyFits(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _best_of_starts(points: np.ndarray, draws: np.ndarray) -> ManyFits:
    sets, n, p = points.shape
    starts, k = draws.shape[1:3]
    columns = np.ones((sets, p + 1, n), dtype=np.float32)
    columns[:, :p] = points.transpose(0, 2, 1)
    repeated = np.repeat(columns, starts, axis=0)
    centres, labels = _lloyd(repeated, _seed(repeated[:, :p], draws.reshape(sets * starts, k, -1)))
    inertia = np.array(
        [_inertia(points[i // starts], centres[i], labels[i]) for i in range(len(centres))]
    ).reshape(sets, starts)
    best = inertia.argmin(axis=1) + np.arange(sets) * starts
    return ManyFits(centres[best], labels[best], inertia.ravel()[best])


def _inertia(points: np.ndarray, centres: np.ndarray, labels: np.ndarray) -> float:
    return float(((points - centres[labels]) ** 2).sum())


def _seed(columns: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """First centres, shape (fits, k, p), of points that stand in columns, shape (fits, p, n)."""
    fits, p, n = columns.shape
    k, tries = draws.shape[1:]
    rows = np.arange(fits)
    points, norms = np.ascontiguousarray(columns.transpose(0, 2, 1)), (columns**2).sum(axis=1)
    centres = np.empty((fits, k, p), dtype=np.float32)
    centres[:, 0] = points[rows, np.minimum((draws[:, 0, 0] * n).astype(np.int64), n - 1)]
    gap = _squared(columns, norms, centres[:, :1])[:, 0]
    for place in range(1, k):
        reached = gap.ravel().cumsum(dtype=np.float64).reshape(fits, n)
        before = np.concatenate(([0.0], reached[:-1, -1]))[:, None]
        wanted = before + draws[:, place] * (reached[:, -1:] - before)
        found = np.searchsorted(reached.ravel(), wanted.ravel(), side="right").reshape(fits, tries)
        tried = points[rows[:, None], np.clip(found - rows[:, None] * n, 0, n - 1)]
        gaps = np.minimum(_squared(columns, norms, tried), gap[:, None])
        best = gaps.sum(axis=2).argmin(axis=1)
        gap, centres[:, place] = gaps[rows, best], tried[rows, best]
    return centres


def _squared(columns: np.ndarray, norms: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Squared distances, shape (fits, centres, n)."""
    far = np.matmul(-2 * centres, columns)
    far += norms[:, None]
    far += (centres**2).sum(axis=2)[:, :, None]
    return np.asarray(np.maximum(far, 0, out=far))


def _lloyd(columns: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centres and labels once nobody moves; the last of the columns holds ones."""
    final, moving, going = centres.astype(np.float64), np.arange(len(centres)), columns
    for _ in range(MOST_ITERATIONS):
        before, centres = centres, _step(going, centres)
        final[moving] = centres
        moved = (centres != before).any(axis=(1, 2))
        still = np.count_nonzero(moved)
        if not still:
            break
        if still < _SHRINK * len(moved):
            going, centres, moving = going[moved], centres[moved], moving[moved]
    return final, _nearest(_nearness(columns, final.astype(np.float32)))


def _step(columns: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Where the clusters' centres lie once each point is in that of the nearest centre."""
    nearness = _nearness(columns, centres)
    belongs = np.equal(nearness, nearness.max(axis=1, keepdims=True), out=nearness)
    sums = np.matmul(belongs, columns.transpose(0, 2, 1))
    between = sums[:, :, -1].sum(axis=1) > columns.shape[2]
    if between.any():  # points as near to another centre go to the first of the two
        own = _nearest(_nearness(columns[between], centres[between]))
        belongs = (own[:, None] == np.arange(centres.shape[1])[:, None]).astype(np.float32)
        sums[between] = np.matmul(belongs, columns[between].transpose(0, 2, 1))
    sizes = sums[:, :, -1:]
    return np.where(sizes > 0, sums[:, :, :-1] / np.maximum(sizes, 1), centres)


def _nearness(columns: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The larger, the nearer is the point; shape (fits, k, n)."""
    weights = np.concatenate((centres, -0.5 * (centres**2).sum(axis=2, keepdims=True)), axis=2)
    return np.asarray(np.matmul(weights, columns))


def _nearest(nearness: np.ndarray) -> np.ndarray:
    """The nearest centre of each point, the first of several; shape (fits, n)."""
    best, own = nearness[:, 0].copy(), np.zeros(nearness[:, 0].shape, dtype=np.int64)
    for place in range(1, nearness.shape[1]):
        np.putmask(own, nearness[:, place] > best, place)
        np.maximum(best, nearness[:, place], out=best)
    return own
