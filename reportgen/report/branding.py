"""The look that a user gave a report: a colour, and a logo inside the page."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.errors import InputError, Place

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.config import BuildOptions

LARGEST_LOGO = 200_000
"""Bytes; a page holds the logo once, and a brief has to stay small enough to be mailed."""
_SVG_HEAD = 2_000
_SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


@dataclass(frozen=True)
class Branding:
    """What the templates need of it; None where the user left it to us."""

    accent: str | None
    logo: str | None
    """A data: URL."""
    owner: str
    """What the logo says to those who cannot see it."""


def branding(options: BuildOptions, owner: str) -> Branding:
    """The look of a build.

    Raises:
        InputError: the logo cannot be read, is too large, or is no PNG, JPEG or SVG.
    """
    return Branding(options.accent, None if options.logo is None else _inlined(options.logo), owner)


def _inlined(path: Path) -> str:
    place = Place(str(path))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError("the logo cannot be read", "name a PNG, JPEG or SVG file", place) from error
    if len(data) > LARGEST_LOGO:
        cause = f"the logo has {len(data):,} bytes, more than {LARGEST_LOGO:,}"
        raise InputError(cause, "save it smaller, or as SVG", place)
    return f"data:{_kind(data, place)};base64,{base64.b64encode(data).decode()}"


def _kind(data: bytes, place: Place) -> str:
    if b"<svg" in data[:_SVG_HEAD]:
        return "image/svg+xml"
    for kind, signature in _SIGNATURES.items():
        if data.startswith(signature):
            return kind
    raise InputError("the logo is no PNG, JPEG or SVG", "save it as one of them", place)
