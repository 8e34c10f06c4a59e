"""Small charts of spread, separation and repeatability by number of segments (k)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.layout import beside_axis, panel_title, tick_width
from reportgen.charts.marks import (
    Axis,
    Bar,
    Layer,
    MarkLabel,
    Pen,
    Rule,
    Spot,
    Tick,
    bars,
    dots,
    from_top,
    labels,
    line,
    rules,
)
from reportgen.charts.palette import tones
from reportgen.charts.text_metrics import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLOT, _GAP, _BETWEEN = 112.0, 28.0, 16.0
_UNDER_HEAD, _FOOT = 12.0, 22.0
_BAND = 0.42
"""Half width of the band behind a number of segments."""
_RIVAL_DASH = Pen(theme.EDGE, 1, (2, 2))


@dataclass(frozen=True)
class KPoint:
    """One number of segments: the figure, how it is printed in the table, and its range over repeats."""

    k: int
    value: float
    text: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class KMeasure:
    """One small chart; the first and the last tick are the ends of its axis."""

    title: str
    points: tuple[KPoint, ...]
    ticks: tuple[Tick, ...]
    threshold: Tick | None = None
    """A level that counts as good, and its name."""


@dataclass(frozen=True)
class KTexts:
    """Words below the charts, and the head of the first column of the table behind."""

    axis_title: str
    note: str
    """Says which number is shaded and which are framed."""
    head: str


@dataclass(frozen=True)
class KMarked:
    """The number of segments in the report, shaded, and others that are about as good, framed."""

    chosen: int
    rivals: tuple[int, ...] = ()


@for_phones()
def k_panel(
    measures: Sequence[KMeasure],
    marked: KMarked,
    texts: KTexts,
    width: int = theme.FULL,
    name: str = "k-panel",
) -> Figure:
    """Draw the measures side by side, in half a column below each other.

    Args:
        measures: Charts that share their numbers of segments.
        marked: Numbers of segments that stand out.
        texts: Words below the charts.
        width: Pixels.
        name: Name of the figure.
    """
    across = len(measures) if width >= theme.FULL else 1
    room = (width - _GAP * (across - 1)) / across
    titles = [wrap(measure.title, room, theme.TEXT, theme.SEMIBOLD) for measure in measures]
    head = max(map(len, titles)) * theme.LINE + _UNDER_HEAD
    pitch = head + _PLOT + _FOOT + _BETWEEN
    places = [
        _PanelPlace(i % across * (room + _GAP), i // across * pitch, room) for i in range(len(measures))
    ]
    bottom = places[-1].top + pitch - _BETWEEN
    layers = [
        layer for m, place in zip(measures, places, strict=True) for layer in _chart(m, place, head, marked)
    ]
    heads = [
        label
        for title, place in zip(titles, places, strict=True)
        for label in panel_title(title, place.left, place.top + theme.LINE / 2)
    ]
    words = [texts.axis_title, *wrap(texts.note, width, theme.TEXT)]
    below = from_top(words, MarkLabel(0, bottom + 12, "", fill=theme.SECONDARY), 16)
    sheet = Canvas(name, width, round(bottom + 6 + 16 * len(words)))
    return draw(sheet, [*layers, *labels([*heads, *below])], _table(measures, texts))


@dataclass(frozen=True)
class _PanelPlace:
    """Where one small chart with its title stands, in pixels."""

    left: float
    top: float
    width: float


def _chart(measure: KMeasure, place: _PanelPlace, head: float, marked: KMarked) -> list[Layer]:
    ks, chosen = [point.k for point in measure.points], marked.chosen
    ends = [tick.value for tick in measure.ticks]
    gutter = tick_width(measure.ticks) + 8
    x = Axis(min(ks) - 0.5, max(ks) + 0.5, place.left + gutter, place.left + place.width)
    y = Axis(min(ends), max(ends), place.top + head + _PLOT, place.top + head)
    return [
        *bars([Bar(chosen - _BAND, y.low, chosen + _BAND, y.high, tones().highlight)], x, y),
        *rules([Rule(x.low, tick, x.high, tick) for tick in ends], Pen(theme.GRID), x, y),
        *_frames([k for k in marked.rivals if k in ks], x, y),
        *_threshold(measure, x, y),
        *_points(measure, chosen, x, y),
        *labels(_figures(measure, ks, chosen, x, y)),
    ]


def _frames(rivals: Sequence[int], x: Axis, y: Axis) -> tuple[Layer, ...]:
    return rules([edge for k in rivals for edge in _frame(k, y)], _RIVAL_DASH, x, y)


def _frame(k: int, y: Axis) -> tuple[Rule, ...]:
    left, right = k - _BAND, k + _BAND
    return (
        Rule(left, y.low, left, y.high),
        Rule(right, y.low, right, y.high),
        Rule(left, y.high, right, y.high),
        Rule(left, y.low, right, y.low),
    )


def _threshold(measure: KMeasure, x: Axis, y: Axis) -> list[Layer]:
    if measure.threshold is None:
        return []
    level = measure.threshold.value
    across = rules([Rule(x.low, level, x.high, level)], Pen(theme.INK, 1, (4, 3)), x, y)
    return [*across, *labels([_threshold_name(measure.threshold, measure.points, x, y)])]


def _threshold_name(threshold: Tick, points: Sequence[KPoint], x: Axis, y: Axis) -> MarkLabel:
    """Above or below the line, at its right or left end: where it meets the fewest points."""
    above, below = y.at(threshold.value) - 8, y.at(threshold.value) + 8
    right = MarkLabel(x.end, above, threshold.text, theme.SMALL, fill=theme.SECONDARY, align="right")
    left = replace(right, x=x.start + 2, align="left")
    places = (right, replace(right, y=below), replace(left, y=below), left)
    return min(places, key=lambda place: _met(place, points, x, y))


def _met(name: MarkLabel, points: Sequence[KPoint], x: Axis, y: Axis) -> int:
    start = name.x - name.width if name.align == "right" else name.x
    near = [point for point in points if start - 8 < x.at(point.k) < start + name.width + 8]
    tops = [y.at(point.value if point.high is None else point.high) - 12 for point in near]
    feet = [y.at(point.value if point.low is None else point.low) + 12 for point in near]
    return sum(top < name.y < foot for top, foot in zip(tops, feet, strict=True))


def _points(measure: KMeasure, chosen: int, x: Axis, y: Axis) -> list[Layer]:
    points = measure.points
    places = [(point.k, point.value) for point in points]
    hints = [f"{measure.title}, {point.k}: {point.text}" for point in points]
    ranges = [
        Rule(point.k, point.low, point.k, point.high)
        for point in points
        if point.low is not None and point.high is not None
    ]
    own = [i for i, point in enumerate(points) if point.k == chosen]
    return [
        *rules(ranges, Pen(theme.EDGE, 4), x, y),
        *line(places, x, y, Pen(tones().brand, 1.8)),
        *dots(places, x, y, Spot(theme.WHITE, Pen(tones().brand, 1.4), 3), hints),
        *dots(
            [places[i] for i in own],
            x,
            y,
            Spot(tones().brand, Pen(theme.WHITE, 1.4), 5),
            [hints[i] for i in own],
        ),
    ]


def _figures(measure: KMeasure, ks: Sequence[int], chosen: int, x: Axis, y: Axis) -> list[MarkLabel]:
    beside = beside_axis(measure.ticks, x.start - 7, y)
    below = [_number(k, x.at(k), y.start + 13, own=k == chosen) for k in ks]
    return [*beside, *below]


def _number(k: int, x: float, y: float, *, own: bool) -> MarkLabel:
    weight, ink = (theme.SEMIBOLD, theme.INK) if own else (theme.REGULAR, theme.QUIET)
    return MarkLabel(x, y, str(k), weight=weight, fill=ink, align="center")


def _table(measures: Sequence[KMeasure], texts: KTexts) -> FigureData:
    columns = [{point.k: point.text for point in measure.points} for measure in measures]
    ks = sorted({k for column in columns for k in column})
    rows = tuple((str(k), *(column.get(k, "") for column in columns)) for k in ks)
    return FigureData((texts.head, *(measure.title for measure in measures)), rows)
