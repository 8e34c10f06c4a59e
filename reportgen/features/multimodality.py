"""Multimodality: whether the values of a column have several modes (dip test), apart from mere spikes."""

from __future__ import annotations

import diptest
import numpy as np

MOST_PROBED = 2_000
FEWEST_VALUES = 3
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
    """Values spread evenly up to half-way to their neighbours, none counted more than those beside it.

    A value as common as both neighbours on either side allow is part of a mode; one that is more
    common is a spike, such as nought spent, one order or a round age, and no mode of its own.
    """
    distinct, counts = np.unique(values, return_counts=True)
    if len(distinct) < FEWEST_VALUES:
        return np.empty(0)
    padded = np.pad(counts, 2)
    beside = np.max([padded[:-4], padded[1:-3], padded[3:-1], padded[4:]], axis=0)
    kept = np.minimum(counts, beside)
    middle = (distinct[1:] + distinct[:-1]) / 2
    low = np.concatenate((2 * distinct[:1] - middle[:1], middle))
    high = np.concatenate((middle, 2 * distinct[-1:] - middle[-1:]))
    place = np.arange(kept.sum()) - np.repeat(np.cumsum(kept) - kept, kept) + 0.5
    return np.asarray(np.repeat(low, kept) + np.repeat((high - low) / kept, kept) * place)
