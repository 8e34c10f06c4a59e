"""Heat map: segments by features, coloured by distance from the average, printed in real units."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.layout import RowNames
from reportgen.charts.marks import Axis, Bar, Layer, MarkLabel, bars, labels, stacked
from reportgen.charts.palette import diverging_colour
from reportgen.charts.text_metrics import text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLEARLY, _ARROW = 0.5, 10.5
"""Standard deviations from which an arrow repeats what the colour says, and its size in pixels."""
_MOST_COLUMNS = 6
_NAME_ROOM, _BETWEEN = 158.0, 26.0
_NAME_SHARE, _LEAST_COLUMN = 0.36, 84.0
"""Share of a narrow drawing for the names, and the least width of a column."""
_WIDEST = 168.0
_INSET = 1.5


@dataclass(frozen=True)
class HeatCell:
    """One segment on one feature: standard deviations from the average customer, and the value as printed."""

    z: float
    text: str


@dataclass(frozen=True)
class HeatRow:
    """One segment; a cell a feature."""

    name: str
    cells: tuple[HeatCell, ...]
    slot: int = 0


@dataclass(frozen=True)
class _Panel:
    """Some of the features, drawn side by side from `top` (pixels) down."""

    first: int
    features: tuple[str, ...]
    heads: tuple[tuple[str, ...], ...]
    top: float
    head_height: float


@for_phones()
def heat_map(  # noqa: PLR0913 - parts of one drawing
    features: Sequence[str],
    rows: Sequence[HeatRow],
    corner: str,
    width: int = theme.FULL,
    pitch: float = theme.PITCH,
    *,
    name: str = "heat-map",
) -> Figure:
    """Draw segments as rows and features as columns; more than six features continue in a second block.

    Args:
        features: Column heads, up to twelve.
        rows: The segments in the order of the report, up to eight.
        corner: Head of the column of names in the table behind.
        width: Pixels.
        pitch: Least pixels from row to row.
        name: Name of the figure.
    """
    names = RowNames.wrapped((row.name for row in rows), min(_NAME_ROOM, _NAME_SHARE * width))
    left = names.width + 12
    most = min(_MOST_COLUMNS, max(1, int((width - left) / _LEAST_COLUMN)))
    columns = math.ceil(len(features) / math.ceil(len(features) / most))
    pitch = max(pitch, names.height + 6)
    x = Axis(0, columns, left, min(width, left + columns * _WIDEST))
    panels = _panels(features, columns, x.at(1) - x.at(0), pitch * len(rows) + _BETWEEN)
    layers = [layer for panel in panels for layer in _panel_layers(panel, rows, names, x, pitch)]
    last = panels[-1]
    sheet = Canvas(name, width, round(last.top + last.head_height + pitch * len(rows) + 1))
    data = tuple((row.name, *(cell.text for cell in row.cells)) for row in rows)
    return draw(sheet, layers, FigureData((corner, *features), data))


def _panels(features: Sequence[str], columns: int, room: float, below: float) -> list[_Panel]:
    panels: list[_Panel] = []
    top = 0.0
    for first in range(0, len(features), columns):
        shown = tuple(features[first : first + columns])
        heads = tuple(wrap(feature, room - 8, theme.TEXT) for feature in shown)
        head_height = max(map(len, heads)) * theme.LINE + 7
        panels.append(_Panel(first, shown, heads, top, head_height))
        top += head_height + below
    return panels


def _panel_layers(
    panel: _Panel,
    rows: Sequence[HeatRow],
    names: RowNames,
    x: Axis,
    pitch: float,
) -> list[Layer]:
    start = panel.top + panel.head_height
    y = Axis(0, len(rows), start, start + pitch * len(rows))
    placed = [
        (i, j, row.cells[panel.first + j]) for i, row in enumerate(rows) for j in range(len(panel.heads))
    ]
    squares = [
        replace(
            _square(i, j, cell.z, x, y),
            hint=f"{rows[i].name}, {panel.features[j]}: {cell.text}",
            slot=rows[i].slot,
        )
        for i, j, cell in placed
    ]
    values = [
        MarkLabel(x.at(j + 0.5), y.at(i + 0.5), cell.text, weight=theme.SEMIBOLD, align="center")
        for i, j, cell in placed
    ]
    arrows = [arrow for i, j, cell in placed for arrow in _arrow(cell, x.at(j), x.at(j + 1), y.at(i + 0.5))]
    beside = names.left_of(x.start - 12, (y.at(i + 0.5) for i in range(len(rows))))
    return [*bars(squares, x, y), *labels([*values, *arrows, *_heads(panel, x), *beside])]


def _square(row: int, column: int, z: float, x: Axis, y: Axis) -> Bar:
    right, down = _INSET / (x.at(1) - x.at(0)), _INSET / (y.at(1) - y.at(0))
    return Bar(column + right, row + down, column + 1 - right, row + 1 - down, diverging_colour(z))


def _arrow(cell: HeatCell, left: float, right: float, middle: float) -> list[MarkLabel]:
    """Above or below the average, for readers who cannot tell the colours apart; only where there is room."""
    value = text_width(cell.text, theme.TEXT, theme.SEMIBOLD)
    if abs(cell.z) < _CLEARLY or (right - left - value) / 2 < 2 * _ARROW + 4:
        return []
    sign = "▲" if cell.z > 0 else "▼"
    return [MarkLabel(right - _ARROW - 4, middle, sign, _ARROW, fill=theme.SECONDARY, align="center")]


def _heads(panel: _Panel, x: Axis) -> list[MarkLabel]:
    """Column heads, their last lines level."""
    bottom = panel.top + panel.head_height - 5
    heads = []
    for j, lines in enumerate(panel.heads):
        middle = bottom - len(lines) * theme.LINE / 2
        like = MarkLabel(x.at(j + 0.5), middle, "", fill=theme.SECONDARY, align="center")
        heads += stacked(lines, like)
    return heads
