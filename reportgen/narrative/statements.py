"""What has to be said to be trusted: where the figures come from, how sure they are, what they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.narrative.words import verdict_words, window_words
from reportgen.prose.sentence import EMPTY, Sentence, UserLabel, just, listed, say

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Facts


LATER = phrase(" {n} later rows are left out: their month is not complete.")
LATER_OF_ASKED = phrase(" {n} later rows are left out.")
"""Rows after the month: of a month not yet over, or after the month that was asked for."""


def data(analysis: Analysis, facts: Facts) -> Sentence:
    """What time the figures cover."""
    if "data.until" not in facts:
        return say("A table of customers without dates; this report describes it as it stands.")
    until = say("Data from {first} to {until}.", first=facts["data.from"], until=facts["data.until"])
    if not analysis.has_orders:
        return until + say(" The table is described as it stands.")
    covered = say(" Figures are for the {window}.", window=window_words(facts))
    if not facts["data.rows_after"].value:
        return until + covered
    later = LATER_OF_ASKED if analysis.options.month else LATER
    return until + covered + say(later, n=facts["data.rows_after"])


def people(analysis: Analysis, facts: Facts) -> Sentence:
    """Who was segmented, and who was counted apart."""
    n = facts["total.customers"]
    text = (
        say("{n} customers with an order in that time are segmented.", n=n)
        if analysis.has_orders
        else say("{n} customers.", n=n)
    )
    groups = tuple(
        say("{label} ({n})", n=facts[f"group.{group.key}.customers"], label=group.label)
        for group in analysis.customers.groups
    )
    return text + (say(" Others in the file are not: {groups}.", groups=listed(groups)) if groups else EMPTY)


def missing(facts: Facts) -> Sentence:
    """What the data do not hold, in a sentence."""
    if "guests.rows" not in facts:
        return say("Costs, margins and other sales channels.")
    if "guests.amount" not in facts:
        return say(
            "Costs, margins and other sales channels; {rows} order lines without a customer number.",
            rows=facts["guests.rows"],
        )
    return say(
        "Costs, margins and other sales channels; {amount} of order lines without a customer number.",
        amount=facts["guests.amount"],
    )


def contact(analysis: Analysis) -> Sentence:
    """Whom to ask."""
    if analysis.options.contact:
        return just(UserLabel(analysis.options.contact))
    return say("Whoever sent you this report.")


def sure_in_short(analysis: Analysis, facts: Facts) -> Sentence:
    """How sure we are, for page one: the verdict and the two figures behind it."""
    verdict = just(verdict_words(analysis).long)
    if analysis.by_rules:
        return verdict
    return verdict + say(
        " Made anew from resampled customers, the segments agree at {ari}, where one is full agreement; "
        "{share} of customers are clearly nearer to their own segment than to the next.",
        ari=facts["certainty.repeatability"],
        share=facts["certainty.confident_share"],
    )
