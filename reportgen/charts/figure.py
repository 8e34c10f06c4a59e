"""Draws layers of marks as one SVG, and keeps the same drawing as Vega-Lite for a page that answers."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from functools import cache, partial, wraps
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

from reportgen.base.fonts import text_families
from reportgen.charts import theme
from reportgen.charts.marks_svg import marks_svg
from reportgen.charts.outlines import frame
from reportgen.charts.plain_svg import drawn_plainly, is_drawn_plainly, plain_svg
from reportgen.charts.text_metrics import needs_shaping
from reportgen.errors import ReportgenError
from reportgen.rendering.pictures import script_with_vega, to_png
from reportgen.rendering.renderer import renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.charts.marks import Layer
    from reportgen.charts.outlines import Specification

WHITE = "#ffffff"
"""Paper."""
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
    """Unique in a report."""
    drawing: Callable[[], str] = field(repr=False, compare=False)
    """Writes the SVG."""
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
            ReportgenError: If a place in it is not a number.
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
    size, family = (sheet.width, sheet.height), text_families()
    drawn = [layer.specification for layer in layers]
    if is_drawn_plainly():
        return Figure(sheet.name, cache(lambda: plain_svg(size, family, drawn)), *size, table)
    specification = {**frame(family), "width": sheet.width, "height": sheet.height, "layer": drawn}
    drawing = cache(lambda: _written(sheet, family, drawn))
    return Figure(sheet.name, drawing, *size, table, _packed(specification))


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


def _written(sheet: Canvas, family: str, drawn: Sequence[Specification]) -> str:
    try:
        return marks_svg((sheet.width, sheet.height), family, drawn)
    except (ValueError, OverflowError) as error:
        raise ReportgenError(
            f"The chart {sheet.name} could not be drawn: a place in it is not a number.", _REPORT_IT
        ) from error


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


def _packed(specification: Specification) -> str:
    """As text that may stand inside a `<script>` element."""
    text = json.dumps(specification, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c")
