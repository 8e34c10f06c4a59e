"""What kind of month this is: compared with which one, or why with none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.prose.sentence import EMPTY, Sentence, UserLabel, capitalised, joined, just, say

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.changes.month_changes import MonthComparison
    from reportgen.prose.facts import Facts

PARTIAL = phrase(" The data end before the month does.")


def standing(analysis: Analysis, facts: Facts) -> Sentence:
    """What kind of month this is: first, partial, held, quiet or normal; and what of the file comes later."""
    return _kind(analysis, facts) + _later(analysis, facts)


def _later(analysis: Analysis, facts: Facts) -> Sentence:
    """Orders after the month, where the file was cut at its end."""
    if not analysis.has_orders or not facts["data.rows_after"].value:
        return EMPTY
    later = say(
        " The file goes on to {until}; what came after {month} is left out here.",
        until=facts["data.until"],
        month=facts["window.month"],
    )
    if "data.unfinished" not in facts:
        return later
    return later + say(" {month} is not complete in it.", month=facts["data.unfinished"])


def _kind(analysis: Analysis, facts: Facts) -> Sentence:
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
        say(" It was held and let pass: {why}.", why=UserLabel(periods.accepted))
        if periods.accepted
        else EMPTY
    )
    return since + _segments(periods, facts) + _limits(periods, facts) + passed


def _limits(periods: MonthComparison, facts: Facts) -> Sentence:
    """What the comparison cannot tell."""
    usual = say(" Usual sizes of moves between them begin anew.") if periods.usual_anew else EMPTY
    if "movement.judged_by" in facts:
        usual += say(" What is usual follows from {n} earlier months.", n=facts["movement.judged_by"])
    usual += _counted_anew(periods)
    if not periods.filling:
        return usual
    return usual + say(
        " The data begin on {first}, inside the {months} months before the end of {since}: while the window "
        "fills up, totals grow by themselves and hardly anybody can leave.",
        first=facts["data.from"],
        months=facts["window.months"],
        since=facts["movement.since"],
    )


def _counted_anew(periods: MonthComparison) -> Sentence:
    """That the two months are counted by different rules."""
    if periods.counted_anew is None:
        return EMPTY
    return Sentence((" ",)) + capitalised(just(periods.counted_anew.message)) + Sentence((".",))


def _why(periods: MonthComparison) -> Sentence:
    return joined(tuple(capitalised(Sentence((UserLabel(f"{just(reason)}."),))) for reason in periods.held))


def _segments(periods: MonthComparison, facts: Facts) -> Sentence:
    if not periods.refitted:
        return say(
            " The segments are those made in {fitted}; names and colours stay.",
            fitted=facts["movement.fitted"],
        )
    if not periods.approved_by:
        return say(" The segments were made anew this month.")
    return say(
        " The segments were made anew this month, approved by {who}.", who=UserLabel(periods.approved_by)
    )
