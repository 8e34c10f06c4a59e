"""Customers who are overdue by their own rhythm: the one definition for every list, figure and sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from reportgen.features.lifecycle import LATE

if TYPE_CHECKING:
    from reportgen.features.table import Customers

LEAST_ORDERS = 2
"""Order days that tell a rhythm: who ordered once has none of their own."""


class Placed(Protocol):
    """Who is in which segment."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Of the segments."""

    @property
    def labels(self) -> np.ndarray:
        """Places among the keys, along the customers' index."""


class Overdue(NamedTuple):
    """Who is overdue; arrays along the customers' index."""

    who: np.ndarray
    """Silent for more than `LATE` of their usual gaps, unless their season has just not come again."""
    usual: np.ndarray
    """Usual days between orders, see `lifecycle.lateness`; NaN where nobody knows."""
    lateness: np.ndarray
    """Days since the last order in those gaps; NaN likewise."""


def overdue_customers(customers: Customers) -> Overdue | None:
    """Who is overdue; None for data without orders."""
    standing = customers.lifecycle
    if standing is None:
        return None
    frame, lateness = customers.frame, standing["lateness"].to_numpy(float)
    comes_back = frame["frequency"].to_numpy(float) >= LEAST_ORDERS
    who = (lateness > LATE) & comes_back & ~standing["seasonal"].to_numpy(bool)
    with np.errstate(invalid="ignore", divide="ignore"):
        usual = frame["recency"].to_numpy(float) / lateness
    return Overdue(who, usual, lateness)


def overdue_by_segment(overdue: Overdue, segmentation: Placed, smallest: int) -> dict[str, np.ndarray]:
    """Segment key -> who of it is overdue, for segments that hold enough of them to be shown."""
    inside = {
        key: overdue.who & (segmentation.labels == place) for place, key in enumerate(segmentation.keys)
    }
    return {key: rows for key, rows in inside.items() if rows.sum() >= smallest}
