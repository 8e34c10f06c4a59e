"""What goes with a month's changes: lists of the people meant, new and retired segments, when to refit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.narrative.movement_parts import moved, named
from reportgen.narrative.words import label_of, window_words
from reportgen.prose.sentence import EMPTY, Sentence, joined, listed, say

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Facts


def lists(analysis: Analysis, facts: Facts) -> Sentence:
    """Which private lists name the people that the page speaks of."""
    periods = moved(analysis)
    silent, slowed = (periods.lapsed_segments, periods.slowing_segments) if periods else ((), ())
    told = (_listed(key, analysis, facts) for key in silent if facts[f"movement.ordered.{key}.of"].shown)
    less = (_slowed(key, analysis, facts) for key in slowed)
    moves = say("The private list moved.csv names who changed group and may be written to.")
    return joined((moves, *told, *less))


def _slowed(key: str, analysis: Analysis, facts: Facts) -> Sentence:
    """Where the customers of a segment stand who order less than they used to."""
    own = f"movement.slower.{key}"
    slower, reached = facts[f"{own}.customers"], facts[f"{own}.listed"]
    name = named(key, analysis)
    if slower.shown == reached.shown:
        return say("ordering-less.csv names the {n} customers of {name} who order less.", n=slower, name=name)
    return say(
        "Of the {n} customers of {name} who order less, ordering-less.csv names {reached} "
        "who may be written to.",
        n=slower,
        name=name,
        reached=reached,
    )


def _listed(key: str, analysis: Analysis, facts: Facts) -> Sentence:
    """Where the customers of a segment stand who did not order, and that the segment counts them still."""
    own = f"movement.ordered.{key}"
    silent, reached = facts[f"{own}.silent"], facts[f"{own}.listed"]
    name = named(key, analysis)
    where = (
        say("not-ordered.csv names the {n} customers of {name} who did not order.", n=silent, name=name)
        if silent.shown == reached.shown
        else say(
            "Of the {n} customers of {name} who did not order, not-ordered.csv names {reached} "
            "who may be written to.",
            n=silent,
            name=name,
            reached=reached,
        )
    )
    size = f"segment.{key}.customers"
    if size not in facts:
        return where
    counts = say(
        "The segment counts {n} now: it goes by the {window}, not by the orders of one month.",
        n=facts[size],
        window=window_words(facts),
    )
    return joined((where, counts))


def announced(analysis: Analysis) -> Sentence:
    """New and retired segments; nothing where there are none."""
    periods = analysis.comparison
    if periods is None or periods.previous is None:
        return EMPTY
    before = {segment.key for segment in periods.previous.segments}
    new = tuple(named(s.key, analysis) for s in analysis.segments if s.key not in before)
    gone = tuple(named(s.key, analysis) for s in periods.retired)
    told = (
        say("New: {names}.", names=listed(new)) if new else EMPTY,
        say("No longer there: {names}.", names=listed(gone)) if gone else EMPTY,
    )
    return joined(tuple(sentence for sentence in told if sentence.pieces))


def refit_advice(analysis: Analysis, facts: Facts) -> Sentence:
    """Why the segments should be made anew; nothing while they fit."""
    periods = analysis.comparison
    if periods is None or periods.drift is None or not periods.drift.due:
        return EMPTY
    reasons = tuple(_reason(reason, analysis, facts) for reason in periods.drift.due)
    return say(
        "A refit is advised: {reasons}. The command with --refit makes the segments anew.",
        reasons=listed(reasons),
    )


def _reason(reason: str, analysis: Analysis, facts: Facts) -> Sentence:
    drift = analysis.comparison.drift if analysis.comparison else None
    if drift is not None and reason == "shift":
        large = [shift for shift in drift.shifts if shift.large]
        return say(
            "{measures} moved clearly since {fitted}",
            measures=listed(tuple(label_of(analysis.customers.feature(s.feature)) for s in large)),
            fitted=facts["movement.fitted"],
        )
    return {
        "beyond": lambda: say("{n} of customers lie far from every segment", n=facts["drift.beyond"]),
        "agreement": lambda: say(
            "segments made anew agree with these at {n} only", n=facts["drift.agreement"]
        ),
        "age": lambda: say("the segments are {n} months old", n=facts["drift.months"]),
    }[reason]()
