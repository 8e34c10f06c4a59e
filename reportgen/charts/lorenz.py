"""Lorenz curve: share of value by share of customers, highest value first, and the line of equal shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.layout import along_axis, beside_axis, tick_width
from reportgen.charts.marks import (
    Axis,
    Bar,
    Layer,
    MarkLabel,
    Pen,
    Point,
    Rule,
    Spot,
    Tick,
    area,
    bars,
    dots,
    labels,
    line,
    rules,
)
from reportgen.charts.palette import tones
from reportgen.charts.text_metrics import text_width, widest

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOP, _FOOT = 26.0, 40.0
_STEP = theme.LINE
_NAME_LEVELS = (0.44, 0.62, 0.37, 0.19, 0.1)
"""Heights at which the diagonal's name may stand, best first, between the usual grid lines."""


@dataclass(frozen=True)
class LorenzTexts:
    """Words of the drawing, and the column heads of the table behind."""

    customers_title: str
    value_title: str
    diagonal_name: str
    mark_lines: tuple[str, ...]
    """What the marked point says, in one or two short lines."""
    customers_ticks: tuple[Tick, ...]
    value_ticks: tuple[Tick, ...]
    heads: tuple[str, str]


@dataclass(frozen=True)
class LorenzPoint:
    """Share of customers, highest value first, and the share of value that they bring."""

    customers: float
    value: float
    customers_text: str
    value_text: str


@for_phones()
def lorenz(
    curve: Sequence[Point],
    points: Sequence[LorenzPoint],
    texts: LorenzTexts,
    width: int = theme.HALF,
    name: str = "lorenz",
) -> Figure:
    """Draw the curve through (0, 0) and (1, 1) with one point marked.

    Args:
        curve: (share of customers, share of value), rising; 50 to 200 points are enough.
        points: The point to name, as a rule the first 20% of customers; others only join the table.
        texts: Words and axis figures of the drawing.
        width: Pixels.
        name: Name of the figure.
    """
    left = tick_width(texts.value_ticks) + 9
    height = round(min(width * 0.58, 260))
    half_tick = text_width(texts.customers_ticks[-1].text, theme.TEXT) / 2
    x = Axis(0, 1, left, width - half_tick - 1)
    y = Axis(0, max(1, *(value for _, value in curve)), _TOP + height, _TOP)
    note = _note_box(points[0], texts, x, y)
    layers = [
        *area(curve, x, y, tones().highlight),
        *_axes(texts, x, y),
        *_diagonal(texts, x, y, note),
        *line(curve, x, y, Pen(tones().brand, 2.2)),
        *_mark(points[0], texts, x, y, note),
    ]
    rows = tuple((p.customers_text, p.value_text) for p in sorted(points, key=lambda p: p.customers))
    return draw(Canvas(name, width, round(_TOP + height + _FOOT)), layers, FigureData(texts.heads, rows))


def _axes(texts: LorenzTexts, x: Axis, y: Axis) -> list[Layer]:
    grid = [Rule(0, tick.value, 1, tick.value) for tick in texts.value_ticks]
    below = along_axis(texts.customers_ticks, x, y.start + 13)
    beside = beside_axis(texts.value_ticks, x.start - 7, y)
    above = MarkLabel(0, 8, texts.value_title, fill=theme.SECONDARY)
    under = MarkLabel(x.start, y.start + 32, texts.customers_title, fill=theme.SECONDARY)
    return [*rules(grid, Pen(theme.RULE), x, y), *labels([*below, *beside, above, under])]


def _note_box(mark: LorenzPoint, texts: LorenzTexts, x: Axis, y: Axis) -> Bar:
    """Right of the point and below the curve, on the ground of the surface."""
    wide = widest(texts.mark_lines, theme.TEXT, theme.SEMIBOLD)
    left, top = x.at(mark.customers) + 8, y.at(mark.value) + 7
    top = min(top, y.start - len(texts.mark_lines) * _STEP - 6)
    return Bar(left, top, left + wide + 6, top + len(texts.mark_lines) * _STEP, tones().highlight)


def _diagonal(texts: LorenzTexts, x: Axis, y: Axis, note: Bar) -> list[Layer]:
    """The line of equal shares, and its name right below it where neither note nor frame is in the way."""
    places = [_diagonal_name(texts, level, x, y) for level in _NAME_LEVELS]
    free = (place for place in places if place.x + place.width < x.end and not _touches(place, note))
    name = next(free, places[-1])
    return [*line([(0, 0), (1, 1)], x, y, Pen(theme.QUIET, 1.2, (3, 3))), *labels([name])]


def _diagonal_name(texts: LorenzTexts, level: float, x: Axis, y: Axis) -> MarkLabel:
    above = 9 / (y.start - y.end) * y.high
    return MarkLabel(
        x.at(level + above) + 7, y.at(level), texts.diagonal_name, theme.SMALL, fill=theme.SECONDARY
    )


def _touches(label: MarkLabel, box: Bar) -> bool:
    beside = label.x > box.x2 + 4 or label.x + label.width < box.x - 4
    return not beside and box.y - _STEP / 2 < label.y < box.y2 + _STEP / 2


def _mark(mark: LorenzPoint, texts: LorenzTexts, x: Axis, y: Axis, note: Bar) -> list[Layer]:
    spot = (mark.customers, mark.value)
    lines = [
        MarkLabel(note.x + 3, note.y + (i + 0.5) * _STEP, text, weight=theme.SEMIBOLD)
        for i, text in enumerate(texts.mark_lines)
    ]
    return [
        *rules([Rule(mark.customers, 0, mark.customers, mark.value)], Pen(theme.INK), x, y),
        *bars([note]),
        *dots([spot], x, y, Spot(tones().brand, Pen(theme.WHITE, 1.5), 4.5), [" ".join(texts.mark_lines)]),
        *labels(lines),
    ]
