"""Round values for the scale of an axis."""

from __future__ import annotations

from math import ceil, floor, log10

import numpy as np

MOST_STEPS = 5


def ticks(high: float) -> tuple[float, ...]:
    """Three to six round values from zero to at least `high`, by steps of 1, 2 or 5 times a power of ten."""
    if high <= 0:
        return (0.0, 1.0)
    power = 10.0 ** floor(log10(high / 3))
    step = next(power * factor for factor in (1, 2, 5, 10) if high / (power * factor) <= MOST_STEPS)
    return tuple(round(step * i, 10) for i in range(ceil(round(high / step, 9)) + 1))


def decimals(value: float) -> int:
    """Decimals that a number needs to be written in full."""
    return len(np.format_float_positional(value, trim="-").partition(".")[2])
