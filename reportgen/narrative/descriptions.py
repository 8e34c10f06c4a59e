"""Who is in a segment, in a sentence or two, with the figures of everybody beside its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.phrases import phrase
from reportgen.claims.measures import MOST_MISSING
from reportgen.features.orders import QUARTERS
from reportgen.features.table import MEDIAN_KINDS
from reportgen.narrative.words import label_of
from reportgen.prose.sentence import Sentence, capitalised, counted, joined, listed, say
from reportgen.segments.effects import SOMEWHAT, is_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis import Analysis
    from reportgen.features.table import Feature
    from reportgen.prose.facts import Fact, Facts
    from reportgen.segments.naming import Segment

MOST, MOSTLY = 3, 0.5
"""Differences that a reader is told; share of spend that makes a quarter a segment's season, told as well."""
DOINGS, MEDIANS, AVERAGES = "doings", "medians", "averages"
OPENINGS = {
    DOINGS: phrase("The typical customer {told}."),
    MEDIANS: phrase("Typically: {told}."),
    AVERAGES: phrase("On average: {told}."),
}
"""What the middle customer did; other medians; averages."""
BESIDE = phrase("{own} ({everyone})")


class Clause(NamedTuple):
    """One difference: what kind of figures it compares, the segment's in words, and everybody's."""

    kind: str
    own: Sentence
    everyone: Fact


def describe(segment: Segment, analysis: Analysis, facts: Facts) -> Sentence:
    """Who is in a segment: its clearest differences from all customers, with the figures."""
    return _sentences(segment, analysis, facts, OPENINGS, phrase("{own} (all customers: {everyone})"))


def in_brief(segment: Segment, analysis: Analysis, facts: Facts) -> Sentence:
    """The same for a table whose head says whose figures these are."""
    return _sentences(segment, analysis, facts, {**OPENINGS, DOINGS: phrase("{told}.")}, BESIDE)


def _sentences(
    segment: Segment, analysis: Analysis, facts: Facts, openings: Mapping[str, str], first: str
) -> Sentence:
    """A sentence for each kind of figure; `first` sets the first pair of each."""
    clauses = [_clause(segment, feature, facts) for feature in _different(segment, analysis, facts)]
    if not clauses:
        return say("Close to the average customer on every measure.")
    said = []
    for kind, opening in openings.items():
        alike = [clause for clause in clauses if clause.kind == kind]
        templates = (first, *(BESIDE for _ in alike[1:]))
        told = tuple(
            say(template, own=clause.own, everyone=clause.everyone)
            for template, clause in zip(templates, alike, strict=False)
        )
        said += [capitalised(say(opening, told=listed(told)))] if told else []
    return joined(tuple(said))


def _different(segment: Segment, analysis: Analysis, facts: Facts) -> tuple[Feature, ...]:
    """What is told, clearest first; measures that made the segments come before those that describe them."""
    customers = analysis.customers
    basis = {feature.name for feature in customers.clustering_features}
    ranked = sorted(segment.profile.effects, key=lambda effect: effect.feature not in basis)
    told = tuple(
        feature
        for effect in ranked
        if abs(effect.size) >= SOMEWHAT
        and is_shown(effect, (feature := customers.feature(effect.feature)).kind)
        and facts[f"all.{feature.name}.missing"].shown <= MOST_MISSING
        and _own(segment, feature, facts) != facts[f"all.{feature.name}"].shown
    )
    season = [f for f in told[MOST:] if f.name in QUARTERS and _own(segment, f, facts) >= MOSTLY]
    return (*told[:MOST], *season[:1])


def _own(segment: Segment, feature: Feature, facts: Facts) -> float:
    return facts[f"segment.{segment.key}.{feature.name}"].shown


def _clause(segment: Segment, feature: Feature, facts: Facts) -> Clause:
    own, everyone = facts[f"segment.{segment.key}.{feature.name}"], facts[f"all.{feature.name}"]
    doing = _doing(feature.name, own)
    if doing is not None:
        return Clause(DOINGS, doing, everyone)
    kind = MEDIANS if feature.kind in MEDIAN_KINDS else AVERAGES
    return Clause(kind, say("{label} {own}", label=label_of(feature), own=own), everyone)


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
