"""Width of text in pixels, measured in the report's own fonts, and line breaks that fit a width."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from typing import TYPE_CHECKING

from reportgen.base.fonts import PICTOGRAPHS, advances, text_stack
from reportgen.charts.theme import REGULAR, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

JOINTS = re.compile(r"(?<=[_/.\u2010-])")
"""Places in a long word behind which a line may break."""
_WIDE, ZERO_WIDTH_JOINER = 0.8, "\u200d"
"""Em that a letter of a script which our fonts lack takes at most, and the sign that joins two letters."""


def text_width(text: str, size: float, weight: int = REGULAR) -> float:
    """Width in pixels, without kerning; a sign that the fonts lack counts as wide as any of its kind."""
    widths = advances(text_stack(weight))
    return size * sum(widths[ord(sign)] if ord(sign) in widths else _foreign(sign) for sign in text)


def needs_shaping(sign: str) -> bool:
    """Whether a sign takes its form or its place from its neighbours: it cannot be set letter by letter."""
    return unicodedata.bidirectional(sign) in {"R", "AL"} or unicodedata.category(sign) in {"Mn", "Mc", "Me"}


def _foreign(sign: str) -> float:
    """A width in em that other fonts keep to: full for East Asian signs, none for marks above and below."""
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0.0
    return 1.0 if unicodedata.east_asian_width(sign) in {"W", "F"} else _WIDE


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
    trials = range(int(tightest) + 1, int(room), 2)
    narrowest = bisect_left(trials, -len(lines), key=lambda trial: -len(_pack(words, trial, size, weight)))
    return _pack(words, trials[narrowest], size, weight) if narrowest < len(trials) else lines


def _parts(word: str, room: float, size: float, weight: int) -> tuple[str, ...]:
    """Cut a word that is wider than the whole line: behind a sign that joins words, else anywhere."""
    parts = [""]
    for piece in JOINTS.split(word) if text_width(word, size, weight) > room else (word,):
        for sign in _signs(piece, room, size, weight):
            if parts[-1] and text_width(parts[-1] + sign, size, weight) > room:
                parts.append("")
            parts[-1] += sign
    return tuple(parts)


def _signs(word: str, room: float, size: float, weight: int) -> Iterator[str]:
    """A word whole where there is room; else cut between clusters, and within one that has no room."""
    whole = text_width(word, size, weight) <= room
    for cluster in (word,) if whole else _clusters(word):
        yield from (cluster,) if text_width(cluster, size, weight) <= room else cluster


def _clusters(word: str) -> list[str]:
    """Letters with their marks and vowel signs, which no line break may part from them."""
    clusters: list[str] = []
    for sign in word:
        joins = unicodedata.category(sign) in {"Mn", "Me", "Mc"} or sign == ZERO_WIDTH_JOINER
        if clusters and (joins or clusters[-1].endswith(ZERO_WIDTH_JOINER)):
            clusters[-1] += sign
        else:
            clusters.append(sign)
    return clusters


def _pack(words: list[str], room: float, size: float, weight: int) -> tuple[str, ...]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if text_width(longer, size, weight) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
