"""Ways to cluster: k-means, Gaussian mixture and Ward, with what is needed to place customers later."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sklearn.cluster import AgglomerativeClustering, KMeans, SpectralClustering
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture
from threadpoolctl import ThreadpoolController

from reportgen.options.enums import Algorithm
from reportgen.segments.lloyd import kmeans_many, largest

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_FITTED = 200_000
MOST_STARTED_ON = 20_000
MOST_SEARCHED = 5_000
MOST_SETTLED = 50_000
MOST_JUDGED = 20_000
MOST_FOR_WARD = 5_000
FIT_STARTS = 20
MIXTURE_STARTS = 3
LEAST_VARIANCE = 1e-3
"""Added to the variances of a mixture, so that equal customers do not make a group without width."""
MOST_FOR_SECOND_OPINION = 3_000
_BLOCK = 50_000
_CACHED = 5_000
"""Points whose gaps to all centres stay in the processor's cache."""


@dataclass(frozen=True)
class Clusters:
    """One solution. Customers belong to the nearest centre, or to the likeliest part of a mixture."""

    centres: np.ndarray
    """Shape (k, p)."""
    labels: np.ndarray
    """Cluster of each point fitted on, shape (n,)."""
    inertia: float
    """Sum of squared distances to the own centre."""
    weights: np.ndarray | None = None
    """Share of each part of a mixture, shape (k,); None for other algorithms."""
    covariances: np.ndarray | None = None
    """Shape (k, p, p); None for other algorithms."""


class Searched(NamedTuple):
    """What a search keeps of one number of clusters, found among all points."""

    centres: np.ndarray
    """Shape (k, p)."""
    labels: np.ndarray
    """Clusters of the first 20,000 points."""
    sizes: np.ndarray
    """How many of all points each cluster holds, shape (k,)."""
    inertia: float
    """Of all points."""


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep numeric libraries on one thread: faster for small tables, and sums do not hang on the machine."""
    with _numeric_libraries().limit(limits=1):
        yield


@cache
def _numeric_libraries() -> ThreadpoolController:
    """They are loaded by now; looking for them takes longer than many a fit."""
    return ThreadpoolController()


def cluster(points: np.ndarray, k: int, algorithm: Algorithm, seed: int, starts: int) -> Clusters:
    """Find k clusters among points of shape (n, p) in random order; the caller holds `one_thread`.

    Mixtures are fitted on at most 200,000 points. Ward needs all distances at once, so it
    sees at most 5,000, and all points go to the nearest of its centres.
    """
    if algorithm is Algorithm.GMM:
        return _mixture(points, k, seed, min(starts, MIXTURE_STARTS))
    return _ward(points, k) if algorithm is Algorithm.WARD else kmeans_large(points, k, seed, starts)


def kmeans(points: np.ndarray, k: int, seed: int, starts: int) -> Clusters:
    """Best of several k-means++ starts, each run until nobody moves: an early stop shows its seed.

    Points of shape (n, p); the caller holds `one_thread`.
    """
    with _few_distinct_points():
        fit = KMeans(k, n_init=starts, random_state=seed, max_iter=300, tol=0).fit(points)
    return Clusters(fit.cluster_centers_, fit.labels_.astype(np.int64), float(fit.inertia_))


def kmeans_large(points: np.ndarray, k: int, seed: int, starts: int) -> Clusters:
    """k-means from many starts on the first 20,000 points, which are in random order; then on all of them."""
    return _settled(points, kmeans(points[:MOST_STARTED_ON], k, seed, starts))


def kmeans_searched(points: np.ndarray, k: int) -> Searched:
    """k-means for a search: starts on the first 5,000 points, in random order; then on the first 50,000."""
    fits = kmeans_many(points[None, :MOST_SEARCHED], k, FIT_STARTS, (k,))
    started = Clusters(fits.centres[0], fits.labels[0], float(fits.inertia[0]))
    centres = _settled(points[:MOST_SETTLED], started).centres
    sizes, inertia = np.zeros(k, dtype=np.int64), 0.0
    for block in _blocks(points):
        own = nearest(block, centres)
        sizes += np.bincount(own, minlength=k)
        inertia += _inertia(block, centres, own)
    return Searched(centres, nearest(points[:MOST_JUDGED], centres), sizes, inertia)


def _settled(points: np.ndarray, clusters: Clusters) -> Clusters:
    """Clusters found among the first of the points, moved on over all of them until nobody moves."""
    if len(clusters.labels) == len(points):
        return clusters
    fit = KMeans(len(clusters.centres), init=clusters.centres, n_init=1, max_iter=300, tol=0).fit(points)
    return Clusters(fit.cluster_centers_, fit.labels_.astype(np.int64), float(fit.inertia_))


def _mixture(points: np.ndarray, k: int, seed: int, starts: int) -> Clusters:
    with _few_distinct_points():
        mixture = GaussianMixture(k, n_init=starts, random_state=seed, reg_covar=LEAST_VARIANCE)
        mixture.fit(points[:MOST_FITTED])
    centres, weights, covariances = mixture.means_, mixture.weights_, mixture.covariances_
    labels = remoteness(points, centres, weights, covariances).argmin(axis=1)
    return Clusters(centres, labels, _inertia(points, centres, labels), weights, covariances)


def _ward(points: np.ndarray, k: int) -> Clusters:
    sample = points[:MOST_FOR_WARD]
    merged = AgglomerativeClustering(k, linkage="ward").fit_predict(sample)
    centres = np.array([sample[merged == i].mean(axis=0) for i in range(k)])
    labels = nearest(points, centres)
    return Clusters(centres, labels, _inertia(points, centres, labels))


def _inertia(points: np.ndarray, centres: np.ndarray, labels: np.ndarray) -> float:
    return float(((points - centres[labels]) ** 2).sum())


@contextmanager
def _few_distinct_points() -> Iterator[None]:
    """Fewer distinct points than clusters happens in resamples of whole numbers, and does no harm."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


def predict(points: np.ndarray, clusters: Clusters) -> np.ndarray:
    """The cluster of each point, shape (n,)."""
    if clusters.weights is None or clusters.covariances is None:
        return nearest(points, clusters.centres)
    return np.asarray(
        remoteness(points, clusters.centres, clusters.weights, clusters.covariances).argmin(axis=1)
    )


def remoteness(
    points: np.ndarray, centres: np.ndarray, weights: np.ndarray, covariances: np.ndarray
) -> np.ndarray:
    """Minus the log of weight x normal density of each point in each part of a mixture, shape (n, k).

    Without the constant that all parts share; rounded to 9 decimals.
    """
    columns = []
    for centre, weight, covariance in zip(centres, weights, covariances, strict=True):
        triangle = np.linalg.cholesky(covariance)
        scaled = np.linalg.solve(triangle, (points - centre).T)
        columns.append(0.5 * (scaled**2).sum(axis=0) + np.log(np.diag(triangle)).sum() - np.log(weight))
    return np.column_stack(columns).round(9)


def distances(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Euclidean distance of each point to each centre, shape (n, k), rounded to 9 decimals."""
    far = np.empty((len(points), len(centres)))
    for first in range(0, len(points), _CACHED):
        some = slice(first, first + _CACHED)
        gaps = np.ascontiguousarray(points[some].T) - centres[:, :, None]
        far[some] = np.square(gaps, out=gaps).sum(axis=1).T
    return np.sqrt(far, out=far).round(9, out=far)


def nearest(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Index of the nearest centre, shape (n,); cheaper than `distances`, for resampling."""
    weights, norms = 2 * centres, (centres**2).sum(axis=1)[:, None]
    own = np.empty(len(points), dtype=np.int64)
    for first in range(0, len(points), _CACHED):
        nearness = weights @ points[first : first + _CACHED].T
        nearness -= norms
        own[first : first + _CACHED] = largest(nearness)
    return own


def _blocks(points: np.ndarray) -> list[np.ndarray]:
    return np.array_split(points, max(1, len(points) // _BLOCK))


AGREE = 0.6
"""Adjusted Rand index below which the segments depend on the algorithm."""


def agreement(one: np.ndarray, other: np.ndarray) -> float:
    """Adjusted Rand index of two labellings (Hubert & Arabie 1985): 1 equal, 0 as by chance."""
    table = contingency(one, other, int(max(one.max(), other.max())) + 1)
    rows, columns, both = (_pairs(counts) for counts in (table.sum(axis=1), table.sum(axis=0), table))
    expected = rows * columns / _pairs(np.array([len(one)]))
    most = (rows + columns) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def _pairs(counts: np.ndarray) -> float:
    return float((counts * (counts - 1)).sum()) / 2


def contingency(one: np.ndarray, other: np.ndarray, k: int) -> np.ndarray:
    """How many points have label i in one labelling and j in the other, shape (k, k)."""
    return np.bincount(one * k + other, minlength=k * k).reshape(k, k)


def spectral_labels(points: np.ndarray, k: int) -> np.ndarray:
    """Clusters that follow dense places, whatever their shape (Ng, Jordan & Weiss 2001), from 10 neighbours.

    The caller holds `one_thread` and gives few points: the time grows with their square.
    """
    spectral = SpectralClustering(
        k, affinity="nearest_neighbors", n_neighbors=10, random_state=0, assign_labels="cluster_qr"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # groups without any link are what is looked for
        return np.asarray(spectral.fit_predict(points), dtype=np.int64)


def second_opinions(
    points: np.ndarray, labels: np.ndarray, k: int, own: str = Algorithm.KMEANS
) -> dict[Algorithm, float]:
    """Agreement (adjusted Rand) of the other algorithms with given labels, at the same k.

    All see at most 3,000 points.
    """
    some, own_labels = points[:MOST_FOR_SECOND_OPINION], labels[:MOST_FOR_SECOND_OPINION]
    with one_thread():
        return {
            other: round(agreement(own_labels, cluster(some, k, other, 0, FIT_STARTS).labels), 6)
            for other in Algorithm
            if other != own
        }
