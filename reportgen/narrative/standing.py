"""What kind of month this is: compared with which one, or why with none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.claims.sentence import EMPTY, Label, Sentence, capitalised, joined, just, say
from reportgen.phrases import phrase

if TYPE_CHECKING:
    from reportgen.claims.analysis import Analysis
    from reportgen.claims.facts import Facts
    from reportgen.periods.compare import Periods

PARTIAL = phrase(" The data end before the month does.")


def standing(analysis: Analysis, facts: Facts) -> Sentence:
    """What kind of month this is: first, partial, held, quiet or normal."""
    periods = analysis.periods
    if periods is None or periods.previous is None:
        start = say("First report: there is no earlier month to compare with.")
        return start + (say(PARTIAL) if periods is not None and periods.partial else EMPTY)
    since = say("Compared with {since}.", since=facts["movement.since"])
    if periods.stopped:
        return say("Held: it cannot be compared with {since}. ", since=facts["movement.since"]) + _why(
            periods
        )
    if periods.partial:
        return say("No change is told.") + say(PARTIAL)
    if periods.migration is None:
        return say("The measures changed, so that the segments are new and no change is told.")
    passed = (
        say(" It was held and let pass: {why}.", why=Label(periods.accepted)) if periods.accepted else EMPTY
    )
    return since + _segments(periods, facts) + passed


def _why(periods: Periods) -> Sentence:
    return joined(tuple(capitalised(Sentence((Label(f"{just(reason)}."),))) for reason in periods.held))


def _segments(periods: Periods, facts: Facts) -> Sentence:
    if not periods.refitted:
        return say(
            " The segments are those made in {fitted}; names and colours stay.",
            fitted=facts["movement.fitted"],
        )
    if not periods.approved_by:
        return say(" The segments were made anew this month.")
    return say(" The segments were made anew this month, approved by {who}.", who=Label(periods.approved_by))
