"""Half-splits: customers parted into two halves many times, each half clustered for itself."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reportgen.features.lots import mixed
from reportgen.segments.lloyd import ManyFits, kmeans_many, largest
from reportgen.segments.steps import Steps

SPLITS, ROUNDS = 25, 4
"""Half-splits in one round, and the most rounds: a hundred splits."""
MOST_PER_HALF = 2_000
MOST_FOR_WIDTH = 250
RESAMPLE_STARTS = 5
BORDER = 0.25
"""How far from the border, as a share of the way to a centre, a customer stands on it."""
SAMPLE = 0
"""Starts every draw of clusters here: they hang on the customers and not on the seed of the fit."""


class SplitFigures(NamedTuple):
    """What one number of clusters did in each split, the mean of both halves; each of shape (splits,)."""

    strength: np.ndarray
    """Prediction strength (Tibshirani & Walther 2005)."""
    width: np.ndarray
    """Mean silhouette (Rousseeuw 1987)."""
    smallest: np.ndarray
    """Share of the customers in the smallest cluster."""
    border: np.ndarray
    """Logarithm of how full the fullest border is, beside the emptier of the two middles that it parts."""


def joined(first: SplitFigures, more: SplitFigures) -> SplitFigures:
    """Both rounds of splits together."""
    return SplitFigures(*(np.concatenate(each) for each in zip(first, more, strict=True)))


def fullest_border(points: np.ndarray, lots: np.ndarray, k: int) -> float:
    """How full the fullest border of k clusters is beside the middles it parts: below 1, all are empty.

    The geometric mean over one round of splits, of points of shape (n, p) with a lot each; the caller holds
    `one_thread`.
    """
    return first_border(HalfSplits(Steps(points, lots), lots, 0).figures(k))


def first_border(figures: SplitFigures) -> float:
    """The same of figures that begin with the first round of splits."""
    return float(np.exp(figures.border[:SPLITS].mean()))


class HalfSplits:
    """Two halves of at most 2,000 customers each, 25 times; the splits of each round are others.

    Equal values are spread anew in each split, so that no figure rests on one draw of who comes first.
    """

    def __init__(self, steps: Steps, lots: np.ndarray, round_: int) -> None:
        """Points, and the lot of each by which it goes to one half or the other; shape (n,)."""
        size = min(len(lots) // 2, MOST_PER_HALF)
        splits = range(round_ * SPLITS, (round_ + 1) * SPLITS)
        orders = (np.argsort(mixed(lots, split), kind="stable") for split in splits)
        drawn = [steps.spread(order[: 2 * size], split) for split, order in zip(splits, orders, strict=True)]
        self._halves = np.array(drawn).reshape(2 * SPLITS, size, -1)
        sample = self._halves[:, :MOST_FOR_WIDTH]
        self._far = np.array([_distances(half) for half in sample.astype(np.float32)])

    def figures(self, k: int) -> SplitFigures:
        """Strength and width of k clusters in each split; the caller holds `one_thread`."""
        fits = kmeans_many(self._halves, k, RESAMPLE_STARTS, (SAMPLE, k))
        count, _, p = fits.centres.shape
        other = fits.centres.reshape(-1, 2, k, p)[:, ::-1].reshape(count, k, p)
        far = (other**2).sum(axis=2)[:, :, None] - 2 * other @ self._halves.transpose(0, 2, 1)
        own = largest(-far)
        figures = (
            _strengths(fits.labels, own, k),
            self._widths(fits),
            _smallest(fits),
            _borders(other, far, own),
        )
        return SplitFigures(*(each.reshape(-1, 2).mean(axis=1) for each in figures))

    def _widths(self, fits: ManyFits) -> np.ndarray:
        """Mean silhouette of each half's own clusters; (2 splits,)."""
        k, own = fits.centres.shape[1], fits.labels[:, :MOST_FOR_WIDTH, None]
        member = (own == np.arange(k)).astype(np.float32)
        sizes = member.sum(axis=1)[:, None]
        total = self._far @ member
        mine = np.take_along_axis(np.broadcast_to(sizes, total.shape), own, axis=2)
        inside = np.take_along_axis(total, own, axis=2) / np.maximum(mine - 1, 1)
        mean = np.where(sizes > 0, total / np.maximum(sizes, 1), np.inf)
        np.put_along_axis(mean, own, np.inf, axis=2)
        outside = mean.min(axis=2, keepdims=True)
        width = (outside - inside) / np.maximum(np.maximum(outside, inside), 1e-12)
        return np.asarray(np.where(mine > 1, width, 0).mean(axis=(1, 2)), dtype=np.float64)


def _strengths(labels: np.ndarray, others: np.ndarray, k: int) -> np.ndarray:
    """Share of pairs of the weakest cluster that the other half's centres keep together; (2 splits,).

    `others` tells whose of the other half's centres each point is nearest to; (2 splits, n).
    """
    cells = (np.arange(len(labels))[:, None] * k + labels) * k + others
    return weakest(np.bincount(cells.ravel(), minlength=len(labels) * k * k).reshape(-1, k, k))


def _borders(centres: np.ndarray, far: np.ndarray, own: np.ndarray) -> np.ndarray:
    """How full the fullest border between neighbours is, for points that had no part in the fit; (2 splits,).

    Along the line between two centres customers within an eighth of its length of the border are counted,
    and as wide a strip about each centre. Where one heap is cut in two the border is the fullest place.
    `far` is the squared distance, but for a constant, of each point to each centre; (2 splits, k, n).
    """
    far = far.astype(np.float32)
    member = _members(own, far.shape[1])
    apart = ((centres[:, :, None] - centres[:, None]) ** 2).sum(axis=3).astype(np.float32) @ member
    way = far - np.take_along_axis(far, own[:, None], axis=1)
    near = member @ _transposed(way < BORDER * apart)
    middle = 1 + member @ _transposed((way >= (1 - BORDER) * apart) & (way < (1 + BORDER) * apart))
    around = np.minimum(middle, middle.transpose(0, 2, 1))
    full = np.log((near + near.transpose(0, 2, 1) + 1) / around)
    np.put_along_axis(far, own[:, None], np.inf, axis=1)
    next_to = (member @ _transposed(_members(largest(-far), far.shape[1]))).argmax(axis=2)
    weakest_pair = np.take_along_axis(full, next_to[:, :, None], axis=2)[:, :, 0]
    return np.asarray(np.where(member.any(axis=2), weakest_pair, -np.inf).max(axis=1), dtype=np.float64)


def _transposed(each: np.ndarray) -> np.ndarray:
    return np.asarray(each, dtype=np.float32).transpose(0, 2, 1)


def _members(labels: np.ndarray, k: int) -> np.ndarray:
    """One for the cluster of each point, else nought; shape (sets, k, n)."""
    return np.asarray(labels[:, None] == np.arange(k)[:, None], dtype=np.float32)


def _smallest(fits: ManyFits) -> np.ndarray:
    """Share of each half in its smallest cluster; (2 splits,)."""
    (count, size), k = fits.labels.shape, fits.centres.shape[1]
    sizes = np.bincount((np.arange(count)[:, None] * k + fits.labels).ravel(), minlength=count * k)
    return np.asarray(sizes.reshape(count, k).min(axis=1) / size)


def weakest(tables: np.ndarray) -> np.ndarray:
    """Smallest share of pairs of a row that share a column, of tables of shape (..., k, k)."""
    sizes = tables.sum(axis=-1)
    pairs = sizes * (sizes - 1)
    together = (tables * (tables - 1)).sum(axis=-1)
    return np.asarray(np.where(pairs > 0, together / np.maximum(pairs, 1), 1.0).min(axis=-1))


def _distances(points: np.ndarray) -> np.ndarray:
    norms = (points**2).sum(axis=1)
    return np.asarray(np.sqrt(np.maximum(norms[:, None] + norms - 2 * points @ points.T, 0)))
