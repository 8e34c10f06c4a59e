"""Tables of actions: what registered ones did, and how the next are tested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.page.parts import Head, Row, Section, Table, cell, name_cell, numeric_heads
from reportgen.prose.sentence import EMPTY, Sentence, just, say
from reportgen.topics.actions.control_words import designs_note, way
from reportgen.topics.actions.words import (
    action_name,
    heading,
    last_action,
    results_note,
    state_word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.actions.designs import DesignFigures
    from reportgen.topics.actions.facts import ActionsFacts, IntervalFigures, ResultFigures


def actions_section(facts: ActionsFacts, shared: Shared) -> Section | None:
    """What actions did and what the next can show; None where neither can be said."""
    tables = tuple(_tables(facts, shared))
    if not tables:
        return None
    lead = last_action(facts, shared) or EMPTY
    return Section("actions", say("Actions"), heading(facts), lead, (), tables)


def _tables(facts: ActionsFacts, shared: Shared) -> Iterator[Table]:
    if facts.results:
        yield _results(facts)
    if facts.designs:
        yield _designs(facts, shared)


def _results(facts: ActionsFacts) -> Table:
    heads = (
        Head(say("Action")),
        Head(say("State")),
        *numeric_heads(say("Contacted"), say("Control group")),
        *numeric_heads(say("Ordered, contacted"), say("Ordered, control")),
        *numeric_heads(say("Difference in points"), say("Difference in revenue a head")),
    )
    rows = tuple(map(_result, facts.results))
    return Table(say("What registered actions did"), heads, rows, note=results_note(facts))


def _result(figures: ResultFigures) -> Row:
    contact, control = figures.contact, figures.control
    return Row(
        (
            action_name(figures),
            state_word(figures),
            cell(contact.customers),
            say("none") if control is None else cell(control.customers),
            _share(contact.share, contact.ordered),
            EMPTY if control is None else _share(control.share, control.ordered),
            _interval(figures.shares),
            _interval(figures.revenue),
        )
    )


def _share(share: Fact | None, ordered: Fact | None) -> Sentence:
    """A share; where it would tell of too few, that they are too few."""
    return cell(ordered if share is None else share)


def _interval(figures: IntervalFigures | None) -> Sentence:
    if figures is None:
        return EMPTY
    return say("{value} ({low} to {high})", value=figures.value, low=figures.low, high=figures.high)


def _designs(facts: ActionsFacts, shared: Shared) -> Table:
    heads = (
        Head(say("Segment")),
        Head(say("Action")),
        *numeric_heads(say("Contact"), say("Control group"), say("Order anyway")),
        *numeric_heads(say("Rise that can be seen, points"), say("Result after, months")),
        Head(say("Can be tested")),
    )
    objectives = {each.segment: each.objective for each in facts.month.plan.recommended}
    rows = tuple(_design(key, figures, objectives[key], shared) for key, figures in facts.designs.items())
    return Table(say("Control groups of this month\u2019s lists"), heads, rows, note=designs_note(facts))


def _design(key: str, figures: DesignFigures, objective: str, shared: Shared) -> Row:
    segment = shared.of(key).segment
    return Row(
        (
            name_cell(segment),
            just(objective),
            cell(figures.contact),
            say("none") if figures.control is None else cell(figures.control),
            cell(figures.share),
            EMPTY if figures.control is None else cell(figures.rise),
            cell(figures.months),
            way(figures, shared),
        ),
        segment,
    )
