"""Embeds the report's fonts in a page as `@font-face` rules: WOFF2 for screens, TrueType for the PDF."""

from __future__ import annotations

import base64
from functools import cache
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING

from fontTools.ttLib import woff2

from reportgen.base.fonts import borrowed_glyphs, default_typefaces, typefaces
from reportgen.base.kept_files import kept
from reportgen.errors import InputError
from reportgen.rendering.font_files import renamed

if TYPE_CHECKING:
    from reportgen.base.fonts import Font

LARGEST = 500_000
"""Bytes of the user's faces in a page, packed: it stays under 2.5 MB with them."""


def font_css(text: str, *, for_print: bool) -> str:
    """`@font-face` rules with the fonts inside: TrueType or OpenType for the PDF, WOFF2 for browsers.

    Ours are there for the letters of `text` that a user's own lack, and only where it has such letters.
    """
    rule = _print_rule if for_print else _screen_rule
    return "".join(rule(font) for font in _needed(text))


def refuse_large_fonts() -> None:
    """Refuse fonts of the user that are too large for a page.

    Raises:
        InputError: they would make it too large.
    """
    packed = sum(len(_woff2(font)) for font in typefaces() if font not in default_typefaces())
    if packed > LARGEST:
        cause = f"the fonts take {packed:,} bytes packed for a page, more than {LARGEST:,}"
        remedy = "give files with fewer letters or faces, or leave html out of --formats"
        raise InputError(cause, remedy)


def _needed(text: str) -> tuple[Font, ...]:
    chosen = tuple(typefaces())
    return tuple(dict.fromkeys((*chosen, *(default_typefaces() if borrowed_glyphs(text) else ()))))


@cache
def _print_rule(font: Font) -> str:
    """WeasyPrint goes on to know a face by the names in its file, too."""
    outlines = ("otf", "opentype") if font.data.startswith(b"OTTO") else ("ttf", "truetype")
    return _rule(font, font.data if font in default_typefaces() else renamed(font), *outlines)


@cache
def _screen_rule(font: Font) -> str:
    return _rule(font, _woff2(font), "woff2", "woff2")


def _rule(font: Font, data: bytes, mime: str, file_format: str) -> str:
    url = f"data:font/{mime};base64,{base64.b64encode(data).decode()}"
    return (
        f'@font-face{{font-family:"{font.family}";font-style:normal;font-weight:{font.weight};'
        f'src:url({url}) format("{file_format}")}}\n'
    )


def _woff2(font: Font) -> bytes:
    """The font packed for browsers; packing takes about a second, so the result is kept."""
    versions = f"{version('fonttools')} {version('brotli')} ".encode()
    return kept("font", versions + font.data, lambda: _pack(font.data))


def _pack(data: bytes) -> bytes:
    """All glyphs as they are: the licence's reserved names allow no subset under the same name."""
    packed = BytesIO()
    woff2.compress(BytesIO(data), packed)
    return packed.getvalue()
