"""Keeps customers where they were unless they really changed: a border is no reason to move.

Somebody who orders every fifty days stands now just after an order, now just before one. A model that
looks at one day only would move them back and forth.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reportgen.segments.model import remoteness_under

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.customers.table import Customers
    from reportgen.matrix import Matrix
    from reportgen.segments.values import SavedModel, Segmentation

MARGIN = 0.1
"""Share by which another segment must be nearer."""
OVERDUE = 2.0
"""Usual gaps between orders after which somebody is no longer in their rhythm."""
BETWEEN = 1.5
"""Usual gaps that may lie between two orders of somebody in their rhythm."""
STEPS = 9
"""Days of the rhythm that are looked at."""
LEAST_ORDERS = 2


def settle(
    model: SavedModel, customers: Customers, matrix: Matrix, found: Segmentation, before: pd.Series
) -> Segmentation:
    """Who changed segment: customers stay who are near the border, or in their rhythm.

    A customer stays if the segment of before is less than 10% farther than the nearest, or if it is the
    nearest on another day of their own rhythm or with one order more or less than chance gave them.

    Args:
        model: the saved model.
        customers: this month's.
        matrix: their points.
        found: the nearest segments.
        before: id -> key of the segment in the earlier month.
    """
    if model.groups:
        return found
    places = {key: place for place, key in enumerate(model.keys)}
    own = np.array([places.get(key, -1) for key in before.reindex(customers.frame.index)])
    stays = _near_border(model, matrix, found.labels, own)
    doubtful = np.flatnonzero((own >= 0) & (own != found.labels) & ~stays)
    stays[doubtful] |= _in_rhythm(model, customers, doubtful, own[doubtful])
    labels = np.where(stays, own, found.labels)
    return replace(
        found,
        labels=labels,
        confidence=np.where(stays, 0.0, found.confidence),
        runner_up=np.where(stays, found.labels, found.runner_up),
    )


def _near_border(model: SavedModel, matrix: Matrix, nearest: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Whether another segment is nearer, but not by enough; shape (n,)."""
    far = remoteness_under(model, matrix.values)
    rows = np.arange(len(far))
    here, there = far[rows, own], far[rows, nearest]
    # The remoteness of a mixture is a logarithm already.
    close = here - there <= MARGIN if model.weights else (1 - MARGIN) * here <= there
    return np.asarray((own >= 0) & (own != nearest) & close)


def _in_rhythm(model: SavedModel, customers: Customers, rows: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Whether the own segment is the nearest for some day of the rhythm and some likely number of orders."""
    names = {column.name for column in model.columns}
    if customers.scores is None or "gap" not in customers.frame or not names <= _BUYING:
        return np.zeros(len(rows), dtype=bool)
    frame = customers.frame.iloc[rows]
    gap, recency, orders = (frame[name].to_numpy(float) for name in ("gap", "recency", "frequency"))
    longest = np.fmax(recency, BETWEEN * gap)
    kept = np.zeros(len(rows), dtype=bool)
    for step in (0, 1, -1):
        likely = orders + step * np.maximum(1, np.round(np.sqrt(orders) / 2))
        for part in np.linspace(0, 1, STEPS):
            raw = {
                "recency": part * longest,
                "frequency": likely,
                "monetary": frame["monetary"].to_numpy(float) * likely / orders,
            }
            kept |= (likely >= LEAST_ORDERS) & (_nearest(model, raw) == own)
    return kept & (recency <= OVERDUE * gap)


_BUYING = frozenset({"recency", "frequency", "monetary"})


def _nearest(model: SavedModel, raw: dict[str, np.ndarray]) -> np.ndarray:
    points = [
        np.clip(np.nan_to_num(column.standardise(raw[column.name])), -model.clip, model.clip) * column.weight
        for column in model.columns
    ]
    return np.asarray(remoteness_under(model, np.column_stack(points)).argmin(axis=1))
