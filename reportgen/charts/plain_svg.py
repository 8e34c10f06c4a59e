"""Drawings for a phone: a chart drawn again on narrow paper, written as SVG without a converter.

A page holds each chart twice, and shows the one that fits. What a phone shows never answers to a pointer, so
that it needs no Vega: its marks are written as they are, in a hundredth of the time and half the bytes.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Values = Sequence[Mapping[str, Any]]
    Scale = Callable[[float], float]

_PLAIN: ContextVar[bool] = ContextVar("plain", default=False)
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_BELOW_MIDDLE = 0.3
"""From the middle of a line to its baseline, in em; as Vega has it."""


@contextmanager
def drawn_plainly() -> Iterator[None]:
    """Within it charts are written here, and not converted."""
    token = _PLAIN.set(True)
    try:
        yield
    finally:
        _PLAIN.reset(token)


def is_drawn_plainly() -> bool:
    """Whether charts are written here."""
    return _PLAIN.get()


def plain_svg(size: tuple[int, int], family: str, layers: Sequence[Mapping[str, Any]]) -> str:
    """The layers of `charts.marks` as SVG, so many pixels wide and high."""
    width, height = size
    inside = "".join(_layer(layer) for layer in layers)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family={quoteattr(family)}>{inside}</svg>'
    )


def _layer(layer: Mapping[str, Any]) -> str:
    mark, encoding, values = layer["mark"], layer["encoding"], layer["data"]["values"]
    return _WRITERS[mark["type"]](mark, values, _scale(encoding["x"]), _scale(encoding["y"]))


def _scale(channel: Mapping[str, Any]) -> Scale:
    (low, high), (start, end) = channel["scale"]["domain"], channel["scale"]["range"]
    if low == high:
        return lambda _value: (start + end) / 2
    return lambda value: start + (value - low) / (high - low) * (end - start)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _pen(mark: Mapping[str, Any]) -> str:
    dash = " ".join(map(_number, mark["strokeDash"]))
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'stroke="{mark["stroke"]}" stroke-width="{_number(mark["strokeWidth"])}"{dashed}'


def _rects(_mark: Mapping[str, Any], values: Values, x: Scale, y: Scale) -> str:
    def one(row: Mapping[str, Any]) -> str:
        left, right = sorted((x(row["x"]), x(row["x2"])))
        top, bottom = sorted((y(row["y"]), y(row["y2"])))
        place = f"M{_number(left)} {_number(top)}H{_number(right)}V{_number(bottom)}H{_number(left)}z"
        return f'<path d="{place}" fill="{row["fill"]}"/>'

    return "".join(map(one, values))


def _rules(mark: Mapping[str, Any], values: Values, x: Scale, y: Scale) -> str:
    lines = "".join(
        f"M{_number(x(row['x']))} {_number(y(row['y']))}L{_number(x(row['x2']))} {_number(y(row['y2']))}"
        for row in values
    )
    return f'<path d="{lines}" fill="none" {_pen(mark)}/>'


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_number(px)} {_number(py)}" for px, py in points)


def _line(mark: Mapping[str, Any], values: Values, x: Scale, y: Scale) -> str:
    points = [(x(row["x"]), y(row["y"])) for row in values]
    ends = f'stroke-linejoin="round" stroke-linecap="{mark["strokeCap"]}"'
    return f'<path d="{_path(points)}" fill="none" {ends} {_pen(mark)}/>'


def _area(mark: Mapping[str, Any], values: Values, x: Scale, y: Scale) -> str:
    upper = [(x(row["x"]), y(row["y"])) for row in values]
    lower = [(x(row["x"]), y(row["y2"])) for row in reversed(values)]
    faded = "" if mark["fillOpacity"] == 1 else f' fill-opacity="{mark["fillOpacity"]}"'
    return f'<path d="{_path([*upper, *lower])}z" fill="{mark["fill"]}"{faded}/>'


def _points(mark: Mapping[str, Any], values: Values, x: Scale, y: Scale) -> str:
    radius = (mark["size"] / 3.14159) ** 0.5
    return "".join(
        f'<circle cx="{_number(x(row["x"]))}" cy="{_number(y(row["y"]))}" r="{_number(radius)}" '
        f'fill="{mark["fill"]}" {_pen(mark)}/>'
        for row in values
    )


def _texts(mark: Mapping[str, Any], values: Values, x: Scale, y: Scale) -> str:
    drop = _BELOW_MIDDLE * mark["fontSize"]
    letters = "".join(
        f'<text x="{_number(x(row["x"]))}" y="{_number(y(row["y"]) + drop)}" fill="{row["fill"]}">'
        f"{escape(row['text'])}</text>"
        for row in values
    )
    style = f'font-size="{mark["fontSize"]}" font-weight="{mark["fontWeight"]}"'
    return f'<g {style} text-anchor="{_ANCHORS[mark["align"]]}">{letters}</g>'


_WRITERS: Mapping[str, Callable[[Mapping[str, Any], Values, Scale, Scale], str]] = {
    "rect": _rects,
    "rule": _rules,
    "line": _line,
    "area": _area,
    "point": _points,
    "text": _texts,
}
