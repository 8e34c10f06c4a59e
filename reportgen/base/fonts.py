"""Fonts of charts, HTML and PDF, and characters for which they have no glyph.

The default fonts come in packages, under the SIL OFL. A user's own fonts go before them, set once a build as
a context variable; characters that those lack fall back to the defaults.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SANS = "Source Sans Pro"
SERIF = "Source Serif Pro"
PICTOGRAPHS = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
"""Emoji in the words of a file: charts and PDFs leave them out."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"})


@dataclass(frozen=True)
class Font:
    """One face of a family."""

    family: str
    """As pages and drawings call it: letters, digits, hyphens and blanks."""
    weight: int
    data: bytes = field(repr=False)
    """A TrueType or OpenType file."""


@dataclass(frozen=True)
class Typefaces:
    """The faces of a report."""

    regular: Font
    """For text and charts, and in the same family:"""
    semibold: Font
    heading: Font
    """For headings and big numbers."""

    def __iter__(self) -> Iterator[Font]:
        return iter((self.regular, self.semibold, self.heading))


Stack = tuple[Font, ...]
"""Faces that draw the same words: what the first lacks is left to the next."""
_SET: ContextVar[Typefaces | None] = ContextVar("typefaces", default=None)


@contextmanager
def use_typefaces(typefaces: Typefaces) -> Iterator[None]:
    """Draw and measure everything inside in these typefaces."""
    token = _SET.set(typefaces)
    try:
        yield
    finally:
        _SET.reset(token)


def typefaces() -> Typefaces:
    """The typefaces in use."""
    return _SET.get() or default_typefaces()


@cache
def default_typefaces() -> Typefaces:
    """The typefaces of a report whose user gave none; with Latin Extended, Greek and Cyrillic."""
    sans, serif = _files("font_source_sans_pro"), _files("font_source_serif_pro")
    return Typefaces(
        Font(SANS, 400, (sans / "SourceSansPro-Regular.ttf").read_bytes()),
        Font(SANS, 600, (sans / "SourceSansPro-Semibold.ttf").read_bytes()),
        Font(SERIF, 600, (serif / "SourceSerifPro-Semibold.ttf").read_bytes()),
    )


def stacks() -> tuple[Stack, ...]:
    """The font stacks of regular text, semibold text and headings."""
    return _stacks(typefaces())


def text_stack(weight: int) -> Stack:
    """The font stack of text of a weight."""
    return next(stack for stack in stacks()[:2] if stack[0].weight == weight)


def text_families() -> str:
    """The families of text and charts, as in `font-family`."""
    return _families(stacks()[0])


def heading_families() -> str:
    """The families of headings, as in `font-family`."""
    return _families(stacks()[2])


def missing_glyphs(text: str) -> str:
    """Characters of `text` that some font stack lacks, each once, in code point order."""
    return _lacking(text, stacks())


def borrowed_glyphs(text: str) -> str:
    """Characters of `text` that fall back from the user's fonts to the defaults, in the same order."""
    missing = missing_glyphs(text)
    return "".join(char for char in _lacking(text, [stack[:1] for stack in stacks()]) if char not in missing)


def needed_faces(text: str) -> tuple[Font, ...]:
    """The faces in use, and the defaults where `text` has letters that those lack."""
    return tuple(dict.fromkeys((*typefaces(), *(default_typefaces() if borrowed_glyphs(text) else ()))))


@cache
def advances(stack: Stack) -> dict[int, float]:
    """Code point -> advance width in em."""
    return {code: width for font in reversed(stack) for code, width in _advances(font).items()}


@cache
def _advances(font: Font) -> dict[int, float]:
    with TTFont(BytesIO(font.data), lazy=True) as opened:
        em, metrics = opened["head"].unitsPerEm, opened["hmtx"]
        return {code: metrics[glyph][0] / em for code, glyph in opened.getBestCmap().items()}


@cache
def _stacks(chosen: Typefaces) -> tuple[Stack, ...]:
    return tuple(tuple(dict.fromkeys(pair)) for pair in zip(chosen, default_typefaces(), strict=True))


def _lacking(text: str, drawn_by: Iterable[Stack]) -> str:
    needed = {char for char in set(text) if unicodedata.category(char) not in _INVISIBLE}
    drawable = [advances(stack) for stack in drawn_by]
    return "".join(sorted(char for char in needed if any(ord(char) not in there for there in drawable)))


def _families(stack: Stack) -> str:
    return ", ".join(dict.fromkeys(font.family for font in stack))


def _files(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent / "files"
