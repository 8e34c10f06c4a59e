"""What a reader must know of a comparison: with which month, what it cannot say, which lists go with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.prose.sentence import (
    EMPTY,
    Sentence,
    UserLabel,
    capitalised,
    joined,
    just,
    listed,
    say,
)
from reportgen.shared.words import label_of, members, spoken, window_words
from reportgen.topics.movement.change import paragraph
from reportgen.topics.movement.words import window_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.changes.month_changes import MonthComparison
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.movement.facts import (
        AnySegment,
        DriftFigures,
        MonthMoves,
        MovementFacts,
        NotOrderedFigures,
        SlowerFigures,
    )

OTHERS_NOW, NOT_AGAIN = (
    phrase("Segments defined now would divide the customers otherwise than those of {fitted}."),
    phrase("Repeating the analysis of {fitted} gives other segments now."),
)
"""Why kept segments are out of date."""
PARTIAL = phrase(" The data end before the month does.")


def standing(comparison: MonthComparison, facts: MovementFacts | None, shared: Shared) -> Sentence:
    """What kind of month this is: first, partial, held, quiet or normal; and what of the file comes later."""
    if facts is None:
        first = say("This is the first report; the next one tells who changed segment.")
        kind = first + say(PARTIAL) if comparison.partial else first
    else:
        kind = _kind(comparison, facts, shared)
    return kind + _later(shared)


def _kind(comparison: MonthComparison, facts: MovementFacts, shared: Shared) -> Sentence:
    """Compared with which month, or why with none."""
    if comparison.stopped:
        return say("On hold: this month cannot be compared with {since}. ", since=facts.since) + _why_held(
            comparison
        )
    if comparison.partial:
        return say("Changes are not shown.") + say(PARTIAL)
    if facts.moves is None:
        return say(
            "The measures changed, so the segments are new and cannot be compared with earlier months."
        )
    compared = say("Compared with {since}.", since=facts.since)
    made = _who_made_segments(comparison, facts.fitted)
    limits = _limits(comparison, facts.since, facts.moves, shared)
    return compared + made + limits + _let_pass(comparison)


def _why_held(comparison: MonthComparison) -> Sentence:
    reasons = (Sentence((UserLabel(f"{just(reason)}."),)) for reason in comparison.held)
    return joined(tuple(map(capitalised, reasons)))


def _who_made_segments(comparison: MonthComparison, fitted: Fact) -> Sentence:
    """Whether the segments go on from an earlier month."""
    if not comparison.refitted:
        return say(
            " The segments were defined in {fitted} and kept since, so that months can be compared.",
            fitted=fitted,
        )
    if not comparison.approved_by:
        return say(" The segments were defined anew this month.")
    who = UserLabel(comparison.approved_by)
    return say(" The segments were defined anew this month, approved by {who}.", who=who)


def _limits(comparison: MonthComparison, since: Fact, moves: MonthMoves, shared: Shared) -> Sentence:
    """What the comparison cannot tell."""
    anew = say(" Normal ranges for moves between them start again.") if comparison.limits_restart else EMPTY
    filling = _filling(since, shared) if moves.window_filling else EMPTY
    return anew + _judged_by(moves) + _counted_anew(comparison) + filling


def _judged_by(moves: MonthMoves) -> Sentence:
    """How many months the normal ranges follow from."""
    if moves.earlier_months is None:
        return EMPTY
    return say(" Normal ranges are based on {n} earlier months.", n=moves.earlier_months)


def _filling(since: Fact, shared: Shared) -> Sentence:
    """That totals grow by themselves, as the data began within the earlier month's window."""
    return say(
        " The data begin on {first}: figures of {since} cover fewer months, so totals rise by themselves and "
        "are not compared.",
        first=window_of(shared).data_from,
        since=since,
    )


def _counted_anew(comparison: MonthComparison) -> Sentence:
    """That the two months are counted by different rules."""
    if comparison.counting_changed is None:
        return EMPTY
    return Sentence((" ",)) + capitalised(just(comparison.counting_changed.message)) + Sentence((".",))


def _let_pass(comparison: MonthComparison) -> Sentence:
    """The user's reason to compare a month that was held."""
    if not comparison.accepted:
        return EMPTY
    return say(" It was on hold and was released: {why}.", why=UserLabel(comparison.accepted))


def _later(shared: Shared) -> Sentence:
    """Orders after the month, where the file was cut at its end."""
    window = shared.window
    if not shared.has_orders or window is None or not window.rows_after.value:
        return EMPTY
    later = say(
        " The file runs to {until}; orders after {month} are not included.",
        until=window.data_until,
        month=window.month,
    )
    if window.unfinished is None:
        return later
    return later + say(" {month} is not complete in it.", month=window.unfinished)


def lists(moves: MonthMoves, shared: Shared) -> Sentence:
    """Which private lists name the people that the page speaks of."""
    if not shared.writes_lists:
        return EMPTY
    moved = say("moved.csv lists the customers who changed segment and may be contacted.")
    return joined((moved, *_who_did_not_order(moves, shared), *_who_orders_less(moves)))


def _who_did_not_order(moves: MonthMoves, shared: Shared) -> Iterator[Sentence]:
    """Where the customers of a segment stand who did not order."""
    for key, ordered in moves.ordered.items():
        if ordered.not_ordered is not None and ordered.of.shown:
            yield _not_ordered(ordered.not_ordered, moves.names[key], shared)


def _not_ordered(figures: NotOrderedFigures, segment: AnySegment, shared: Shared) -> Sentence:
    """Where the customers of a segment stand who did not order, and that the segment counts them still."""
    n, reached, whom = figures.customers, figures.listed, members(segment)
    if n.value == reached.value:
        where = say("not-ordered.csv lists the {n} {whom} who did not order.", n=n, whom=whom)
    elif isinstance(reached.value, str):
        where = say(
            "{n} {whom} did not order; not-ordered.csv lists those who may be contacted.", n=n, whom=whom
        )
    else:
        where = say(
            "{n} {whom} did not order; not-ordered.csv lists the {reached} who may be contacted.",
            n=n,
            whom=whom,
            reached=reached,
        )
    return paragraph(where, _still_counted(segment.key, shared))


def _still_counted(key: str, shared: Shared) -> Sentence:
    size = next((each.customers for each in shared.segments if each.segment.key == key), None)
    if size is None:
        return EMPTY
    return say(
        "The segment counts {n} now: it goes by the {window}, not by the orders of one month.",
        n=size,
        window=window_words(shared.window),
    )


def _who_orders_less(moves: MonthMoves) -> Iterator[Sentence]:
    """Where the customers of a segment stand who order less than they used to."""
    for key, slower in moves.slower.items():
        if slower.rate is not None:
            yield _ordering_less(slower, slower.rate.listed, members(moves.names[key]))


def _ordering_less(figures: SlowerFigures, reached: Fact, whom: Sentence) -> Sentence:
    n = figures.count.customers
    if n.value == reached.value:
        return say("ordering-less.csv lists the {n} {whom} who order less.", n=n, whom=whom)
    if isinstance(reached.value, str):
        return say(
            "{n} {whom} order less; ordering-less.csv lists those who may be contacted.", n=n, whom=whom
        )
    return say(
        "{n} {whom} order less; ordering-less.csv lists the {reached} who may be contacted.",
        n=n,
        whom=whom,
        reached=reached,
    )


def misnamed(shared: Shared) -> Sentence:
    """Segments whose kept name no longer fits their customers; nothing where all do."""
    told = tuple(
        say(
            "{name} no longer fits: the name holds for {share} of its customers.",
            name=spoken(each.segment),
            share=each.name_fits,
        )
        for each in shared.segments
        if each.name_fits is not None and not each.segment.still_fits
    )
    return paragraph(*told, say("Names stay until the segments are defined anew.")) if told else EMPTY


def new_and_retired(moves: MonthMoves) -> Sentence:
    """New and retired segments; nothing where there are none."""
    new, gone = (tuple(map(spoken, segments)) for segments in (moves.new, moves.retired))
    return paragraph(
        say("New: {names}.", names=listed(new)) if new else EMPTY,
        say("No longer there: {names}.", names=listed(gone)) if gone else EMPTY,
    )


def out_of_date(facts: MovementFacts | None) -> Sentence:
    """That kept segments no longer fit, so that no other verdict on them counts; nothing while they do."""
    if facts is None or facts.moves is None or not facts.moves.out_of_date:
        return EMPTY
    drift = facts.moves.drift
    text = OTHERS_NOW if drift is not None and "agreement" in drift.due else NOT_AGAIN
    return say(text, fitted=facts.fitted) + say(" Ask whoever makes this report to define them anew.")


def refit_advice(drift: DriftFigures | None, fitted: Fact) -> Sentence:
    """Why the segments should be made anew; nothing while they fit."""
    if drift is None or not drift.due:
        return EMPTY
    return say(
        "It is time to define the segments anew: {reasons}.",
        reasons=listed(tuple(_reason(reason, drift, fitted) for reason in drift.due)),
    )


def _reason(reason: str, drift: DriftFigures, fitted: Fact) -> Sentence:
    match reason:
        case "shift":
            large = tuple(label_of(shift.feature) for shift in drift.shifts if shift.is_large)
            return say("{measures} moved clearly since {fitted}", measures=listed(large), fitted=fitted)
        case "beyond":
            return say("{n} of customers lie far from every segment", n=drift.beyond)
        case "agreement" if drift.agreement is not None:
            return say(
                "segments defined on this month\u2019s customers agree with these at {n} only",
                n=drift.agreement,
            )
        case "unstable":
            return say("repeating the analysis on this month\u2019s customers gives other segments")
        case "age":
            return say("the segments are {n} months old", n=drift.months)
        case _:
            raise ValueError(f"no words for a refit because of {reason}")
