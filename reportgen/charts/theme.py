"""Sizes, colours and type of every chart."""

from __future__ import annotations

from dataclasses import dataclass

FULL, HALF, PHONE = 660, 316, 320
"""CSS pixels of a whole and a half text column, where 11 px print as 8.25 pt; and of a phone's column."""
NARROW = 280
"""Pixels of a chart for a phone: shown as wide as its column, its smallest letters are 12 px high."""

INK, SECONDARY, QUIET = "#1B1F2A", "#4A5160", "#6A7180"
RULE, GRID, TINT, WHITE = "#DDE1E8", "#E8EBF0", "#F5F6F8", "#FFFFFF"
EDGE = "#9AA1AE"
DIVERGING = ("#D98E57", "#F6F6F6", "#5F93C9")
"""Below, at and above the average; ink reads on all three."""

TEXT, NAME, SMALL = 11.5, 12.0, 10.5
"""Font sizes in pixels: figures and axes, names of segments, asides."""
REGULAR, SEMIBOLD = 400, 600
LINE = 14.0
"""Distance between the lines of a label, in pixels."""
PITCH, CLOSE = 32.0, 23.0
"""Distance of the rows of a drawing, and of one that has to be low, in pixels."""
ROOMY = 5
"""Rows up to which a low drawing has room for the usual distance."""


@dataclass(frozen=True)
class Slot:
    """One segment's colour."""

    fill: str
    text: str
    """Dark enough for small letters on white, and for white letters on it."""
    tint: str
    """Light version for the dark ground of the cover."""


SLOTS = (
    Slot("#17307A", "#17307A", "#8FA6EA"),
    Slot("#159A9C", "#0C6E70", "#5EC8C8"),
    Slot("#A3162E", "#A3162E", "#E88C96"),
    Slot("#B08A00", "#7A5F00", "#DFC05A"),
    Slot("#6E5CE6", "#5545CC", "#B9AEF8"),
    Slot("#5F6272", "#4F5260", "#C3C7D2"),
    Slot("#7F9170", "#566648", "#B5CBA2"),
    Slot("#4C2938", "#4C2938", "#DBB0C2"),
)


def slot(number: int) -> Slot:
    """Colours of a slot, counted from 1; a ninth segment would begin again at the first."""
    return SLOTS[(number - 1) % len(SLOTS)]


def low_pitch(rows: int) -> float:
    """Distance of so many rows on a drawing that has to be low."""
    return CLOSE if rows > ROOMY else PITCH
