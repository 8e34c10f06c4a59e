"""Snake plot: a line a segment over the measures, in standard deviations from the average customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw
from reportgen.charts.label_placement import spread_vertically
from reportgen.charts.layout import beside_axis, tick_width
from reportgen.charts.marks import (
    Axis,
    Layer,
    MarkLabel,
    Pen,
    Rule,
    Spot,
    Tick,
    dots,
    labels,
    line,
    rules,
    stacked,
)
from reportgen.charts.text_metrics import widest, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLOT, _TOP, _NAME_ROOM = 190.0, 10.0, 150.0


@dataclass(frozen=True)
class SnakeLine:
    """One segment: distances from the average customer, and the figures as printed."""

    name: str
    slot: int
    distances: tuple[float, ...]
    texts: tuple[str, ...]


def snake(
    heads: Sequence[str],
    lines: Sequence[SnakeLine],
    ticks: Sequence[Tick],
    width: int = theme.FULL,
    name: str = "snake",
) -> Figure:
    """Draw a line a segment over the measures, named at its right end.

    Args:
        heads: Head of the names in the table behind, then the names of the measures, up to eight.
        lines: The segments in the order of the report.
        ticks: Figures of the vertical axis, zero among them.
        width: Pixels.
        name: Name of the figure.
    """
    features = heads[1:]
    left = tick_width(ticks) + 10
    wrapped = [wrap(one.name, _NAME_ROOM, theme.TEXT, theme.SEMIBOLD) for one in lines]
    right = widest((text for lines in wrapped for text in lines), theme.TEXT, theme.SEMIBOLD) + 14
    step = (width - left - right) / max(len(features) - 0.5, 1)
    x = Axis(0, len(features) - 1 or 1, left + step / 2, width - right)
    values = [tick.value for tick in ticks]
    plot = max(_PLOT, sum(len(texts) * theme.LINE + 1 for texts in wrapped) - _TOP)
    y = Axis(min(values), max(values), _TOP + plot, _TOP)
    below = [wrap(feature, min(step, 2 * right) - 8, theme.TEXT) for feature in features]
    layers = [
        *rules([Rule(left, y.at(v), x.end + 5, y.at(v)) for v in values if v], Pen(theme.GRID)),
        *rules([Rule(left, y.at(0), x.end + 5, y.at(0))], Pen(theme.EDGE)),
        *(layer for one in lines for layer in _line(one, features, x, y)),
        *labels(beside_axis(ticks, left - 8, y)),
        *labels(_heads(below, x, y)),
        *labels(_names(lines, wrapped, x, y)),
    ]
    height = y.start + 10 + max(map(len, below)) * theme.LINE + 4
    rows = tuple((one.name, *one.texts) for one in lines)
    return draw(Canvas(name, width, round(height)), layers, FigureData(tuple(heads), rows))


def _line(one: SnakeLine, features: Sequence[str], x: Axis, y: Axis) -> list[Layer]:
    points = [(float(i), _within(value, y)) for i, value in enumerate(one.distances)]
    hints = [f"{one.name}, {feature}: {text}" for feature, text in zip(features, one.texts, strict=True)]
    colour = theme.slot(one.slot).fill
    spot = Spot(colour, Pen(theme.WHITE, 1), 4, one.slot)
    drawn = line(points, x, y, Pen(colour, 2), one.slot) if len(points) > 1 else ()
    return [*drawn, *dots(points, x, y, spot, hints)]


def _within(value: float, y: Axis) -> float:
    return min(max(value, y.low), y.high)


def _heads(heads: Sequence[tuple[str, ...]], x: Axis, y: Axis) -> list[MarkLabel]:
    return [
        label
        for i, lines in enumerate(heads)
        for label in stacked(
            lines,
            MarkLabel(
                x.at(i),
                y.start + 14 + (len(lines) - 1) * theme.LINE / 2,
                "",
                fill=theme.SECONDARY,
                align="center",
            ),
        )
    ]


def _names(
    lines: Sequence[SnakeLine], wrapped: Sequence[tuple[str, ...]], x: Axis, y: Axis
) -> list[MarkLabel]:
    """Beside the last points, highest first."""
    ends = sorted(zip(lines, wrapped, strict=True), key=lambda pair: -pair[0].distances[-1])
    wanted = [y.at(_within(one.distances[-1], y)) for one, _ in ends]
    heights = [len(texts) * theme.LINE + 1 for _, texts in ends]
    middles = spread_vertically(wanted, heights, 0, y.start + _TOP)
    placed: list[MarkLabel] = []
    for (one, texts), middle in zip(ends, middles, strict=True):
        ink = theme.slot(one.slot).text
        placed += stacked(texts, MarkLabel(x.end + 12, middle, "", theme.TEXT, theme.SEMIBOLD, ink))
    return placed
