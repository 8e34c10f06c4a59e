"""Tables of what is recommended: what to do first, and what is commonly tried with each segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.page.parts import Head, Row, Table, cell, name_cell, numeric_heads
from reportgen.prose.sentence import EMPTY, Sentence, capitalised, just, listed, say, within
from reportgen.shared.words import in_window, no_lists, overdue_words, rounding_note, spoken, years_worth

if TYPE_CHECKING:
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import SegmentFigures, SegmentWorth, Shared
    from reportgen.topics.advice.decisions import Decision
    from reportgen.topics.advice.facts import AdviceFacts
    from reportgen.topics.advice.playbook import Play


def decisions_table(
    decisions: tuple[Decision, ...], advice: AdviceFacts | None, shared: Shared
) -> Table | None:
    """What to do first, with whom, and how to judge it; None where nothing is recommended."""
    if advice is None or not decisions:
        return None
    past = (capitalised(years_worth(shared)),) if shared.has_value else ()
    heads = (
        Head(say("Segment")),
        Head(say("Decision")),
        *numeric_heads(say("Customers"), *past),
        Head(say("Judge it by")),
    )
    rows = tuple(_decision(each, shared) for each in decisions)
    return Table(say("Do first, in this order"), heads, rows, note=_decisions_note(advice, shared))


def _decision(decision: Decision, shared: Shared) -> Row:
    past = (cell(decision.spent),) if shared.has_value else ()
    cells = (
        name_cell(decision.segment),
        decision.to_do,
        cell(decision.customers),
        *past,
        decision.judge,
    )
    return Row(cells, decision.segment)


def by_stake(shared: Shared) -> tuple[SegmentFigures, ...]:
    """Most past value first (customers where there is none), in the order of segments where they tie."""
    return tuple(sorted(shared.segments, key=lambda each: -_stake(each).shown))


def _stake(figures: SegmentFigures) -> Fact:
    return figures.customers if figures.worth is None else figures.worth.value


def effort_table(advice: AdviceFacts | None, shared: Shared) -> Table | None:
    """Value beside customers, what is commonly tried, and what would show that it does not work.

    None without value or advice.
    """
    if advice is None or not shared.has_value:
        return None
    word = shared.value_word
    heads = (
        Head(say("Segment")),
        *numeric_heads(
            say("Share of customers"), say("Share of {word}", word=word), say("Times the average")
        ),
        Head(say("Commonly tried")),
        Head(say("It does not work if")),
    )
    rows = tuple(
        _effort(each, each.worth, advice.plays[each.segment.key])
        for each in by_stake(shared)
        if each.worth is not None
    )
    note = say(
        "Times the average: {word} of one customer of the segment over that of the average customer.",
        word=word,
    )
    return Table(say("Segments by past {word}", word=word), heads, rows, note=note + rounding_note(shared))


def _effort(figures: SegmentFigures, worth: SegmentWorth, play: Play) -> Row:
    cells = (
        name_cell(figures.segment),
        *map(cell, (figures.share, worth.share, worth.index)),
        capitalised(just(play.action)),
        just(play.disproof),
    )
    return Row(cells, figures.segment)


def _decisions_note(advice: AdviceFacts, shared: Shared) -> Sentence:
    """How to judge a decision, and for which segments nothing is recommended."""
    judged = (
        EMPTY
        if not shared.has_orders
        else say(
            "Where a control group can show what worked, the list leaves it out; it stands in lists/control."
        )
        if shared.writes_lists
        else no_lists()
    )
    late = EMPTY
    if advice.overdue:
        late = say(" Overdue: {meaning}", meaning=within(overdue_words(shared)))
    return _past(shared) + judged + late + _general(advice, shared)


def _past(shared: Shared) -> Sentence:
    """What past spend is; nothing without value or dates."""
    window = in_window(shared.covers)
    if not shared.has_value or not window.pieces:
        return EMPTY
    meaning = say("{worth}: what these customers spent{window}. ", worth=years_worth(shared), window=window)
    return capitalised(meaning)


def _general(advice: AdviceFacts, shared: Shared) -> Sentence:
    """Segments for which no play of the playbook is meant."""
    names = tuple(
        spoken(each.segment) for each in shared.segments if not advice.plays[each.segment.key].specific
    )
    return say(" Nothing is recommended for {names}.", names=listed(names)) if names else EMPTY
