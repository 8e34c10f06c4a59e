"""What a customer's own rhythm says: whether they are in it, and whether an order is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection

OVERDUE = 2.0
"""Usual gaps between orders after which somebody is no longer in their rhythm."""
SHORTEST, LONGEST = 0.5, 1.5
"""Gaps of a rhythm, in usual ones; any between them is as likely."""
_NEEDED = frozenset({"recency", "gap"})


def has_rhythm(columns: Collection[str]) -> bool:
    """Whether measures tell how often customers order."""
    return set(columns) >= _NEEDED


def in_rhythm(frame: pd.DataFrame) -> np.ndarray:
    """Whether the last order lies no further back than twice the usual gap; no for a single order."""
    return np.asarray(frame["recency"].to_numpy(float) <= OVERDUE * _gap(frame))


def due(frame: pd.DataFrame, days: int) -> pd.Series:
    """The chance to order within some days, from the usual gap and the days since the last order.

    The next gap is taken to lie anywhere between half and one and a half usual ones. Nobody is due after
    a single order, or after one and a half usual gaps without one.
    """
    if not has_rhythm(frame.columns):
        return pd.Series(0.0, index=frame.index)
    gap, since = _gap(frame), frame["recency"].to_numpy(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        over = np.clip((since / gap - SHORTEST) / (LONGEST - SHORTEST), 0, 1)
        then = np.clip(((since + days) / gap - SHORTEST) / (LONGEST - SHORTEST), 0, 1)
        chance = (then - over) / (1 - over)
    return pd.Series(np.nan_to_num(chance, nan=0.0, posinf=0.0, neginf=0.0), index=frame.index)


def _gap(frame: pd.DataFrame) -> np.ndarray:
    """Usual gap in days; nothing, and so never in rhythm, after a single order."""
    gap = frame["gap"].to_numpy(float)
    return np.where(gap > 0, gap, np.nan)
