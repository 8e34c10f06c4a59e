"""Writes the marks of a drawing as SVG, element by element as Vega writes them.

Places, colours and words of all marks are settled before (`charts.marks`), so that nothing is left for Vega
to work out. What a page draws again with Vega, to answer to a pointer, lies where this lay to the last digit.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Mark = Mapping[str, Any]
    Row = Mapping[str, Any]
    Scale = Callable[[float], float]

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_BELOW_MIDDLE = 0.3
"""From the middle of a line to its baseline, in em, then as whole pixels."""
_SMALL = 1e-6
"""Below it a number is written with an exponent."""


def marks_svg(size: tuple[int, int], family: str, layers: Sequence[Mapping[str, Any]]) -> str:
    """The layers of `charts.marks` as SVG, so many pixels wide and high, with letters of a family."""
    width, height = size
    inside = "".join(f"<g>{_layer(layer, family)}</g>" for layer in layers)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><g fill="none" stroke-miterlimit="10" transform="translate(0,0)">'
        f'<g><g transform="translate(0,0)"><g>{inside}</g></g></g></g></svg>'
    )


def _layer(layer: Mapping[str, Any], family: str) -> str:
    mark, encoding, rows = layer["mark"], layer["encoding"], layer["data"]["values"]
    x, y = _scale(encoding["x"]), _scale(encoding["y"])
    places = [{**row, **_placed(row, x, y)} for row in rows]
    shown = {"opacity": 1} if "opacity" in mark or "opacity" in encoding else {}
    match mark["type"]:
        case "rect":
            return "".join(
                _element("path", {"d": _rectangle(row), "fill": row["fill"], **shown}) for row in places
            )
        case "rule":
            return "".join(_element("line", {**_rule(row), **_pen(mark), **shown}) for row in places)
        case "line":
            ends = {"stroke-linecap": mark["strokeCap"], "stroke-linejoin": mark["strokeJoin"]}
            pen = _pen(mark)
            dash = {"stroke-dasharray": pen.pop("stroke-dasharray")}
            return _element(
                "path",
                {"d": f"M{_chain(places, 'y')}{'Z' * (len(places) == 1)}", **pen, **ends, **dash, **shown},
            )
        case "area":
            outline = f"M{_chain(places, 'y')}L{_chain(places[::-1], 'y2')}Z"
            fill = {"fill": mark["fill"], "fill-opacity": mark["fillOpacity"]}
            return _element("path", {"d": outline, **fill, **shown})
        case "point":
            look = {"d": _circle(mark["size"]), "fill": mark["fill"], **_pen(mark), **shown}
            return "".join(
                _element("path", {"transform": _moved(row["x"], row["y"]), **look}) for row in places
            )
        case _:
            return "".join(_text(mark, row, family) for row in places)


def _scale(channel: Mapping[str, Any]) -> Scale:
    (low, high), (start, end) = channel["scale"]["domain"], channel["scale"]["range"]

    def at(value: float) -> float:
        part = (value - low) / (high - low) if high != low else 0.5
        return float(start * (1 - part) + end * part)

    return at


def _placed(row: Row, x: Scale, y: Scale) -> dict[str, float]:
    scales = {"x": x, "x2": x, "y": y, "y2": y}
    return {name: scale(row[name]) for name, scale in scales.items() if name in row}


def _element(name: str, attributes: Mapping[str, Any]) -> str:
    written = (
        f"{key}={quoteattr(value if isinstance(value, str) else _number(value))}"
        for key, value in attributes.items()
    )
    return f"<{name} {' '.join(written)} />"


def _number(value: float) -> str:
    """As JavaScript writes it."""
    if value == int(value):
        return str(int(value))
    text = repr(float(value))
    if "e" not in text:
        return text
    return f"{Decimal(text):f}" if abs(value) >= _SMALL else text.replace("e-0", "e-")


def _rounded(value: float) -> str:
    """Points of long chains, to a thousandth of a pixel."""
    return _number(math.floor(value * 1000 + 0.5) / 1000)


def _moved(x: float, y: float) -> str:
    return f"translate({_number(x)},{_number(y)})"


def _pen(mark: Mark) -> dict[str, Any]:
    dash = ",".join(map(_number, mark["strokeDash"]))
    return {"stroke": mark["stroke"], "stroke-width": mark["strokeWidth"], "stroke-dasharray": dash}


def _rectangle(row: Row) -> str:
    (left, right), (top, bottom) = sorted((row["x"], row["x2"])), sorted((row["y"], row["y2"]))
    wide, high = _number(right - left), _number(bottom - top)
    return f"M{_number(left)},{_number(top)}h{wide}v{high}h{_number(left - right)}Z"


def _rule(row: Row) -> dict[str, Any]:
    across, down = row["x2"] - row["x"], row["y2"] - row["y"]
    return {"transform": _moved(row["x"], row["y"]), "x2": across, "y2": down}


def _chain(rows: Sequence[Row], height: str) -> str:
    return "L".join(f"{_rounded(row['x'])},{_rounded(row[height])}" for row in rows)


def _circle(size: float) -> str:
    radius = _rounded(math.sqrt(size) / 2)
    return "".join((f"M{radius},0", *(f"A{radius},{radius},0,1,1,{to},0" for to in (f"-{radius}", radius))))


def _text(mark: Mark, row: Row, family: str) -> str:
    drop = math.floor(_BELOW_MIDDLE * mark["fontSize"] + 0.5)
    style = {
        "text-anchor": _ANCHORS[mark["align"]],
        "transform": _moved(row["x"], row["y"] + drop),
        "font-family": family,
        "font-size": f"{_number(mark['fontSize'])}px",
        "font-weight": mark["fontWeight"],
        "fill": row["fill"],
    }
    return f"{_element('text', style).removesuffix(' />')}>{escape(row['text'])}</text>"
