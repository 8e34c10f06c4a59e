"""Random numbers that are the same on every machine.

Only `Random.random()` is promised to stay the same between Python versions, and only the four basic
operations round alike on every processor, so everything here is built from these.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")

_UNIFORMS = 4
_TO_UNIT_DEVIATION = 1.7320508


class Draw:
    """A seeded random generator."""

    def __init__(self, seed: int) -> None:
        self._unit = random.Random(seed).random  # noqa: S311 - demo data, nothing secret

    def chance(self, percent: float) -> bool:
        """True in `percent` of all draws."""
        return self._unit() * 100 < percent

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._unit() * (high - low + 1))

    def low_of(self, low: int, high: int) -> int:
        """As `between`, but small numbers come more often."""
        return low + int(self._unit() * self._unit() * (high - low + 1))

    def bell(self, mean: int, deviation: int) -> int:
        """A whole number around `mean`: the sum of four even draws, never past 3.5 deviations."""
        total = sum(self._unit() for _ in range(_UNIFORMS)) - _UNIFORMS / 2
        return mean + round(total * _TO_UNIT_DEVIATION * deviation)

    def weighted(self, weights: Mapping[T, int]) -> T:
        """One key, as often as its weight says."""
        left = self.between(1, sum(weights.values()))
        for key, weight in weights.items():
            left -= weight
            if left <= 0:
                return key
        raise ValueError(weights)

    def favourite(self, items: Sequence[T]) -> T:
        """One item, those at the head more often."""
        return items[self.low_of(0, len(items) - 1)]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different items in drawn order."""
        return self.shuffled(items)[:count]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All items in drawn order."""
        keys = [(self._unit(), place) for place in range(len(items))]
        return [items[place] for _, place in sorted(keys)]
