"""The report's fonts as PDFs take them: one `@font-face` rule a face, whose file stands beside the page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache

from reportgen.base.fonts import Font, default_typefaces, needed_faces
from reportgen.rendering.font_files import renamed


@dataclass(frozen=True)
class Face:
    """A font of a page."""

    rule: str
    """It names the address."""
    address: str
    """Another for each file."""
    data: bytes = field(repr=False, compare=False)
    """TrueType or OpenType."""


def printed_faces(html: str) -> tuple[Face, ...]:
    """The faces that the letters of a page take."""
    return tuple(map(_face, needed_faces(html)))


@cache
def _face(font: Font) -> Face:
    """WeasyPrint goes on to know a face by the names in its file, too."""
    file_format = "opentype" if font.data.startswith(b"OTTO") else "truetype"
    data = font.data if font in default_typefaces() else renamed(font)
    address = f"font:{hashlib.sha256(data).hexdigest()[:32]}"
    rule = (
        f'@font-face{{font-family:"{font.family}";font-style:normal;font-weight:{font.weight};'
        f'src:url({address}) format("{file_format}")}}\n'
    )
    return Face(rule, address, data)
