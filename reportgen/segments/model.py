"""The fitted segmentation: fit it, assign customers to it, write it down."""

from __future__ import annotations

import json
from dataclasses import asdict
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.errors import InputError
from reportgen.features.column_transform import ColumnTransform
from reportgen.options.enums import Algorithm
from reportgen.segments.algorithms import FIT_STARTS, cluster, distances, one_thread, predict, remoteness
from reportgen.segments.values import SavedModel, Segmentation

if TYPE_CHECKING:
    from reportgen.features.matrix import Matrix

FORMAT = 1
MOST_FOR_MANY_STARTS = 20_000
MANY_STARTS = 60
"""Starts of the fit that is kept. With 20, two of six real files moved one or two customers with the seed."""
MOST_SEGMENTS = len(ascii_lowercase)


def fit_model(
    matrix: Matrix,
    k: int,
    seed: int = 0,
    month: str | None = None,
    algorithm: Algorithm = Algorithm.KMEANS,
) -> SavedModel:
    """Fit k segments on all customers but those set aside.

    Segments get the keys a, b, ... by falling total value, else by falling size; ties go by centre.
    """
    starts = MANY_STARTS if len(matrix.fitted) <= MOST_FOR_MANY_STARTS else FIT_STARTS
    with one_thread():
        clusters = cluster(matrix.fitted, k, algorithm, seed, starts)
    centres = clusters.centres.round(9)
    order = canonical_order(matrix, predict(matrix.values, clusters), centres)
    own = distances(matrix.fitted, centres).min(axis=1)
    return SavedModel(
        keys=tuple(ascii_lowercase[:k]),
        centres=_rows(centres[order]),
        columns=matrix.columns,
        clip=matrix.clip,
        distance_limit=float(np.quantile(own, 0.99)),
        k=k,
        seed=seed,
        algorithm=algorithm,
        customers=len(matrix.ids),
        month=month,
        weights=() if clusters.weights is None else tuple(clusters.weights[order].round(9).tolist()),
        covariances=()
        if clusters.covariances is None
        else tuple(map(_rows, clusters.covariances[order].round(9))),
    )


def assign(model: SavedModel, matrix: Matrix) -> Segmentation:
    """Put every customer, those set aside too, into the nearest or, in a mixture, the likeliest segment.

    Encode later customers with `encode_as(customers, model.columns)` first.
    """
    far = remoteness_under(model, matrix.values)
    order = np.argsort(far, axis=1, kind="stable")
    rows = np.arange(len(far))
    own, second = far[rows, order[:, 0]], far[rows, order[:, 1]]
    return Segmentation(
        keys=model.keys,
        labels=order[:, 0],
        confidence=1 - (np.exp(own - second) if model.weights else own / np.where(second > 0, second, 1.0)),
        runner_up=order[:, 1],
        set_aside=matrix.set_aside,
    )


def labels_under(model: SavedModel, points: np.ndarray) -> np.ndarray:
    """Where a model puts points of shape (n, p): index into its keys, shape (n,)."""
    return np.asarray(remoteness_under(model, points).argmin(axis=1))


def remoteness_under(model: SavedModel, points: np.ndarray) -> np.ndarray:
    """How far points of shape (n, p) are from each segment, in the model's own measure; shape (n, k)."""
    centres = np.array(model.centres)
    if not model.weights:
        return distances(points, centres)
    return remoteness(points, centres, np.array(model.weights), np.array(model.covariances))


def to_json(model: SavedModel) -> str:
    """The model as JSON; `from_json` gives back an equal one."""
    return json.dumps({"format": FORMAT, **asdict(model)}, indent=1, sort_keys=True)


def from_json(text: str) -> SavedModel:
    """Read what `to_json` wrote. Raises InputError for anything else."""
    try:
        saved = json.loads(text)
        if saved.pop("format") == FORMAT:
            return _restore(saved)
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    raise InputError(
        "the saved segments cannot be read: not written by this version, or damaged",
        "start afresh with --fresh, or restore the record of last month",
    )


def _restore(saved: dict[str, Any]) -> SavedModel:
    saved["keys"] = tuple(saved["keys"])
    saved["centres"] = tuple(tuple(centre) for centre in saved["centres"])
    saved["weights"] = tuple(saved["weights"])
    saved["covariances"] = tuple(tuple(map(tuple, part)) for part in saved["covariances"])
    saved |= {name: tuple(saved[name]) for name in ("days", "orders", "groups", "given") if name in saved}
    saved["joined"] = tuple(map(tuple, saved["joined"]))
    saved["columns"] = tuple(ColumnTransform(**column) for column in saved["columns"])
    return SavedModel(**saved)


def _rows(table: np.ndarray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in table.tolist())


def canonical_order(matrix: Matrix, labels: np.ndarray, centres: np.ndarray) -> list[int]:
    """Cluster numbers by falling total value, else by falling size; ties go by centre."""
    weight = None if matrix.worth is None else np.nan_to_num(matrix.worth)
    totals = np.bincount(labels, weight, minlength=len(centres)).round(2)
    return sorted(range(len(centres)), key=lambda i: (-totals[i], tuple(centres[i])))
