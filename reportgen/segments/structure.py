"""Structure: are there groups in the data, or does the segmentation cut a continuum?

Two kinds of evidence count, and either will do, if other methods and new samples bear the segments out.
A multimodal column whose modes the segments follow. Or borders between segments that are emptier than in
simulated customers without groups, who have the same columns value by value and the same rank
correlations: spikes, modes, zeros and long clouds are the same in both, so that only gaps make a
difference.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import diptest
import numpy as np

from reportgen.features.multimodality import SIGNIFICANT, dip_p
from reportgen.segments.algorithms import agreement, one_thread, second_opinions, spectral_labels
from reportgen.segments.half_splits import RESAMPLE_STARTS, SAMPLE, fullest_border
from reportgen.segments.lloyd import kmeans_many
from reportgen.segments.stability import bootstrap_agreement, jaccards
from reportgen.segments.steps import latent_correlation, ranks_of, without_steps
from reportgen.segments.values import Structure, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.features.column_transform import ColumnTransform
    from reportgen.features.matrix import Matrix
    from reportgen.segments.stability import Resampled
    from reportgen.segments.values import SavedModel

STABLE = 0.8
GAP = 4.0
"""Standard deviations of the references by which borders are emptier and more bimodal, mean of both."""
EMPTY = 1.0
"""Customers at the fullest border for each one in the middles it parts, below which all borders are empty."""
SAME = 0.8
"""Adjusted Rand index from which another method finds the same segments."""
FOUND_AGAIN = 0.75
"""Jaccard overlap from which a segment is found again (Hennig 2007)."""
AS_FULL, NO_MODES = 2.0, 0.2
"""Standard deviations and p-value up to and from which nothing speaks against a continuum."""
FOLLOWED = 0.6
"""Share of a column's variance between segments from which these are taken to follow its modes."""
NEAR_BORDER = 0.3
MOST_COMPARED = 1_000
MOST_LINKED = 700
REFERENCES = 30


class _Borders(NamedTuple):
    """How empty the borders between segments are; for both, low means empty."""

    near: float
    """Share of points less than 30% of the way from the border to their centre."""
    flat: float
    """Minus the mean dip of neighbours' points along the line between their centres."""


def structure(
    matrix: Matrix, model: SavedModel, resampled: Resampled, border: float | None = None
) -> Structure:
    """The verdict on a segmentation (Dolnicar & Leisch 2010), with its evidence; `border` is its fullest one.

    Natural: refits on bootstrap samples agree (adjusted Rand >= .8) and find each segment again (Jaccard
    >= .75), both other algorithms and spectral clustering find the same ones (adjusted Rand >= .8), all
    borders are emptier than the middles that they part, and the data show gaps;
    reproducible: refits agree, without all of that; constructive: they do not agree. A continuum is
    shown where borders are as full as in references and no column has modes. Fixed limits divide customers
    without regard to gaps, so they are never natural.
    """
    points, labels = resampled.points, resampled.labels
    ari = bootstrap_agreement(labels, resampled.others)
    opinions = second_opinions(points, labels, model.k, model.algorithm)
    with one_thread():
        lots = matrix.lots[matrix.fitted_rows[: len(points)]]
        evidence = _evidence(points, lots, labels, np.array(model.centres), matrix.columns)
        border = fullest_border(points, lots, model.k) if border is None else border
        evidence["fullest_border"] = round(border, 6)
    gaps = not model.groups and _shows_gaps(evidence)
    evidence["least_found_again"] = round(float(jaccards(labels, resampled.others, model.k).min()), 6)
    same = min(evidence["followed_by_density"], *opinions.values())
    borne_out = (
        evidence["least_found_again"] >= FOUND_AGAIN and same >= SAME and evidence["fullest_border"] < EMPTY
    )
    verdict = _verdict(stable=round(ari.mean, 6) >= STABLE, clear=gaps and borne_out)
    return Structure(
        verdict, ari, gaps, tuple(evidence.items()), tuple(opinions.items()), _shows_continuum(evidence)
    )


def _verdict(*, stable: bool, clear: bool) -> Verdict:
    if not stable:
        return Verdict.CONSTRUCTIVE
    return Verdict.NATURAL if clear else Verdict.REPRODUCIBLE


def _evidence(
    points: np.ndarray,
    lots: np.ndarray,
    labels: np.ndarray,
    centres: np.ndarray,
    columns: tuple[ColumnTransform, ...],
) -> dict[str, float]:
    """Named figures; the 0/1 columns of categories have gaps by their nature and give no evidence."""
    numeric = [i for i, column in enumerate(columns) if column.level is None]
    if not numeric:
        return {
            "columns_dip_p": 1.0,
            "emptier_borders": 0.0,
            "two_heaped_borders": 0.0,
            "followed_by_density": 0.0,
        }
    p = _columns_p(points[:, numeric], labels, [columns[i] for i in numeric])
    smooth = without_steps(points[:MOST_COMPARED, numeric], lots[:MOST_COMPARED])
    free = [i for i, column in enumerate(numeric) if not _follow_a_spike(points[:, column], labels)]
    emptier, bimodal = (
        _beside_references(smooth[:, free], centres[:, numeric][:, free]) if free else (0.0, 0.0)
    )
    followed = spectral_labels(smooth[:MOST_LINKED], len(centres))
    evidence = {
        "columns_dip_p": p,
        "emptier_borders": emptier,
        "two_heaped_borders": bimodal,
        "followed_by_density": agreement(labels[:MOST_LINKED], followed),
    }
    return {name: round(figure, 6) for name, figure in evidence.items()}


def _shows_gaps(evidence: dict[str, float]) -> bool:
    empty = (evidence["emptier_borders"] + evidence["two_heaped_borders"]) / 2 >= GAP
    return empty or evidence["columns_dip_p"] < SIGNIFICANT


def _shows_continuum(evidence: dict[str, float]) -> bool:
    """Whether borders are as full as without groups, and no column that the segments follow has modes."""
    full = evidence["emptier_borders"] < AS_FULL and evidence["two_heaped_borders"] < AS_FULL
    return full and evidence["columns_dip_p"] > NO_MODES


def _columns_p(points: np.ndarray, labels: np.ndarray, columns: list[ColumnTransform]) -> float:
    """Smallest dip p-value of a column whose modes the segments follow, times the number of columns."""
    p = [
        _dip_p(values, column)
        for values, column in zip(points.T, columns, strict=True)
        if _explained(values, labels) >= FOLLOWED
    ]
    return min(1.0, len(columns) * min(p, default=1.0))


def _dip_p(values: np.ndarray, column: ColumnTransform) -> float:
    """Dip p-value (Hartigan & Hartigan 1985) of one column without its spikes.

    A power scale itself parts losses from gains, so a column of both must stand apart in its own unit too.
    """
    p, own_unit = dip_p(values), column.original(values / column.weight)
    return max(p, dip_p(own_unit)) if own_unit.min() < 0 else p


def _explained(values: np.ndarray, labels: np.ndarray) -> float:
    """Share of a column's variance that lies between the segments."""
    counts = np.maximum(np.bincount(labels), 1)
    means = np.bincount(labels, values) / counts
    total = float(((values - values.mean()) ** 2).sum())
    within = float(((values - means[labels]) ** 2).sum())
    return 1 - within / total if total > 0 else 0.0


def _follow_a_spike(values: np.ndarray, labels: np.ndarray) -> bool:
    """Whether the segments part customers of one single value (nought spent, one order) from all others.

    That border is empty by arithmetic: a share of one order is nought or one.
    """
    distinct, counts = np.unique(values, return_counts=True)
    return _explained((values == distinct[counts.argmax()]).astype(float), labels) >= FOLLOWED


def _beside_references(points: np.ndarray, centres: np.ndarray) -> tuple[float, float]:
    """How much emptier and more bimodal the borders are, in standard deviations of 30 references.

    A reference is cut both where k-means cuts it and where the segments are cut; its emptier borders count.
    What one column alone shows, spikes and all, is then the same in both.
    """
    draws = list(islice(_references(points, np.random.default_rng(SAMPLE)), REFERENCES))
    fits = kmeans_many(np.array(draws), len(centres), RESAMPLE_STARTS, (SAMPLE,))
    measured = [
        np.minimum(_borders(reference, fit), _borders(reference, centres))
        for reference, fit in zip(draws, fits.centres, strict=True)
    ]
    mean, deviation = np.mean(measured, axis=0), np.std(measured, axis=0, ddof=1)
    near, flat = (mean - np.array(_borders(points, centres))) / np.maximum(deviation, 1e-9)
    return float(near), float(flat)


def _references(points: np.ndarray, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Customers without groups: the same columns, tied together by a Gaussian copula."""
    ordered = np.sort(points, axis=0)
    lengths, directions = np.linalg.eigh(latent_correlation(ranks_of(points)))
    axes = directions * np.sqrt(lengths)
    while True:
        drawn = rng.standard_normal(points.shape) @ axes.T
        yield np.take_along_axis(ordered, drawn.argsort(axis=0).argsort(axis=0), axis=0)


def _borders(points: np.ndarray, centres: np.ndarray) -> _Borders:
    squared = ((points[:, None, :] - centres[None]) ** 2).sum(axis=2)
    own, second = np.argsort(squared, axis=1)[:, :2].T
    rows = np.arange(len(points))
    apart = ((centres[own] - centres[second]) ** 2).sum(axis=1)
    way = (squared[rows, second] - squared[rows, own]) / np.maximum(apart, 1e-12)
    pairs = _neighbours(own, second, len(centres))
    members = [np.isin(own, pair) for pair in pairs]
    dips = [
        diptest.dipstat(np.sort(points[inside] @ (centres[one] - centres[other])))
        for inside, (one, other) in zip(members, pairs, strict=True)
    ]
    return _Borders(
        float((way < NEAR_BORDER).mean()),
        -float(np.average(dips, weights=[inside.sum() for inside in members])),
    )


def _neighbours(own: np.ndarray, second: np.ndarray, k: int) -> list[tuple[int, int]]:
    """Each segment with the segment that is runner-up for most of its customers."""
    table = np.bincount(own * k + second, minlength=k * k).reshape(k, k)
    return sorted(
        {(min(i, j), max(i, j)) for i, j in enumerate(table.argmax(axis=1).tolist()) if table[i].any()}
    )
