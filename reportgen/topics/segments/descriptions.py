"""Who is in a segment, in a sentence or two, with the figures of all customers beside its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase, translated
from reportgen.features.order_features import QUARTERS
from reportgen.features.table import MEDIAN_KINDS, Use
from reportgen.prose.sentence import (
    EMPTY,
    Sentence,
    UserLabel,
    capitalised,
    counted,
    joined,
    listed,
    say,
)
from reportgen.segments.effects import SOMEWHAT, is_shown
from reportgen.segments.field_names import BY_KEY
from reportgen.shared.comparisons import MOST_MISSING
from reportgen.shared.words import label_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import LevelFigures, SegmentFigures, Shared
    from reportgen.shared.measures import MeasureFigures

MOST, MOSTLY = 3, 0.5
"""Differences that a description names, and the share of spend from which a quarter is named besides."""
TELLING = 0.1
"""By how much a category must be commoner in a segment than among all customers to be named."""
MOST_LEVELS = 2
MOST_KINDS = 1
"""Sentences of a description where there is room for one."""


class ClauseKind(Enum):
    """What kind of figures a clause compares."""

    ACTION = auto()
    """What the middle customer did."""
    MEDIAN = auto()
    AVERAGE = auto()
    SHARE = auto()
    """How many did something."""


OPENINGS = {
    ClauseKind.ACTION: phrase("The typical customer {told}."),
    ClauseKind.MEDIAN: phrase("Typically: {told}."),
    ClauseKind.AVERAGE: phrase("On average: {told}."),
    ClauseKind.SHARE: phrase("{told}."),
}
SHORT_OPENINGS = {**OPENINGS, ClauseKind.ACTION: phrase("{told}.")}
BESIDE, BESIDE_ALL = phrase("{own} ({everyone})"), phrase("{own} (all customers: {everyone})")


@dataclass(frozen=True)
class Clause:
    """One difference: the segment's figure in words, and that of all customers."""

    kind: ClauseKind
    own: Sentence
    everyone: Fact


def in_a_sentence(figures: SegmentFigures, shared: Shared) -> Sentence:
    """Who is in a segment: what its name means, else its clearest differences from all customers."""
    told = name_told(figures)
    return told if told.pieces else describe(figures, shared, MOST_KINDS)


def describe(figures: SegmentFigures, shared: Shared, most: int | None = None) -> Sentence:
    """A segment's clearest differences from all customers, in at most so many sentences."""
    return _sentences(figures, shared, OPENINGS, BESIDE_ALL, most)


def name_told(figures: SegmentFigures) -> Sentence:
    """What its name means and of how many it is true; or that a kept name no longer fits; or nothing."""
    segment, fits = figures.segment, figures.name_fits
    if fits is None:
        return EMPTY
    if not segment.still_fits:
        return say(
            "The name is kept from an earlier month and no longer fits: it holds for {share} of these "
            "customers. ",
            share=fits,
        )
    if segment.group is None:
        return EMPTY
    rule = translated(BY_KEY[segment.group].rule)
    return say("They {rule} (true of {share}). ", rule=rule, share=fits)


def describe_briefly(figures: SegmentFigures, shared: Shared) -> Sentence:
    """The same for a table whose head says whose figures these are."""
    return _sentences(figures, shared, SHORT_OPENINGS, BESIDE)


def _sentences(
    figures: SegmentFigures,
    shared: Shared,
    openings: Mapping[ClauseKind, str],
    first: str,
    most: int | None = None,
) -> Sentence:
    """A sentence for each kind of figure; `first` sets the first pair of each."""
    clauses = [_clause(figures, measure) for measure in _different(figures, shared)]
    if not clauses:
        return say("Close to the average customer on every measure.")
    by_kind = {kind: [clause for clause in clauses if clause.kind is kind] for kind in openings}
    return joined(
        tuple(
            capitalised(say(openings[kind], told=_pairs(alike, first)))
            for kind, alike in [each for each in by_kind.items() if each[1]][:most]
        )
    )


def _pairs(clauses: Sequence[Clause], first: str) -> Sentence:
    """Figures of the segment with those of all customers beside them."""
    templates = (first, *(BESIDE for _ in clauses[1:]))
    pairs = zip(templates, clauses, strict=True)
    return listed(tuple(say(template, own=each.own, everyone=each.everyone) for template, each in pairs))


def _different(figures: SegmentFigures, shared: Shared) -> tuple[MeasureFigures, ...]:
    """Measures that are named: those that made the segments before others, clearest first."""
    key = figures.segment.key
    effects = ((effect, shared.measures[effect.feature]) for effect in figures.segment.profile.effects)
    named = [
        measure
        for effect, measure in sorted(effects, key=lambda pair: pair[1].feature.use is not Use.GROUPED_BY)
        if abs(effect.size) >= SOMEWHAT
        and is_shown(effect, measure.feature.kind)
        and _is_known(measure, figures)
        and measure.segments[key].shown != measure.everyone.shown
    ]
    season = [
        each for each in named[MOST:] if each.feature.name in QUARTERS and each.segments[key].shown >= MOSTLY
    ]
    return (*named[:MOST], *season[:1])


def _is_known(measure: MeasureFigures, figures: SegmentFigures) -> bool:
    """Whether a measure is known of nearly all of a segment, and of all customers but for a quarter's share.

    That is not known of who came too late to order in every quarter.
    """
    name = measure.feature.name
    own = figures.segment.profile.known.get(name, 1.0)
    return own >= 1 - MOST_MISSING and (name in QUARTERS or measure.missing.shown <= MOST_MISSING)


def _clause(figures: SegmentFigures, measure: MeasureFigures) -> Clause:
    own, feature = measure.segments[figures.segment.key], measure.feature
    action = _action(feature.name, own)
    if action is not None:
        return Clause(ClauseKind.ACTION, action, measure.everyone)
    if feature.name == "seasonal":
        return Clause(ClauseKind.SHARE, say("{own} come for a season only", own=own), measure.everyone)
    kind = ClauseKind.MEDIAN if feature.kind in MEDIAN_KINDS else ClauseKind.AVERAGE
    return Clause(kind, say("{label} {own}", label=label_of(feature), own=own), measure.everyone)


def _action(feature: str, own: Fact) -> Sentence | None:  # noqa: PLR0911 - a line a measure
    """What the middle customer did, for measures computed from orders."""
    n = round(own.shown)
    match feature:
        case "frequency":
            return counted("ordered on {own} day", "ordered on {own} days", n, own=own)
        case "recency":
            return counted("last ordered {own} day ago", "last ordered {own} days ago", n, own=own)
        case "monetary":
            return say("spent {own}", own=own)
        case "average_order":
            return say("spent {own} an order day", own=own)
        case "tenure":
            return say("first ordered {own} months ago", own=own)
        case "products":
            return counted("bought {own} product", "bought {own} different products", n, own=own)
        case _:
            return None


def categories_of(figures: SegmentFigures) -> Sentence:
    """Up to two categories that stand out, with the share of all customers beside; or nothing."""
    telling = [
        level
        for level in figures.levels
        if level.effect.segment_value - level.effect.everyone_value >= TELLING
    ]
    return joined(tuple(map(_category, telling[:MOST_LEVELS])), "")


def _category(level: LevelFigures) -> Sentence:
    name = UserLabel(level.effect.level or "")
    if level.feature.name == "place":
        return say(
            " {share} are in {level} ({everyone} of all).",
            share=level.share,
            level=name,
            everyone=level.everyone,
        )
    return say(
        " {share} have \u201c{column}: {level}\u201d ({everyone} of all).",
        share=level.share,
        column=label_of(level.feature),
        level=name,
        everyone=level.everyone,
    )
