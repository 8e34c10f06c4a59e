"""What is written here is what Vega draws of the same marks, to the last sign."""

from __future__ import annotations

import json
import re
from itertools import chain

import vl_convert

from reportgen.charts.figure import Canvas, FigureData, draw
from reportgen.charts.marks import (
    Axis,
    Bar,
    MarkLabel,
    Pen,
    Rule,
    Slice,
    Spot,
    area,
    bars,
    dots,
    labels,
    line,
    ribbon,
    rules,
)

LAYERS = (
    bars(
        [
            Bar(10.0, 5, 100, 20, "#17307A"),
            Bar(90, 30, 20.3, 12.1, "red", "a hint", 3),
            Bar(5, 5, 5, 9, "red"),
        ]
    ),
    bars([Bar(0.1, -3, 0.7, 0, "blue", slot=2)], Axis(0, 3, 20.123, 180.7), Axis(-5, 5, 90, 10)),
    bars([Bar(1, 2, 2, 2, "blue")], Axis(1, 1, 20, 180), Axis(0, 3, 0, 100)),
    rules([Rule(0.1 + 0.2, 1e-5, 7e-8, 40), Rule(90, 30, 20.3, 12.1)], Pen()),
    rules([Rule(2, 1, 8, 1)], Pen("#9AA1AE", 1.3, (4, 3)), Axis(0, 9, 3, 190), Axis(0, 3, 90, 10)),
    line(
        [(3, 0), (1, 2), (2.00049, 1 / 3)],
        Axis(0, 3, 5, 150.5),
        Axis(0, 2, 95, 5),
        Pen("red", 2, (1, 2.5)),
        4,
    ),
    line([(0, 0)], Axis(0, 3, 5, 150.5), Axis(0, 2, 95, 5), Pen("red", 2)),
    area([(0, 0.5), (1, 1), (2, 0.125)], Axis(0, 2, 5, 150.5), Axis(0, 2, 95, 5), "green", 1),
    ribbon([Slice(10, 20, 30.5), Slice(60.0005, 22, 35), Slice(90, 1, 2)], "#A3162E", 0.45),
    dots(
        [(1, 1), (2, 0)],
        Axis(0, 3, 5, 150.5),
        Axis(0, 2, 95, 5),
        Spot("red", Pen("white", 1.5), 4.5, 2),
        ["a", ""],
    ),
    labels(
        [
            MarkLabel(5, 30, "Gr\u00f6\u00dfe \u2264 3 & <4> \"'", weight=600),
            MarkLabel(90.5, 31.25, "{{7*7}} datum.x", 10.5, align="right"),
            MarkLabel(-3, 0, "middle", 13, align="center", fill="#4A5160"),
        ]
    ),
)


def _drawn_by_vega(specification: str) -> str:
    """Without what tells programs of single marks: the frame around the drawing is labelled once."""
    svg = vl_convert.vegalite_to_svg(json.loads(specification))
    bare = re.sub(r'<path class="(background|foreground)"[^>]*/>', "", svg)
    bare = re.sub(r' (class|role|aria-[a-z]+|xmlns:xlink)="[^"]*"', "", bare)
    return bare.replace("/>", " />").replace("<g></g>", "<g />")


def test_marks_lie_where_vega_draws_them() -> None:
    drawn = draw(Canvas("all", 200, 100), list(chain.from_iterable(LAYERS)), FigureData((), ()))
    written, by_vega = ((re.split("(?<=>)", svg)) for svg in (drawn.svg, _drawn_by_vega(drawn.specification)))
    assert written == by_vega
