"""A card a segment: who they are, how to find them, what is commonly tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.narrative import habits
from reportgen.narrative.descriptions import describe
from reportgen.narrative.rules import rule_of
from reportgen.narrative.words import header_of, label_of, value_word
from reportgen.prose.sentence import Sentence, UserLabel, joined, say
from reportgen.report import pictures, tables
from reportgen.report.content import CardsSection, SegmentCard, Strip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis import Analysis
    from reportgen.features.table import Feature
    from reportgen.prose.facts import Fact, Facts
    from reportgen.segments.naming import Segment

STRIPS = 5
"""Measures drawn on a card."""
TELLING = 0.1
"""By how much a category must be commoner in a segment than among all customers to be told of it."""


def who(analysis: Analysis, facts: Facts, tried: Mapping[str, tuple[Sentence, Sentence]]) -> CardsSection:
    """A card a segment."""
    heading = say("Who is in each segment, and what to do") if tried else say("Who is in each segment")
    return CardsSection(
        heading, tuple(_card(s, tried.get(s.key), analysis, facts) for s in analysis.segments)
    )


def _card(
    segment: Segment, tried: tuple[Sentence, Sentence] | None, analysis: Analysis, facts: Facts
) -> SegmentCard:
    return SegmentCard(
        segment,
        _size(segment, analysis, facts),
        describe(segment, analysis, facts)
        + _levels(segment, analysis, facts)
        + habits.products(segment, analysis, facts),
        rule_of(segment, analysis, facts),
        tried,
        _strips(segment, analysis, facts),
    )


def _size(segment: Segment, analysis: Analysis, facts: Facts) -> Sentence:
    own = f"segment.{segment.key}"
    text = say("{n} customers ({share})", n=facts[f"{own}.customers"], share=facts[f"{own}.customer_share"])
    if analysis.has_value:
        text += say(
            " \u00b7 {value} {word} ({share})",
            value=facts[f"{own}.value"],
            word=value_word(analysis),
            share=facts[f"{own}.value_share"],
        )
    if analysis.by_rules:
        return text
    return text + say(" \u00b7 {inside} clearly inside", inside=facts[f"{own}.confident_share"])


def _levels(segment: Segment, analysis: Analysis, facts: Facts) -> Sentence:
    """Up to two categories that stand out, told as shares."""
    told = tuple(
        _level(
            analysis.customers.feature(effect.feature),
            level=UserLabel(effect.level or ""),
            share=facts[f"segment.{segment.key}.level.{place}"],
            everyone=facts[f"segment.{segment.key}.level.{place}.all"],
        )
        for place, effect in enumerate(segment.profile.levels)
        if effect.segment_value - effect.everyone_value >= TELLING
        and f"segment.{segment.key}.level.{place}" in facts
    )
    return joined(told[:2], "")


def _level(feature: Feature, **parts: Fact | UserLabel) -> Sentence:
    if feature.name == "place":
        return say(" {share} are in {level} ({everyone} of all).", **parts)
    return say(
        " {share} have \u201c{column}: {level}\u201d ({everyone} of all).", column=label_of(feature), **parts
    )


def _strips(segment: Segment, analysis: Analysis, facts: Facts) -> tuple[Strip, ...]:
    return tuple(
        Strip(
            header_of(feature),
            pictures.strip(segment, feature, facts),
            tables.cell(facts, f"segment.{segment.key}.{feature.name}"),
        )
        for feature in pictures.drawn_features(analysis, facts, STRIPS)
    )
