"""Drawings for a PDF: fewer elements, the same marks."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from reportgen.charts.text_metrics import text_width
from reportgen.report.printed_svg import SVG, printed_svg


def _printed(marks: str) -> list[ET.Element]:
    whole = f'<svg xmlns="{SVG}"><g fill="none" transform="translate(0,0)"><g><g>{marks}</g></g></g></svg>'
    return list(ET.fromstring(printed_svg(whole))[0])  # noqa: S314 - our own


def test_lines_and_bars_of_one_look_are_one_path_each() -> None:
    lines = "".join(f'<line transform="translate({x},2)" x2="0" y2="9" stroke="red"/>' for x in (1, 5))
    bars = "".join(f'<path d="M{x},0h3v{x}h-3Z" fill="blue" opacity="1"/>' for x in (1, 2))
    drawn = _printed(lines + bars + '<path d="M9,0h3v4h-3Z" fill="green"/>')
    assert [each.get("d") for each in drawn] == [
        "M1,2l0,9M5,2l0,9",
        "M1,0h3v1h-3ZM2,0h3v2h-3Z",
        "M9,0h3v4h-3Z",
    ]


def test_marks_that_would_look_otherwise_together_stay_apart() -> None:
    faint = '<path d="M1,0h3v3h-3Z" fill="blue" opacity="0.5"/>'
    holed = '<path d="M0,0h9v9h-9Z" fill="blue"/><path d="M1,1v3h3v-3Z" fill="blue"/>'
    placed = '<path transform="translate(3,4)" d="M1,0L2,2" stroke="red"/>'
    framed = '<path d="M1,0h3v3h-3Z" fill="blue" stroke="red"/>'
    assert len(_printed(faint * 2)) == len(_printed(holed)) == len(_printed(placed * 2)) == 2
    assert len(_printed(framed * 2)) == 2


def test_a_chain_of_lines_keeps_its_corners() -> None:
    (drawn,) = _printed('<path d="M0,0L1,0L2,0L2,5L2,9L0,9L2,9L0,0Z" fill="red"/>')
    assert drawn.get("d") == "M0,0L2,0L2,9L0,9L2,9L0,0Z"


def test_a_text_is_set_from_its_start_unless_a_sign_of_it_is_foreign() -> None:
    end, middle, foreign = _printed(
        '<text text-anchor="end" font-size="10px" font-weight="600">Rest</text>'
        '<text text-anchor="middle" font-size="12px" font-weight="400">Rest</text>'
        '<text text-anchor="end" font-size="10px" font-weight="400">\u4eba</text>'
    )
    assert float(end.get("x", "")) == round(-text_width("Rest", 10, 600), 3)
    assert float(middle.get("x", "")) == round(-text_width("Rest", 12, 400) / 2, 3)
    assert (end.get("text-anchor"), foreign.get("text-anchor"), foreign.get("x")) == (None, "end", None)
