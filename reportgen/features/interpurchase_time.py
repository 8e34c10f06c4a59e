"""Interpurchase times: whether customers order at their usual interval, and how likely the next order is."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection

    from reportgen.features.seasonality import SeasonalClock

LEAST_WIDTH = 0.5
"""Share of the usual gap by which every gap may be off."""
OVERDUE = 2.5
"""Widths past the usual gap after which somebody no longer orders at their usual interval."""
_NEEDED = frozenset({"recency", "gap", "frequency"})


def has_gaps(columns: Collection[str]) -> bool:
    """Whether the features tell the time between a customer's orders."""
    return set(columns) >= _NEEDED


def is_on_time(frame: pd.DataFrame) -> np.ndarray:
    """Whether the last order lies no further back than their gaps allow; no for a single order."""
    return np.asarray(frame["recency"].to_numpy(float) <= _longest_gap(frame))


def is_overdue(frame: pd.DataFrame, times: float) -> np.ndarray:
    """Whether the last order lies further back than so many times what their gaps allow."""
    return np.asarray(frame["recency"].to_numpy(float) > times * _longest_gap(frame))


def gap_width(frame: pd.DataFrame) -> np.ndarray:
    """How far a customer's gaps lie to either side of the usual one, in usual gaps; shape (n,).

    Any gap between is taken to be as likely: the width of an even distribution with the deviation of their
    own gaps. Who orders every Friday is late after ten days, who orders now and then is not after fifty.
    """
    if "gap_spread" not in frame:
        return np.full(len(frame), LEAST_WIDTH)
    deviation = frame["gap_spread"].to_numpy(float) / _gap(frame)
    return np.asarray(np.fmax(sqrt(3) * deviation, LEAST_WIDTH))


def order_probability(frame: pd.DataFrame, days: float, clock: SeasonalClock | None = None) -> pd.Series:
    """The probability of an order within some days, from the usual gap and the days since the last order.

    The next gap is taken to lie anywhere within the customer's `gap_width` of the usual one. It is 0 after
    a single order, and later than that. All spans are counted by `clock`, if there is one: after two slow
    months somebody may still be on time.
    """
    if not has_gaps(frame.columns):
        return pd.Series(0.0, index=frame.index)
    gap, since = _gap(frame), frame["recency"].to_numpy(float)
    if clock is not None:
        gaps = frame["frequency"].to_numpy(float) - 1
        with np.errstate(invalid="ignore", divide="ignore"):
            gap = clock.between(since + gap * gaps, since) / gaps
        since, days = clock.between(since, 0.0), float(clock.between(0.0, -days))
    width = gap_width(frame)
    shortest, longest = np.fmax(1 - width, 0.0), 1 + width
    with np.errstate(invalid="ignore", divide="ignore"):
        passed = np.clip((since / gap - shortest) / (longest - shortest), 0, 1)
        by_then = np.clip(((since + days) / gap - shortest) / (longest - shortest), 0, 1)
        probability = (by_then - passed) / (1 - passed)
    return pd.Series(np.nan_to_num(probability, nan=0.0, posinf=0.0, neginf=0.0), index=frame.index)


def _longest_gap(frame: pd.DataFrame) -> np.ndarray:
    """The longest gap that is usual, in days; of few gaps the width may be larger than it seems."""
    gaps = np.fmax(frame["frequency"].to_numpy(float) - 1, 1.0)
    return np.asarray((1 + OVERDUE * gap_width(frame) * (1 + 1 / np.sqrt(gaps))) * _gap(frame))


def _gap(frame: pd.DataFrame) -> np.ndarray:
    """Usual gap in days; NaN, and so never on time, after a single order."""
    gap = frame["gap"].to_numpy(float)
    return np.where(gap > 0, gap, np.nan)
