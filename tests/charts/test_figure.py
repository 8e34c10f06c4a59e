"""A drawing that went wrong is never handed on."""

from __future__ import annotations

import base64
import math
from xml.etree import ElementTree as ET

import pytest

from reportgen.charts.figure import Canvas, Figure, FigureData, draw
from reportgen.charts.marks import Bar, MarkLabel, bars, labels
from reportgen.errors import ReportgenError
from reportgen.report.printed_svg import data_uri
from tests.charts.text_overflow import text_overflows

SHEET = Canvas("small", 200, 40)
NOTHING = FigureData((), ())


def a_bar(x=10.0, fill="#17307A"):
    return bars([Bar(x, 5, 100, 20, fill)])


def test_a_good_drawing_keeps_its_texts_as_text():
    figure = draw(SHEET, [*a_bar(), *labels([MarkLabel(5, 30, "Größe ≤ 3 & <4>", weight=600)])], NOTHING)
    root = ET.fromstring(figure.svg)  # noqa: S314 - a drawing of our own
    text = root.find(".//{http://www.w3.org/2000/svg}text")
    assert text.text == "Größe ≤ 3 & <4>"
    assert (text.get("font-family"), text.get("font-weight")) == ("Source Sans Pro", "600")


def test_a_place_that_is_not_a_number_fails():
    with pytest.raises(ReportgenError, match="small could not be drawn"):
        draw(SHEET, a_bar(math.nan), NOTHING).svg  # noqa: B018 - drawn when asked for


def test_data_uri_holds_the_drawing():
    figure = Figure("x", lambda: "<svg>ß</svg>", 1, 1, NOTHING)
    assert base64.b64decode(data_uri(figure).split(",")[1]).decode() == figure.svg


def test_overflowing_and_overlapping_letters_are_found():
    layers = labels(
        [MarkLabel(150, 20, "much too long"), MarkLabel(20, 20, "here"), MarkLabel(30, 24, "there")]
    )
    found = text_overflows(draw(SHEET, layers, NOTHING).svg)
    assert found == ("“much too long” leaves the frame", "“here” overlaps “there”")


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Caf\u00e9", "svg+xml"), ("\u4eac\u90fd", "svg+xml"), ("\u0631\u064a", "png"), ("\u0926\u093e", "png")],
)
def test_letters_that_join_or_stack_are_printed_as_pixels(word: str, kind: str) -> None:
    """The PDF's drawings are set letter by letter, which other scripts bear."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text y="15">{word}</text></svg>'
    figure = Figure("word", lambda: svg, 60, 20, FigureData((), ()))
    assert data_uri(figure).startswith(f"data:image/{kind};base64,")
