"""Whether a column tells what the law protects, by its values or by one word of its header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.base.word_lists import cell_words, coverage, plain
from reportgen.columns.column_values import CODE_LEVELS
from reportgen.columns.profile import ColumnKind

if TYPE_CHECKING:
    from reportgen.columns.profile import ColumnFacts

_SENSITIVE = {
    "gender": phrase("gender"),
    "marital": phrase("marital status"),
    "ethnicity": phrase("ethnic origin"),
    "religion": phrase("religion"),
    "nationality": phrase("nationality"),
    "politics": phrase("political opinions"),
    "union": phrase("trade union membership"),
    "sexuality": phrase("sexual orientation"),
    "biometric": phrase("genetic or biometric data"),
    "criminal": phrase("a criminal record"),
    "health": phrase("health"),
}
_TOLD_BY_VALUES = ("marital", "religion", "ethnicity", "politics", "union", "sexuality", "health")
"""Kinds of `sensitive.toml`, and what a matter is called."""
_FEWEST, _THIRD = 2, 1 / 3
"""How many values, and what part of all, have to be known words."""


def tells_gender(facts: ColumnFacts) -> bool:
    """Whether its values are words, or the usual pair of letters, for male and female."""
    levels = [plain(value) for value, _ in facts.levels]
    telling = [level for level in levels if level not in cell_words("gender_other")]
    if " ".join(sorted(telling)) in cell_words("gender_letters"):
        return True
    male, female = (cell_words(sex) & set(telling) for sex in ("male", "female"))
    return bool(male and female) and set(telling) <= cell_words("male") | cell_words("female")


def matter_of_values(facts: ColumnFacts) -> str | None:
    """What enough of its values tell."""
    levels = [plain(value) for value, _ in facts.levels]
    for kind in _TOLD_BY_VALUES:
        if sum(level in cell_words(kind) for level in levels) >= max(_FEWEST, _THIRD * len(levels)):
            return _SENSITIVE[kind]
    return None


def matter_of_header(facts: ColumnFacts) -> str | None:
    """What one word of its header tells, whatever else it says; numbers of many values must say it alone."""
    if facts.kind is ColumnKind.DATE:
        return None
    alone = facts.header in _SENSITIVE and facts.header_cover == 1
    if facts.kind is ColumnKind.NUMBER and facts.distinct > CODE_LEVELS and not alone:
        return None
    return next((words for kind, words in _SENSITIVE.items() if coverage(facts.label, kind)), None)
