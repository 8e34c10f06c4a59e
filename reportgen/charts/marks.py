"""The marks of charts as Vega-Lite layers: bars, rules, lines, areas, points and labels.

Marks are given in data units with an `Axis`, or in pixels without one. Labels are always in pixels, because
they are measured before they are placed. Texts and colours are data, never part of an expression.

Altair writes the outline of each kind of mark once; scales, style and values are filled in for each layer. A
report has hundreds of layers, and building each anew with Altair takes longer than drawing it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from reportgen.charts.outlines import Kind, Specification, outline
from reportgen.charts.text_metrics import printable, text_width
from reportgen.charts.theme import INK, LINE, REGULAR, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Axis:
    """A linear scale: data values `low`..`high` onto the pixels `start`..`end` of the drawing."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def from_zero(cls, values: Iterable[float], start: float, end: float) -> Axis:
        """The scale of bars: as long as the values need, zero always on it."""
        known = (0.0, *values)
        low, high = min(known), max(known)
        return cls(low, high if high > low else 1.0, start, end)

    def at(self, value: float) -> float:
        """Pixel of a data value; the middle where all values are one, as Vega draws it."""
        if self.low == self.high:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def scale(self) -> Specification:
        """Domain and range of a Vega-Lite scale."""
        return {"domain": [self.low, self.high], "range": [self.start, self.end]}


PIXELS = Axis(0, 1, 0, 1)
"""For values that are pixels already: the axis of marks that are given without one."""


@dataclass(frozen=True)
class Layer:
    """Marks of one kind as Vega-Lite."""

    specification: Specification


@dataclass(frozen=True)
class Bar:
    """A filled rectangle between two corners, in data units."""

    x: float
    y: float
    x2: float
    y2: float
    fill: str
    hint: str = ""
    """What a reader sees who points at it on a screen."""
    slot: int = 0
    """The segment it belongs to; 0 for none."""


@dataclass(frozen=True)
class Rule:
    """A straight line between two points, in data units."""

    x: float
    y: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Pen:
    """How lines are drawn."""

    stroke: str = INK
    width: float = 1
    dash: tuple[float, ...] = ()

    def style(self) -> dict[str, Any]:
        """As properties of a Vega-Lite mark."""
        return {"stroke": self.stroke, "strokeWidth": self.width, "strokeDash": list(self.dash)}


@dataclass(frozen=True)
class Spot:
    """How a round point looks: its ground, and the line on its edge."""

    fill: str
    edge: Pen
    radius: float
    slot: int = 0
    """The segment it belongs to; 0 for none."""


@dataclass(frozen=True)
class MarkLabel:
    """One line of text; `y` is the middle of the line, both in pixels."""

    x: float
    y: float
    text: str
    size: float = TEXT
    weight: int = REGULAR
    fill: str = INK
    align: Align = "left"

    @property
    def width(self) -> float:
        """Width in pixels."""
        return text_width(self.text, self.size, self.weight)


@dataclass(frozen=True)
class Tick:
    """A value on an axis, and how it is written."""

    value: float
    text: str


def bars(rows: Iterable[Bar], x: Axis = PIXELS, y: Axis = PIXELS) -> tuple[Layer, ...]:
    """Filled rectangles."""
    return _layer("rect", [vars(row) for row in rows], {"cornerRadius": 0}, (x, y))


def rules(rows: Iterable[Rule], pen: Pen, x: Axis = PIXELS, y: Axis = PIXELS) -> tuple[Layer, ...]:
    """Straight lines."""
    return _layer("rule", [vars(row) for row in rows], pen.style(), (x, y))


def line(points: Iterable[Point], x: Axis, y: Axis, pen: Pen, slot: int = 0) -> tuple[Layer, ...]:
    """One line through the points in the order given; `slot` is the segment it belongs to."""
    style = {**pen.style(), "strokeJoin": "round", "strokeCap": "butt" if pen.dash else "round"}
    values = [{**row, "slot": slot} for row in _in_order(points)]
    return _layer("line", values, style, (x, y))


def area(points: Iterable[Point], x: Axis, y: Axis, fill: str, slot: int = 0) -> tuple[Layer, ...]:
    """The surface between the points and the low end of the vertical axis."""
    values = [{**row, "y2": y.low, "slot": slot} for row in _in_order(points)]
    return _layer("area", values, {"fill": fill, "fillOpacity": 1}, (x, y))


@dataclass(frozen=True)
class Slice:
    """A ribbon's cut at one place: from `low` to `high`, in pixels."""

    x: float
    low: float
    high: float


def ribbon(slices: Iterable[Slice], fill: str, opacity: float) -> tuple[Layer, ...]:
    """The surface between two edges, in pixels; see-through, so that crossings can be followed."""
    values = [{"i": i, "x": cut.x, "y": cut.low, "y2": cut.high} for i, cut in enumerate(slices)]
    return _layer("area", values, {"fill": fill, "fillOpacity": opacity}, (PIXELS, PIXELS))


def dots(
    points: Sequence[Point], x: Axis, y: Axis, spot: Spot, hints: Sequence[str] = ()
) -> tuple[Layer, ...]:
    """Round points; `hints` are what a reader sees who points at each."""
    circle = {"shape": "circle", "size": math.pi * spot.radius**2, "fill": spot.fill, "opacity": 1}
    values = [
        {"x": px, "y": py, "hint": hint, "slot": spot.slot}
        for (px, py), hint in zip(points, hints or [""] * len(points), strict=True)
    ]
    return _layer("point", values, {**circle, **spot.edge.style()}, (x, y))


def labels(rows: Iterable[MarkLabel]) -> tuple[Layer, ...]:
    """Texts, one layer a style; empty ones are left out."""
    style = attrgetter("size", "weight", "align")
    clean = (replace(row, text=printable(row.text)) for row in rows)
    kept = sorted((row for row in clean if row.text), key=style)
    return tuple(layer for _, group in groupby(kept, style) for layer in _texts(list(group)))


def from_top(lines: Sequence[str], first: MarkLabel, step: float = LINE) -> list[MarkLabel]:
    """The lines of one text below each other, in the style of `first` and beginning at its place."""
    return [replace(first, y=first.y + i * step, text=text) for i, text in enumerate(lines)]


def stacked(lines: Sequence[str], like: MarkLabel) -> list[MarkLabel]:
    """The lines of one text below each other, in the style of `like` and centred on its place."""
    return from_top(lines, replace(like, y=like.y - (len(lines) - 1) * LINE / 2))


def _texts(rows: list[MarkLabel]) -> tuple[Layer, ...]:
    first = rows[0]
    style = {"fontSize": first.size, "fontWeight": first.weight, "align": first.align, "baseline": "middle"}
    values = [{"x": row.x, "y": row.y, "text": row.text, "fill": row.fill} for row in rows]
    return _layer("text", values, style, (PIXELS, PIXELS))


def _layer(
    kind: Kind,
    values: list[dict[str, Any]],
    style: dict[str, Any],
    axes: tuple[Axis, Axis],
) -> tuple[Layer, ...]:
    if not values:
        return ()
    kept = [{key: value for key, value in row.items() if value or key not in _ON_SCREEN} for row in values]
    keys = {key for row in kept for key in row}
    bare = outline(kind, hints="hint" in keys, slots="slot" in keys)
    encoding, (x, y) = bare["encoding"], axes
    specification = {
        "data": {"values": kept},
        "mark": {**bare["mark"], **style},
        "encoding": {**encoding, "x": _on(x, encoding["x"]), "y": _on(y, encoding["y"])},
    }
    return (Layer(specification),)


_ON_SCREEN = frozenset({"hint", "slot"})


def _on(axis: Axis, channel: Specification) -> Specification:
    return {**channel, "scale": {**channel["scale"], **axis.scale()}}


def _in_order(points: Iterable[Point]) -> list[dict[str, float]]:
    return [{"i": i, "x": px, "y": py} for i, (px, py) in enumerate(points)]
