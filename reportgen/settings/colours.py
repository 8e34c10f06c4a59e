"""A colour that a user may choose: told as #RRGGBB, and dark enough to be read on paper and written on."""

from __future__ import annotations

import re

WHITE = "#FFFFFF"
NEEDED = 4.5
"""Least contrast of text and its ground (WCAG 2.2, success criterion 1.4.3)."""
DARK = 0.04045
"""Below it sRGB is linear."""


class UnfitColourError(ValueError):
    """Why a colour cannot be used, as one line."""


def accent(given: object) -> str:
    """The colour of cover and marks: white text stands on it, and it stands on white paper."""
    if not isinstance(given, str) or re.fullmatch(r"#[0-9A-Fa-f]{6}", given.strip()) is None:
        raise TypeError
    colour = given.strip().upper()
    found = contrast(colour, WHITE)
    if found < NEEDED:
        raise UnfitColourError(f"{colour} on white has a contrast of {found:.1f}:1, and {NEEDED}:1 is needed")
    return colour


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = map(_linear, parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    """A part of sRGB, 0 to 1, as light."""
    return part / 12.92 if part <= DARK else ((part + 0.055) / 1.055) ** 2.4
