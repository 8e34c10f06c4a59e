"""Ridgelines: distribution of a few measures within each segment, so that overlap between segments shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.layout import RowNames, panel_title
from reportgen.charts.marks import (
    Axis,
    Layer,
    MarkLabel,
    Pen,
    Point,
    Rule,
    Tick,
    area,
    labels,
    rules,
    stacked,
)
from reportgen.charts.text_metrics import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEDIAN = Pen(theme.WHITE, 1.6)
_ROW, _HILL, _GAP, _UNDER_HEAD, _FOOT = 42.0, 37.0, 18.0, 8.0, 20.0
_NAME_ROOM, _NAME_SHARE, _BELOW = 132.0, 0.36, 14.0
"""Most room for names: pixels, and share of the width; and pixels between panels below each other."""


@dataclass(frozen=True)
class Ridge:
    """One segment on one measure: places from 0 to 1, heights as a share of the peak, and its median."""

    points: tuple[Point, ...]
    median: float
    text: str


@dataclass(frozen=True)
class RidgePanel:
    """One measure; ticks at places from 0 to 1."""

    title: str
    ridges: tuple[Ridge, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class RidgeName:
    """A segment's name and colour."""

    name: str
    slot: int


@for_phones()
def ridgeline(
    names: Sequence[RidgeName],
    panels: Sequence[RidgePanel],
    corner: str,
    width: int = theme.FULL,
    name: str = "ridgelines",
) -> Figure:
    """Draw measures side by side, on narrow paper below each other, and segments below each other.

    Args:
        names: The segments in the order of the report.
        panels: Measures, each with one ridge a segment.
        corner: Head of the names in the table behind.
        width: Pixels.
        name: Name of the figure.
    """
    row_names = RowNames.wrapped((one.name for one in names), min(_NAME_ROOM, _NAME_SHARE * width))
    left = row_names.width + 10
    across = len(panels) if width >= theme.FULL else 1
    room = (width - left - _GAP * across) / across
    titles = [wrap(panel.title, room, theme.TEXT, theme.SEMIBOLD) for panel in panels]
    head = max(map(len, titles)) * theme.LINE + _UNDER_HEAD
    pitch = max(_ROW, row_names.height + _UNDER_HEAD)
    high = head + pitch * len(names) + _FOOT
    layers: list[Layer] = []
    for i, (panel, title) in enumerate(zip(panels, titles, strict=True)):
        top = i // across * (high + _BELOW)
        start = left + _GAP + i % across * (room + _GAP)
        bases = [top + head + (j + 1) * pitch for j in range(len(names))]
        layers += _panel(panel, names, Axis(0, 1, start, start + room), bases)
        layers += labels(panel_title(title, start, top + theme.LINE / 2 + 1))
        if i % across == 0:
            layers += _beside(row_names, left, bases)
    rows = tuple((one.name, *(panel.ridges[i].text for panel in panels)) for i, one in enumerate(names))
    sheet = Canvas(name, width, round((len(panels) - 1) // across * (high + _BELOW) + high))
    return draw(sheet, layers, FigureData((corner, *(panel.title for panel in panels)), rows))


def _beside(names: RowNames, left: float, bases: Sequence[float]) -> tuple[Layer, ...]:
    """The segments' names beside their hills."""
    placed: list[MarkLabel] = []
    for base, lines in zip(bases, names.lines, strict=True):
        middle = base - max(9, len(lines) * theme.LINE / 2 - 14)
        placed += stacked(lines, MarkLabel(left, middle, "", theme.NAME, theme.SEMIBOLD, align="right"))
    return labels(placed)


def _panel(panel: RidgePanel, names: Sequence[RidgeName], x: Axis, bases: Sequence[float]) -> list[Layer]:
    hills: list[Layer] = []
    medians: list[Rule] = []
    for one, ridge, base in zip(names, panel.ridges, bases, strict=True):
        y = Axis(0, 1, base, base - _HILL)
        hills += area(ridge.points, x, y, theme.slot(one.slot).fill, one.slot)
        at = x.at(ridge.median)
        medians.append(Rule(at, base + _MEDIAN.width / 2, at, y.at(_height(ridge)) - _MEDIAN.width / 2))
    bottom = bases[-1]
    ground = [Rule(x.start, base, x.end, base) for base in bases]
    ticks = [Rule(x.at(tick.value), bottom, x.at(tick.value), bottom + 4) for tick in panel.ticks]
    words = labels(_tick_labels(panel, x, bottom + 12))
    return [*hills, *rules([*ground, *ticks], Pen(theme.EDGE)), *rules(medians, _MEDIAN), *words]


def _height(ridge: Ridge) -> float:
    """Height of the hill at the median."""
    return min(ridge.points, key=lambda point: abs(point[0] - ridge.median))[1]


def _tick_labels(panel: RidgePanel, x: Axis, y: float) -> list[MarkLabel]:
    """Figures below the axis, without those that would touch the one before or leave the panel."""
    kept: list[MarkLabel] = []
    for tick in panel.ticks:
        label = MarkLabel(x.at(tick.value), y, tick.text, theme.SMALL, fill=theme.QUIET, align="center")
        half = label.width / 2
        label = replace(label, x=min(max(label.x, x.start + half), x.end - half))
        if not kept or label.x - half > kept[-1].x + kept[-1].width / 2 + 5:
            kept.append(label)
    return kept
