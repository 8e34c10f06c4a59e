"""Multimodality: whether the values of a column have several modes (dip test), apart from mere spikes."""

from __future__ import annotations

import diptest
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

MOST_PROBED = 2_000
FEWEST_VALUES = 3
AROUND = 5
SIGNIFICANT = 0.02
"""Dip p-value, times the number of columns looked at, below which a column is multimodal."""
MOSTLY_SPIKES = 0.5
FAR_APART = 0.02
"""Dip from which modes are far enough apart to matter; a mere ripple in a large table is not."""


def dip_p(values: np.ndarray) -> float:
    """Dip p-value (Hartigan & Hartigan 1985) of known values of shape (n,), without their spikes.

    At most 2,000 values count. 1 where the dip is below .02, which is a ripple and no gap, and where
    spikes hold half of the values or more.
    """
    smooth = _smooth(values)
    if smooth.size == 0:
        return 1.0
    dip, p = diptest.diptest(smooth)
    return float(p) if dip >= FAR_APART else 1.0


def dip(values: np.ndarray) -> float:
    """The dip itself: the largest distance to the nearest distribution with one mode; 0 for spikes."""
    smooth = _smooth(values)
    return float(diptest.dipstat(smooth)) if smooth.size else 0.0


def _smooth(values: np.ndarray) -> np.ndarray:
    """At most 2,000 values without their spikes, sorted; none where spikes hold half of them or more."""
    ordered = np.sort(values)
    every = max(1, -(-len(ordered) // MOST_PROBED))
    smooth = without_spikes(ordered[::every])
    return smooth if smooth.size > MOSTLY_SPIKES * len(ordered[::every]) else np.empty(0)


def without_spikes(values: np.ndarray) -> np.ndarray:
    """Values spread evenly up to half-way to their neighbours, none counted more than is usual around it.

    Usual is the median of the five distinct values on either side. A value that is more common is a spike,
    such as nought spent, one order, a round age or a price, and no mode of its own. Of few values that many
    share the distances are given, not found (days of sale, prices): the more are shared, the more alike all
    distances are taken to be.
    """
    distinct, counts = np.unique(values, return_counts=True)
    if len(distinct) < FEWEST_VALUES:
        return np.empty(0)
    around = sliding_window_view(np.pad(counts.astype(float), AROUND, constant_values=np.nan), 2 * AROUND + 1)
    usual = np.nanmedian(np.delete(around, AROUND, axis=1), axis=1)
    kept = np.minimum(counts, np.maximum(1, usual.astype(int)))
    steps = np.diff(distinct)
    scaled = np.cumsum((steps / np.median(steps)) ** (len(distinct) / len(values)))
    low, high = _edges(np.concatenate(([0.0], scaled)))
    place = np.arange(kept.sum()) - np.repeat(np.cumsum(kept) - kept, kept) + 0.5
    return np.asarray(np.repeat(low, kept) + np.repeat((high - low) / kept, kept) * place)


def between_steps(values: np.ndarray, order: np.ndarray) -> np.ndarray:
    """The values of shape (n,) with ties spread evenly to half-way to the next value.

    Counts, scores and prices have steps; without them, between one order and two there is no gap. Who of
    equal customers comes first is told by `order`, shape (n,).
    """
    distinct, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    if len(distinct) < FEWEST_VALUES:
        return values
    low, high = _edges(distinct)
    ranked = np.lexsort((order, place))
    rank = np.empty(len(values))
    rank[ranked] = np.arange(len(values)) - np.repeat(np.cumsum(counts) - counts, counts)
    spread = low[place] + (high - low)[place] * (rank + 0.5) / counts[place]
    return np.asarray(np.where(counts[place] > 1, spread, values))


def _edges(distinct: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Half-way from each value to the one before and the one after; as far on either side at the ends."""
    middle = (distinct[1:] + distinct[:-1]) / 2
    low = np.concatenate((2 * distinct[:1] - middle[:1], middle))
    return low, np.concatenate((middle, 2 * distinct[-1:] - middle[-1:]))
