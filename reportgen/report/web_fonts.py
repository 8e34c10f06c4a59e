"""Embeds the report's fonts in a page for screens, as `@font-face` rules with WOFF2 inside."""

from __future__ import annotations

import base64
from functools import cache
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING

from fontTools.ttLib import woff2

from reportgen.base.fonts import default_typefaces, needed_faces, typefaces
from reportgen.base.kept_files import kept
from reportgen.errors import InputError

if TYPE_CHECKING:
    from reportgen.base.fonts import Font

LARGEST = 500_000
"""Bytes of the user's faces in a page, packed: it stays under 2.5 MB with them."""


def font_css(text: str) -> str:
    """`@font-face` rules with the fonts inside.

    Ours are there for the letters of `text` that a user's own lack, and only where it has such letters.
    """
    return "".join(map(_rule, needed_faces(text)))


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


@cache
def _rule(font: Font) -> str:
    url = f"data:font/woff2;base64,{base64.b64encode(_woff2(font)).decode()}"
    return (
        f'@font-face{{font-family:"{font.family}";font-style:normal;font-weight:{font.weight};'
        f'src:url({url}) format("woff2")}}\n'
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
