"""Words that headers and cells use, from `words.toml`, `sensitive.toml` and TOML files of other rooms."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from itertools import combinations, takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

DATED = frozenset({"date", "other_date", "birth"})
"""Kinds of headers whose columns hold days."""

_LAST_OF_PERSONS = "address"
"""The last kind of `[headers]` that names persons, or says who may be written to."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[\u3040-\u9fff])(?=[A-Za-z])")
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SPAN = re.compile(r"\d+[dwmyj]?")
"""Numbers, and times such as 90d and 12m."""
_LONG_ENDING, _LEAST_BEGINNING = 4, 3
"""Letters of an ending that hardly any other word has, and of what has to stand before it."""
_NEVER_WITHIN = frozenset({"nr"})
"""Short endings that no word has."""
_NUMBERED = frozenset({"customer", "account", "order", "product"})
"""Kinds of headers of which a number may be told: "customer" as well as "customer no"."""
_OF_ORDERS = frozenset({"date", "status"})
"""Kinds of headers that an order may have: "date" as well as "order date"."""
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
    spelt = text.casefold().replace(".º", "º").replace(".ª", "ª")  # "N.º" and "Nº" are one word.
    bare = unicodedata.normalize("NFKD", spelt.translate(_PLAINER))
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    return _NO_LETTER.sub(" ", unicodedata.normalize("NFC", letters)).strip()


@cache
def tokens(label: str) -> tuple[str, ...]:
    """The words of a header that can tell its role: "Revenue 2025 (k€)" -> ("revenue",)."""
    named = _IN_BRACKETS.sub(" ", label)
    words = plain(_CAMEL.sub(" ", named if plain(named) else label)).split()
    noise = frozenset(_words()["noise"]["words"])
    telling = tuple(word for word in words if word not in noise and not _SPAN.fullmatch(word))
    return tuple(part for word in telling or words for part in _parted(word))


def _parted(word: str) -> tuple[str, ...]:
    """A word without what is joined to its end: "itemnumber" is item number, "kundennr" kunden nr.

    Short endings part only from words that the lists know; a word that they know as a whole is one.
    """
    known = _known_words()
    for end in () if word in known else _joined():
        begins = word.removesuffix(end)
        sure = len(end) >= _LONG_ENDING or end in _NEVER_WITHIN or begins in known
        if _LEAST_BEGINNING <= len(begins) < len(word) and sure:
            return begins, end
    return (word,)


@cache
def _joined() -> tuple[str, ...]:
    """What headers join to a word: that it is a number, a code or a day; the longest first."""
    return tuple(
        sorted(
            {*table_words("codes", "endings"), *table_words("codes", "days")},
            key=lambda end: (-len(end), end),
        )
    )


@cache
def _known_words() -> frozenset[str]:
    """All words of entries that stand in `[headers]` in letters, each for itself."""
    entries = (entry for kind in _words()["headers"].values() for entry in kind)
    return frozenset(word for entry in entries for word in plain(entry).split() if "*" not in entry)


@cache
def coverage(label: str, kind: str) -> float:
    """Share of a header's words, 0 to 1, that an entry of a kind of `[headers]` covers.

    Capitals part words, as in OrderNo, or do not, as in MwSt: the better reading counts.
    """
    entries = _entries("headers", kind)
    return max(entries.cover(tokens(label)), entries.cover(tokens(label.lower())))


@cache
def header_kind(label: str, *never: str) -> str | None:
    """The kind of `[headers]` that covers most of a header, at least half; None if there is none.

    Args:
        label: the header.
        never: kinds that it cannot be by its cells.
    """
    kinds = tuple(kind for kind in _words()["headers"] if kind not in never)
    best = max(kinds, key=lambda kind: coverage(label, kind))
    return best if coverage(label, best) >= 1 / 2 else None


def names_kind(label: str) -> bool:
    """Whether the whole header says that the column tells kinds of documents or rows."""
    return _entries("kinds", "words").cover(tokens(label)) == 1


def says_tests(label: str) -> bool:
    """Whether the whole header says that a row is a test, or that it is a live one."""
    return table_cover("kinds", "tests", label) == 1


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
    words = tuple(part for word in plain(_CAMEL.sub(" ", label)).split() for part in _parted(word))
    first, last = (table_words("codes", end) for end in ("beginnings", "endings"))
    return len(words) > 1 and (words[-1] in last or words[0] in first)


@cache
def names_currency(label: str) -> bool:
    """Whether the whole header is a currency or its sign: "EUR", "Kč"."""
    return label.strip() in currency_signs() or plain(label) in cell_words("currency")


def names_value(label: str) -> bool:
    """Whether the whole header says that the number is what a customer is worth."""
    return _entries("value", "words").cover(tokens(label)) == 1


@dataclass(frozen=True)
class _Entries:
    """The entries of one kind: phrases, single words with `*`, and words that may stand beside a phrase."""

    phrases: frozenset[tuple[str, ...]]
    patterns: tuple[str, ...]
    beside: frozenset[str] = frozenset()

    def cover(self, words: tuple[str, ...]) -> float:
        """Share of the words that the longest entry among them covers."""
        like = (at for at, word in enumerate(words) if any(fnmatchcase(word, each) for each in self.patterns))
        reaches = (self._reach(words, at, at + 1) for at in like)
        return max(self._longest(words), *reaches, 0) / len(words) if words else 0

    def _longest(self, words: tuple[str, ...]) -> int:
        parts = combinations(range(len(words) + 1), 2)
        return max(
            (self._reach(words, *part) for part in parts if words[slice(*part)] in self.phrases), default=0
        )

    def _reach(self, words: tuple[str, ...], start: int, end: int) -> int:
        """Words of a phrase and of those around it that only say that it is a number."""
        before = list(takewhile(self.beside.__contains__, reversed(words[:start])))
        return len(before) + end - start + len(list(takewhile(self.beside.__contains__, words[end:])))


@cache
def _entries(table: str, kind: str) -> _Entries:
    written = [tuple(_plain_pattern(entry).split()) for entry in _words()[table][kind]]
    patterns = tuple(word for (word, *more) in written if "*" in word and not more)
    return _Entries(frozenset(written), patterns, _beside(kind) if table == "headers" else frozenset())


def _beside(kind: str) -> frozenset[str]:
    """What may stand beside an entry of a kind of `[headers]` and say nothing else."""
    if kind in _NUMBERED:
        return frozenset({*table_words("codes", "endings"), *table_words("codes", "small")})
    if kind in _OF_ORDERS:
        orders = (plain(entry) for entry in _words()["headers"]["order"] if "*" not in entry)
        return frozenset({*(entry for entry in orders if " " not in entry), *table_words("codes", "small")})
    return frozenset()


def _plain_pattern(entry: str) -> str:
    """An entry as headers come out of `plain`, its `*` kept."""
    return "*".join(map(plain, entry.split("*")))
