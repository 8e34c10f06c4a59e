"""Text in WeasyPrint, laid out once where it does so several times; the PDF looks the same.

It lays out each letter of a drawing's text by itself, twice, each word of a table anew for every cell, and
tells Pango anew for each text what its font is. All three are replaced from inside, so `rendering.pdf` does
it only in the version that this was written for.
"""

# ruff: noqa: ANN401 - WeasyPrint has no types

from __future__ import annotations

from functools import cache
from math import inf
from typing import Any, NamedTuple

from weasyprint import svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_emojis, draw_first_line
from weasyprint.layout import preferred
from weasyprint.matrix import Matrix
from weasyprint.svg.bounding_box import extend_bounding_box
from weasyprint.svg.text import Style, TextBox
from weasyprint.svg.utils import size
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout, split_first_line

BY_LETTER, SET_UP = svg.text, Layout.setup
_APART = frozenset({"y", "dx", "dy", "rotate", "direction", "font-style", "letter-spacing", "textLength"})
_RAISED = frozenset({"alignment-baseline", "dominant-baseline", "display-anchor"})
"""Attributes of a text that does not simply stand in one line."""
_LONGEST_SIGN = 4
"""Letters, accents and joiners that are one sign of a text."""
_BROKEN = ("letter_spacing", "word_spacing", "white_space", "word_break", "overflow_wrap", "hyphens")
"""Properties that the width of a word hangs on, beside its font."""
_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
_SET = (
    *_FEATURES[:-1],
    "font_size",
    "font_weight",
    "font_style",
    "font_stretch",
    "font_variation_settings",
    "lang",
    "direction",
)
"""Properties that the font of a text hangs on, beside its family and its own features."""


@cache
def lay_out_once() -> None:
    """Begin with it in this process."""
    svg.TAGS.update({tag: _drawn for tag, draw in svg.TAGS.items() if draw is BY_LETTER})
    svg.text = _drawn
    preferred.split_first_line = _remembered({})
    Layout.setup = _set_up


class _PangoFont(NamedTuple):
    """What Pango knows of all texts of one font and language."""

    context: Any
    language: Any
    font: Any
    features: Any
    """None without any."""


def _set_up(layout: Any, style: Any) -> None:
    """What `Layout.setup` does, with what is the same for all texts of a font and language made once."""
    if style["text_decoration_line"] != "none" or style["font_language_override"] != "normal":
        SET_UP(layout, style)
        return
    known = style.font_config.__dict__.setdefault("pango_fonts", {})
    key = _font(style)
    found = known.get(key)
    if found is None:
        found = known[key] = _pango_font(style)
    layout.style, layout.language, layout.first_line_direction = style, found.language, 0
    layout.layout = ffi.gc(pango.pango_layout_new(found.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)  # noqa: FBT003 - a function of C
    pango.pango_layout_set_font_description(layout.layout, found.font)
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.underline_thickness = layout.strikethrough_thickness = None
    if found.features is not None:  # each text has its own, since it adds its spacing
        listed = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(listed, found.features)
        pango.pango_layout_set_attributes(layout.layout, listed)


def _font(style: Any) -> tuple[object, ...]:
    """What the font of a text hangs on."""
    return (*style["font_family"], *(style[name] for name in _SET), str(style["font_feature_settings"]))


def _pango_font(style: Any) -> _PangoFont:
    fonts = style.font_config
    context = ffi.gc(pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003 - a function of C
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    language = pango.pango_language_get_default()
    if style["lang"]:
        pointer, _kept = unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    named = font_features(*(style[name] for name in _FEATURES))
    written = ",".join(f"{name} {value}" for name, value in named.items()).encode()
    features = pango.pango_attr_font_features_new(written) if written else None
    return _PangoFont(context, language, get_font_description(style), features)


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
        key = (begins, most, spacing, *how.values(), _font(style), *(str(style[name]) for name in _BROKEN))
        if key not in known:
            _, *others = split_first_line(text, style, context, most, spacing, **how)
            known[key] = (None, *others)
        return known[key]

    return split
