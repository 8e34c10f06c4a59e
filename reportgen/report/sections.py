"""The sections of the full report, each a value that its template only arranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import translated
from reportgen.narrative import statements
from reportgen.narrative.findings import consequence, find, most_valuable, times_the_average, widest_features
from reportgen.narrative.movement import changes
from reportgen.narrative.standing import standing
from reportgen.narrative.words import (
    first_fitting,
    label_of,
    value_word,
    verdict_words,
    within_window,
)
from reportgen.options.enums import Paper
from reportgen.page.parts import Term
from reportgen.prose.sentence import (
    EMPTY,
    Sentence,
    UserLabel,
    capitalised,
    joined,
    just,
    listed,
    say,
    within,
)
from reportgen.report import tables, value_tables
from reportgen.report.content import (
    BudgetSection,
    CoverPage,
    DifferencesSection,
    GlanceSection,
    MoneySection,
    SummaryPage,
)
from reportgen.report.decisions import decisions

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.narrative.recommendations import Recommendation
    from reportgen.prose.facts import Facts
    from reportgen.prose.finding import Finding
    from reportgen.report.pictures import Pictures

PAGE = {Paper.A4: 978, Paper.LETTER: 930}
ROW, WORDS = 25, 295
"""Height of a page, of a table's row, and of headings, captions and notes, in CSS pixels."""
MOST_NAMED = 2
"""Measures that a title can name side by side."""
FIRST = 3
"""Findings and decisions that a reader meets first."""


def cover(analysis: Analysis, facts: Facts, pictures: Pictures) -> CoverPage:
    """Page one: the finding, and all that it takes to trust it."""
    return CoverPage(
        eyebrow(say("Customer segment report"), analysis, facts),
        headline(analysis, facts),
        consequence(analysis, facts),
        pictures.mosaic,
        pictures.narrow_mosaic,
        terms(analysis, facts),
    )


def headline(analysis: Analysis, facts: Facts) -> Sentence:
    """The report's title: its first finding, where that is about worth; else what the segments are."""
    first = find(analysis, facts)[0]
    if first.key == "worth":
        return first.headline
    k, widest = facts["total.segments"], widest_features(analysis, facts)
    groups = say("{k} groups of customers", k=k)
    if not 0 < len(widest) <= MOST_NAMED:
        return groups
    measures = listed(tuple(just(label_of(feature)) for feature in widest))
    apart = say("{k} groups of customers, told apart most by {label}", k=k, label=measures)
    return first_fitting((apart,), groups)


def terms(analysis: Analysis, facts: Facts) -> tuple[Term, ...]:
    """What page one always says: period, people, value, what is missing, how sure, whom to ask."""
    verdict = within(just(verdict_words(analysis).short))
    return (
        Term(say("What changed"), standing(analysis, facts)),
        Term(say("Data"), statements.data(analysis, facts)),
        Term(say("Customers"), statements.people(analysis, facts)),
        Term(say("Value"), just(translated(analysis.customers.value_definition))),
        Term(say("Not in these figures"), statements.missing(facts)),
        Term(say("How sure: {verdict}", verdict=verdict), statements.sure_in_short(analysis, facts)),
        Term(say("Questions to"), statements.contact(analysis)),
    )


def eyebrow(kind: Sentence, analysis: Analysis, facts: Facts) -> Sentence:
    """What this is, of which month, and whose."""
    month = (Sentence((facts["window.month"],)),) if "window.month" in facts else ()
    return joined((kind, *month, Sentence((UserLabel(named(analysis)),))), " \u00b7 ")


def when(facts: Facts) -> str:
    """The month of the report, or nothing."""
    return facts["window.month"].text if "window.month" in facts else ""


def named(analysis: Analysis) -> str:
    """Whose customers these are: the company, else the name of the report."""
    return analysis.options.company or (analysis.options.name or "").replace("-", " ").capitalize()


def summary(analysis: Analysis, facts: Facts, recommendations: tuple[Recommendation, ...]) -> SummaryPage:
    """One page that stands alone."""
    return SummaryPage(
        say("What the data show, and what to do about it") if recommendations else say("What the data show"),
        first_findings(analysis, facts),
        key_figures(analysis, facts),
        decisions(recommendations, analysis, facts, FIRST),
    )


def first_findings(analysis: Analysis, facts: Facts) -> tuple[Finding, ...]:
    """The findings for a reader with a minute: the month's news before all, how sure we are at the end."""
    findings = find(analysis, facts)
    news = tuple(change.finding for change in changes(analysis, facts) if change.leads)[:1]
    return (*news, *(f for f in findings if f.key != "certainty"))[:FIRST] + findings[-1:]


def key_figures(analysis: Analysis, facts: Facts) -> tuple[Term, ...]:
    """Four figures, large."""
    word = value_word(analysis)
    segment = most_valuable(analysis, facts)
    figures = [
        Term(say("Customers"), tables.cell(facts, "total.customers")),
        Term(say("Segments"), tables.cell(facts, "total.segments")),
    ]
    if analysis.has_value:
        each = capitalised(say("Average {word} each", word=word))
        figures.insert(0, Term(within_window(word, facts), tables.cell(facts, "total.value")))
        figures.insert(2, Term(each, tables.cell(facts, "total.value_each")))
    if segment is None:
        figures.append(Term(say("Largest segment"), _largest_share(analysis, facts)))
        figures.append(Term(say("Measures grouped by"), tables.cell(facts, "total.basis")))
    return tuple(figures[:4])


def _largest_share(analysis: Analysis, facts: Facts) -> Sentence:
    shares = [facts[f"segment.{s.key}.customer_share"] for s in analysis.segments]
    return Sentence((max(shares, key=lambda fact: fact.shown),))


def glance(analysis: Analysis, facts: Facts, pictures: Pictures) -> GlanceSection:
    """The segments side by side, with the questions that tell them where one page holds both."""
    shares = sorted(
        (facts[f"segment.{s.key}.customer_share"] for s in analysis.segments), key=lambda f: f.shown
    )
    neutral = say("{k} segments at a glance", k=facts["total.segments"])
    spoken = say(
        "{k} segments, from {low} to {high} of customers",
        k=facts["total.segments"],
        low=shares[0],
        high=shares[-1],
    )
    heading = spoken if shares[0].text != shares[-1].text else neutral
    return GlanceSection(
        heading,
        pictures.pairs,
        tables.comparison(analysis, facts),
        pictures.flow if flow_at_a_glance(analysis, pictures) else None,
    )


def money(analysis: Analysis, facts: Facts, pictures: Pictures) -> MoneySection | None:
    """Where the value is; nothing without a value column."""
    if pictures.marimekko is None:
        return None
    word = value_word(analysis)
    heading = first_fitting((times_the_average(analysis, facts),), say("Where the {word} is", word=word))
    return MoneySection(heading, pictures.marimekko, pictures.lorenz, pictures.grid)


def differ(analysis: Analysis, facts: Facts, pictures: Pictures) -> DifferencesSection:
    """The measures, segment by segment."""
    spread = next((f for f in find(analysis, facts) if f.key == "spread"), None)
    heading = say("What sets the segments apart")
    lead = spread.detail if spread else EMPTY
    return DifferencesSection(
        heading,
        lead,
        pictures.heat,
        None if analysis.has_value else pictures.grid,
        pictures.cohorts,
    )


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


def flow_at_a_glance(analysis: Analysis, pictures: Pictures) -> bool:
    """Whether bars, table and questions fit on one page, by their heights in CSS pixels."""
    if pictures.flow is None:
        return False
    drawn = pictures.pairs.figure.height + pictures.flow.figure.height
    return drawn + ROW * (len(analysis.segments) + 2) + WORDS <= PAGE[analysis.options.paper]
