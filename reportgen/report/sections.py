"""The sections of the full report, each a value that its template only arranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.narrative import chart_texts
from reportgen.narrative.findings import times_the_average
from reportgen.narrative.words import first_fitting, value_word
from reportgen.page.parts import Illustration
from reportgen.prose.sentence import say
from reportgen.report import pictures, tables, value_tables
from reportgen.report.content import BudgetSection, MoneySection

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.narrative.recommendations import Recommendation
    from reportgen.prose.facts import Facts


def money(analysis: Analysis, facts: Facts) -> MoneySection | None:
    """Where the value is; nothing without a value column."""
    if not analysis.has_value:
        return None
    word = value_word(analysis)
    heading = first_fitting((times_the_average(analysis, facts),), say("Where the {word} is", word=word))
    bars = Illustration(pictures.marimekko(analysis, facts), chart_texts.marimekko(analysis, facts))
    curve = None
    if "concentration.top_value" in facts:
        curve = Illustration(pictures.lorenz(analysis, facts), chart_texts.lorenz(analysis, facts))
    return MoneySection(heading, bars, curve, grid(analysis, facts))


def grid(analysis: Analysis, facts: Facts) -> Illustration | None:
    """Customers by recency and frequency score; nothing without orders."""
    if not analysis.has_orders:
        return None
    return Illustration(pictures.grid(analysis, facts), chart_texts.grid(analysis, facts))


def budget(
    analysis: Analysis, facts: Facts, recommendations: tuple[Recommendation, ...]
) -> BudgetSection | None:
    """Where effort may go; only where value is known and recommendations are wanted."""
    if not analysis.has_value or not recommendations:
        return None
    word = value_word(analysis)
    costs = analysis.options.contact_cost is not None or analysis.options.margin is not None
    given = (
        say(
            "Costs are as given in the settings; the file holds none, so nothing is said about profit or "
            "about what a campaign would bring."
        )
        if costs
        else say(
            "The file holds no costs, so nothing is said about profit or about what a campaign would bring."
        )
    )
    lead = given + say(
        " Segments stand in the order of past {word}, which is what there is to protect.", word=word
    )
    return BudgetSection(
        say("Where effort may go, by past {word}", word=word),
        lead,
        tables.budget(recommendations, analysis, facts),
        value_tables.inputs_given(analysis, facts, recommendations),
    )
