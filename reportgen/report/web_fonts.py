"""The report's fonts inside the page."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import woff2
from platformdirs import user_cache_path

from reportgen.fonts import faces

if TYPE_CHECKING:
    from reportgen.fonts import Font

_WOFF2_MAGIC = b"wOF2"


@cache
def font_css(*, for_print: bool) -> str:
    """`@font-face` rules with the fonts inside: TrueType for the PDF, WOFF2 for browsers."""
    return "".join(map(_print_rule if for_print else _screen_rule, faces()))


def _print_rule(font: Font) -> str:
    return _rule(font, font.path.read_bytes(), "ttf", "truetype")


def _screen_rule(font: Font) -> str:
    return _rule(font, _woff2(font.path), "woff2", "woff2")


def _rule(font: Font, data: bytes, mime: str, file_format: str) -> str:
    url = f"data:font/{mime};base64,{base64.b64encode(data).decode()}"
    return (
        f'@font-face{{font-family:"{font.family}";font-style:normal;font-weight:{font.weight};'
        f'src:url({url}) format("{file_format}")}}\n'
    )


def _woff2(path: Path) -> bytes:
    """The font packed for browsers; packing takes about a second, so the result is kept."""
    data = path.read_bytes()
    kept = _cache_file(path.stem, data)
    return _kept(kept) or _keep(kept, _pack(data))


def _cache_file(stem: str, data: bytes) -> Path:
    made_from = hashlib.sha256(data)
    made_from.update(f"{version('fonttools')} {version('brotli')}".encode())
    return user_cache_path("reportgen") / f"{stem}-{made_from.hexdigest()[:16]}.woff2"


def _pack(data: bytes) -> bytes:
    """All glyphs as they are: the licence's reserved names allow no subset under the same name."""
    packed = BytesIO()
    woff2.compress(BytesIO(data), packed)
    return packed.getvalue()


def _kept(path: Path) -> bytes | None:
    """The file, if it is whole: a WOFF2 header says its own length at byte 8."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    whole = data[:4] == _WOFF2_MAGIC and int.from_bytes(data[8:12], "big") == len(data)
    return data if whole else None


def _keep(path: Path, data: bytes) -> bytes:
    """Writes the cache whole or not at all; without a writable cache the work is done again next time."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(part).replace(path)
        except OSError:
            Path(part).unlink(missing_ok=True)
    return data
