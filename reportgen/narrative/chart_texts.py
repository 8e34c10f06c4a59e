"""Title, subtitle and alt text of every chart, true for the data at hand or neutral."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.narrative.words import first_fitting, spoken, value_word, window_words
from reportgen.page.parts import ChartText
from reportgen.prose.sentence import EMPTY, Sentence, capitalised, joined, say

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Facts


def _measured(measure: Sentence, facts: Facts) -> Sentence:
    window = window_words(facts)
    return say("{measure}, {window}", measure=measure, window=window) if window.pieces else measure


def marimekko(analysis: Analysis, facts: Facts) -> ChartText:
    """Value per customer over share of customers."""
    word = value_word(analysis)
    ranked = sorted(analysis.segments, key=lambda s: facts[f"segment.{s.key}.value_each"].shown)
    low, high = (facts[f"segment.{s.key}.value_each"] for s in (ranked[0], ranked[-1]))
    told = capitalised(say("{word} per customer runs from {low} to {high}", word=word, low=low, high=high))
    neutral = capitalised(say("{word} per customer by segment", word=word))
    rows = tuple(
        say("{name}: {each} each.", name=spoken(s), each=facts[f"segment.{s.key}.value_each"])
        for s in analysis.segments
    )
    subtitle = _measured(
        say("Width: share of customers; height: {word} per customer; area: {word}", word=word), facts
    )
    alt = joined(rows) + say(" All customers: {each}.", each=facts["total.value_each"])
    return ChartText(first_fitting((told,) if low.text != high.text else (), neutral), subtitle, alt)


def lorenz(analysis: Analysis, facts: Facts) -> ChartText:
    """Concentration of value among customers."""
    word = value_word(analysis)
    title = say(
        "The top {top} of customers bring {value} of {word}",
        top=facts["concentration.top"],
        value=facts["concentration.top_value"],
        word=word,
    )
    alt = say(
        "Curve of the share of {word} against the share of customers, highest first: "
        "the top {top} bring {value}.",
        word=word,
        top=facts["concentration.top"],
        value=facts["concentration.top_value"],
    )
    return ChartText(
        title, _measured(say("Share of {word} by share of customers, highest first", word=word), facts), alt
    )


def grid(_analysis: Analysis, facts: Facts) -> ChartText:
    """Customers by recency and frequency score."""
    best = facts["grid.5.5.customers"]
    told = say("{n} customers order both often and lately", n=best) if best.text and best.shown else None
    alt = say("Five by five grid of recency and frequency scores with counts of customers.")
    if told is not None:
        alt += say(" {n} have the highest score on both.", n=best)
    hidden = sum(1 for fact in facts.under("grid.") if fact.value and not fact.text)
    note = say(
        "Recency by fifths of the customers; frequency by fifths, or by fixed numbers of orders where many "
        "ordered once."
    ) + (say(" Struck cells hold too few customers to be shown.") if hidden else EMPTY)
    neutral = say("Customers by recency and frequency score")
    return ChartText(
        first_fitting((told,), neutral),
        say("Customers by score; the stronger the colour, the more"),
        alt,
        note,
    )
