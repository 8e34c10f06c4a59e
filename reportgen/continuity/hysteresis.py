"""Hysteresis: customers near a border between segments stay where they were last month.

Somebody who orders every fifty days stands now just after an order, now just before one. A model that
looks at one day only would move them back and forth.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reportgen.features.interpurchase_time import has_rhythm, in_rhythm, width
from reportgen.segments.model import remoteness_under

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.features.matrix import Matrix
    from reportgen.features.table import Customers
    from reportgen.segments.values import SavedModel, Segmentation

MARGIN = 0.3
"""Share by which another segment must be nearer."""
STEPS = 9
"""Days of the rhythm that are looked at."""
LEAST_ORDERS = 2


def apply_hysteresis(
    model: SavedModel, customers: Customers, matrix: Matrix, nearest: Segmentation, before: pd.DataFrame
) -> Segmentation:
    """The segmentation in which only customers who really changed have another segment than last month.

    A customer stays if the nearest segment is not nearer than that of before by three tenths, or if it is the
    nearest on another day of their own rhythm or with an order more or less, and they were in their
    rhythm before: who orders after a long silence has changed.

    Args:
        model: the saved model.
        customers: this month's.
        matrix: their points.
        nearest: the segments nearest to this month's points.
        before: the earlier month's customers: their `segment`, and measures under this file's names.
    """
    if model.groups:
        return nearest
    places = {key: place for place, key in enumerate(model.keys)}
    own = np.array([places.get(key, -1) for key in before["segment"].reindex(customers.frame.index)])
    stays = _near_border(model, matrix, nearest.labels, own)
    doubtful = np.flatnonzero((own >= 0) & (own != nearest.labels) & ~stays)
    stays[doubtful] |= _stays_in_rhythm(model, customers, before, doubtful, own[doubtful])
    labels = np.where(stays, own, nearest.labels)
    return replace(
        nearest,
        labels=labels,
        confidence=np.where(stays, 0.0, nearest.confidence),
        runner_up=np.where(stays, nearest.labels, nearest.runner_up),
    )


def _near_border(model: SavedModel, matrix: Matrix, nearest: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Whether another segment is nearer, but not by enough; shape (n,)."""
    far = remoteness_under(model, matrix.values)
    rows = np.arange(len(far))
    here, there = far[rows, own], far[rows, nearest]
    # The remoteness of a mixture is a logarithm already.
    close = here - there <= MARGIN if model.weights else (1 - MARGIN) * here <= there
    return np.asarray((own >= 0) & (own != nearest) & close)


def _stays_in_rhythm(
    model: SavedModel, customers: Customers, before: pd.DataFrame, rows: np.ndarray, own: np.ndarray
) -> np.ndarray:
    """Whether those of some rows are in their rhythm, were so before, and it explains where they stand."""
    names = {column.name for column in model.columns}
    if not names <= _BUYING or not has_rhythm(customers.frame.columns) or not has_rhythm(before.columns):
        return np.zeros(len(rows), dtype=bool)
    frame = customers.frame.iloc[rows]
    steady = in_rhythm(frame) & in_rhythm(before.reindex(frame.index))
    return np.asarray(steady & _explained(model, frame, own))


def _explained(model: SavedModel, frame: pd.DataFrame, own: np.ndarray) -> np.ndarray:
    """Whether the own segment is the nearest for some day of the rhythm and some likely number of orders."""
    gap, recency, orders = (frame[name].to_numpy(float) for name in ("gap", "recency", "frequency"))
    longest = np.fmax(recency, (1 + width(frame)) * gap)
    kept = np.zeros(len(frame), dtype=bool)
    for step in (0, 1, -1):
        likely = orders + step * np.maximum(1, np.round(np.sqrt(orders) / 2))
        for part in np.linspace(0, 1, STEPS):
            raw = {
                "recency": part * longest,
                "frequency": likely,
                "monetary": frame["monetary"].to_numpy(float) * likely / orders,
            }
            kept |= (likely >= LEAST_ORDERS) & (_nearest(model, raw) == own)
    return kept


_BUYING = frozenset({"recency", "frequency", "monetary"})


def _nearest(model: SavedModel, raw: dict[str, np.ndarray]) -> np.ndarray:
    points = [
        np.clip(np.nan_to_num(column.standardise(raw[column.name])), -model.clip, model.clip) * column.weight
        for column in model.columns
    ]
    return np.asarray(remoteness_under(model, np.column_stack(points)).argmin(axis=1))
