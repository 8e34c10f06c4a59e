"""Tables about what may come: the forecast's backtest, break-even, budget scenarios, sizes of tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.claims.allocation import scenarios
from reportgen.narrative import allocation
from reportgen.page.parts import Head, Row, Table
from reportgen.prose.sentence import EMPTY, just, say
from reportgen.report.tables import cell, named

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.narrative.recommendations import Recommendation
    from reportgen.prose.facts import Facts
    from reportgen.prose.sentence import Sentence


def inputs_given(
    analysis: Analysis, facts: Facts, recommendations: tuple[Recommendation, ...]
) -> tuple[Table, ...]:
    """The tables whose inputs are known: costs and budget from the user, shares from the data."""
    made = (
        _break_even(analysis, facts),
        _scenarios(analysis, facts),
        _curves(analysis, facts),
        _tests(recommendations, facts),
    )
    return tuple(table for table in made if table is not None)


def _heads(first: Sentence, *numeric: Sentence) -> tuple[Head, ...]:
    return (Head(first), *(Head(head, numeric=True) for head in numeric))


def _rows(analysis: Analysis, facts: Facts, keys: tuple[str, ...]) -> tuple[Row, ...]:
    return tuple(
        Row((named(s), *(cell(facts, f"segment.{s.key}.{key}") for key in keys)), s)
        for s in analysis.segments
    )


def _break_even(analysis: Analysis, facts: Facts) -> Table | None:
    if "effort.contact_cost" not in facts:
        return None
    heads = _heads(
        say("Segment"),
        say("Customers"),
        say("Cost of contact"),
        say("More orders that pay for it"),
        say("Of its customers"),
    )
    rows = _rows(analysis, facts, ("customers", "contact_cost", "break_even", "break_even_each"))
    return Table(say("When contact pays for itself"), heads, rows, note=allocation.break_even(facts))


def _scenarios(analysis: Analysis, facts: Facts) -> Table | None:
    keys = tuple(scenario.key for scenario in scenarios(analysis))
    if not keys:
        return None
    heads = _heads(say("Segment"), *(just(allocation.rule_title(key, analysis)) for key in keys))
    rows = _rows(analysis, facts, tuple(f"budget.{key}" for key in keys))
    total = Row((say("Together"), *(cell(facts, "effort.budget") for _ in keys)))
    note = allocation.rules(keys, analysis, facts)
    return Table(say("The budget divided, by rules"), heads, rows, total, note)


def _curves(analysis: Analysis, facts: Facts) -> Table | None:
    if not analysis.options.allocation or analysis.options.budget is None:
        return None
    rows = _rows(analysis, facts, ("curve.most", "curve.half"))
    given = tuple(row for row in rows if row.cells[1] != EMPTY)
    heads = _heads(say("Segment"), say("Never more than"), say("Half of it at"))
    return Table(say("Response curves as given"), heads, given, note=allocation.curves())


def _tests(recommendations: tuple[Recommendation, ...], facts: Facts) -> Table | None:
    if "test.difference" not in facts or not recommendations:
        return None
    heads = (
        *_heads(say("Segment"), say("Customers"), say("Ordered lately"), say("In each group")),
        Head(say("Large enough for the test")),
    )
    rows = tuple(_test(recommendation, facts) for recommendation in recommendations)
    return Table(say("How many a test needs"), heads, rows, note=allocation.tests(facts))


def _test(recommendation: Recommendation, facts: Facts) -> Row:
    key = f"segment.{recommendation.segment.key}"
    return Row(
        (
            named(recommendation.segment),
            cell(facts, f"{key}.customers"),
            cell(facts, f"{key}.ordered_lately"),
            cell(facts, f"{key}.arm"),
            _enough(recommendation, facts),
        ),
        recommendation.segment,
    )


def _enough(recommendation: Recommendation, facts: Facts) -> Sentence:
    key = f"segment.{recommendation.segment.key}"
    return say("yes") if facts[f"{key}.customers"].shown >= 2 * facts[f"{key}.arm"].shown else say("no")
