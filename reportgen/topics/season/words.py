"""What is said of a season ahead, and of one that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY, Sentence, say
from reportgen.shared.words import in_window

if TYPE_CHECKING:
    from reportgen.shared.figures import Shared
    from reportgen.topics.season.facts import SeasonFacts

BEGAN, BEGINS = phrase("their season began in {month}"), phrase("their season begins in {month}")


def findings(facts: SeasonFacts, shared: Shared) -> tuple[Finding, ...]:
    """That the season of customers who order in no other begins: all of them are out of the ordinary then."""
    n, month = facts.customers, facts.begins
    if facts.runs:
        headline = say(
            "{n} customers of last season have not come since it began in {month}, not counting those who "
            "left",
            n=n,
            month=month,
        )
        detail = say("They order in that season and hardly at any other time.")
    elif facts.seen_once:
        headline = say("{n} customers ordered only last season; it begins again in {month}", n=n, month=month)
        detail = say("The file holds one such season, so whether they come every year is not known yet.")
    else:
        headline = say("The season of {n} customers begins in {month}", n=n, month=month)
        detail = say("They order in that season and hardly at any other time.")
    detail += _spent(facts, shared)
    return (
        Finding(
            "season",
            headline,
            detail,
            (),
            leads=True,
            money=facts.spent,
            customers=facts.customers,
            unusual=1.0,
        ),
    )


def season_time(facts: SeasonFacts) -> Sentence:
    """When their season begins or began, as part of a sentence."""
    text = BEGAN if facts.runs else BEGINS
    return say(text, month=facts.begins)


def _spent(facts: SeasonFacts, shared: Shared) -> Sentence:
    window = in_window(shared.covers)
    if facts.spent is None or not window.pieces:
        return EMPTY
    return say(" They spent {money}{window}.", money=facts.spent, window=window)
