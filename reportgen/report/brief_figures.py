"""The three figures at the top of a brief: what customers spent, how many they are, and what is at stake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.page.parts import KeyFigure, cell
from reportgen.prose.sentence import EMPTY, THEN, Sentence, capitalised, joined, just, listed, plainly, say
from reportgen.shared.comparisons import largest_segments
from reportgen.shared.words import members, spoken, within_window, years_worth
from reportgen.topics.advice.words import IN_TIME
from reportgen.topics.history.facts import A_YEAR
from reportgen.topics.overview.words import largest_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.advice.decisions import Decision
    from reportgen.topics.history.facts import HistoryFacts
    from reportgen.topics.movement.facts import MonthMoves

MOST_FIGURES = 3
MOST_NAMED = 2
"""Segments of the same size that are named below it."""
SEGMENTS, OLD_SEGMENTS = phrase("in {n} segments"), phrase("in {n} segments (out of date)")


def key_figures(
    shared: Shared,
    moves: MonthMoves | None,
    months: HistoryFacts | None = None,
    first: Decision | None = None,
) -> tuple[KeyFigure, ...]:
    """Three figures: what customers spent, how many they are, and what is at stake."""
    return tuple(_figures(shared, moves, months, first))[:MOST_FIGURES]


def _figures(
    shared: Shared, moves: MonthMoves | None, months: HistoryFacts | None, first: Decision | None
) -> Iterator[KeyFigure]:
    total, filling = shared.total, moves is None or moves.window_filling
    worth_change = None if moves is None or moves.total.worth is None else moves.total.worth.change
    if total.worth is not None:
        label = within_window(shared.value_word, shared.covers)
        year = None if months is None else months.year
        note = EMPTY if filling or moves is None else _of_a_year(worth_change, shared, moves, months)
        if year is not None:
            note = say("{change} on the year before", change=year.change)
        unnamed = shared.guests.amount
        if unnamed is not None and unnamed.shown:
            excluded = say("excludes {n} without a customer number", n=unnamed)
            note = joined((*((note,) if note.pieces else ()), excluded), THEN)
        yield KeyFigure(label, cell(total.worth.value), note)
    people = within_window(plainly("customers"), shared.covers if shared.has_orders else None)
    count_change = None if moves is None else moves.total.change
    segments = (
        EMPTY
        if total.worth is None
        else _largest(shared, out_of_date=moves is not None and moves.out_of_date)
    )
    notes = (EMPTY if filling else _on(count_change), segments)
    yield KeyFigure(people, cell(total.customers), joined(tuple(each for each in notes if each.pieces), THEN))
    overdue = shared.overdue
    if first is not None and first.why in IN_TIME and first.spent is not None:
        note = say("of the {n} {whom}", n=first.customers, whom=members(first.segment))
        yield KeyFigure(say("At stake: {worth}", worth=years_worth(shared)), cell(first.spent), note)
    elif overdue is not None and overdue.customers.shown:
        stake = overdue.customers if overdue.spent is None else overdue.spent
        label = say("Overdue customers") if overdue.spent is None else _stake_label(shared)
        yield KeyFigure(label, cell(stake), _who_is_overdue(shared))
    yield KeyFigure(say("Segments"), cell(total.segments))
    if total.worth is not None:
        yield KeyFigure(
            capitalised(say("Average {word} each", word=shared.value_word)), cell(total.worth.each)
        )
    largest = largest_segments(shared)
    names = listed(tuple(just(each.segment.name) for each in largest))
    noted = names if len(largest) <= MOST_NAMED else EMPTY
    yield KeyFigure(largest_label(shared), cell(largest[0].share), noted)


def _on(change: Fact | None) -> Sentence:
    """The change since the earlier month."""
    return EMPTY if change is None else say("{change} on the month before", change=change)


def _of_a_year(
    change: Fact | None, shared: Shared, moves: MonthMoves, months: HistoryFacts | None
) -> Sentence:
    """The same of a year's total: this month came in, and that of the year before dropped out."""
    gone = None if months is None else months.year_before
    if change is None or gone is None or months is None or shared.window is None:
        return _on(change)
    follows = moves.past_months[-1:] == (months.months[-2].month.text,)
    if not follows or shared.window.months.shown != A_YEAR:
        return _on(change)
    return say(
        "{change} on the month before: {month} replaces {before}",
        change=change,
        month=months.this.month,
        before=gone.month,
    )


def _largest(shared: Shared, *, out_of_date: bool) -> Sentence:
    """How many segments there are, whether they still fit, and which is the largest where one is."""
    segments, largest = shared.total.segments, largest_segments(shared)
    text = OLD_SEGMENTS if out_of_date else SEGMENTS
    number = say(text, n=segments)
    if len(largest) > 1:
        return number
    return say("{number}, {name} the largest", number=number, name=spoken(largest[0].segment))


def _stake_label(shared: Shared) -> Sentence:
    return capitalised(say("{worth} of overdue customers", worth=years_worth(shared)))


def _who_is_overdue(shared: Shared) -> Sentence:
    """How many people that is, and where most of the money lies."""
    overdue = shared.overdue
    if overdue is None or overdue.spent is None:
        return EMPTY
    everybody = say("{n} {n:customer|customers} past their own rhythm", n=overdue.customers)
    groups = [(key, group.spent, group) for key, group in overdue.segments.items() if group.spent is not None]
    if len(groups) < 2:  # noqa: PLR2004 - then it is the same as everybody
        return everybody
    key, spent, group = max(groups, key=lambda part: part[1].shown)
    name = spoken(shared.of(key).segment)
    return everybody + say("; {n} of them {name}: {spent}", n=group.customers, name=name, spent=spent)
