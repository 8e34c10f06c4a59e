"""Width of text in pixels, measured in the report's own fonts, and line breaks that fit a width."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from reportgen.base.fonts import PICTOGRAPHS, advances, text_stack
from reportgen.charts.theme import REGULAR, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable

JOINTS = re.compile(r"(?<=[_/.\u2010-])")
"""Places in a long word behind which a line may break."""


def text_width(text: str, size: float, weight: int = REGULAR) -> float:
    """Width in pixels, without kerning; a sign that the fonts lack counts as a full em."""
    widths = advances(text_stack(weight))
    return size * sum(widths.get(ord(sign), 1.0) for sign in text)


def widest(texts: Iterable[str], size: float = TEXT, weight: int = REGULAR) -> float:
    """Width in pixels of the widest of some texts; 0 without any."""
    return max((text_width(text, size, weight) for text in texts), default=0.0)


def printable(text: str) -> str:
    """A label without what SVG cannot hold or the fonts cannot show: control signs, emoji, narrow spaces."""
    words = PICTOGRAPHS.sub("", text.replace("\u202f", "\u00a0"))
    kept = "".join(" " if sign in "\n\t" else sign for sign in words)
    return "".join(sign for sign in kept if _shows(sign)).strip(" ")


def _shows(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cs", "Cn"}


def wrap(text: str, room: float, size: float, weight: int = REGULAR) -> tuple[str, ...]:
    """Break a label into as few lines as fit `room` pixels, of about equal length; nothing is cut off."""
    words = [part for word in printable(text).split(" ") if word for part in _parts(word, room, size, weight)]
    if not words:
        return ()
    lines = _pack(words, room, size, weight)
    tightest = max(text_width(word, size, weight) for word in words)
    for trial in range(int(tightest) + 1, int(room), 2):
        balanced = _pack(words, trial, size, weight)
        if len(balanced) == len(lines):
            return balanced
    return lines


def _parts(word: str, room: float, size: float, weight: int) -> tuple[str, ...]:
    """Cut a word that is wider than the whole line: behind a sign that joins words, else anywhere."""
    parts = [""]
    for piece in JOINTS.split(word) if text_width(word, size, weight) > room else (word,):
        for sign in (piece,) if text_width(piece, size, weight) <= room else piece:
            if parts[-1] and text_width(parts[-1] + sign, size, weight) > room:
                parts.append("")
            parts[-1] += sign
    return tuple(parts)


def _pack(words: list[str], room: float, size: float, weight: int) -> tuple[str, ...]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if text_width(longer, size, weight) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
