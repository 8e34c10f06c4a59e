"""Segment map: customers on the plane of the first two principal components.

A square is a count of customers, an outline a summary of a segment: no mark stands for one customer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw
from reportgen.charts.label_placement import without_overlap
from reportgen.charts.marks import Axis, Bar, Layer, MarkLabel, Pen, Point, bars, from_top, labels, line
from reportgen.charts.text_metrics import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEIGHT = 0.52
"""Height of the plane over its width."""
_HEAD, _FOOT = 12.0, 14.0


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
    layers: list[Layer] = [
        *bars([Bar(0, y.end, width, y.start, theme.TINT)]),
        *bars([_square(cell, x, y) for cell in squares]),
        *(layer for one in outlines for layer in _outline(one, x, y)),
        *_names(outlines, x, y),
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
    return x, Axis(min(high), max(high), head + round(width * _HEIGHT), head)


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


def _names(outlines: Sequence[PlaneOutline], x: Axis, y: Axis) -> list[Layer]:
    """Names on white, at the middle of their segments."""
    wanted = [_name(one, x, y) for one in sorted(outlines, key=lambda one: -one.centre[1])]
    placed = without_overlap(wanted, y.end + 9, y.start - 9)
    grounds = [
        Bar(name.x - name.width / 2 - 3, name.y - 7, name.x + name.width / 2 + 3, name.y + 7, theme.WHITE)
        for name in placed
    ]
    return [*bars(grounds), *labels(placed)]


def _name(one: PlaneOutline, x: Axis, y: Axis) -> MarkLabel:
    label = MarkLabel(
        0, y.at(one.centre[1]), one.name, theme.TEXT, theme.SEMIBOLD, theme.slot(one.slot).text, "center"
    )
    half = label.width / 2 + 4
    middle = min(max(x.at(one.centre[0]), x.start + half), x.end - half)
    return replace(label, x=middle)
