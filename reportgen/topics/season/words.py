"""What is said of a season ahead, and of one that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY, Sentence, say
from reportgen.shared.words import in_window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.base.phrases import Phrase
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.season.facts import SeasonFacts

NONE_BACK, FEW_BACK, SOME_BACK = (
    phrase("None of {all} customers of last season have ordered again{gone}"),
    phrase("Hardly any of {all} customers of last season have ordered again{gone}"),
    phrase("{back} of {all} customers of last season have ordered again{gone}"),
)
GONE, THEY_WAIT, OTHERS_WAIT = (
    phrase(": {gone} now count as left, after a year; the others typically last ordered in {month}"),
    phrase("; they typically last ordered in {month}"),
    phrase("; the others typically last ordered in {month}"),
)
"""Who has gone without coming again, where they are enough to be told, and when the others came."""


def findings(facts: SeasonFacts, shared: Shared) -> tuple[Finding, ...]:
    """That the season of customers who order in no other begins: all of them are out of the ordinary then."""
    n, month = facts.customers, facts.begins
    if facts.runs:
        others = OTHERS_WAIT if facts.back.value else THEY_WAIT
        text = GONE if facts.gone.shown else others
        gone = say(text, gone=facts.gone, month=facts.last_came)
        headline = say(_came(facts.back), all=facts.all_then, back=facts.back, gone=gone)
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
            customers=facts.waiting,
            unusual=1.0,
        ),
    )


def season_times(facts: SeasonFacts) -> Mapping[str, Sentence]:
    """When the customers of a segment came for their last season, by key."""
    return {
        key: say("They typically last ordered in {month}.", month=month)
        for key, month in facts.segments.items()
    }


def _came(back: Fact) -> Phrase:
    """How many have come, unless they are too few to be counted."""
    if not back.value:
        return NONE_BACK
    return SOME_BACK if back.shown else FEW_BACK


def _spent(facts: SeasonFacts, shared: Shared) -> Sentence:
    window = in_window(shared.covers)
    if facts.spent is None or not window.pieces:
        return EMPTY
    return say(" They spent {money}{window}.", money=facts.spent, window=window)
