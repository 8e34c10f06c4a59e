"""Who is in a segment, in a sentence or two, with the figures of everybody beside its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportgen.claims.measures import MOST_MISSING
from reportgen.claims.sentence import Sentence, counted, joined, listed, say
from reportgen.customers.table import MEDIAN_KINDS
from reportgen.narrative.words import label_of
from reportgen.phrases import phrase
from reportgen.segments.effects import SOMEWHAT, is_shown

if TYPE_CHECKING:
    from reportgen.claims.analysis import Analysis
    from reportgen.claims.facts import Fact, Facts
    from reportgen.customers.table import Feature
    from reportgen.periods.identity import Segment

MOST = 3
"""Differences that a reader is told of a segment."""
DOINGS, MEDIANS, AVERAGES = OPENINGS = (
    phrase("The typical customer {told}."),
    phrase("Typically: {told}."),
    phrase("On average: {told}."),
)
"""What the middle customer did; other medians; averages."""


class Clause(NamedTuple):
    """One difference: the sentence it belongs to, the segment's figure in words, and everybody's."""

    opening: str
    own: Sentence
    everyone: Fact


def describe(segment: Segment, analysis: Analysis, facts: Facts) -> Sentence:
    """Who is in a segment: its clearest differences from all customers, with the figures."""
    clauses = [_clause(segment, feature, facts) for feature in _different(segment, analysis, facts)]
    if not clauses:
        return say("Close to the average customer on every measure.")
    grouped = ([clause for clause in clauses if clause.opening == opening] for opening in OPENINGS)
    return joined(tuple(_sentence(alike) for alike in grouped if alike))


def _different(segment: Segment, analysis: Analysis, facts: Facts) -> tuple[Feature, ...]:
    """What is told, clearest first; measures that made the segments come before those that describe them."""
    customers = analysis.customers
    basis = {feature.name for feature in customers.basis}
    ranked = sorted(segment.profile.effects, key=lambda effect: effect.feature not in basis)
    return tuple(
        feature
        for effect in ranked
        if abs(effect.size) >= SOMEWHAT
        and is_shown(effect, (feature := customers.feature(effect.feature)).kind)
        and facts[f"all.{feature.name}.missing"].shown <= MOST_MISSING
        and facts[f"segment.{segment.key}.{feature.name}"].shown != facts[f"all.{feature.name}"].shown
    )[:MOST]


def _clause(segment: Segment, feature: Feature, facts: Facts) -> Clause:
    own, everyone = facts[f"segment.{segment.key}.{feature.name}"], facts[f"all.{feature.name}"]
    doing = _doing(feature.name, own)
    if doing is not None:
        return Clause(DOINGS, doing, everyone)
    opening = MEDIANS if feature.kind in MEDIAN_KINDS else AVERAGES
    return Clause(opening, say("{label} {own}", label=label_of(feature), own=own), everyone)


def _doing(feature: str, own: Fact) -> Sentence | None:  # noqa: PLR0911 - a line a measure
    """What the middle customer did, for the measures that orders tell."""
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
        case "expected_value":
            return say("is expected to spend {own} in the next twelve months", own=own)
        case _:
            return None


def _sentence(clauses: list[Clause]) -> Sentence:
    """Clauses of one kind, everybody's figure behind each."""
    first, *others = clauses
    told = (
        say("{clause} (all customers: {everyone})", clause=first.own, everyone=first.everyone),
        *(say("{clause} ({everyone})", clause=c.own, everyone=c.everyone) for c in others),
    )
    return say(first.opening, told=listed(told))
