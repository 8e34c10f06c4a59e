"""k-means on many small sets of points at once: seeding and Lloyd's iterations in whole-array steps.

A call to a library's k-means costs a millisecond before it begins; resampling makes thousands of them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

MOST_ITERATIONS = 300
_CHUNK = 300_000
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
    columns = np.ones((sets, p + 1, n), dtype=np.float32)
    columns[:, :p] = points.transpose(0, 2, 1)
    centres, labels = _lloyd(columns, _seed(columns[:, :p], draws))
    starts, k = centres.shape[1:3]
    own = labels + k * np.arange(sets * starts).reshape(sets, starts, 1)
    off = centres.reshape(-1, p).take(own, axis=0)
    np.subtract(points[:, None], off, out=off)
    inertia = np.square(off, out=off).reshape(sets, starts, n * p).sum(axis=2)
    best = np.arange(sets), inertia.argmin(axis=1)
    return ManyFits(centres[best], labels[best], inertia[best])


def _seed(columns: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """First centres, shape (sets, starts, k, p), of points that stand in columns, shape (sets, p, n)."""
    sets, p, n = columns.shape
    starts, k, tries = draws.shape[1:]
    rows = np.arange(sets)[:, None]
    points, norms = np.ascontiguousarray(columns.transpose(0, 2, 1)), (columns**2).sum(axis=1)
    centres = np.empty((sets, starts, k, p), dtype=np.float32)
    centres[:, :, 0] = points[rows, np.minimum((draws[:, :, 0, 0] * n).astype(np.int64), n - 1)]
    gap = _squared(columns, norms, centres[:, :, :1])[:, :, 0]
    first = np.arange(sets * starts)[:, None] * n
    for place in range(1, k):
        reached = gap.ravel().cumsum(dtype=np.float64).reshape(-1, n)
        before = np.concatenate(([0.0], reached[:-1, -1]))[:, None]
        wanted = before + draws[:, :, place].reshape(-1, tries) * (reached[:, -1:] - before)
        found = np.searchsorted(reached.ravel(), wanted.ravel(), side="right").reshape(-1, tries)
        drawn = np.clip(found - first, 0, n - 1).reshape(sets, starts, tries)
        tried = points[rows[:, :, None], drawn]
        gaps = np.minimum(_squared(columns, norms, tried), gap[:, :, None])
        best = rows, np.arange(starts), gaps.sum(axis=3).argmin(axis=2)
        gap, centres[:, :, place] = gaps[best], tried[best]
    return centres


def _squared(columns: np.ndarray, norms: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Squared distances to centres of shape (sets, starts, centres, p); (sets, starts, centres, n)."""
    far = _products(-2 * centres, columns)
    far += norms[:, None, None]
    far += (centres**2).sum(axis=3)[..., None]
    return np.asarray(np.maximum(far, 0, out=far))


def _products(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Rows of shape (sets, starts, m, p) times the columns of their set, (p, n); (sets, starts, m, n)."""
    sets, starts, m, p = rows.shape
    return np.asarray(np.matmul(rows.reshape(sets, starts * m, p), columns).reshape(sets, starts, m, -1))


def _lloyd(columns: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centres and labels once nobody moves; the last of the columns holds ones.

    Starts at rest go on only beside others of their set, or while another set has as many that move.
    """
    final = centres.astype(np.float64)
    places, going = np.indices(final.shape[:2]), columns
    for _ in range(MOST_ITERATIONS):
        before, centres = centres, _step(going, centres)
        final[tuple(places)] = centres
        moved = (centres != before).any(axis=(2, 3))
        still = np.count_nonzero(moved, axis=1)
        if not still.any():
            break
        if still.max() < moved.shape[1] or np.count_nonzero(still) < _SHRINK * len(still):
            rows = np.flatnonzero(still)
            kept = rows[:, None], np.argsort(~moved[rows], axis=1, kind="stable")[:, : still.max()]
            centres, places = centres[kept], places[:, *kept]
            going = going[rows] if len(rows) < len(going) else going
    return final, _nearest(_nearness(columns, final.astype(np.float32)))


def _step(columns: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Where the clusters' centres lie once each point is in that of the nearest centre."""
    nearness, each = _nearness(columns, centres), columns.transpose(0, 2, 1)
    belongs = np.equal(nearness, nearness.max(axis=2, keepdims=True), out=nearness)
    sums = _products(belongs, each)
    between = (sums[..., -1].sum(axis=2) > columns.shape[2]).any(axis=1)
    if between.any():  # points as near to another centre go to the first of the two
        own = _nearest(_nearness(columns[between], centres[between]))
        belongs = (own[:, :, None] == np.arange(centres.shape[2])[:, None]).astype(np.float32)
        sums[between] = _products(belongs, each[between])
    sizes = sums[..., -1:]
    return np.where(sizes > 0, sums[..., :-1] / np.maximum(sizes, 1), centres)


def _nearness(columns: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The larger, the nearer is the point; shape (sets, starts, k, n)."""
    weights = np.concatenate((centres, -0.5 * (centres**2).sum(axis=3, keepdims=True)), axis=3)
    return _products(weights, columns)


def _nearest(nearness: np.ndarray) -> np.ndarray:
    """The nearest centre of each point, the first of several; shape (sets, starts, n)."""
    best, own = nearness[:, :, 0].copy(), np.zeros(nearness[:, :, 0].shape, dtype=np.int64)
    for place in range(1, nearness.shape[2]):
        np.putmask(own, nearness[:, :, place] > best, place)
        np.maximum(best, nearness[:, :, place], out=best)
    return own
