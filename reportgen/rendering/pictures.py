"""Drawings as pixels, and the script that draws them again in a page, with vl-convert."""

from __future__ import annotations

from importlib.metadata import version
from io import BytesIO

import vl_convert
from PIL import Image

from reportgen.base.kept_files import kept
from reportgen.rendering.font_files import register_fonts


def to_png(svg: str, scale: float) -> bytes:
    """A drawing as pixels, for readers that show no SVG; `scale` is pixels a CSS pixel.

    A drawing has few colours: a palette of 256 keeps the edges of letters smooth at a fifth of the size.
    """
    register_fonts()
    packed = BytesIO()
    with Image.open(BytesIO(vl_convert.svg_to_png(svg, scale=scale))) as pixels:
        pixels.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def script_with_vega(own: str) -> str:
    """`own`, a module that imports Vega, and all that it imports, as one script for a `<script>` element.

    Putting it together takes two seconds, so the result is kept on this machine.
    """
    made_from = f"{version('vl-convert-python')} ".encode() + own.encode()
    return kept("page-script", made_from, lambda: _bundled(own)).decode()


def _bundled(own: str) -> bytes:
    bundle: str = vl_convert.javascript_bundle(own)
    return bundle.replace("</script", "<\\/script").replace("<!--", "<\\!--").encode()
