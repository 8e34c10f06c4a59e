"""A user's branding of a report: accent colour, fonts and logo."""

from __future__ import annotations

import base64
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.fonts import heading_families, text_families, use_typefaces
from reportgen.base.named_files import read_named
from reportgen.charts.palette import palette, use_accent
from reportgen.errors import InputError, Place
from reportgen.options.enums import Format
from reportgen.options.report_options import LARGEST_LOGO
from reportgen.rendering.logo import SVG, prepared
from reportgen.rendering.renderer import RendererLostError, renderer
from reportgen.report.own_fonts import typefaces_of
from reportgen.report.web_fonts import refuse_large_fonts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.options.build_options import BuildOptions

_SVG_HEAD = 2_000
_SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


@dataclass(frozen=True)
class Branding:
    """Branding as the templates use it; None where the user gave nothing."""

    accent: str | None
    accent_on_dark: str | None
    """The same colour as it is read on a dark screen."""
    sans: str | None
    serif: str | None
    """Families of text and of headings, as in `font-family`."""
    logo: str | None
    """A data: URL."""
    small_logo: bytes | None
    """PNG on white, for mail and the pages that list all reports."""
    owner: str
    """What the logo says to those who cannot see it."""


@contextmanager
def use_branding(options: BuildOptions) -> Iterator[None]:
    """Draw and set everything inside in the colours and fonts of a build.

    Raises:
        InputError: a font or the logo is not fit for them; found before anything is read or drawn.
    """
    if options.logo is not None:
        _logo(options.logo)
    with use_accent(options.accent), use_typefaces(typefaces_of(options)):
        if Format.HTML in options.formats:
            refuse_large_fonts()
        yield


def branding(options: BuildOptions, owner: str) -> Branding:
    """The branding of a build, inside `use_branding`.

    Raises:
        InputError: the logo cannot be read, is too large, or is no PNG, JPEG or SVG.
    """
    logo, small = (None, None) if options.logo is None else _logo(options.logo)
    return Branding(
        options.accent,
        palette().dark.brand if options.accent else None,
        text_families() if options.text_font or options.semibold_font else None,
        heading_families() if options.heading_font else None,
        logo,
        small,
        owner,
    )


def inlined(kind: str, data: bytes) -> str:
    """A picture as a data: URL."""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _logo(path: Path) -> tuple[str, bytes]:
    """As a data: URL, and small."""
    place = Place(str(path))
    data = read_named(path, LARGEST_LOGO)
    kind = _kind(data, place)
    try:
        logo = renderer().submit(prepared, kind, data)()
    except InputError as error:
        raise InputError(error.cause, error.hint, place) from None
    except (RendererLostError, ValueError, MemoryError) as error:
        cause = "the logo cannot be drawn: it is damaged, or takes too much memory"
        raise InputError(cause, "save it anew, smaller", place) from error
    if logo.small is None:
        raise InputError(
            "the logo shows nothing", "save it as a PNG, or as an SVG that holds all its parts", place
        )
    return inlined(kind, logo.data), logo.small


def _kind(data: bytes, place: Place) -> str:
    if b"<svg" in data[:_SVG_HEAD]:
        return SVG
    for kind, signature in _SIGNATURES.items():
        if data.startswith(signature):
            return kind
    raise InputError("the logo is no PNG, JPEG or SVG", "save it as one of them", place)
