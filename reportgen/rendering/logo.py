"""Converts a logo to a small PNG, for mail (which shows no SVG) and for index pages."""

from __future__ import annotations

import base64
from io import BytesIO

import vl_convert
from PIL import Image

SVG = "image/svg+xml"
WIDTH, HEIGHT = 240, 44
"""CSS pixels that it may take."""
_DENSITY = 2
_WHITE = "#FFFFFF"


def small_png(kind: str, data: bytes) -> bytes | None:
    """A logo as a PNG on white, for screens of twice the density; None where nothing of it can be seen.

    Args:
        kind: its media type.
        data: an SVG, PNG or JPEG; what it refers to is not loaded.
    """
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
