"""Labels that would lie on each other, moved apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.charts.theme import LINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.charts.marks import MarkLabel

_BESIDE = 4
"""Pixels that labels keep beside each other."""


def moved_apart(wanted: Sequence[MarkLabel], top: float, bottom: float) -> list[MarkLabel]:
    """Each label as near to its own height as the others and the frame allow, in the order given."""
    placed: list[MarkLabel] = []
    for label in wanted:
        tries = (replace(label, y=y) for y in _heights(label.y, top, bottom))
        placed.append(next((one for one in tries if not any(_meet(one, other) for other in placed)), label))
    return placed


def levelled(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Middles of blocks in falling order, as near to the wanted ones as their heights allow."""
    middles: list[float] = []
    free = top
    for middle, height in zip(wanted, heights, strict=True):
        middles.append(max(middle, free + height / 2))
        free = middles[-1] + height / 2
    limit = bottom
    for i in reversed(range(len(middles))):
        middles[i] = min(middles[i], limit - heights[i] / 2)
        limit = middles[i] - heights[i] / 2
    return middles


def _heights(wanted: float, top: float, bottom: float) -> Iterator[float]:
    """The wanted height, then further and further from it on both sides."""
    first = min(max(wanted, top), bottom)
    for step in range(int(bottom - top) + 1):
        for y in (first + step, first - step):
            if top <= y <= bottom:
                yield y


def _meet(one: MarkLabel, other: MarkLabel) -> bool:
    left, right = (_left(one), _left(other))
    across = min(left + one.width, right + other.width) - max(left, right)
    return across > -_BESIDE and abs(one.y - other.y) < LINE


def _left(label: MarkLabel) -> float:
    return label.x - label.width * {"left": 0.0, "center": 0.5, "right": 1.0}[label.align]
