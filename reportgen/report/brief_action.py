"""What a brief says around the first action: what it hangs on, what earlier lists did, or why none stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.prose.finding import NONE_NEW
from reportgen.prose.sentence import EMPTY, Sentence, joined, say
from reportgen.segments.values import Verdict
from reportgen.shared.targets import Why
from reportgen.topics.actions.facts import ActionsFacts
from reportgen.topics.actions.words import since_then
from reportgen.topics.advice.decisions import URGENT, Decision
from reportgen.topics.movement.change import paragraph
from reportgen.topics.movement.notes import out_of_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.report.facts import ReportFacts
    from reportgen.shared.figures import Shared
    from reportgen.topics.certainty.facts import CertaintyFacts
    from reportgen.topics.history.facts import HistoryFacts
    from reportgen.topics.movement.facts import MovementFacts

STANDS = {
    Why.OVERDUE: phrase("still valid, as who is overdue follows from each customer\u2019s own orders"),
    Why.SEASON: phrase("still valid, as the season follows from each customer\u2019s own orders"),
}
"""What still holds of the first decision where the segments are doubted."""
HOLDS, HOLDS_ANYWAY = (
    phrase(" You can use the list whatever the answer."),
    phrase(
        " You can use the list whatever the answer, and though the segments are out of date: who is overdue "
        "does not depend on them."
    ),
)
"""What does not hang on that."""


def nothing_reported(decisions: Sequence[Decision], computed: ReportFacts) -> Sentence:
    """That nobody reported a list as used, and what those did whom the lists of this page named before."""
    named = tuple(each.segment.key for each in decisions if each.why not in URGENT)
    since = since_then(computed.need(ActionsFacts), named, computed.shared)
    unknown = say("Nobody reported that a list was used, so what it did is unknown.")
    return paragraph(unknown, since)


def as_it_stands(first: Decision, certainty: CertaintyFacts, moved: MovementFacts | None) -> Decision:
    """The first decision; of segments that are doubted it says what holds of it whatever they are worth."""
    if first.why not in STANDS or not is_doubted(certainty, moved):
        return first
    return replace(first, who=joined((first.who, say(STANDS[first.why])), " \u00b7 "))


def is_doubted(certainty: CertaintyFacts, moved: MovementFacts | None) -> bool:
    """Whether the segments are out of date, or do not come out again."""
    return bool(out_of_date(moved).pieces) or certainty.verdict is Verdict.CONSTRUCTIVE


def make_sure_of(
    lead: str, first: Decision | None, months: HistoryFacts | None, *, doubted: bool
) -> Sentence:
    """Where nobody new came, or the file lacks them: to find out which, and what does not hang on it."""
    if lead != NONE_NEW or first is None or months is None or months.none_new is None:
        return EMPTY
    since = months.none_new.since
    check = (
        say("This week, have whoever makes the file find out whether it lacks new customers.")
        if since is None
        else say(
            "This week, have whoever makes the file find out whether it holds only customers won by {month}.",
            month=since,
        )
    )
    if first.why is not Why.OVERDUE:
        return check
    holds = HOLDS_ANYWAY if doubted else HOLDS
    return check + say(holds)


def nothing_to_do(shared: Shared) -> Sentence:
    """Why nothing is recommended."""
    if shared.has_visits:
        return say("Nothing is recommended: the playbook speaks of orders, and the file holds visits.")
    if not shared.has_orders and not shared.has_value:
        return say("Nothing is recommended: the file holds neither orders nor what customers are worth.")
    return say("Nothing is recommended: no play of the playbook is meant for these segments.")
