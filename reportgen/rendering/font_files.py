"""Registers the report's fonts with vl-convert, which finds a font by the names inside its file."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path

import vl_convert
from fontTools.ttLib import TTFont

from reportgen.base.fonts import Font, stacks

_FAMILY, _STYLE, _FULL, _POSTSCRIPT, _TYPO_FAMILY, _TYPO_STYLE = 1, 2, 4, 6, 16, 17
_SLANTED_OR_BOLD, _REGULAR = 1 | 1 << 9 | 1 << 5, 1 << 6
"""Bits of OS/2 fsSelection (OpenType 1.9)."""


def register_fonts() -> None:
    """Register the fonts in use with the converter, each once a process."""
    for font in dict.fromkeys(font for stack in stacks() for font in stack):
        _register(font)


@cache
def _register(font: Font) -> None:
    """The converter reads the file for every drawing, so it stays until the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="reportgen-font-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "face.ttf").write_bytes(renamed(font))
    vl_convert.register_font_directory(str(folder))


@cache
def renamed(font: Font) -> bytes:
    """A copy of a font file whose name table holds only the family and weight that pages ask for.

    Programs that look fonts up by the names in their files would otherwise mix up two of the same name.
    """
    packed = BytesIO()
    with TTFont(BytesIO(font.data), recalcTimestamp=False) as opened:
        names, style = opened["name"], opened["OS/2"]
        names.names = []
        for number in (_FAMILY, _FULL, _POSTSCRIPT, _TYPO_FAMILY):
            names.setName(font.family, number, 3, 1, 0x409)
        for number in (_STYLE, _TYPO_STYLE):
            names.setName("Regular", number, 3, 1, 0x409)
        style.usWeightClass = font.weight
        style.fsSelection = style.fsSelection & ~_SLANTED_OR_BOLD | _REGULAR
        opened["head"].macStyle = 0
        opened["post"].italicAngle = 0
        opened.save(packed)
    return packed.getvalue()
