"""The sections on who is in each segment and how segments differ, and the brief's table of both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts.theme import PITCH, low_pitch
from reportgen.page.parts import Illustration, Term, cell
from reportgen.prose.sentence import EMPTY, Sentence, say
from reportgen.shared.comparisons import drawn_measures
from reportgen.shared.words import header_of
from reportgen.topics.segments import charts
from reportgen.topics.segments.descriptions import categories_of, in_a_sentence
from reportgen.topics.segments.words import cards_heading, heat_key, heat_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.features.table import Feature
    from reportgen.prose.finding import Finding
    from reportgen.segments.naming import Segment
    from reportgen.shared.figures import SegmentFigures, Shared

STRIPS = 5
"""Measures drawn on a card."""
MOST_COLUMNS, SHORT_COLUMNS, SIDE_BY_SIDE = 8, 5, 6
"""Measures on the heat maps of a report, on that of a brief, and on one picture."""


@dataclass(frozen=True)
class Strip:
    """One line of a card's dot-strips."""

    label: Sentence
    svg: str
    figure: Sentence


@dataclass(frozen=True)
class SegmentCard:
    """A segment on one third of a page."""

    segment: Segment
    who: Sentence
    """Who they are, in a sentence."""
    figures: tuple[Term, ...]
    """Three, large."""
    besides: Sentence
    """What they buy and where they are; often nothing."""
    rule: Sentence | None
    strips: tuple[Strip, ...]


@dataclass(frozen=True)
class CardsSection:
    """A card a segment."""

    heading: Sentence
    cards: tuple[SegmentCard, ...]


@dataclass(frozen=True)
class DifferencesSection:
    """The measures, segment by segment."""

    heading: Sentence
    lead: Sentence
    heat: tuple[Illustration, ...]
    """One picture, or two where there are many measures: each is drawn where its page has room."""
    grid: Illustration | None
    """The recency x frequency grid, where no money section carries it."""
    cohorts: Illustration | None
    """Who came back by month of the first order; only for orders."""


@dataclass(frozen=True)
class CardAdditions:
    """What other topics say on a segment's card."""

    products: Sentence
    """What its customers buy; an empty sentence where that is not known."""
    rule: Sentence | None


def cards_section(additions: Mapping[str, CardAdditions], shared: Shared) -> CardsSection:
    """A card a segment, with what other topics add to it by its key."""
    cards = tuple(_card(each, additions[each.segment.key], shared) for each in shared.segments)
    return CardsSection(cards_heading(shared), cards)


def _card(figures: SegmentFigures, additions: CardAdditions, shared: Shared) -> SegmentCard:
    return SegmentCard(
        figures.segment,
        in_a_sentence(figures, shared),
        _three(figures, shared),
        categories_of(figures) + additions.products,
        additions.rule,
        _strips(figures, shared),
    )


def _three(figures: SegmentFigures, shared: Shared) -> tuple[Term, ...]:
    """How many they are, what they bring and each brings; without value, how they differ most."""
    people = Term(say("customers, {share} of all", share=figures.share), cell(figures.customers))
    worth, word = figures.worth, shared.value_word
    if worth is None:
        return (people, *_leading(figures, shared))
    return (
        people,
        Term(say("{word}, {share} of all", word=word, share=worth.share), cell(worth.value)),
        Term(say("{word} each, on average", word=word), cell(worth.each)),
    )


def _leading(figures: SegmentFigures, shared: Shared) -> tuple[Term, ...]:
    measures = drawn_measures(shared, STRIPS)[:2]
    key = figures.segment.key
    return tuple(Term(header_of(each.feature), cell(each.segments[key])) for each in measures)


def _strips(figures: SegmentFigures, shared: Shared) -> tuple[Strip, ...]:
    return tuple(
        Strip(
            header_of(measure.feature),
            charts.strip(figures, measure),
            cell(measure.segments[figures.segment.key]),
        )
        for measure in drawn_measures(shared, STRIPS)
    )


def differences_section(
    spread: Finding | None,
    grid: Illustration | None,
    cohorts: Illustration | None,
    features: Sequence[Feature],
    shared: Shared,
) -> DifferencesSection:
    """The measures side by side; `spread` is the finding about the one that parts the segments most."""
    return DifferencesSection(
        say("What sets the segments apart") if spread is None else spread.headline,
        EMPTY if spread is None else spread.detail,
        _heat(features, shared),
        grid,
        cohorts,
    )


def _heat(features: Sequence[Feature], shared: Shared) -> tuple[Illustration, ...]:
    """All measures that are drawn, so many a picture as stand side by side."""
    measures, text = drawn_measures(shared, MOST_COLUMNS), heat_text(features, shared)
    if len(measures) <= SIDE_BY_SIDE:
        return (Illustration(charts.heat(measures, shared, PITCH), text),)
    half = (len(measures) + 1) // 2
    first, rest = charts.heat(measures[:half], shared, PITCH), measures[half:]
    return (
        Illustration(first, replace(text, note=EMPTY)),
        Illustration(
            charts.heat(rest, shared, PITCH, "heat-map-rest"),
            replace(text, title=say("More measures of the typical customer"), subtitle=EMPTY),
        ),
    )


def heat_illustration(features: Sequence[Feature], shared: Shared, *, low: bool = False) -> Illustration:
    """Segments by measure; `low` draws the fewer measures that a brief has room for."""
    measures = drawn_measures(shared, SHORT_COLUMNS if low else MOST_COLUMNS)
    pitch = low_pitch(len(shared.segments)) if low else PITCH
    text = heat_text(features, shared)
    return Illustration(charts.heat(measures, shared, pitch), replace(text, note=heat_key()) if low else text)
