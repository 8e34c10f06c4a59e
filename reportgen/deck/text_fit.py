"""How large words may be set so that they fit a box, measured in the report's own fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.charts.text_metrics import wrap
from reportgen.charts.theme import REGULAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PIXELS = 96
"""To the inch."""
_POINTS = 72
_LEADING = 1.22
"""Height of a line over its size, in every face that may stand in for ours."""
WIDER = 1.16
"""How much wider the face may be that a machine takes for one that it lacks."""


def lines_of(text: str, width: float, size: float, weight: int = REGULAR) -> int:
    """Lines that a text takes in a box so many inches wide, set in so many points."""
    if not text.strip():
        return 0
    pixels = size * PIXELS / _POINTS
    return len(wrap(text, width * PIXELS / WIDER, pixels, weight))


def height_of(texts: Iterable[str], width: float, size: float, weight: int = REGULAR) -> float:
    """Height in inches of some paragraphs, without space between them."""
    return sum(lines_of(text, width, size, weight) for text in texts) * size * _LEADING / _POINTS


def largest_fitting(
    texts: Sequence[str], width: float, height: float, sizes: Sequence[float], weight: int = REGULAR
) -> float:
    """The first of some sizes, largest first, at which the paragraphs fit; else the last."""
    fitting = (size for size in sizes if height_of(texts, width, size, weight) <= height)
    return next(fitting, sizes[-1])
