"""Contrast of colours (WCAG 2.2), and colours by lightness, chroma and hue (Oklch)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

WHITE = "#FFFFFF"
READABLE = 4.5
"""Least contrast of text and its ground (WCAG 2.2, success criterion 1.4.3)."""
_DARK, _DARK_LIGHT = 0.04045, 0.0031308
"""Below it sRGB is linear: as written, and as light."""
_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONES = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
"""Oklab (Björn Ottosson, 2020): linear sRGB to cones, roots of cones to Lab, and back."""
_ROUNDING, _SMALL = 1e-6, 0.002

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Shade:
    """A colour in Oklch, in which equal differences of lightness look equal."""

    lightness: float
    """0 (black) to 1 (white)."""
    chroma: float
    """0 (grey) to about 0.32."""
    hue: float
    """Radians."""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def darkened(colour: str) -> str:
    """The colour, or the nearest darker shade of it that can be read on white."""
    shade = shade_of(colour)
    while contrast(colour, WHITE) < READABLE:
        shade = replace(shade, lightness=shade.lightness - _SMALL)
        colour = colour_of(shade)
    return colour


def shade_of(colour: str) -> Shade:
    """#RRGGBB as lightness, chroma and hue."""
    red, green, blue = _times(_TO_CONES, _light(colour))
    lightness, a, b = _times(_TO_LAB, (math.cbrt(red), math.cbrt(green), math.cbrt(blue)))
    return Shade(lightness, math.hypot(a, b), math.atan2(b, a))


def colour_of(shade: Shade) -> str:
    """The shade as #RRGGBB; where sRGB has none of its chroma, that of the highest chroma it has."""
    while shade.chroma > 0 and not all(-_ROUNDING <= part <= 1 + _ROUNDING for part in _screen(shade)):
        shade = replace(shade, chroma=max(shade.chroma - _SMALL, 0))
    return "#" + "".join(f"{round(255 * _encoded(part)):02X}" for part in _screen(shade))


def _screen(shade: Shade) -> Triple:
    """Linear sRGB, outside of 0 to 1 where no screen shows it."""
    a, b = shade.chroma * math.cos(shade.hue), shade.chroma * math.sin(shade.hue)
    long, medium, short = _times(_FROM_LAB, (shade.lightness, a, b))
    return _times(_FROM_CONES, (long**3, medium**3, short**3))


def _times(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    first, second, third = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def _luminance(colour: str) -> float:
    red, green, blue = _light(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _light(colour: str) -> Triple:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def _linear(part: float) -> float:
    """A part of sRGB, 0 to 1, as light."""
    return part / 12.92 if part <= _DARK else ((part + 0.055) / 1.055) ** 2.4


def _encoded(light: float) -> float:
    """Light as a part of sRGB, 0 to 1."""
    within = min(max(light, 0.0), 1.0)
    return 12.92 * within if within <= _DARK_LIGHT else 1.055 * within ** (1 / 2.4) - 0.055
