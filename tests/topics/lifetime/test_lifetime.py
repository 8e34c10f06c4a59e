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
        "Expected spend is not given: 40 customers ordered on more than one day, and 100 are needed."
    )


def test_a_forecast_that_failed_its_back_test_is_told_in_a_line() -> None:
    checks = (
        Check(Gate.ORDERS, -0.25, 0.25, passed=True),
        Check(Gate.SPEND, -0.30, 0.25, passed=False),
        Check(Gate.RANKS, 0.7, 0.3, passed=True),
    )
    facts, note = told(Refused(checks, TESTED, 6))
    assert note == (
        "Expected spend is not given: the forecast for 6 months was 30k of spend, and 40k came: more "
        "than 25% off."
    )
    assert backtest_table(facts) is None


def test_a_table_of_customers_has_no_forecast_and_says_nothing_of_one() -> None:
    facts, note = told(None)
    assert facts is None
    assert note == ""
    assert backtest_table(facts) is None
