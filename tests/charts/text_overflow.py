"""Do the letters of a drawing keep inside it, and clear of each other?

Read from the finished SVG, with the widths of the fonts that are printed; transforms that move or scale
are followed, others do not occur.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from reportgen.charts.text_metrics import text_width
from reportgen.charts.theme import REGULAR, SEMIBOLD

if TYPE_CHECKING:
    from collections.abc import Iterator

_ASCENT, _DESCENT = 0.70, 0.18
"""From the baseline to the top of a capital and to the foot of a letter like p, in em."""
_SLACK = 0.5
"""Pixels by which boxes may touch."""
_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True)
class TextBox:
    """Where one text stands, in pixels of the drawing."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: TextBox) -> bool:
        """Whether two texts overlap."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > _SLACK and down > _SLACK


def text_boxes(svg: str) -> tuple[TextBox, ...]:
    """Measured box of every text in a drawing."""
    root = ET.fromstring(svg)  # noqa: S314 - a drawing of our own
    return tuple(_boxes(root, (1.0, 0.0, 0.0), {}))


def text_overflows(svg: str) -> tuple[str, ...]:
    """What is wrong with the letters of a drawing, in words; empty when all stand clear."""
    root = ET.fromstring(svg)  # noqa: S314 - a drawing of our own
    _, _, width, height = (float(number) for number in root.get("viewBox", "0 0 0 0").split())
    boxes = text_boxes(svg)
    outside = [f"“{box.text}” leaves the frame" for box in boxes if _outside(box, width, height)]
    pairs = [f"“{a.text}” overlaps “{b.text}”" for a, b in combinations(boxes, 2) if a.hits(b)]
    return (*outside, *pairs)


def _outside(box: TextBox, width: float, height: float) -> bool:
    return min(box.left, box.top, width - box.right, height - box.bottom) < -_SLACK


def _boxes(
    element: ET.Element, frame: tuple[float, float, float], style: dict[str, str]
) -> Iterator[TextBox]:
    """Walk down with the frame (scale, x, y) and the inherited text style."""
    frame, style = _moved(frame, element.get("transform", "")), {**style, **element.attrib}
    if element.tag.endswith("}text") and element.text:
        yield _box(element.text, frame, style)
    for child in element:
        yield from _boxes(child, frame, style)


def _moved(frame: tuple[float, float, float], transform: str) -> tuple[float, float, float]:
    scale, x, y = frame
    for kind, inside in re.findall(r"(\w+)\(([^)]*)\)", transform):
        numbers = [float(number) for number in re.split(r"[ ,]+", inside.strip())]
        if kind == "translate":
            x, y = x + scale * numbers[0], y + scale * (numbers[1] if len(numbers) > 1 else 0)
        elif kind == "scale" and len(set(numbers)) == 1:
            scale *= numbers[0]
        else:
            raise ValueError(transform)
    return scale, x, y


def _box(text: str, frame: tuple[float, float, float], style: dict[str, str]) -> TextBox:
    scale, x, y = frame
    size = scale * float(style.get("font-size", "16").removesuffix("px"))
    bold = style.get("font-weight", "") in {"600", "bold"}
    width = text_width(text, size, SEMIBOLD if bold else REGULAR)
    left = x + scale * float(style.get("x", 0)) - width * _SHIFT[style.get("text-anchor", "start")]
    base = y + scale * float(style.get("y", 0))
    return TextBox(text, left, base - _ASCENT * size, left + width, base + _DESCENT * size)
