"""Stability: whether refits on bootstrap samples of the customers find the same segments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import pairwise_distances

from reportgen.options.enums import Algorithm
from reportgen.segments.algorithms import (
    MOST_JUDGED,
    agreement,
    cluster,
    contingency,
    nearest,
    one_thread,
    predict,
)
from reportgen.segments.half_splits import RESAMPLE_STARTS, SAMPLE
from reportgen.segments.lloyd import kmeans_many
from reportgen.segments.model import labels_under
from reportgen.segments.values import Range, SegmentStability

if TYPE_CHECKING:
    from reportgen.features.matrix import Matrix
    from reportgen.segments.values import SavedModel

REFITS = 30
MOST_PER_REFIT = 2_000
MOST_PER_SLOW_REFIT = 1_000
MOST_FOR_SILHOUETTE = 5_000
_AT_ONCE = 500


def spread(repeats: np.ndarray) -> Range:
    """Mean, 10th and 90th percentile of repeated figures."""
    low, high = np.quantile(repeats, (0.1, 0.9))
    return Range(float(np.mean(repeats)), float(low), float(high))


def refits(points: np.ndarray, k: int, algorithm: Algorithm = Algorithm.KMEANS) -> list[np.ndarray]:
    """Labels of all points under 30 models refitted on bootstrap samples; each (n,).

    Samples hold at most 2,000 points, 1,000 for the slower algorithms. The caller holds `one_thread`.
    """
    most = MOST_PER_REFIT if algorithm is Algorithm.KMEANS else MOST_PER_SLOW_REFIT
    rngs = [np.random.default_rng((SAMPLE, k, time)) for time in range(REFITS)]
    drawn = [rng.integers(len(points), size=min(len(points), most)) for rng in rngs]
    if algorithm is Algorithm.KMEANS:
        fits = kmeans_many(points[np.array(drawn)], k, RESAMPLE_STARTS, (SAMPLE, k))
        return [nearest(points, centres) for centres in fits.centres]
    return [
        predict(points, cluster(points[chosen], k, algorithm, int(rng.integers(2**31)), RESAMPLE_STARTS))
        for chosen, rng in zip(drawn, rngs, strict=True)
    ]


def bootstrap_agreement(labels: np.ndarray, others: list[np.ndarray]) -> Range:
    """Adjusted Rand index between labels and each refit."""
    return spread(np.array([agreement(labels, other) for other in others]))


def jaccards(labels: np.ndarray, others: list[np.ndarray], k: int) -> np.ndarray:
    """Mean overlap of each segment with its best match in each refit (Hennig 2007), shape (k,)."""
    best = []
    for other in others:
        table = contingency(labels, other, k)
        union = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
        best.append((table / np.maximum(union, 1)).max(axis=1))
    return np.asarray(np.mean(best, axis=0))


class Silhouettes:
    """Silhouettes of many labellings of the same points in random order, of the first 5,000."""

    def __init__(self, points: np.ndarray) -> None:
        sample = points[:MOST_FOR_SILHOUETTE]
        self._distance = np.empty((len(sample), len(sample)), dtype=np.float32)
        for first in range(0, len(sample), _AT_ONCE):  # distances of all in double precision take 200 MB
            some = slice(first, first + _AT_ONCE)
            self._distance[some] = pairwise_distances(sample[some], sample)
        np.fill_diagonal(self._distance, 0)

    def of(self, labels: np.ndarray, k: int) -> np.ndarray:
        """Mean silhouette of each cluster and, last, of all points (Rousseeuw 1987); shape (k + 1,)."""
        own, width = self.each(labels, k)
        counts = np.bincount(own, minlength=k)
        means = np.bincount(own, width, minlength=k) / np.maximum(counts, 1)
        return np.append(means, width.mean())

    def each(self, labels: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Label and silhouette of every point of the sample; each of shape (m,)."""
        own = labels[: len(self._distance)]
        member = np.eye(k, dtype=np.float32)[own]
        counts = member.sum(axis=0)
        total = self._distance @ member
        rows = np.arange(len(own))
        inside = total[rows, own] / np.maximum(counts[own] - 1, 1)
        mean = total / np.maximum(counts, 1)
        mean[:, counts == 0] = np.inf
        mean[rows, own] = np.inf
        outside = mean.min(axis=1)
        width = (outside - inside) / np.maximum(np.maximum(outside, inside), 1e-12)
        width[counts[own] == 1] = 0.0
        return own, width


@dataclass(frozen=True)
class Resampled:
    """Customers, and their segments when each resample is refitted by the same algorithm at the same k."""

    points: np.ndarray
    """Shape (n, p)."""
    labels: np.ndarray
    """Their segments, shape (n,)."""
    others: list[np.ndarray]
    """Their segments after each resample, each (n,)."""


def resample(matrix: Matrix, model: SavedModel, known: list[np.ndarray] | None = None) -> Resampled:
    """Fit the model's segments again on 30 bootstrap samples; `known` are those by k-means."""
    points, algorithm = matrix.fitted[:MOST_JUDGED], Algorithm(model.algorithm)
    with one_thread():
        again = known if algorithm is Algorithm.KMEANS else None
        others = refits(points, model.k, algorithm) if again is None else again
    return Resampled(points, labels_under(model, points), others)


def assess_stability(model: SavedModel, resampled: Resampled) -> dict[str, SegmentStability]:
    """Stability (Jaccard) and separation (silhouette) of each segment, by key."""
    overlap = jaccards(resampled.labels, resampled.others, model.k)
    with one_thread():
        width = Silhouettes(resampled.points).of(resampled.labels, model.k)
    return {
        key: SegmentStability(round(float(overlap[i]), 6), round(float(width[i]), 6))
        for i, key in enumerate(model.keys)
    }
