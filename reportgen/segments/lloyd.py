"""k-means on many small sets of points at once: seeding and Lloyd's iterations in whole-array steps.

A call to a library's k-means costs a millisecond before it begins; resampling makes thousands of them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ITERATIONS = 300
_CHUNK = 300_000
"""Distances held at once, so that they stay in the processor's cache."""


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
    sets, n, p = points.shape
    draws = np.random.default_rng(seed).random((sets, starts, k, 2 + int(math.log(k))))
    columns = np.ones((sets, p + 1, n), dtype=np.float32)
    columns[:, :p] = points.transpose(0, 2, 1)
    size = max(1, _CHUNK // (starts * k * n))
    parts = [slice(first, first + size) for first in range(0, sets, size)]
    centres = _lloyd(columns, np.concatenate([_seed(columns[each, :p], draws[each]) for each in parts]))
    best = [_best_start(points[each], columns[each], centres[each]) for each in parts]
    return ManyFits(*(np.concatenate(each) for each in zip(*best, strict=True)))


def _best_start(points: np.ndarray, columns: np.ndarray, centres: np.ndarray) -> ManyFits:
    """Of several starts on each set, with centres of shape (sets, starts, k, p), the closest one."""
    sets, starts, k, p = centres.shape
    labels, final = largest(_nearness(columns, centres)), centres.astype(np.float64)
    own = labels + k * np.arange(sets * starts).reshape(sets, starts, 1)
    off = final.reshape(-1, p).take(own, axis=0)
    np.subtract(points[:, None], off, out=off)
    inertia = np.square(off, out=off).reshape(sets, starts, points.shape[1] * p).sum(axis=2)
    best = np.arange(sets), inertia.argmin(axis=1)
    return ManyFits(final[best], labels[best], inertia[best])


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
        reached = gap.ravel().astype(np.float64).cumsum().reshape(-1, n)
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
    nought = np.zeros(far.shape[3], dtype=np.float32)  # a number in its place takes three times as long
    return np.asarray(np.maximum(far, nought, out=far))


def _products(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Rows of shape (sets, starts, m, p) times the columns of their set, (p, n); (sets, starts, m, n)."""
    sets, starts, m, p = rows.shape
    return np.asarray(np.matmul(rows.reshape(sets, starts * m, p), columns).reshape(sets, starts, m, -1))


def _lloyd(columns: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Centres of shape (sets, starts, k, p) once nobody moves; the last of the columns holds ones."""
    centres, moving = centres.copy(), np.ones(centres.shape[:2], dtype=bool)
    for _ in range(MOST_ITERATIONS):
        for rows, starts in _in_parts(moving, centres.shape[2] * columns.shape[2]):
            before = centres[rows[:, None], starts]
            after = _step(columns[_as_slice(rows)], before)
            centres[rows[:, None], starts] = after
            moving[rows[:, None], starts] = (after != before).any(axis=(2, 3))
        if not moving.any():
            break
    return centres


def _in_parts(moving: np.ndarray, distances: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Sets of which as many starts still move, and these: shapes (m,) and (m, starts).

    Args:
        moving: by set and start.
        distances: of one start.
    """
    count, order = np.count_nonzero(moving, axis=1), np.argsort(~moving, axis=1, kind="stable")
    for number in np.unique(count[count > 0]).tolist():
        rows, at_once = np.flatnonzero(count == number), max(1, _CHUNK // (distances * number))
        for first in range(0, len(rows), at_once):
            some = rows[first : first + at_once]
            yield some, order[some, :number]


def _as_slice(rows: np.ndarray) -> slice | np.ndarray:
    """Rows one after the other, of which nothing need be copied, or others."""
    first, last = int(rows[0]), int(rows[-1]) + 1
    return slice(first, last) if last - first == len(rows) else rows


def _step(columns: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Where the clusters' centres lie once each point is in that of the nearest centre."""
    nearness, each = _nearness(columns, centres), columns.transpose(0, 2, 1)
    belongs = np.equal(nearness, nearness.max(axis=2, keepdims=True), out=nearness)
    sums = _products(belongs, each)
    between = (sums[..., -1].sum(axis=2) > columns.shape[2]).any(axis=1)
    if between.any():  # points as near to another centre go to the first of the two
        own = largest(_nearness(columns[between], centres[between]))
        belongs = (own[:, :, None] == np.arange(centres.shape[2])[:, None]).astype(np.float32)
        sums[between] = _products(belongs, each[between])
    sizes = sums[..., -1:]
    return np.where(sizes > 0, sums[..., :-1] / np.maximum(sizes, 1), centres)


def _nearness(columns: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The larger, the nearer is the point; shape (sets, starts, k, n)."""
    weights = np.concatenate((centres, -0.5 * (centres**2).sum(axis=3, keepdims=True)), axis=3)
    return _products(weights, columns)


def largest(values: np.ndarray) -> np.ndarray:
    """The place of the largest of at most a hundred values, the first of several; (..., k, n) to (..., n)."""
    best = values[..., 0, :].copy()
    own = np.zeros(best.shape, dtype=np.int8)
    for place in range(1, values.shape[-2]):
        larger = values[..., place, :] > best
        np.maximum(own, larger.view(np.int8) * np.int8(place), out=own)
        np.maximum(best, values[..., place, :], out=best)
    return own.astype(np.int64)
