"""Claims: what one word of a descriptive name says of customers, and how it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reportgen.base.phrases import Phrase, phrase, translated
from reportgen.columns.header_words import noun_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.features.table import Feature


class Grade(StrEnum):
    """Where a segment's customers stand on a measure among all customers; the values are recorded."""

    HIGH = "high"
    LOW = "low"
    VERY_HIGH = "very-high"
    VERY_LOW = "very-low"
    MEDIUM = "medium"
    LATE = "late"
    """Silent for longer than their own gaps allow."""


@dataclass(frozen=True)
class Claim:
    """One thing that a name says: where its customers stand on a measure."""

    feature: str
    grade: Grade

    @property
    def word(self) -> str:
        """As it is recorded: "high:monetary"."""
        return f"{self.grade}:{self.feature}"


def claims_of(words: Sequence[str]) -> tuple[Claim, ...]:
    """Claims as recorded."""
    parts = (word.partition(":") for word in words)
    return tuple(Claim(feature, Grade(grade)) for grade, _, feature in parts)


_WORDS: Mapping[str, Mapping[Grade, str]] = {
    "recency": {
        Grade.LATE: phrase("long absent"),
        Grade.HIGH: phrase("less recent"),
        Grade.LOW: phrase("recent"),
        Grade.VERY_LOW: phrase("very recent"),
    },
    "frequency": {
        Grade.HIGH: phrase("frequent"),
        Grade.LOW: phrase("infrequent"),
        Grade.VERY_HIGH: phrase("very frequent"),
    },
    "monetary": {
        Grade.HIGH: phrase("high spend"),
        Grade.LOW: phrase("low spend"),
        Grade.VERY_HIGH: phrase("very high spend"),
        Grade.VERY_LOW: phrase("very low spend"),
    },
    "average_order": {Grade.HIGH: phrase("large orders"), Grade.LOW: phrase("small orders")},
    "tenure": {Grade.HIGH: phrase("long-standing"), Grade.LOW: phrase("newly joined")},
    "gap": {Grade.HIGH: phrase("long gaps"), Grade.LOW: phrase("short gaps")},
    "basket": {Grade.HIGH: phrase("large baskets"), Grade.LOW: phrase("small baskets")},
    "products": {Grade.HIGH: phrase("many products"), Grade.LOW: phrase("few products")},
    "return_rate": {Grade.HIGH: phrase("many returns"), Grade.LOW: phrase("few returns")},
    "visits": {
        Grade.HIGH: phrase("frequent"),
        Grade.LOW: phrase("infrequent"),
        Grade.VERY_HIGH: phrase("very frequent"),
    },
    "since_visit": {
        Grade.HIGH: phrase("less recent"),
        Grade.LOW: phrase("recent"),
        Grade.VERY_LOW: phrase("very recent"),
    },
    "recent_share": {Grade.HIGH: phrase("mostly lately"), Grade.LOW: phrase("mostly earlier")},
    "seasonal": {Grade.HIGH: phrase("seasonal")},
}
"""What a feature of orders or visits is called at either end."""
_AGES: Mapping[Grade, str] = {
    Grade.HIGH: phrase("older"),
    Grade.LOW: phrase("younger"),
    Grade.VERY_HIGH: phrase("among the oldest"),
    Grade.VERY_LOW: phrase("among the youngest"),
    Grade.MEDIUM: phrase("of middle age"),
}
"""What people say of age instead of high and low."""
_NOUNS: Mapping[Grade, Phrase] = {
    Grade.HIGH: phrase("high {noun}"),
    Grade.LOW: phrase("low {noun}"),
    Grade.VERY_HIGH: phrase("very high {noun}"),
    Grade.VERY_LOW: phrase("very low {noun}"),
    Grade.MEDIUM: phrase("medium {noun}"),
}
AGE = re.compile(r"(?:^|[\W_])(?:age|alter|âge|edad|età|idade|leeftijd)(?:$|[\W_])", re.IGNORECASE)


def grades_of(feature: str) -> tuple[Grade, ...]:
    """What may be said of a measure: of a feature of orders what it has words for, else all but late."""
    return tuple(_WORDS[feature]) if feature in _WORDS else tuple(_NOUNS)


def word_of(claim: Claim, feature: Feature) -> str:
    """A claim in two words: "long absent", "low spending score"."""
    known = _WORDS.get(claim.feature, {})
    if claim.grade in known:
        return translated(known[claim.grade])
    if AGE.search(feature.label):
        return translated(_AGES[claim.grade])
    noun = translated(feature.label) if feature.definition else noun_of(feature.shown)
    return translated(phrase(_NOUNS[claim.grade].template, noun=noun))
