"""The fitted segmentation: fit it, assign customers to it, write it down."""

from __future__ import annotations

import json
from dataclasses import asdict
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.errors import InputError
from reportgen.matrix import ColumnTransform
from reportgen.segments.algorithms import FIT_STARTS, distances, kmeans_large, one_thread
from reportgen.segments.values import SavedModel, Segmentation

if TYPE_CHECKING:
    from reportgen.matrix import Matrix

FORMAT = 1
MOST_SEGMENTS = len(ascii_lowercase)


def fit_model(matrix: Matrix, k: int, seed: int = 0, month: str | None = None) -> SavedModel:
    """Fit k segments on all customers but those set aside.

    Segments get the keys a, b, ... by falling total value, else by falling size; ties go by centre.
    """
    with one_thread():
        centres = kmeans_large(matrix.fitted, k, seed, FIT_STARTS).centres.round(9)
    centres = centres[_canonical_order(matrix, centres)]
    own = distances(matrix.fitted, centres).min(axis=1)
    return SavedModel(
        keys=tuple(ascii_lowercase[:k]),
        centres=tuple(tuple(map(float, centre)) for centre in centres),
        columns=matrix.columns,
        clip=matrix.clip,
        distance_limit=float(np.quantile(own, 0.99)),
        k=k,
        seed=seed,
        algorithm="kmeans",
        customers=len(matrix.ids),
        month=month,
    )


def assign(model: SavedModel, matrix: Matrix) -> Segmentation:
    """Put every customer, those set aside too, into the segment with the nearest centre.

    Encode later customers with `encode_as(customers, model.columns, model.seed)` first.
    """
    distance = distances(matrix.values, np.array(model.centres))
    order = np.argsort(distance, axis=1, kind="stable")
    rows = np.arange(len(distance))
    own, second = distance[rows, order[:, 0]], distance[rows, order[:, 1]]
    return Segmentation(
        keys=model.keys,
        labels=order[:, 0],
        confidence=1 - own / np.where(second > 0, second, 1.0),
        runner_up=order[:, 1],
        set_aside=matrix.set_aside,
    )


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
    saved["columns"] = tuple(ColumnTransform(**column) for column in saved["columns"])
    return SavedModel(**saved)


def _canonical_order(matrix: Matrix, centres: np.ndarray) -> list[int]:
    labels = distances(matrix.values, centres).argmin(axis=1)
    weight = None if matrix.worth is None else np.nan_to_num(matrix.worth)
    totals = np.bincount(labels, weight, minlength=len(centres)).round(2)
    return sorted(range(len(centres)), key=lambda i: (-totals[i], tuple(centres[i])))
