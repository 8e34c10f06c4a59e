"""k-means, and the two algorithms that give a second opinion: Gaussian mixture and Ward."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

from reportgen.matrix import sample_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_FITTED = 200_000
FIT_STARTS = 20
MOST_FOR_SECOND_OPINION = 3_000
_BLOCK = 50_000


@dataclass(frozen=True)
class Clusters:
    """One k-means solution."""

    centres: np.ndarray
    """Shape (k, p)."""
    labels: np.ndarray
    """Index of the nearest centre, shape (n,)."""
    inertia: float
    """Sum of squared distances to the own centre."""


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep numeric libraries on one thread: faster for small tables, and sums do not hang on the machine."""
    with threadpool_limits(limits=1):
        yield


def kmeans(points: np.ndarray, k: int, seed: int, starts: int) -> Clusters:
    """Best of several k-means++ starts. Points of shape (n, p); the caller holds `one_thread`."""
    with warnings.catch_warnings():
        # Fewer distinct points than clusters happens in resamples of whole numbers, and does no harm.
        warnings.simplefilter("ignore", ConvergenceWarning)
        found = KMeans(k, n_init=starts, random_state=seed, max_iter=100).fit(points)
    return Clusters(found.cluster_centers_, found.labels_.astype(np.int64), float(found.inertia_))


def kmeans_large(points: np.ndarray, k: int, seed: int, starts: int) -> Clusters:
    """k-means on at most 200,000 points; beyond, a fixed sample and one Lloyd run over all points."""
    chosen = sample_rows(len(points), MOST_FITTED, seed)
    found = kmeans(points[chosen], k, seed, starts)
    if len(chosen) == len(points):
        return found
    full = KMeans(k, init=found.centres, n_init=1, max_iter=100).fit(points)
    return Clusters(full.cluster_centers_, full.labels_.astype(np.int64), float(full.inertia_))


def distances(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Euclidean distance of each point to each centre, shape (n, k), rounded to 9 decimals."""
    parts = [
        np.sqrt(((block[:, None, :] - centres[None]) ** 2).sum(axis=2))
        for block in np.array_split(points, max(1, len(points) // _BLOCK))
    ]
    return np.asarray(np.concatenate(parts).round(9))


def nearest(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Index of the nearest centre, shape (n,); cheaper than `distances`, for resampling."""
    return np.asarray(np.argmin((centres**2).sum(axis=1) - 2 * points @ centres.T, axis=1))


def agreement(one: np.ndarray, other: np.ndarray) -> float:
    """Adjusted Rand index of two labellings (Hubert & Arabie 1985): 1 equal, 0 as by chance."""
    return float(adjusted_rand_score(one, other))


def contingency(one: np.ndarray, other: np.ndarray, k: int) -> np.ndarray:
    """How many points have label i in one labelling and j in the other, shape (k, k)."""
    return np.bincount(one * k + other, minlength=k * k).reshape(k, k)


def second_opinions(points: np.ndarray, labels: np.ndarray, k: int, seed: int = 0) -> dict[str, float]:
    """Agreement (adjusted Rand) of a Gaussian mixture and of Ward's method with given labels.

    Both run on at most 3,000 points. Below .6 the segments depend on the algorithm.
    """
    chosen = sample_rows(len(points), MOST_FOR_SECOND_OPINION, seed)
    sample = points[chosen]
    with one_thread():
        mixture = GaussianMixture(k, n_init=3, random_state=seed, reg_covar=1e-3).fit_predict(sample)
        ward = AgglomerativeClustering(k, linkage="ward").fit_predict(sample)
    return {"gmm": agreement(labels[chosen], mixture), "ward": agreement(labels[chosen], ward)}
