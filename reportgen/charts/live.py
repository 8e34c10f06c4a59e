"""The script of a page whose charts answer to the reader: Vega, and what we do with it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import vl_convert

_OURS = Path(__file__).with_name("live.js")


@cache
def live_script() -> str:
    """Vega, Vega-Lite, their interpreter and our own lines in one module; needs no `unsafe-eval`.

    The drawings are parsed with `ast`, so that expressions are interpreted and never compiled.
    """
    bundle = vl_convert.javascript_bundle(_OURS.read_text("utf-8"))
    return bundle.replace("</script", "<\\/script").replace("<!--", "<\\!--")
