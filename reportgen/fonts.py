"""The three font files that charts, HTML and PDF share, and what they lack.

They come from PyPI packages under the SIL OFL.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

SANS = "Source Sans Pro"
SERIF = "Source Serif Pro"
PICTOGRAPHS = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
"""Emoji in the words of a file: charts and PDFs leave them out."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"})


@dataclass(frozen=True)
class Font:
    """One face of a family."""

    family: str
    weight: int
    path: Path
    """TrueType file with Latin Extended, Greek and Cyrillic."""


def faces() -> tuple[Font, ...]:
    """Text in sans 400 and 600, headings and big numbers in serif 600."""
    sans, serif = _files("font_source_sans_pro"), _files("font_source_serif_pro")
    return (
        Font(SANS, 400, sans / "SourceSansPro-Regular.ttf"),
        Font(SANS, 600, sans / "SourceSansPro-Semibold.ttf"),
        Font(SERIF, 600, serif / "SourceSerifPro-Semibold.ttf"),
    )


def missing_glyphs(text: str) -> str:
    """Characters of `text` that at least one of the fonts cannot draw, each once, in code point order."""
    needed = {char for char in text if unicodedata.category(char) not in _INVISIBLE}
    return "".join(sorted(char for char in needed if ord(char) not in _drawable()))


@cache
def _drawable() -> frozenset[int]:
    return frozenset.intersection(*(_characters(face.path) for face in faces()))


def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _files(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent / "files"
