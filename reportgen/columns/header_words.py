"""Headers as readers would say them: "MntMeatProducts" is meat products, "AVG_BASKET" average basket."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from reportgen.base.language import keeps_capitals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_ACRONYM = 4
"""Letters of a header that may be an acronym as a whole: CRM, B2B."""
_UNIT = re.compile(r"\s*[(\[].*?[)\]]")
_PARTS = re.compile(r"[\s_./]+")
_INNER = re.compile(
    r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zß-ÿ])|(?<=[A-Za-zÀ-ÿ]{3})(?=\d)|(?<=\d)(?=[A-Z])"
)
"""Where a word begins within another: webVisits, IDNumber, Campaign3."""


def header_words(label: str, own: Mapping[str, str]) -> str:
    """A header in words, its unit kept: words of the user's own, or its parts spelt out.

    Args:
        label: as it stands in the file.
        own: header -> words, from `[labels]` of the settings.
    """
    wanted = {header.casefold(): words for header, words in own.items()}
    if label.casefold() in wanted:
        return wanted[label.casefold()]
    unit = "".join(_UNIT.findall(label)).strip()
    name = _UNIT.sub("", label).strip()
    words = " ".join(filter(None, _spelt_out(name)))
    return " ".join(filter(None, (words or name, unit))) or label


def noun_of(words: str) -> str:
    """Words of a header without their unit, as part of a sentence."""
    return _UNIT.sub("", words).strip() or words


def _spelt_out(name: str) -> Iterator[str]:
    """The words of a header, abbreviations in full."""
    shouted = name.upper() == name and len(name) > LONGEST_ACRONYM
    for part in _PARTS.split(name):
        for word in _INNER.split(part):
            yield _abbreviations().get(word.casefold(), _lowered(word, shouted=shouted))


def _lowered(word: str, *, shouted: bool) -> str:
    """A word within a sentence: acronyms stay, and so do capitals in languages that write nouns with one."""
    if shouted:
        return word.lower()
    return word.lower() if word.istitle() and word.isalpha() and not keeps_capitals() else word


@cache
def _abbreviations() -> Mapping[str, str]:
    text = files("reportgen.columns").joinpath("abbreviations.toml").read_text("utf-8")
    words: dict[str, str] = tomllib.loads(text)["words"]
    return words
