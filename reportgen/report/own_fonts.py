"""Reads the user's font files, and checks that a page and a PDF may embed them."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

from reportgen.base.fonts import Font, Typefaces, default_typefaces
from reportgen.base.named_files import read_named
from reportgen.errors import InputError, Place
from reportgen.options.report_options import LARGEST_FONT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reportgen.options.build_options import BuildOptions

KINDS = "a TTF, OTF or WOFF2 file"
_RESTRICTED, _PREVIEW, _EDITABLE = 0x2, 0x4, 0x8
_NO_SUBSET, _BITMAP_ONLY = 0x100, 0x200
"""Bits of OS/2 fsType (OpenType 1.9): what the font's maker permits."""
_NEEDED = ("OS/2", "cmap", "head", "hmtx", "name", "post")


def typefaces_of(options: BuildOptions) -> Typefaces:
    """The typefaces of a build: the user's, and the defaults where none was given.

    A family is called by its content, so that no font of a machine and no other build is taken for it.

    Raises:
        InputError: a file cannot be read, is no font of one face, or must not be embedded; or text has one
            weight only: the PDF would draw letters that it lacks in the other weight.
    """
    ours = default_typefaces()
    regular, semibold = _text(options) or (ours.regular, ours.semibold)
    heading = ours.heading
    if options.heading_font:
        (heading,) = _family("heading", {heading.weight: _read(options.heading_font)})
    return Typefaces(regular, semibold, heading)


def _text(options: BuildOptions) -> tuple[Font, ...]:
    regular, semibold = options.text_font, options.semibold_font
    if regular and semibold:
        return _family("text", {400: _read(regular), 600: _read(semibold)})
    if regular or semibold:
        given, other = ("text_font", "semibold_font") if regular else ("semibold_font", "text_font")
        raise InputError(f"{given} comes without {other}", "give both; they may be the same file")
    return ()


def _family(kind: str, files: Mapping[int, bytes]) -> tuple[Font, ...]:
    """Faces of a family, by their weight."""
    digests = [hashlib.sha256(data).digest() for data in files.values()]
    with TTFont(BytesIO(next(iter(files.values()))), lazy=True) as opened:
        name = opened["name"].getBestFamilyName() or ""
    words = (kind, *re.findall(r"[A-Za-z0-9]+", name), hashlib.sha256(b"".join(digests)).hexdigest()[:8])
    return tuple(Font("-".join(words), weight, data) for weight, data in files.items())


def _read(path: Path) -> bytes:
    """The file as TrueType or OpenType, whatever it was packed in."""
    place = Place(str(path))
    data = read_named(path, LARGEST_FONT)
    if data.startswith(b"ttcf"):
        raise InputError("this file holds several fonts", "save the face as a file of its own", place)
    try:
        with TTFont(BytesIO(data), recalcTimestamp=False) as font:
            _refuse(font, place)
            font.ensureDecompiled()
            return _unpacked(font) if font.flavor else data
    except InputError:
        raise
    except Exception as error:  # a damaged font can raise anything
        raise InputError("this is no font that can be read", f"name {KINDS}", place) from error


def _unpacked(font: TTFont) -> bytes:
    font.flavor = None
    unpacked = BytesIO()
    font.save(unpacked)
    return unpacked.getvalue()


def _refuse(font: TTFont, place: Place) -> None:
    if any(table not in font for table in _NEEDED) or not font.getBestCmap():
        raise InputError("this is no font with letters", f"name {KINDS} of a text face", place)
    if "fvar" in font:
        cause = "this is a variable font, in which one file holds many weights"
        raise InputError(cause, "name the files of single weights, often in a folder static beside it", place)
    forbidden = _forbidden(font["OS/2"].fsType)
    if forbidden:
        raise InputError(f"the font\u2019s licence bits {forbidden}", _ASK, place)


_ASK = "ask its maker for a file that may be embedded, or leave the setting out"


def _forbidden(bits: int) -> str:
    """Why a font may not be embedded, empty if it may; of several permissions the widest counts."""
    if bits & _RESTRICTED and not bits & (_PREVIEW | _EDITABLE):
        return "forbid embedding it (OS/2 fsType: restricted)"
    if bits & _NO_SUBSET:
        return "forbid embedding a part of it, as a PDF does (OS/2 fsType: no subsetting)"
    if bits & _BITMAP_ONLY:
        return "permit bitmaps alone (OS/2 fsType: bitmap embedding only)"
    return ""
