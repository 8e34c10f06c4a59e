"""The sections on who is in each segment and how segments differ, and the brief's table of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts.theme import PITCH, low_pitch
from reportgen.page.parts import Illustration, cell
from reportgen.prose.sentence import EMPTY, Sentence, say
from reportgen.shared.comparisons import drawn_measures
from reportgen.shared.words import header_of
from reportgen.topics.segments import charts
from reportgen.topics.segments.descriptions import categories_of, describe, name_told
from reportgen.topics.segments.words import heat_text, size_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.features.table import Feature
    from reportgen.prose.finding import Finding
    from reportgen.segments.naming import Segment
    from reportgen.shared.figures import SegmentFigures, Shared

STRIPS = 5
"""Measures drawn on a card."""
MOST_COLUMNS, SHORT_COLUMNS = 8, 5
"""Measures on the heat map, and on that of a brief."""


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
    size: Sentence
    who: Sentence
    rule: Sentence | None
    tried: tuple[Sentence, Sentence] | None
    """What is commonly tried: in a few words, and in full; None where nothing is recommended."""
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
    heat: Illustration
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
    tried: tuple[Sentence, Sentence] | None


def cards_section(additions: Mapping[str, CardAdditions], shared: Shared) -> CardsSection:
    """A card a segment, with what other topics add to it by its key."""
    advised = any(each.tried for each in additions.values())
    heading = say("Who is in each segment, and what to do") if advised else say("Who is in each segment")
    return CardsSection(
        heading, tuple(_card(each, additions[each.segment.key], shared) for each in shared.segments)
    )


def _card(figures: SegmentFigures, additions: CardAdditions, shared: Shared) -> SegmentCard:
    return SegmentCard(
        figures.segment,
        size_of(figures, shared),
        name_told(figures) + describe(figures, shared) + categories_of(figures) + additions.products,
        additions.rule,
        additions.tried,
        _strips(figures, shared),
    )


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
        say("What sets the segments apart"),
        EMPTY if spread is None else spread.detail,
        heat_illustration(features, shared),
        grid,
        cohorts,
    )


def heat_illustration(features: Sequence[Feature], shared: Shared, *, low: bool = False) -> Illustration:
    """Segments by measure; `low` draws the fewer measures that a brief has room for."""
    measures = drawn_measures(shared, SHORT_COLUMNS if low else MOST_COLUMNS)
    pitch = low_pitch(len(shared.segments)) if low else PITCH
    return Illustration(charts.heat(measures, shared, pitch), heat_text(features, shared))
