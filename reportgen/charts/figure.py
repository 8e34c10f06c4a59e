"""Draws layers of marks as one SVG with vl-convert, and checks the result.

vl-convert prints a warning and returns an empty picture when a specification is wrong, so the marks of every
drawing are counted and its size is compared before it is returned.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from functools import cache, partial, wraps
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec
from xml.etree import ElementTree as ET

from reportgen.base.fonts import text_families
from reportgen.charts import theme
from reportgen.charts.outlines import frame
from reportgen.charts.plain_svg import drawn_plainly, is_drawn_plainly, plain_svg
from reportgen.charts.text_metrics import needs_shaping
from reportgen.errors import ReportgenError
from reportgen.rendering.pictures import script_with_vega, to_png, to_svg
from reportgen.rendering.renderer import renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.charts.marks import Layer
    from reportgen.charts.outlines import Specification

WHITE = "#ffffff"
"""Paper."""
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_PAGE_SCRIPT = Path(__file__).with_name("live.js")
_REPORT_IT = "This is a fault of the program, not of your data: please report it with the command you ran."


@dataclass(frozen=True)
class FigureData:
    """The numbers behind a drawing, as they are shown to readers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """A drawing and the numbers behind it."""

    name: str
    """Unique in a report; prefix of every id inside the SVG."""
    drawing: Callable[[], str] = field(repr=False, compare=False)
    """Waits for the SVG."""
    width: int
    height: int
    """CSS pixels."""
    data: FigureData
    specification: str = ""
    """The same drawing as Vega-Lite, for a page that draws it again; empty where it is no Vega-Lite."""
    narrow: Callable[[], Figure] | None = field(default=None, repr=False, compare=False)
    """The same chart drawn for a phone; None where this one fits."""

    @property
    def svg(self) -> str:
        """The finished drawing.

        Raises:
            ReportgenError: If the drawing is empty, lacks a mark or has another size.
            RendererLostError: If it could not be drawn.
        """
        return self.drawing()

    @property
    def joins_letters(self) -> bool:
        """Whether it holds words whose letters join or stack, as Arabic, Hebrew, Devanagari and Thai do."""
        return any(map(needs_shaping, set(self.svg)))

    def __reduce__(self) -> tuple[type[Figure], tuple[Any, ...]]:
        """Goes to another process finished."""
        drawing = partial(str, self.svg)
        narrow = None if self.narrow is None else partial(_as_it_is, self.narrow())
        return Figure, (
            self.name,
            drawing,
            self.width,
            self.height,
            self.data,
            self.specification,
            narrow,
        )


def _as_it_is(figure: Figure) -> Figure:
    return figure


@dataclass(frozen=True)
class Canvas:
    """The empty paper: what a drawing is called and how large it is, in CSS pixels."""

    name: str
    width: int
    height: int


def draw(sheet: Canvas, layers: Sequence[Layer], table: FigureData) -> Figure:
    """Turn layers of marks into a figure; later layers lie on top.

    A fault of the drawing shows when its SVG is asked for.
    """
    if is_drawn_plainly():
        family, drawn = text_families(), [layer.specification for layer in layers]
        size = (sheet.width, sheet.height)
        return Figure(sheet.name, cache(lambda: plain_svg(size, family, drawn)), *size, table)
    specification = _specification(sheet, layers)
    marks = [layer.marks for layer in layers]
    answer = renderer().submit(to_svg, specification)
    drawing = cache(lambda: _finished(sheet, answer, marks))
    return Figure(sheet.name, drawing, sheet.width, sheet.height, table, _packed(specification))


P = ParamSpec("P")


def for_phones(**narrow: Any) -> Callable[[Callable[P, Figure]], Callable[P, Figure]]:  # noqa: ANN401
    """Gives a chart a drawing for a phone: by default as wide as its `width` is there, else as named."""
    settings = narrow or {"width": theme.NARROW}

    def with_narrow(chart: Callable[P, Figure]) -> Callable[P, Figure]:
        @wraps(chart)
        def both(*given: P.args, **named: P.kwargs) -> Figure:
            drawn = chart(*given, **named)

            @cache
            def on_a_phone() -> Figure:
                asked = signature(chart).bind(*given, **named)
                asked.arguments.update(settings)
                with drawn_plainly():
                    return chart(*asked.args, **asked.kwargs)

            return drawn if is_drawn_plainly() else replace(drawn, narrow=on_a_phone)

        return both

    return with_narrow


def _finished(sheet: Canvas, answer: Callable[[], str], marks: list[int]) -> str:
    try:
        svg = answer()
    except ValueError as error:
        raise _failure(sheet, str(error).splitlines()[0]) from error
    root = _parse(sheet, svg)
    _check(sheet, root, marks)
    _clean(root, sheet.name)
    return _written(root)


def png(figure: Figure, scale: float, paper: str = WHITE) -> bytes:
    """The drawing as pixels on paper of a colour; `scale` is pixels a CSS pixel."""
    ground = f'<rect width="{figure.width}" height="{figure.height}" fill="{paper}"/>'
    whole = re.sub(r"(<svg\b[^>]*>)", rf"\1{ground}", figure.svg, count=1)
    return renderer().submit(to_png, whole, scale)()


@cache
def live_script() -> str:
    """The script that draws a page's specifications again and makes them interactive; no `unsafe-eval`.

    Vega, Vega-Lite, their interpreter and `live.js` in one module. The specifications are parsed with `ast`,
    so that expressions are interpreted and never compiled.
    """
    return renderer().submit(script_with_vega, _PAGE_SCRIPT.read_text("utf-8"))()


def _specification(sheet: Canvas, layers: Sequence[Layer]) -> Specification:
    size = {"width": sheet.width, "height": sheet.height}
    return {**frame(text_families()), **size, "layer": [layer.specification for layer in layers]}


def _packed(specification: Specification) -> str:
    """As text that may stand inside a `<script>` element."""
    text = json.dumps(specification, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c")


def _parse(sheet: Canvas, svg: str) -> ET.Element:
    try:
        return ET.fromstring(svg)  # noqa: S314 - written by our own converter a moment ago
    except ET.ParseError as error:
        raise _failure(sheet, "the converter wrote no valid SVG") from error


def _check(sheet: Canvas, root: ET.Element, expected: list[int]) -> None:
    if (root.get("width"), root.get("height")) != (str(sheet.width), str(sheet.height)):
        raise _failure(sheet, f"its size is {root.get('width')} by {root.get('height')}")
    marks = [len(group) for group in root.iter(f"{{{_SVG}}}g") if "role-mark" in group.get("class", "")]
    if marks != expected:
        raise _failure(sheet, f"it shows {marks} marks instead of {expected}")
    values = (value for element in root.iter() for key, value in element.items() if "label" not in key)
    if any(re.search(r"NaN|Infinity|undefined", value) for value in values):
        raise _failure(sheet, "a place in it is not a number")


def _failure(sheet: Canvas, reason: str) -> ReportgenError:
    return ReportgenError(f"The chart {sheet.name} could not be drawn: {reason}.", _REPORT_IT)


def _clean(root: ET.Element, name: str) -> None:
    """Drop roles (the frame around the drawing is labelled once), empty marks and shared names."""
    for parent in list(root.iter()):
        for child in [child for child in parent if _is_bare(child)]:
            parent.remove(child)
        for key in [key for key in parent.attrib if key in {"class", "role"} or key.startswith("aria-")]:
            del parent.attrib[key]
        for key, value in parent.items():
            parent.set(key, _own(key, value, name))


def _written(root: ET.Element) -> str:
    """The drawing as text without prefixes, whatever names others in this process have given to SVG."""
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    return ET.tostring(root, encoding="unicode")


def _is_bare(element: ET.Element) -> bool:
    kind = element.get("class", "")
    return kind in {"background", "foreground"} or element.get("fill") == "transparent"


def _own(key: str, value: str, name: str) -> str:
    """Prefix ids and what points to them: several drawings share one page."""
    if key == "id":
        return f"{name}-{value}"
    if key.endswith("href") and value.startswith("#"):
        return f"#{name}-{value[1:]}"
    return value.replace("url(#", f"url(#{name}-")
