"""Letters are measured in the fonts that are printed, and broken without a loss."""

from __future__ import annotations

import unicodedata
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from reportgen.base.fonts import default_typefaces
from reportgen.charts.text_metrics import printable, text_width, wrap


def test_widths_are_those_of_the_font():
    ours = default_typefaces()
    for face in (ours.regular, ours.semibold):
        drawn = ImageFont.truetype(BytesIO(face.data), 1000, layout_engine=ImageFont.Layout.BASIC)
        text = "Jahresumsatz £1,022 ▲"
        assert abs(text_width(text, 1000, face.weight) - drawn.getlength(text, features=None)) < 40


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.integers(30, 300))
def test_wrapping_loses_no_letter_and_keeps_within_the_room(text, room):
    lines = wrap(text, room, 11.5)
    assert "".join("".join(lines).split(" ")) == "".join(printable(text).split(" "))
    assert all(text_width(line, 11.5) <= room for line in lines)


def test_no_line_break_parts_a_letter_from_its_marks():
    for word in ("\u0926\u093e\u0930\u094d\u091c\u093f\u0932\u093f\u0902\u0917", "\u0e01\u0e38\u0e49\u0e07"):
        lines = wrap(word * 6, 60, 11.5)
        assert len(lines) > 1
        assert not any(unicodedata.category(line[0]) in {"Mn", "Mc"} for line in lines)


def test_lines_are_balanced():
    assert wrap("Days since last order", 90, 11.5) == ("Days since", "last order")


def test_labels_lose_what_svg_cannot_hold():
    assert printable("a\x00\u202fb\n🎉 c") == "a\u00a0b  c"
    assert printable("\u2b50\u2603\ufe0f \U00020bb7\u91ce\u5bb6") == "\u2b50 \U00020bb7\u91ce\u5bb6"
