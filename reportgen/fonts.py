"""The three font files that charts, HTML and PDF share; they come from PyPI packages under the SIL OFL."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SANS = "Source Sans Pro"
SERIF = "Source Serif Pro"


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


def _files(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent / "files"
