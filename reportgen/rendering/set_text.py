"""Text in WeasyPrint, laid out once where it does so several times; the PDF looks the same.

It lays out each letter of a drawing's text by itself, twice, and each word of a table anew for every cell.
Both are replaced from inside, so `rendering.pdf` does it only in the version that this was written for.
"""

# ruff: noqa: ANN401 - WeasyPrint has no types

from __future__ import annotations

from functools import cache
from math import inf
from typing import Any

from weasyprint import svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_emojis, draw_first_line
from weasyprint.layout import preferred
from weasyprint.matrix import Matrix
from weasyprint.svg.bounding_box import extend_bounding_box
from weasyprint.svg.text import Style, TextBox
from weasyprint.svg.utils import size
from weasyprint.text.line_break import split_first_line

BY_LETTER = svg.text
_APART = frozenset({"y", "dx", "dy", "rotate", "direction", "font-style", "letter-spacing", "textLength"})
_RAISED = frozenset({"alignment-baseline", "dominant-baseline", "display-anchor"})
"""Attributes of a text that does not simply stand in one line."""
_LONGEST_SIGN = 4
"""Letters, accents and joiners that are one sign of a text."""
_STYLED = (
    "font_family",
    "font_size",
    "font_weight",
    "font_style",
    "font_stretch",
    "font_kerning",
    "font_variant_numeric",
    "font_variant_caps",
    "font_variant_ligatures",
    "font_feature_settings",
    "lang",
    "direction",
    "letter_spacing",
    "word_spacing",
    "white_space",
    "word_break",
    "overflow_wrap",
    "hyphens",
)
"""Properties that the width of a word hangs on."""


@cache
def lay_out_once() -> None:
    """Begin with it in this process."""
    svg.TAGS.update({tag: _drawn for tag, draw in svg.TAGS.items() if draw is BY_LETTER})
    svg.text = _drawn
    preferred.split_first_line = _remembered({})


def _drawn(drawing: Any, node: Any, font_size: float) -> None:
    """A text of a drawing; where it is plain, in one line, as wide as letter by letter."""
    if not (node.text and node.tag == "text" and (_APART | _RAISED).isdisjoint(node.attrib)) or list(node):
        BY_LETTER(drawing, node, font_size)
        return
    style = Style(INITIAL_VALUES)
    style.font_config = drawing.font_config
    style["font_family"] = [name.strip("\"'") for name in node.get("font-family", "sans-serif").split(",")]
    style["font_size"], style["font_weight"] = font_size, int(node.get("font-weight", 400))
    style["font_kerning"] = style["font_variant_ligatures"] = "none"
    line, _, _, width, height, baseline = split_first_line(node.text, style, drawing.context, inf, 0)
    x = size(node.get("x"), font_size, drawing.inner_width)
    ends = (x, -baseline), (x + width, height - baseline)
    node.text_bounding_box = extend_bounding_box(node.text_bounding_box, ends)
    drawing.stream.push_state()
    fill, stroke = drawing.set_graphical_state(node, font_size)
    drawing.stream.begin_text()
    line.reactivate(style)
    drawing.fill_stroke(fill, stroke, text=True)
    box = TextBox(line, style)
    box.baseline = baseline
    signs = draw_first_line(drawing.stream, box, "none", "none", Matrix(d=-1, e=x))
    drawing.stream.end_text()
    drawing.stream.pop_state()
    draw_emojis(drawing.stream, style, x, 0, signs)


def _remembered(known: dict[tuple[object, ...], tuple[Any, ...]]) -> Any:
    """WeasyPrint's `split_first_line` for the least and most width of a cell, which asks for nothing else.

    The least hangs on the first word and the sign after it; where words break anywhere, on the first sign.
    """

    def split(
        text: str,
        style: Any,
        context: Any,
        most: float | None,
        spacing: float,
        **how: bool,
    ) -> tuple[Any, ...]:
        begins = text
        if most == 0:
            signs = _LONGEST_SIGN + 1 if style["overflow_wrap"] == "anywhere" else text.find(" ") + 2
            begins = text[:signs] if signs > 1 else text
        key = (begins, most, spacing, *how.values(), *(str(style[name]) for name in _STYLED))
        if key not in known:
            _, *others = split_first_line(text, style, context, most, spacing, **how)
            known[key] = (None, *others)
        return known[key]

    return split
