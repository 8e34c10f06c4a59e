"""What a brief says around the first action: what it hangs on, what earlier lists did, or why none stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.prose.finding import NONE_NEW
from reportgen.prose.sentence import EMPTY, Sentence, joined, say
from reportgen.segments.values import Verdict
from reportgen.shared.targets import Why
from reportgen.topics.movement.notes import out_of_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.shared.figures import Shared
    from reportgen.topics.advice.decisions import Decision
    from reportgen.topics.certainty.facts import CertaintyFacts
    from reportgen.topics.history.facts import HistoryFacts
    from reportgen.topics.movement.facts import MovementFacts

STANDS = {
    Why.OVERDUE: phrase("still valid, as who is overdue follows from each customer\u2019s own orders"),
    Why.SEASON: phrase("still valid, as the season follows from each customer\u2019s own orders"),
}
"""What still holds of the first decision where the segments are doubted."""


def named_then(decisions: Sequence[Decision]) -> Iterator[Sentence]:
    """What those did whom earlier lists named: for the first decision, and for the first people at risk."""
    first, at_risk = decisions[0], next((each for each in decisions if each.at_risk), None)
    told = (first,) if at_risk is None or at_risk is first else (first, at_risk)
    yield from (each.named for each in told if each.named.pieces)


def as_it_stands(first: Decision, certainty: CertaintyFacts, moved: MovementFacts | None) -> Decision:
    """The first decision; of segments that are doubted it says what holds of it whatever they are worth."""
    doubted = bool(out_of_date(moved).pieces) or certainty.verdict is Verdict.CONSTRUCTIVE
    if not doubted or first.why not in STANDS:
        return first
    return replace(first, who=joined((first.who, say(STANDS[first.why])), " \u00b7 "))


def make_sure_of(lead: str, first: Decision | None, months: HistoryFacts | None) -> Sentence:
    """Where nobody new came, or the file lacks them: to find out which, and what does not hang on it."""
    if lead != NONE_NEW or first is None or months is None or months.none_new is None:
        return EMPTY
    since = months.none_new.since
    check = (
        say("This week, have whoever makes the file find out whether it lacks new customers.")
        if since is None
        else say(
            "This week, have whoever makes the file find out whether it lacks new customers: it has hardly "
            "any since {month}.",
            month=since,
        )
    )
    if first.why is not Why.OVERDUE:
        return check
    return check + say(" The list is valid either way: it follows from the orders that are there.")


def nothing_to_do(shared: Shared) -> Sentence:
    """Why nothing is recommended."""
    if shared.has_visits:
        return say("Nothing is recommended: the playbook speaks of orders, and the file holds visits.")
    if not shared.has_orders and not shared.has_value:
        return say("Nothing is recommended: the file holds neither orders nor what customers are worth.")
    return say("Nothing is recommended: no play of the playbook is meant for these segments.")
