"""Makes a logo fit to be published: nothing from outside, of a bounded size, and small for mail."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from io import BytesIO

import vl_convert
from PIL import Image

from reportgen.rendering.safe_svg import kept_inside, refuse_large

SVG = "image/svg+xml"
WIDTH, HEIGHT = 240, 44
"""CSS pixels that the small one may take."""
_DENSITY = 2
_WHITE = "#FFFFFF"


@dataclass(frozen=True)
class Logo:
    """A logo as pages show it."""

    data: bytes
    small: bytes | None
    """A PNG on white; None where nothing of the logo can be seen."""


def prepared(kind: str, data: bytes) -> Logo:
    """A logo without whatever points outside it, and a small one.

    Args:
        kind: its media type.
        data: an SVG, PNG or JPEG.

    Raises:
        InputError: it is damaged, or larger than pages can show.
    """
    if kind == SVG:
        data = kept_inside(data)
    else:
        refuse_large(data)
    return Logo(data, _small_png(kind, data))


def _small_png(kind: str, data: bytes) -> bytes | None:
    """On white, for mail (which shows no SVG) and for index pages, at twice the density."""
    wide, high = WIDTH * _DENSITY, HEIGHT * _DENSITY
    url = f"data:{kind};base64,{base64.b64encode(data).decode()}"
    frame = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}">'
        f'<image href="{url}" width="{wide}" height="{high}" preserveAspectRatio="xMinYMid"/></svg>'
    )
    packed = BytesIO()
    with Image.open(BytesIO(vl_convert.svg_to_png(frame))) as pixels:
        seen = pixels.getchannel("A").getbbox()
        if seen is None:
            return None
        shown = pixels.crop(seen)
    paper = Image.new("RGB", shown.size, _WHITE)
    paper.paste(shown, mask=shown.getchannel("A"))
    paper.quantize(256, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return packed.getvalue()
