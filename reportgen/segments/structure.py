"""Are there groups in the data, or does the segmentation cut a continuum?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import diptest
import numpy as np
from sklearn.metrics import pairwise_distances

from reportgen.matrix import sample_rows
from reportgen.segments.algorithms import nearest, one_thread
from reportgen.segments.stability import bootstrap_agreement, judged_rows, refits
from reportgen.segments.values import Structure, Verdict

if TYPE_CHECKING:
    from reportgen.matrix import Matrix
    from reportgen.segments.values import SavedModel

STABLE = 0.8
SIGNIFICANT = 0.05
VALLEY = 0.01
HALF = 0.5
PAIRS_SAMPLE = 350
MOST_PROJECTED = 3_000
COMPONENTS = 3


def structure(matrix: Matrix, model: SavedModel) -> Structure:
    """The verdict on a segmentation (Dolnicar & Leisch 2010), with its evidence.

    Natural: refits on bootstrap samples agree (adjusted Rand >= .8) and the data show gaps;
    reproducible: they agree without gaps; constructive: they do not agree.
    """
    points, centres = matrix.fitted[judged_rows(matrix.fitted, model.seed)], np.array(model.centres)
    labels = nearest(points, centres)
    with one_thread():
        ari = bootstrap_agreement(labels, refits(points, model.k, model.seed))
        evidence = _evidence(points, centres, model.seed)
    gaps = _shows_gaps(evidence)
    return Structure(
        _verdict(stable=round(ari.mean, 6) >= STABLE, gaps=gaps), ari, gaps, tuple(evidence.items())
    )


def _verdict(*, stable: bool, gaps: bool) -> Verdict:
    if not stable:
        return Verdict.CONSTRUCTIVE
    return Verdict.NATURAL if gaps else Verdict.REPRODUCIBLE


def _evidence(points: np.ndarray, centres: np.ndarray, seed: int) -> dict[str, float]:
    """Dip p-values (Hartigan & Hartigan 1985) of distances and main axes; share of borders with a valley."""
    chosen = sample_rows(len(points), MOST_PROJECTED, seed)
    smooth = _spread_ties(points[chosen], seed)
    evidence = {"distances_dip_p": _distances_p(smooth, seed), "components_dip_p": _components_p(smooth)}
    evidence["valleys"] = _valleys(smooth, centres)
    return {name: round(figure, 6) for name, figure in evidence.items()}


def _shows_gaps(evidence: dict[str, float]) -> bool:
    several_modes = min(evidence["distances_dip_p"], evidence["components_dip_p"]) < SIGNIFICANT
    return several_modes and evidence["valleys"] >= HALF


def _spread_ties(points: np.ndarray, seed: int) -> np.ndarray:
    """Spread equal values evenly up to half-way to their neighbours.

    Whole numbers are otherwise read as many narrow groups: a spike at one order is no gap.
    """
    rng = np.random.default_rng(seed)
    return np.column_stack([_spread_column(column, rng) for column in points.T])


def _spread_column(column: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    values, where = np.unique(column, return_inverse=True)
    middle = (values[1:] + values[:-1]) / 2
    low = np.concatenate((2 * values[:1] - middle[:1], middle))
    high = np.concatenate((middle, 2 * values[-1:] - middle[-1:]))
    return np.asarray(rng.uniform(low[where], high[where]))


def _distances_p(points: np.ndarray, seed: int) -> float:
    sample = points[sample_rows(len(points), PAIRS_SAMPLE, seed)]
    return _dip_p(pairwise_distances(sample)[np.triu_indices(len(sample), 1)])


def _components_p(points: np.ndarray) -> float:
    """Smallest dip p-value of the first three principal components, times their number."""
    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    scores = centred @ axes[:, ::-1][:, :COMPONENTS]
    return min(1.0, float(scores.shape[1] * min(_dip_p(score) for score in scores.T)))


def _valleys(points: np.ndarray, centres: np.ndarray) -> float:
    """Share of borders between neighbouring segments across which customers thin out and return."""
    squared = ((points[:, None, :] - centres[None]) ** 2).sum(axis=2)
    own, second = np.argsort(squared, axis=1)[:, :2].T
    borders = _borders(own, second, len(centres))
    found = [_has_valley(points[np.isin(own, pair)], centres[pair[0]] - centres[pair[1]]) for pair in borders]
    return float(np.mean(found))


def _borders(own: np.ndarray, second: np.ndarray, k: int) -> list[tuple[int, int]]:
    """Each segment with the segment that is runner-up for most of its customers."""
    table = np.bincount(own * k + second, minlength=k * k).reshape(k, k)
    return sorted({(min(i, j), max(i, j)) for i, j in enumerate(table.argmax(axis=1).tolist())})


def _has_valley(points: np.ndarray, direction: np.ndarray) -> bool:
    return _dip_p(points @ direction) < VALLEY


def _dip_p(values: np.ndarray) -> float:
    _, p = diptest.diptest(np.sort(values))
    return float(p)
