"""The few words that every part of the report shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.claims.sentence import EMPTY, Label, Name, Sentence, capitalised, say
from reportgen.customers.table import MEDIAN_KINDS
from reportgen.periods.identity import Segment, short_label
from reportgen.segments.values import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.claims.analysis import Analysis
    from reportgen.claims.facts import Facts
    from reportgen.customers.table import Feature

TITLE_LIMIT = 75
"""Characters of a title (REPORT section 5)."""


@dataclass(frozen=True)
class VerdictWords:
    """How sure we are, for readers: in two words, and in a sentence."""

    short: str
    long: str


VERDICT_WORDS = {
    Verdict.NATURAL: VerdictWords("Clear groups", "The data show separate groups."),
    Verdict.REPRODUCIBLE: VerdictWords(
        "Stable cuts",
        "The data form a continuum; these segments are cut in the same place each time, "
        "but customers near a border are much alike.",
    ),
    Verdict.CONSTRUCTIVE: VerdictWords(
        "A convenient division",
        "No natural or stable segments were found; this is a convenient division of a continuum.",
    ),
}


FIXED_LIMITS = VerdictWords(
    "Fixed limits",
    "The limits are set by rule, not found in the data; "
    "a customer just past one is much like a customer just before it.",
)


def verdict_words(analysis: Analysis) -> VerdictWords:
    """What kind of segments these are, for readers."""
    return FIXED_LIMITS if analysis.by_rules else VERDICT_WORDS[analysis.structure.verdict]


def name_of(segment: Segment) -> Name:
    """A segment's name as a piece of a sentence."""
    return Name(segment.key, segment.name)


def spoken(segment: Segment) -> Sentence:
    """A segment's name within a sentence: in quotes where it is a description with a comma in it."""
    name = Sentence((name_of(segment),))
    if "," not in segment.name:
        return name
    return Sentence(("\u201c",)) + name + Sentence(("\u201d",))


def value_word(analysis: Analysis) -> str:
    """What a customer's worth is called: revenue where it comes from orders."""
    return "revenue" if analysis.has_orders else "value"


def label_of(feature: Feature) -> str | Label:
    """A feature's name in a sentence: our own words, or the file's header."""
    return feature.label if feature.definition else Label(short_label(feature.label))


def middle_word(feature: Feature) -> str:
    """How the middle of a measure was told."""
    return "median" if feature.kind in MEDIAN_KINDS else "average"


def header_of(feature: Feature) -> Sentence:
    """A measure as a column's head: the file's own header with its unit, or our words."""
    return capitalised(Sentence((feature.label if feature.definition else Label(feature.label),)))


def middles(features: Sequence[Feature]) -> Sentence:
    """Which figures of a table are medians and which are averages."""
    words = {middle_word(feature) for feature in features}
    if len(words) > 1:
        return say("Money, counts, days and months are medians; other measures are averages.")
    return say(f"Measures are {words.pop()}s of the segment.") if words else EMPTY


def window_words(facts: Facts) -> Sentence:
    """Such as: 12 months to 31 October 2026; or nothing where the data have no dates."""
    if "window.end" not in facts:
        return Sentence(())
    return say("{months} months to {end}", months=facts["window.months"], end=facts["window.end"])


def first_fitting(candidates: Sequence[Sentence | None], neutral: Sentence) -> Sentence:
    """The first title that could be said and is short enough, else the neutral one."""
    fitting = (title for title in candidates if title is not None and len(title.plain) <= TITLE_LIMIT)
    return next(fitting, neutral)
