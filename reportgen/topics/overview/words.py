"""The report's title, headings, and the words around the bars of customers and value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.page.parts import ChartText
from reportgen.prose.sentence import Sentence, joined, just, listed, say
from reportgen.shared.comparisons import largest_segment, largest_segments, widest
from reportgen.shared.words import first_fitting, label_of, measured_in, rounding_note, spoken

if TYPE_CHECKING:
    from reportgen.prose.finding import Finding
    from reportgen.shared.figures import Shared

MOST_NAMED = 2
"""Measures that a title can name side by side."""
LEAST_SEGMENTS = 4
"""Segments from which it says something that two of them bring most."""


def headline(first: Finding, shared: Shared) -> Sentence:
    """The report's title: its first finding, where that may lead; else what the segments are."""
    if first.leads:
        return first.headline
    k, leading = shared.total.segments, widest(shared)
    groups = say("{k} customer segments", k=k)
    if not 0 < len(leading) <= MOST_NAMED:
        return groups
    measures = listed(tuple(just(label_of(each.feature)) for each in leading))
    apart = say("{k} customer segments, which differ most in {label}", k=k, label=measures)
    return first_fitting((apart,), groups)


def glance_heading(shared: Shared) -> Sentence:
    """How many segments, and how large the smallest and the largest are."""
    shares, k = (
        sorted((each.share for each in shared.segments), key=lambda fact: fact.shown),
        shared.total.segments,
    )
    if shares[0].text == shares[-1].text:
        return say("{k} segments, each with {share} of customers", k=k, share=shares[0])
    return say("{k} segments, each with {low} to {high} of customers", k=k, low=shares[0], high=shares[-1])


def pairs_text(shared: Shared) -> ChartText:
    """Share of customers beside share of value, by segment; of customers alone without value."""
    if not shared.has_value:
        return _sizes_text(shared)
    word = shared.value_word
    rows = tuple(
        say(
            "{name}: {people} of customers, {value} of {word}.",
            name=spoken(each.segment),
            people=each.share,
            value=worth.share,
            word=word,
        )
        for each, worth in shared.worth
    )
    return ChartText(
        first_fitting((_two_leaders(shared),), say("Share of customers and of {word} by segment", word=word)),
        measured_in(say("Share of customers and of {word}", word=word), shared.covers),
        joined(rows),
        rounding_note(shared),
    )


def _two_leaders(shared: Shared) -> Sentence | None:
    """Such as: A and B bring 86% of revenue; where the two are alone at the top of four or more."""
    ranked = sorted(
        ((each.segment, worth.share) for each, worth in shared.worth),
        key=lambda pair: -pair[1].shown,
    )
    if shared.two_largest is None or len(ranked) < LEAST_SEGMENTS or ranked[1][1].shown == ranked[2][1].shown:
        return None
    return say(
        "{one} and {two} bring {both} of {word}",
        one=spoken(ranked[0][0]),
        two=spoken(ranked[1][0]),
        both=shared.two_largest,
        word=shared.value_word,
    )


def largest_label(shared: Shared) -> Sentence:
    """Above the share of the largest segment, or of those that are as large as it."""
    if len(largest_segments(shared)) > 1:
        return say("Largest segments, each")
    return say("Largest segment")


def _sizes_text(shared: Shared) -> ChartText:
    rows = tuple(
        say("{name}: {people}.", name=spoken(each.segment), people=each.share) for each in shared.segments
    )
    top = largest_segment(shared)
    title = None
    if top is not None:
        title = say(
            "{name} is the largest segment, {share} of customers", name=spoken(top.segment), share=top.share
        )
    return ChartText(
        first_fitting((title,), say("Customers by segment")),
        say("Share of all {n} customers", n=shared.total.customers),
        joined(rows),
        rounding_note(shared),
    )
