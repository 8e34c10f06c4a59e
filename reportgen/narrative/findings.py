"""What the segmentation shows, each finding short and long, each guarded by the figures it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.narrative.words import spoken, value_word, window_words
from reportgen.prose.comparisons import largest, more
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY, Sentence, say

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Facts
    from reportgen.segments.naming import Segment

MUCH, MANY = 0.1, 0.3
"""Share of value, and share of customers, from which a small or a large group is news."""


def money_findings(analysis: Analysis, facts: Facts) -> tuple[Finding, ...]:
    """Findings about where the value is; those that cannot be said are absent."""
    found = (maker(analysis, facts) for maker in (_worth, _giants, _once))
    return tuple(finding for finding in found if finding is not None)


def most_valuable(analysis: Analysis, facts: Facts) -> Segment | None:
    """The segment with the largest printed share of value, if one is alone at the top."""
    return _leader(analysis, facts, "value_share")


def _leader(analysis: Analysis, facts: Facts, figure: str) -> Segment | None:
    keys = {f"segment.{s.key}.{figure}": s for s in analysis.segments}
    top = largest([facts[key] for key in keys if key in facts])
    return None if top is None else keys[top.key]


def _worth(analysis: Analysis, facts: Facts) -> Finding | None:
    segment = most_valuable(analysis, facts)
    if segment is None:
        return None
    own = f"segment.{segment.key}"
    people, value = facts[f"{own}.customer_share"], facts[f"{own}.value_share"]
    if not more(value, people):
        return None
    word = value_word(analysis)
    headline = say("{people} of customers bring {value} of {word}", people=people, value=value, word=word)
    detail = say(
        "{name}: {each} a customer on average, against {all} for all customers.",
        name=spoken(segment),
        each=facts[f"{own}.value_each"],
        all=facts["total.value_each"],
    )
    return Finding(
        "worth", headline, detail, (segment.key,), _consequence(segment, analysis, facts), leads=True
    )


def _consequence(segment: Segment, analysis: Analysis, facts: Facts) -> Sentence:
    """The same in people and money."""
    own = f"segment.{segment.key}"
    return say(
        "{name}: {n} of {all} customers account for {amount} of {total} {word}{known}{window}.",
        name=spoken(segment),
        n=facts[f"{own}.customers"],
        all=facts["total.customers"],
        amount=facts[f"{own}.value"],
        total=facts["total.value"],
        word=value_word(analysis),
        known=say(" of known customers") if "guests.amount" in facts else EMPTY,
        window=_in_window(facts),
    )


def _giants(analysis: Analysis, facts: Facts) -> Finding | None:
    """A hundredth of the customers who carry a tenth of value or more."""
    if "concentration.giants_value" not in facts:
        return None
    value = facts["concentration.giants_value"]
    if value.shown < MUCH:
        return None
    headline = say(
        "{n} customers ({share}) bring {value} of {word}",
        n=facts["concentration.giants"],
        share=facts["concentration.giants_share"],
        value=value,
        word=value_word(analysis),
    )
    return Finding("giants", headline, _about_giants(analysis, facts), ())


def _about_giants(analysis: Analysis, facts: Facts) -> Sentence:
    """Where they stand, what is left without them, and where they are named."""
    named = say(" customers.csv, among the private lists, names them.")
    home = next((s for s in analysis.segments if f"segment.{s.key}.giants_aside" in facts), None)
    if home is None:
        return say("Look at them one by one before you act on an average.") + named
    own, name = f"segment.{home.key}.giants", spoken(home)
    aside, here = facts[f"{own}_aside"], facts.get(own)
    if here is None:
        told = say("Most of them are in {name}, whose other customers bring {rest}.", name=name, rest=aside)
    elif here.shown == facts["concentration.giants"].shown:
        told = say("All of them are in {name}, whose other customers bring {rest}.", name=name, rest=aside)
    else:
        told = say(
            "{n} of them are in {name}, whose other customers bring {rest}.", n=here, name=name, rest=aside
        )
    return told + named


def _once(analysis: Analysis, facts: Facts) -> Finding | None:
    """Customers who ordered on one day only, where they are many."""
    if "orders.once_share" not in facts or facts["orders.once_share"].shown < MANY:
        return None
    headline = say("{share} of customers ordered on one day only", share=facts["orders.once_share"])
    detail = say("They bring {value} of {word}.", value=facts["orders.once_value"], word=value_word(analysis))
    return Finding("once", headline, detail, ())


def _in_window(facts: Facts) -> Sentence:
    window = window_words(facts)
    return say(" in the {window}", window=window) if window.pieces else window


def times_the_average(analysis: Analysis, facts: Facts) -> Sentence | None:
    """What one customer of the most valuable kind brings, where one kind is alone at the top."""
    top = largest([facts[f"segment.{s.key}.index"] for s in analysis.segments])
    if top is None:
        return None
    segment = next(s for s in analysis.segments if f"segment.{s.key}.index" == top.key)
    return say("A customer of {name} brings {times} times the average", name=spoken(segment), times=top)
