"""The section on where effort may go, and its tables: break-even and the budget divided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.page.parts import Head, Row, Table, cell, name_cell, numeric_heads
from reportgen.prose.sentence import Sentence, just, say
from reportgen.topics.budget.words import (
    break_even_note,
    budget_lead,
    curves_note,
    rule_title,
    rules_note,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.topics.budget.facts import (
        BreakEven,
        BudgetFacts,
        BudgetFigures,
        ContactFigures,
        CurveFigures,
    )


@dataclass(frozen=True)
class BudgetSection:
    """Where effort may go, without figures that the data do not hold."""

    heading: Sentence
    lead: Sentence
    table: Table
    more: tuple[Table, ...]
    """Break-even and scenarios, as far as their inputs are known."""


def budget_section(facts: BudgetFacts, shared: Shared, advised: Table | None) -> BudgetSection | None:
    """Where effort may go, below the table of what is advised; None where nothing is."""
    if advised is None:
        return None
    word = shared.value_word
    return BudgetSection(
        say("Where effort may go, by past {word}", word=word),
        budget_lead(costs_given=facts.costs_given, word=word),
        advised,
        tables_given(facts, shared),
    )


def tables_given(facts: BudgetFacts, shared: Shared) -> tuple[Table, ...]:
    """The tables whose inputs are known."""
    budget = facts.budget
    made = (
        None if facts.contact is None else _break_even(facts.contact, shared),
        None if budget is None or not budget.divisions else _divided(budget, shared),
        None if budget is None or not facts.curves else _curves(facts.curves, shared),
    )
    return tuple(table for table in made if table is not None)


def _break_even(contact: ContactFigures, shared: Shared) -> Table:
    heads = (
        Head(say("Segment")),
        *numeric_heads(
            say("Customers"),
            say("Cost of contact"),
            say("More orders that pay for it"),
            say("Of its customers"),
        ),
    )
    rows = tuple(_contact(each, contact.segments[each.segment.key]) for each in shared.segments)
    return Table(say("When contact pays for itself"), heads, rows, note=break_even_note(contact))


def _contact(figures: SegmentFigures, own: BreakEven) -> Row:
    return _row(figures, figures.customers, own.cost, own.orders, own.each)


def _row(figures: SegmentFigures, *facts: Fact) -> Row:
    return Row((name_cell(figures.segment), *map(cell, facts)), figures.segment)


def _divided(budget: BudgetFigures, shared: Shared) -> Table:
    word, divisions = shared.value_word, budget.divisions
    heads = (
        Head(say("Segment")),
        *numeric_heads(*(just(rule_title(division.rule, word)) for division in divisions)),
    )
    rows = tuple(
        _row(each, *(division.parts[each.segment.key] for division in divisions)) for each in shared.segments
    )
    total = Row((say("Together"), *(cell(budget.budget) for _ in divisions)))
    return Table(say("The budget divided, by rules"), heads, rows, total, rules_note(budget, word))


def _curves(curves: Mapping[str, CurveFigures], shared: Shared) -> Table:
    heads = (Head(say("Segment")), *numeric_heads(say("Never more than"), say("Half of it at")))
    rows = tuple(_row(shared.of(key), curve.most, curve.half) for key, curve in curves.items())
    return Table(say("Response curves as given"), heads, rows, note=curves_note())
