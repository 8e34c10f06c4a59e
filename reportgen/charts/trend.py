"""Trend: one line a segment over the months, named at its end; with two months a slope chart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
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
from reportgen.charts.text_metrics import text_width, widest, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT, LOW = 260, 185
"""Pixels of the drawing, and of one for a brief."""
_TOP, _BOTTOM = 8.0, 26.0
_NAMES, _NAMES_SHARE = 190.0, 0.45
"""Most room for the names at the ends: pixels, and share of the width."""
_GAP = 8.0


@dataclass(frozen=True)
class TrendLine:
    """One segment; a month in which it was not there has None."""

    name: str
    slot: int
    values: tuple[float | None, ...]
    texts: tuple[str, ...]


@for_phones(size=(theme.NARROW, HEIGHT))
def trend(
    lines: Sequence[TrendLine],
    months: Sequence[str],
    axis: Sequence[Tick],
    head: str,
    size: tuple[int, int] = (theme.FULL, HEIGHT),
) -> Figure:
    """Draw the lines.

    Args:
        lines: The segments in the order of the report.
        months: Names of the months, oldest first, two or more.
        axis: Ticks from zero to above the largest value.
        head: Head of the first column of the numbers behind.
        size: Pixels across and down.
    """
    width, height = size
    gutter = tick_width(axis) + 10
    most = min(_NAMES, _NAMES_SHARE * width)
    x = Axis(0, len(months) - 1, gutter + 6, width - _room(lines, most))
    y = Axis(0, axis[-1].value, height - _BOTTOM, _TOP)
    across = [Rule(0, tick.value, len(months) - 1, tick.value) for tick in axis]
    layers: list[Layer] = [*rules(across, Pen(theme.GRID), x, y)]
    for each in lines:
        layers += _line(each, x, y)
    layers += labels(
        [
            *beside_axis(axis, gutter, y),
            *_months(months, x, height),
            *_ends(lines, x, y, most),
        ]
    )
    data = tuple((each.name, *each.texts) for each in lines)
    return draw(Canvas("trend", width, height), layers, FigureData((head, *months), data))


def _room(lines: Sequence[TrendLine], most: float) -> float:
    """Room for the names at the ends."""
    longest = max(
        text_width(each.name, theme.TEXT) + text_width(each.texts[-1], theme.TEXT, theme.SEMIBOLD)
        for each in lines
    )
    return min(longest + _GAP + 10, most)


def _line(each: TrendLine, x: Axis, y: Axis) -> tuple[Layer, ...]:
    points = [(float(i), value) for i, value in enumerate(each.values) if value is not None]
    ink = theme.slot(each.slot)
    spot = Spot(ink.fill, Pen(theme.WHITE, 1.2), 3.6)
    return (*line(points, x, y, Pen(ink.fill, 2)), *dots(points[-1:], x, y, spot))


def _months(months: Sequence[str], x: Axis, height: int) -> list[MarkLabel]:
    """As many names below as there is room for, the last one always; none runs out at the left."""
    room = widest(months) + 14
    step = max(1, round(room / max((x.end - x.start) / (len(months) - 1), 1) + 0.5))
    shown = range(len(months) - 1, -1, -step)
    return [
        MarkLabel(
            max(x.at(i), widest([months[i]]) / 2), height - 9, months[i], fill=theme.SECONDARY, align="center"
        )
        for i in shown
    ]


def _ends(lines: Sequence[TrendLine], x: Axis, y: Axis, most: float) -> list[MarkLabel]:
    """Last figure and name of every line, pushed apart where they would touch."""
    last = [(each, each.values[-1]) for each in lines]
    there = sorted(((y.at(value), each) for each, value in last if value is not None), key=lambda p: p[0])
    figures = [
        MarkLabel(x.end + _GAP, 0, each.texts[-1], weight=theme.SEMIBOLD, fill=theme.slot(each.slot).text)
        for _, each in there
    ]
    names = [
        wrap(each.name, most - _GAP - figure.width - 6, theme.TEXT)
        for (_, each), figure in zip(there, figures, strict=True)
    ]
    heights = [len(name) * theme.LINE for name in names]
    places = spread_vertically([place for place, _ in there], heights, 0.0, y.start)
    placed = []
    for place, figure, name in zip(places, figures, names, strict=True):
        beside = replace(figure, x=figure.x + figure.width + 6, y=place, weight=theme.REGULAR)
        placed += [replace(figure, y=place), *stacked(name, beside)]
    return placed
