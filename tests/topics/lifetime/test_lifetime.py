"""Why there is no forecast, in words that name the figure and its limit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from reportgen.features.lifetime_value import Backtest, Check, Gate, Refused
from reportgen.shared.figures import shared_figures
from reportgen.topics.lifetime.facts import LifetimeFacts, lifetime_facts
from reportgen.topics.lifetime.section import backtest_table
from reportgen.topics.lifetime.words import forecast_note
from tests.made import shop

TESTED = Backtest(dt.date(2026, 6, 30), 900, 1_500.0, 2_000.0, 30_000.0, 40_000.0, 0.7)


def told(result: Refused | None) -> tuple[LifetimeFacts | None, str]:
    analysis = shop(400.0, 20.0)
    analysis = replace(analysis, customers=replace(analysis.customers, lifetime=result))
    facts = lifetime_facts(analysis, shared_figures(analysis))
    return facts, forecast_note(result, facts).plain


def test_too_few_returning_customers_are_told_with_how_many_it_takes() -> None:
    _, note = told(Refused((Check(Gate.REPEATERS, 40, 100, passed=False),)))
    assert note == (
        "Expected spend is not given: 40 customers ordered on more than one day, and 100 are needed. "
        "Only what customers spent is told."
    )


def test_a_forecast_that_failed_its_back_test_stands_beside_what_came() -> None:
    checks = (
        Check(Gate.ORDERS, -0.25, 0.25, passed=True),
        Check(Gate.SPEND, -0.30, 0.25, passed=False),
        Check(Gate.RANKS, 0.7, 0.3, passed=True),
    )
    facts, note = told(Refused(checks, TESTED))
    assert "30k of spend was foretold for the last third of the time, and 40k came" in note
    table = backtest_table(facts)
    assert table is not None
    assert [cell.plain for cell in table.rows[1].cells] == ["Spend", "30k", "40k", "\u221230%"]


def test_a_table_of_customers_has_no_forecast_and_says_nothing_of_one() -> None:
    facts, note = told(None)
    assert facts is None
    assert note == ""
    assert backtest_table(facts) is None
