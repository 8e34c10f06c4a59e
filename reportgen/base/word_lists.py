"""Words that headers and cells use, from `words.toml`, `sensitive.toml` and TOML files of other rooms."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

DATED = frozenset({"date", "other_date", "birth"})
"""Kinds of headers whose columns hold days."""

_LAST_OF_PERSONS = "address"
"""The last kind of `[headers]` that names persons, or says who may be written to."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SPAN = re.compile(r"\d+[dwmyj]?")
"""Numbers, and times such as 90d and 12m."""
_NO_LETTER = re.compile(r"[\W_]+")
_PLAINER = str.maketrans({"\u0131": "i", "\u0142": "l", "ø": "o", "º": "o", "°": "o"})


@cache
def data_file(package: str, name: str) -> dict[str, Any]:
    """A TOML file that lies beside the modules of a package."""
    return tomllib.loads(resources.files(package).joinpath(name).read_text("utf-8"))


@cache
def _words() -> dict[str, Any]:
    """Both lists as one: what is sensitive comes before what a column could be measured or grouped by."""
    words, sensitive = (data_file("reportgen.base", name) for name in ("words.toml", "sensitive.toml"))
    headers = list(words["headers"].items())
    at = [kind for kind, _ in headers].index(_LAST_OF_PERSONS) + 1
    joined = dict([*headers[:at], *sensitive["headers"].items(), *headers[at:]])
    return {**words, "headers": joined, "cells": {**words["cells"], **sensitive["cells"]}}


def any_of(words: Iterable[str]) -> str:
    """A regex for any of some words, the longest first; `*` stands for any letters."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(".*".join(map(re.escape, word.split("*"))) for word in longest_first)


@cache
def currency_signs() -> dict[str, str]:
    """Sign or short word of a currency -> its code in ISO 4217; empty where several share it."""
    return dict(_words()["currency_signs"])


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
    telling = tuple(word for word in words if word not in noise and not _SPAN.fullmatch(word))
    return telling or tuple(words)


@cache
def coverage(label: str, kind: str) -> float:
    """Share of a header's words, 0 to 1, that an entry of a kind of `[headers]` covers.

    Capitals part words, as in OrderNo, or do not, as in MwSt: the better reading counts.
    """
    entries = _entries("headers", kind)
    return max(entries.cover(tokens(label)), entries.cover(tokens(label.lower())))


@cache
def header_kind(label: str) -> str | None:
    """The kind of `[headers]` that covers most of a header, at least half; None if there is none."""
    kinds = tuple(_words()["headers"])
    best = max(kinds, key=lambda kind: coverage(label, kind))
    return best if coverage(label, best) >= 1 / 2 else None


def names_kind(label: str) -> bool:
    """Whether the whole header says that the column tells kinds of documents or rows."""
    return _entries("kinds", "words").cover(tokens(label)) == 1


@cache
def table_words(table: str, kind: str) -> tuple[str, ...]:
    """The entries of one kind in a table of words.toml, as they stand there."""
    return tuple(_words()[table][kind])


def table_cover(table: str, kind: str, label: str) -> float:
    """Share of a header's words, 0 to 1, that an entry of one kind covers; small words count too."""
    entries = _entries(table, kind)
    return max(entries.cover(tokens(label)), entries.cover(tuple(plain(_CAMEL.sub(" ", label)).split())))


def debit_counts(labels: Iterable[str]) -> bool:
    """Whether the debit side is what customers bought: in accounts of debtors, not in bank statements."""
    return any(table_cover("debit_credit", "ledger", label) == 1 for label in labels)


@cache
def debit_credit_pairs() -> tuple[tuple[str, str], ...]:
    """The marks of money in and of money out, as `plain` leaves them; signs as they are."""
    pairs = _words()["debit_credit"]["pairs"]
    return tuple((plain(one) or one, plain(other) or other) for one, other in pairs)


def holds_word(kind: str, label: str) -> bool:
    """Whether a header holds a word of one kind of `[money]`."""
    return not set(tokens(label)).isdisjoint(table_words("money", kind))


def measures_no_money(label: str) -> bool:
    """Whether a header holds a unit of measure, a score or points."""
    return not set(plain(_CAMEL.sub(" ", label)).split()).isdisjoint(table_words("units", "words"))


@cache
def names_code(label: str) -> bool:
    """Whether a header says that its cells are codes or numbers of something: "branch_code", "Filial-Nr"."""
    words = tuple(plain(_CAMEL.sub(" ", label)).split())
    first, last = (table_words("codes", end) for end in ("beginnings", "endings"))
    return len(words) > 1 and (words[-1] in last or words[0] in first)


def names_value(label: str) -> bool:
    """Whether the whole header says that the number is what a customer is worth."""
    return _entries("value", "words").cover(tokens(label)) == 1


@dataclass(frozen=True)
class _Entries:
    """The entries of one kind: phrases, and single words with `*`."""

    phrases: frozenset[tuple[str, ...]]
    patterns: tuple[str, ...]

    def cover(self, words: tuple[str, ...]) -> float:
        """Share of the words that the longest entry among them covers."""
        if any(fnmatchcase(word, pattern) for word in words for pattern in self.patterns):
            return max(self._longest(words), 1) / len(words)
        return self._longest(words) / len(words) if words else 0

    def _longest(self, words: tuple[str, ...]) -> int:
        parts = combinations(range(len(words) + 1), 2)
        return max((end - start for start, end in parts if words[start:end] in self.phrases), default=0)


@cache
def _entries(table: str, kind: str) -> _Entries:
    written = [tuple(_plain_pattern(entry).split()) for entry in _words()[table][kind]]
    patterns = tuple(word for (word, *more) in written if "*" in word and not more)
    return _Entries(frozenset(written), patterns)


def _plain_pattern(entry: str) -> str:
    """An entry as headers come out of `plain`, its `*` kept."""
    return "*".join(map(plain, entry.split("*")))
