"""Words that headers and cells use, read from `words.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Any

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NO_LETTER = re.compile(r"[\W_]+")
_PLAINER = str.maketrans({"\u0131": "i", "\u0142": "l", "ø": "o", "º": "o", "°": "o"})


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))


@cache
def month_names() -> dict[int, tuple[str, ...]]:
    """Month (1 to 12) -> its names and short forms in seven languages, in lower case."""
    return {int(month): tuple(names) for month, names in _words()["months"].items()}


@cache
def cell_words(kind: str) -> frozenset[str]:
    """The cells, as `plain` leaves them, that tell a kind such as `male` or `currency`."""
    return frozenset(map(plain, _words()["cells"][kind]))


def plain(text: str) -> str:
    """Lower case without accents, punctuation and double blanks: "Müşteri-No." -> "musteri no"."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_PLAINER))
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    return _NO_LETTER.sub(" ", unicodedata.normalize("NFC", letters)).strip()


@cache
def tokens(label: str) -> tuple[str, ...]:
    """The words of a header that can tell its role: "Revenue 2025 (k€)" -> ("revenue",)."""
    named = _IN_BRACKETS.sub(" ", label)
    words = plain(_CAMEL.sub(" ", named if plain(named) else label)).split()
    noise = frozenset(_words()["noise"]["words"])
    telling = tuple(word for word in words if word not in noise and not word.isdigit())
    return telling or tuple(words)


def coverage(label: str, kind: str) -> float:
    """Share of a header's words, 0 to 1, that an entry of a kind of `[headers]` covers."""
    return _best_cover(tokens(label), _entries("headers", kind))


@cache
def header_kind(label: str) -> str | None:
    """The kind of `[headers]` that covers most of a header, at least half; None if there is none."""
    kinds = tuple(_words()["headers"])
    best = max(kinds, key=lambda kind: coverage(label, kind))
    return best if coverage(label, best) >= 1 / 2 else None


def names_value(label: str) -> bool:
    """Whether the whole header says that the number is what a customer is worth."""
    return _best_cover(tokens(label), _entries("value", "words")) == 1


@cache
def _entries(table: str, kind: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(_plain_pattern, entry.split())) for entry in _words()[table][kind])


def _plain_pattern(word: str) -> str:
    """An entry's word as headers come out of `plain`, its `*` kept."""
    return "*".join(map(plain, word.split("*")))


def _best_cover(words: tuple[str, ...], entries: tuple[tuple[str, ...], ...]) -> float:
    if not words:
        return 0
    return max((len(entry) for entry in entries if _holds(words, entry)), default=0) / len(words)


def _holds(words: tuple[str, ...], entry: tuple[str, ...]) -> bool:
    starts = range(len(words) - len(entry) + 1)
    return any(all(map(_fits, words[start : start + len(entry)], entry)) for start in starts)


def _fits(word: str, pattern: str) -> bool:
    return word == pattern or ("*" in pattern and fnmatchcase(word, pattern))
