"""Words and half sentences that several topics share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.phrases import Phrase, phrase, translated
from reportgen.columns.header_words import noun_of
from reportgen.features.table import MEDIAN_KINDS
from reportgen.prose.sentence import EMPTY, Name, Sentence, UserLabel, capitalised, counted, just, say
from reportgen.segments.field_names import forms_of
from reportgen.segments.values import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.features.table import Feature
    from reportgen.record.manifest import RecordedSegment
    from reportgen.segments.naming import Segment
    from reportgen.shared.figures import Shared, WindowFigures

A_YEAR = 12
TITLE_LIMIT = 75
"""Characters of a title; a longer one does not fit on two lines of a page."""


@dataclass(frozen=True)
class VerdictWords:
    """How sure we are, for readers: one verdict, what it rests on, and what to make of it."""

    short: Phrase
    """In two words."""
    basis: Phrase
    """What it rests on, without a figure."""
    use: Phrase
    """What to make of it: never a doubt of the verdict itself."""
    heading: Phrase


SAME_AGAIN, OTHERS_AGAIN = (
    phrase("Repeating the analysis on new samples of the customers gives nearly the same segments."),
    phrase("Repeating the analysis on new samples of the customers gives other segments."),
)
STABLE, UNSTABLE = phrase("The {k} segments are stable"), phrase("The {k} segments are not stable")
STABLE_SEGMENTS, UNSTABLE_SEGMENTS = phrase("Stable segments"), phrase("Unstable segments")
CLEAR_GROUPS = VerdictWords(
    phrase("Clear segments"),
    SAME_AGAIN,
    phrase("Other methods find them, too, with few customers in between."),
    phrase("The {k} segments are clearly separate"),
)
NO_GAPS, GRADUAL, SOME_GAPS = (
    VerdictWords(
        STABLE_SEGMENTS,
        SAME_AGAIN,
        phrase("Customers near a border may change sides."),
        STABLE,
    ),
    VerdictWords(
        STABLE_SEGMENTS,
        SAME_AGAIN,
        phrase("Customers differ gradually: those near a border may change sides."),
        STABLE,
    ),
    VerdictWords(
        STABLE_SEGMENTS,
        SAME_AGAIN,
        phrase("Some segments stand apart, but customers near a border may change sides."),
        STABLE,
    ),
)
NOT_FOUND_AGAIN = VerdictWords(
    UNSTABLE_SEGMENTS,
    OTHERS_AGAIN,
    phrase("Build on figures of all customers: there are many other ways to divide them."),
    UNSTABLE,
)
FIXED_LIMITS = VerdictWords(
    phrase("Fixed limits"),
    phrase("The limits are set by rule, not found in the data."),
    phrase("A customer just past one is much like a customer just before it."),
    phrase("Fixed limits make the {k} segments"),
)


def verdict_words(verdict: Verdict, *, gaps: bool, continuum: bool, by_rules: bool) -> VerdictWords:
    """What kind of segments these are, for readers; gaps and a continuum are named where they were shown."""
    if by_rules:
        return FIXED_LIMITS
    match verdict:
        case Verdict.NATURAL:
            return CLEAR_GROUPS
        case Verdict.REPRODUCIBLE:
            return SOME_GAPS if gaps else GRADUAL if continuum else NO_GAPS
        case Verdict.CONSTRUCTIVE:
            return NOT_FOUND_AGAIN


def name_of(segment: Segment | RecordedSegment) -> Name:
    """A segment's name as a piece of a sentence."""
    return Name(segment.key, segment.name)


def spoken(segment: Segment | RecordedSegment) -> Sentence:
    """A segment's name within a sentence: in quotes where it is a description with a comma in it.

    Languages that inflect what stands in a sentence quote names that are not ours: their catalogues say so.
    """
    name = name_of(segment)
    if "," in segment.name:
        return say("\u201c{name}\u201d", name=name)
    return just(name) if forms_of(segment.name) is not None else say("{name}", name=name)


def members(segment: Segment | RecordedSegment) -> Sentence:
    """The customers of a segment, after a number: Champions, Loyal customers, customers in Gift buyers.

    A name that the user gave may be any word, so that nothing is put before or after it.
    """
    forms = forms_of(segment.name)
    if forms is not None:
        return just(Name(segment.key, forms.members, forms.inflected))
    if segment.group is None and not segment.claims:
        return say("customers in {name}", name=spoken(segment))
    return say("{name} customers", name=spoken(segment))


def label_of(feature: Feature) -> str | UserLabel:
    """A feature's name in a sentence: our own words, or the file's header."""
    return translated(feature.label) if feature.definition else UserLabel(noun_of(feature.shown))


def middle_word(feature: Feature) -> str:
    """How the middle of a measure was told."""
    return translated(phrase("median") if feature.kind in MEDIAN_KINDS else phrase("average"))


def header_of(feature: Feature) -> Sentence:
    """A measure as a column's head: the file's own header in words with its unit, or our words."""
    return capitalised(just(translated(feature.label) if feature.definition else UserLabel(feature.shown)))


def middles(features: Sequence[Feature]) -> Sentence:
    """Which figures of a table are medians and which are averages."""
    medians = {feature.kind in MEDIAN_KINDS for feature in features}
    if len(medians) > 1:
        return say("Money, counts, days and months are medians; other measures are averages.")
    if True in medians:
        return say("Measures are medians of the segment.")
    return say("Measures are averages of the segment.") if medians else EMPTY


def rounding_note(shared: Shared) -> Sentence:
    """Said below shares of segments, each rounded by itself, where they do not sum to 100%; else nothing."""
    columns = ([each.share for each in shared.segments], [worth.share for _, worth in shared.worth])
    sums = {round(sum(share.shown for share in column), 6) for column in columns if column}
    if sums == {1.0}:
        return EMPTY
    return say(" Shares may not add up to {whole} because of rounding.", whole=shared.total.share)


def window_words(window: WindowFigures | None) -> Sentence:
    """Such as: 12 months to 31 October 2026; or nothing where the data have no dates."""
    if window is None:
        return EMPTY
    return counted(
        "{months} month to {end}",
        "{months} months to {end}",
        round(window.months.shown),
        months=window.months,
        end=window.end,
    )


def years_worth(shared: Shared) -> Sentence:
    """What customers spent, for a headline: "12-month revenue" where the window is a year."""
    window = shared.covers
    if window is None:
        return just(shared.value_word)
    if round(window.months.shown) != A_YEAR:
        return say("past {word}", word=shared.value_word)
    return say("{months}-month {word}", months=window.months, word=shared.value_word)


def overdue_words(shared: Shared) -> Sentence:
    """Who is overdue, and how what they spent is worked out; nothing without orders."""
    overdue = shared.overdue
    if overdue is None:
        return EMPTY
    return say(
        "No order for over {limit} times their average gap, in which the {days} {days:day|days} usual here "
        "count as one extra gap. Not counted: customers who ordered once, or who come for a season only. "
        "The amounts are past {word}, not a forecast.",
        limit=overdue.limit,
        days=overdue.shop_gap,
        word=shared.value_word,
    ) + (say(" They are marked in customers.csv.") if shared.writes_lists else EMPTY)


def no_lists() -> Sentence:
    """Where names come from, where a build writes none."""
    return say(
        "This report came without customer lists; built with the format \u201clists\u201d it has them."
    )


def in_window(window: WindowFigures | None) -> Sentence:
    """The same after what it is about: " in the 12 months to 31 October 2026"."""
    if window is None:
        return EMPTY
    return counted(
        " in the {months} month to {end}",
        " in the {months} months to {end}",
        round(window.months.shown),
        months=window.months,
        end=window.end,
    )


def measured_in(measure: Sentence, window: WindowFigures | None) -> Sentence:
    """What a chart measures, and when: "Share of revenue, 12 months to 31 October 2026"."""
    words = window_words(window)
    return say("{measure}, {window}", measure=measure, window=words) if words.pieces else measure


def within_window(word: str, window: WindowFigures | None) -> Sentence:
    """Such as: Revenue, 12 months; the word alone where the data have no dates."""
    if window is None:
        return capitalised(just(word))
    months = window.months
    return capitalised(
        counted("{word}, {n} month", "{word}, {n} months", round(months.shown), word=word, n=months)
    )


def first_fitting(candidates: Sequence[Sentence | None], neutral: Sentence) -> Sentence:
    """The first title that could be said and is short enough, else the neutral one."""
    fitting = (title for title in candidates if title is not None and len(title.plain) <= TITLE_LIMIT)
    return next(fitting, neutral)
