"""A card a segment: who they are, how to find them, what is commonly tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.claims.sentence import Label, Sentence, joined, say
from reportgen.narrative import habits
from reportgen.narrative.findings import describe
from reportgen.narrative.rules import rule_of
from reportgen.narrative.words import header_of, label_of, value_word
from reportgen.report import pictures, tables
from reportgen.report.content import Card, Strip, Who

if TYPE_CHECKING:
    from reportgen.claims.analysis import Analysis
    from reportgen.claims.facts import Facts
    from reportgen.narrative.recommendations import Recommendation
    from reportgen.periods.identity import Segment

STRIPS = 5
"""Measures drawn on a card."""
TELLING = 0.1
"""By how much a category must be commoner in a segment than among all customers to be told of it."""


def who(analysis: Analysis, facts: Facts, recommendations: tuple[Recommendation, ...]) -> Who:
    """A card a segment."""
    advice = {r.segment.key: r for r in recommendations}
    heading = "Who is in each segment, and what to do" if recommendations else "Who is in each segment"
    return Who(say(heading), tuple(_card(s, advice.get(s.key), analysis, facts) for s in analysis.segments))


def _card(segment: Segment, advice: Recommendation | None, analysis: Analysis, facts: Facts) -> Card:
    return Card(
        segment,
        _size(segment, analysis, facts),
        describe(segment, analysis, facts)
        + _levels(segment, analysis, facts)
        + habits.products(segment, analysis, facts),
        rule_of(segment, analysis, facts),
        advice,
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
        say(
            " {share} are in {level} ({everyone} of all)."
            if analysis.customers.feature(effect.feature).name == "place"
            else " {share} have \u201c{column}: {level}\u201d ({everyone} of all).",
            share=facts[f"segment.{segment.key}.level.{place}"],
            column=label_of(analysis.customers.feature(effect.feature)),
            level=Label(effect.level or ""),
            everyone=facts[f"segment.{segment.key}.level.{place}.all"],
        )
        for place, effect in enumerate(segment.profile.levels)
        if effect.segment_value - effect.everyone_value >= TELLING
        and f"segment.{segment.key}.level.{place}" in facts
    )
    return joined(told[:2], "")


def _strips(segment: Segment, analysis: Analysis, facts: Facts) -> tuple[Strip, ...]:
    return tuple(
        Strip(
            header_of(feature),
            pictures.strip(segment, feature, facts),
            tables.cell(facts, f"segment.{segment.key}.{feature.name}"),
        )
        for feature in pictures.drawn_features(analysis, facts, STRIPS)
    )
