"""What is said of cost, budget and tests: only what its inputs hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from reportgen.errors import InputError
from reportgen.features.table import FeatureKind
from reportgen.options.response_curve import ResponseCurve
from reportgen.page.parts import Table
from reportgen.prose.sentence import EMPTY
from reportgen.shared.figures import shared_figures
from reportgen.topics.budget.facts import DivisionRule, budget_facts
from reportgen.topics.budget.section import budget_section, tables_given
from tests.builders import a_segmentation, a_table, an_analysis

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.topics.budget.facts import BudgetFacts

KINDS = {"recency": FeatureKind.DAYS, "frequency": FeatureKind.COUNT, "monetary": FeatureKind.MONEY}
HALVES = a_segmentation(*[0] * 60 + [1] * 40)
ADVISED = Table(EMPTY, (), ())


def a_shop(**options: Any) -> Analysis:
    """Sixty customers who spent 30 and ordered last week, forty who spent 5 and have been away for long."""
    frame = pd.DataFrame(
        {
            "recency": np.repeat([7.0, 200.0], (60, 40)),
            "frequency": 2.0,
            "monetary": np.repeat([30.0, 5.0], (60, 40)),
        },
        index=[f"{i:03d}" for i in range(100)],
    )
    analysis = an_analysis(a_table(frame, KINDS, "monetary"), HALVES)
    return replace(analysis, options=replace(analysis.options, **options))


def titled(analysis: Analysis) -> dict[str, Table]:
    shared = shared_figures(analysis)
    return {table.title.plain: table for table in tables_given(budget_facts(analysis, shared), shared)}


def facts_of(analysis: Analysis) -> BudgetFacts:
    return budget_facts(analysis, shared_figures(analysis))


def cells(table: Table) -> list[list[str]]:
    return [[cell.plain for cell in row.cells[1:]] for row in table.rows]


def test_without_any_input_of_the_user_there_is_no_table() -> None:
    assert titled(a_shop()) == {}


@pytest.mark.parametrize("given", [{"contact_cost": 1.0}, {"margin": 10.0}])
def test_break_even_needs_both_cost_and_margin_and_one_of_them_is_said_to_be_given(
    given: dict[str, float],
) -> None:
    analysis = a_shop(**given)
    assert "When contact pays for itself" not in titled(analysis)
    section = budget_section(facts_of(analysis), shared_figures(analysis), ADVISED)
    assert section is not None
    assert section.lead.plain.startswith("Costs are as given in the settings")


def test_break_even_by_segment() -> None:
    table = titled(a_shop(contact_cost=1.0, margin=7.0))["When contact pays for itself"]
    assert cells(table) == [["60", "60.00", "9", "15%"], ["40", "40.00", "6", "15%"]]


def test_a_budget_goes_by_heads_by_past_revenue_and_by_what_is_at_risk() -> None:
    table = titled(a_shop(budget=100.0))["The budget divided, by rules"]
    assert [head.text.plain for head in table.heads[1:]] == [
        "Equal per head",
        "By share of revenue",
        "By revenue at risk",
    ]
    assert cells(table) == [["60.00", "90.00", "0.00"], ["40.00", "10.00", "100.00"]]
    assert table.total is not None
    assert {cell.plain for cell in table.total.cells[1:]} == {"100.00"}
    assert table.note.plain.endswith("None of these rules says what the money would bring.")


def test_a_rule_that_has_nothing_to_divide_by_is_left_out() -> None:
    shop = a_shop(budget=100.0)
    frame = shop.customers.frame.assign(recency=7.0)
    nobody_away = replace(shop, customers=replace(shop.customers, frame=frame))
    budget = facts_of(nobody_away).budget
    assert budget is not None
    assert [division.rule for division in budget.divisions] == [DivisionRule.PER_HEAD, DivisionRule.BY_VALUE]


def test_a_segment_without_a_response_curve_gets_nothing_by_them() -> None:
    tables = titled(a_shop(budget=100.0, allocation={"b": ResponseCurve(500.0, 50.0)}))
    divided = tables["The budget divided, by rules"]
    assert [row[-1] for row in cells(divided)] == ["0.00", "100.00"]
    assert divided.note.plain.endswith("Only the curves, which are your own, say what the money would bring.")
    assert cells(tables["Response curves as given"]) == [["500.00", "50.00"]]


def test_a_curve_of_a_segment_that_there_is_not_is_refused_and_the_segments_are_named() -> None:
    analysis = a_shop(allocation={"z": ResponseCurve(500.0, 50.0)})
    with pytest.raises(InputError, match="'z'") as refused:
        facts_of(analysis)
    assert refused.value.hint == "the segments are a, b"


def test_there_is_no_section_where_nothing_is_advised() -> None:
    analysis = a_shop(budget=100.0)
    assert budget_section(facts_of(analysis), shared_figures(analysis), None) is None
