"""Segment map: customers on the plane of the first two principal components.

A square is a count of customers, an outline a summary of a segment: no mark stands for one customer.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.label_placement import Box
from reportgen.charts.marks import (
    Axis,
    Bar,
    Layer,
    MarkLabel,
    Pen,
    Point,
    Rule,
    bars,
    from_top,
    labels,
    line,
    rules,
    stacked,
)
from reportgen.charts.text_metrics import widest, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEIGHT = 0.38
"""Height of the plane over its width; on narrow paper it is a square."""
_HEAD, _FOOT = 12.0, 14.0
_NAME_SHARE, _STEP, _NEAR = 0.3, 10.0, 10.0
"""Share of the width for a name; pixels between the places tried for it, and from which a line leads back."""


@dataclass(frozen=True)
class PlaneCell:
    """A square with customers of mostly one segment; `size` from 0 to 1 by how many they are."""

    left: float
    bottom: float
    right: float
    top: float
    slot: int
    size: float


@dataclass(frozen=True)
class PlaneOutline:
    """A segment on the plane."""

    name: str
    slot: int
    centre: Point
    points: tuple[Point, ...]
    """Of a closed line around most of its customers."""
    customers: str
    """How many they are, as printed."""


@dataclass(frozen=True)
class PlaneTexts:
    """What the two directions mean, in words, and the heads of the table behind."""

    right: str
    up: str
    heads: tuple[str, str]


@for_phones()
def plane_map(
    squares: Sequence[PlaneCell],
    outlines: Sequence[PlaneOutline],
    texts: PlaneTexts,
    width: int = theme.FULL,
    name: str = "segment-map",
) -> Figure:
    """Draw squares, outlines and names.

    Args:
        squares: Places with enough customers.
        outlines: The segments in the order of the report.
        texts: Words of the drawing.
        width: Pixels.
        name: Name of the figure.
    """
    up, right = wrap(texts.up, width - 2, theme.TEXT), wrap(texts.right, width - 2, theme.TEXT)
    head = len(up) * theme.LINE + _HEAD
    x, y = _axes(squares, outlines, width, head)
    below = y.start + _FOOT
    words = from_top(up, MarkLabel(0, 8, "", fill=theme.SECONDARY))
    words += from_top(right, MarkLabel(width, below, "", fill=theme.SECONDARY, align="right"))
    drawn = [_square(cell, x, y) for cell in squares]
    layers: list[Layer] = [
        *bars([Bar(0, y.end, width, y.start, theme.TINT)]),
        *bars(drawn),
        *(layer for one in outlines for layer in _outline(one, x, y)),
        *_names(outlines, drawn, x, y),
        *labels(words),
    ]
    sheet = Canvas(name, width, round(below + len(right) * theme.LINE))
    return draw(sheet, layers, FigureData(texts.heads, tuple((one.name, one.customers) for one in outlines)))


def _axes(
    squares: Sequence[PlaneCell], outlines: Sequence[PlaneOutline], width: int, head: float
) -> tuple[Axis, Axis]:
    """Frames that hold every square and every outline."""
    rings = [point for one in outlines for point in one.points]
    across = [*(v for c in squares for v in (c.left, c.right)), *(px for px, _ in rings)]
    high = [*(v for c in squares for v in (c.bottom, c.top)), *(py for _, py in rings)]
    x = Axis(min(across), max(across), 4, width - 4)
    return x, Axis(min(high), max(high), head + round(width * (_HEIGHT if width >= theme.FULL else 1)), head)


def _square(cell: PlaneCell, x: Axis, y: Axis) -> Bar:
    """Its area grows with the customers in it."""
    left, right = x.at(cell.left), x.at(cell.right)
    top, bottom = y.at(cell.top), y.at(cell.bottom)
    side = (min(right - left, bottom - top) - 1) / 2 * max(cell.size, 0.04) ** 0.5
    middle, level = (left + right) / 2, (top + bottom) / 2
    fill = theme.slot(cell.slot).fill
    return Bar(middle - side, level - side, middle + side, level + side, fill, slot=cell.slot)


def _outline(one: PlaneOutline, x: Axis, y: Axis) -> tuple[Layer, ...]:
    return line(one.points, x, y, Pen(theme.slot(one.slot).text, 1.6), one.slot)


@dataclass(frozen=True)
class _NameBlock:
    """The lines of a name, where they stand, and the middle of their segment."""

    lines: tuple[str, ...]
    box: Box
    middle: Point
    ink: str

    @property
    def led(self) -> tuple[Rule, ...]:
        """A line to the segment, where the name stands away from its middle."""
        x, y = self.middle
        foot = (min(max(x, self.box.left), self.box.right), min(max(y, self.box.top), self.box.bottom))
        away = hypot(x - foot[0], y - foot[1])
        return (Rule(*foot, x, y),) if away > _NEAR else ()


def _names(outlines: Sequence[PlaneOutline], squares: Sequence[Bar], x: Axis, y: Axis) -> list[Layer]:
    """Names on white, as near to the middle of their segments as there is room beside squares and names."""
    taken = [Box(min(s.x, s.x2), min(s.y, s.y2), max(s.x, s.x2), max(s.y, s.y2)) for s in squares]
    placed: list[_NameBlock] = []
    for one in outlines:
        placed.append(_placed_name(one, taken, [block.box for block in placed], x, y))
    grounds = [Bar(b.box.left, b.box.top, b.box.right, b.box.bottom, theme.WHITE) for b in placed]
    texts = [
        label
        for block in placed
        for label in stacked(
            block.lines,
            MarkLabel(
                (block.box.left + block.box.right) / 2,
                (block.box.top + block.box.bottom) / 2,
                "",
                theme.TEXT,
                theme.SEMIBOLD,
                block.ink,
                "center",
            ),
        )
    ]
    poles = [rule for block in placed for rule in block.led]
    return [*rules(poles, Pen(theme.EDGE)), *bars(grounds), *labels(texts)]


def _placed_name(
    one: PlaneOutline, squares: Sequence[Box], names: Sequence[Box], x: Axis, y: Axis
) -> _NameBlock:
    """The nearest place that hides neither squares nor names; where there is none, no other name."""
    lines = wrap(one.name, _NAME_SHARE * (x.end - x.start), theme.TEXT, theme.SEMIBOLD)
    wide, high = widest(lines, theme.TEXT, theme.SEMIBOLD) + 6, len(lines) * theme.LINE + 2
    middle = (x.at(one.centre[0]), y.at(one.centre[1]))
    lefts = _steps(x.start, x.end - wide)
    tops = _steps(y.end, y.start - high)
    boxes = [Box(left, top, left + wide, top + high) for left in lefts for top in tops]
    boxes.sort(key=lambda box: hypot(box.left + wide / 2 - middle[0], box.top + high / 2 - middle[1]))
    alone = [box for box in boxes if not any(box.hits(name) for name in names)]
    free = (box for box in alone if not any(box.hits(square) for square in squares))
    box = next(free, None) or next(iter(alone), boxes[0])
    return _NameBlock(lines, box, middle, theme.slot(one.slot).text)


def _steps(start: float, end: float) -> list[float]:
    """Places from start to end, a step apart."""
    return [start + i * _STEP for i in range(max(int((end - start) / _STEP), 0) + 1)]
