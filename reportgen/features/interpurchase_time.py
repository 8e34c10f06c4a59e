"""What a customer's own rhythm says: whether they are in it, and whether an order is due."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection

    from reportgen.features.seasonality import Clock

LEAST_WIDTH = 0.5
"""Share of the usual gap by which every rhythm may be off."""
OVERDUE = 2.5
"""Widths past the usual gap after which somebody is no longer in their rhythm."""
_NEEDED = frozenset({"recency", "gap", "frequency"})


def has_rhythm(columns: Collection[str]) -> bool:
    """Whether measures tell how often customers order."""
    return set(columns) >= _NEEDED


def in_rhythm(frame: pd.DataFrame) -> np.ndarray:
    """Whether the last order lies no further back than their gaps allow; no for a single order."""
    return np.asarray(frame["recency"].to_numpy(float) <= _longest(frame))


def overdue(frame: pd.DataFrame, times: float) -> np.ndarray:
    """Whether the last order lies further back than so many times what their gaps allow."""
    return np.asarray(frame["recency"].to_numpy(float) > times * _longest(frame))


def width(frame: pd.DataFrame) -> np.ndarray:
    """How far a customer's gaps lie to either side of the usual one, in usual gaps; shape (n,).

    Any gap between is taken to be as likely: the width of an even distribution with the deviation of their
    own gaps. Who orders every Friday is late after ten days, who orders now and then is not after fifty.
    """
    if "gap_spread" not in frame:
        return np.full(len(frame), LEAST_WIDTH)
    deviation = frame["gap_spread"].to_numpy(float) / _gap(frame)
    return np.asarray(np.fmax(sqrt(3) * deviation, LEAST_WIDTH))


def due(frame: pd.DataFrame, days: float, clock: Clock | None = None) -> pd.Series:
    """The chance to order within some days, from the usual gap and the days since the last order.

    The next gap is taken to lie anywhere within the customer's `width` of the usual one. Nobody is due after
    a single order, or later than that. All spans are counted by `clock`, if there is one: after two slow
    months somebody may still be in their rhythm.
    """
    if not has_rhythm(frame.columns):
        return pd.Series(0.0, index=frame.index)
    gap, since = _gap(frame), frame["recency"].to_numpy(float)
    if clock is not None:
        gaps = frame["frequency"].to_numpy(float) - 1
        with np.errstate(invalid="ignore", divide="ignore"):
            gap = clock.between(since + gap * gaps, since) / gaps
        since, days = clock.between(since, 0.0), float(clock.between(0.0, -days))
    wide = width(frame)
    shortest, longest = np.fmax(1 - wide, 0.0), 1 + wide
    with np.errstate(invalid="ignore", divide="ignore"):
        over = np.clip((since / gap - shortest) / (longest - shortest), 0, 1)
        then = np.clip(((since + days) / gap - shortest) / (longest - shortest), 0, 1)
        chance = (then - over) / (1 - over)
    return pd.Series(np.nan_to_num(chance, nan=0.0, posinf=0.0, neginf=0.0), index=frame.index)


def _longest(frame: pd.DataFrame) -> np.ndarray:
    """The longest gap that a rhythm explains, in days; of few gaps the width may be larger than it seems."""
    gaps = np.fmax(frame["frequency"].to_numpy(float) - 1, 1.0)
    return np.asarray((1 + OVERDUE * width(frame) * (1 + 1 / np.sqrt(gaps))) * _gap(frame))


def _gap(frame: pd.DataFrame) -> np.ndarray:
    """Usual gap in days; nothing, and so never in rhythm, after a single order."""
    gap = frame["gap"].to_numpy(float)
    return np.where(gap > 0, gap, np.nan)
