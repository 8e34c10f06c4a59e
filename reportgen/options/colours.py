"""A colour that a user may choose: written as #RRGGBB, and dark enough to be read on paper and written on."""

from __future__ import annotations

import re

from reportgen.base.colours import READABLE, WHITE, contrast, darkened
from reportgen.options.readers import Reader, UnfitError


def accent(given: object) -> str:
    """The colour of cover and marks: white text stands on it, and it stands on white paper."""
    if not isinstance(given, str) or re.fullmatch(r"#[0-9A-Fa-f]{6}", given.strip()) is None:
        raise TypeError
    colour = given.strip().upper()
    found = contrast(colour, WHITE)
    if found < READABLE:
        needed = f"{colour} on white has a contrast of {found:.1f}:1, and {READABLE}:1 is needed"
        raise UnfitError(f"{needed}; {darkened(colour)} is the nearest shade of it that has as much")
    return colour


ACCENT = Reader(accent, "a colour as #RRGGBB, dark enough for white text, such as #17307A", "str")
