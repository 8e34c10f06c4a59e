"""Faces to set a report in, made from cuts that our own packages bring along."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from fontTools import subset
from fontTools.ttLib import TTFont

from reportgen.base import fonts

if TYPE_CHECKING:
    from pathlib import Path

BLACK = fonts._files("font_source_sans_pro") / "SourceSansPro-Black.ttf"
ITALIC = fonts._files("font_source_sans_pro") / "SourceSansPro-BlackIt.otf"
HEAVY = fonts._files("font_source_serif_pro") / "SourceSerifPro-Black.ttf"


def face(path: Path, cut: Path = BLACK, letters: str = "", flavor: str | None = None, bits: int = 0) -> Path:
    """Write a font: a cut of ours, or what it has of some letters, packed and permitted as asked."""
    data = cut.read_bytes()
    if letters:
        options = subset.Options(notdef_outline=True, recalc_timestamp=False)
        with subset.load_font(str(cut), options) as font:
            made = subset.Subsetter(options)
            made.populate(text=letters)
            made.subset(font)
            data = _saved(font)
    with TTFont(BytesIO(data), recalcTimestamp=False) as font:
        font["OS/2"].fsType = bits
        font.flavor = flavor
        path.write_bytes(_saved(font))
    return path


def _saved(font: TTFont) -> bytes:
    packed = BytesIO()
    font.save(packed)
    return packed.getvalue()
