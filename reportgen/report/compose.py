"""What the topics say, joined into the report and its two-page brief."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.base.phrases import told
from reportgen.narrative.findings import money_findings
from reportgen.narrative.movement import changes
from reportgen.narrative.recommendations import recommend, tried
from reportgen.narrative.standing import standing
from reportgen.page.parts import Illustration, Term
from reportgen.prose.sentence import Sentence, just, say
from reportgen.report import sections
from reportgen.report.content import BriefContent, ReportContent
from reportgen.report.decisions import decisions
from reportgen.report.findings import Findings, ranked
from reportgen.report.movement import changed_figures, movement
from reportgen.report.titles import Imprint, imprint
from reportgen.topics.appendix.facts import AppendixFacts
from reportgen.topics.appendix.section import appendix_section
from reportgen.topics.certainty.facts import CertaintyFacts
from reportgen.topics.certainty.section import certainty_finding, certainty_section, stability_table
from reportgen.topics.certainty.words import second_opinion, sure_lead
from reportgen.topics.cohorts.charts import cohorts_illustration
from reportgen.topics.cohorts.facts import CohortsFacts
from reportgen.topics.lifetime.facts import LifetimeFacts
from reportgen.topics.lifetime.section import backtest_table
from reportgen.topics.lifetime.words import forecast_note
from reportgen.topics.method import words as method
from reportgen.topics.method.facts import MethodFacts
from reportgen.topics.method.section import FromOtherTopics, MethodSection, method_section
from reportgen.topics.overview.charts import pairs_illustration
from reportgen.topics.overview.section import (
    CoverPage,
    cover_page,
    glance_section,
    key_figures,
    summary_page,
)
from reportgen.topics.products.facts import ProductsFacts
from reportgen.topics.products.words import products_note, products_of
from reportgen.topics.rules.charts import flow_illustration
from reportgen.topics.rules.facts import RulesFacts
from reportgen.topics.rules.words import rule_of
from reportgen.topics.segments.findings import SPREAD, segments_findings
from reportgen.topics.segments.section import (
    CardAdditions,
    CardsSection,
    DifferencesSection,
    cards_section,
    differences_section,
    heat_illustration,
    profiles_table,
)

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.narrative.recommendations import Recommendation
    from reportgen.page.parts import Table
    from reportgen.report.facts import ReportFacts

FIRST = 3
"""Findings and decisions that a reader meets first."""


@dataclass(frozen=True)
class Joint:
    """What report and brief have in common, made once."""

    imprint: Imprint
    findings: Findings
    recommendations: tuple[Recommendation, ...]
    decisions: Table | None
    cover: CoverPage
    flow: Illustration | None
    """The questions that place most customers; None where no short rules do."""


@dataclass(frozen=True)
class Documents:
    """Both documents of a build."""

    report: ReportContent
    brief: BriefContent


def compose(analysis: Analysis, computed: ReportFacts) -> Documents:
    """The report and the brief."""
    joint = _joint(analysis, computed)
    return Documents(_report(analysis, computed, joint), _brief(analysis, computed, joint))


def _joint(analysis: Analysis, computed: ReportFacts) -> Joint:
    shared, facts = computed.shared, computed.listed
    findings, recommendations = _findings(analysis, computed), recommend(analysis, facts)
    whose = imprint(analysis, shared.window)
    eyebrow = whose.eyebrow(say("Customer segment report"))
    return Joint(
        imprint=whose,
        findings=findings,
        recommendations=recommendations,
        decisions=decisions(recommendations, analysis, facts, FIRST),
        cover=cover_page(eyebrow, findings.first, _terms(analysis, computed), shared),
        flow=flow_illustration(computed.of(RulesFacts)),
    )


def _findings(analysis: Analysis, computed: ReportFacts) -> Findings:
    """What every topic finds, ranked."""
    shared, facts = computed.shared, computed.listed
    news = (
        replace(change.finding, leads=change.leads, gap=change.gap) for change in changes(analysis, facts)
    )
    state = (
        *money_findings(analysis, facts),
        *segments_findings(shared),
        certainty_finding(computed.need(CertaintyFacts), shared),
    )
    return ranked(news, state)


def _terms(analysis: Analysis, computed: ReportFacts) -> tuple[Term, ...]:
    """What page one always says: period, people, value, what is missing, how sure, whom to ask."""
    shared, options = computed.shared, analysis.options
    sure = certainty_finding(computed.need(CertaintyFacts), shared)
    return (
        Term(say("What changed"), standing(analysis, computed.listed)),
        Term(say("Data"), method.data(shared, month_given=bool(options.month))),
        Term(say("Customers"), method.people(computed.need(MethodFacts).groups, shared)),
        Term(say("Value"), just(told(analysis.customers.value_definition))),
        Term(say("Not in these figures"), method.missing(shared)),
        Term(sure.headline, sure.detail),
        Term(say("Questions to"), method.contact(options.contact)),
    )


def _report(analysis: Analysis, computed: ReportFacts, joint: Joint) -> ReportContent:
    """The full report."""
    facts, shared, whose = computed.listed, computed.shared, joint.imprint
    paper, value_column = analysis.options.paper, analysis.customers.value
    glance = glance_section(joint.flow, paper, value_column, shared)
    title = whose.title(say("Customer segments"))
    shown, advised = joint.findings.in_a_minute(FIRST), bool(joint.recommendations)
    return ReportContent(
        title=title,
        running_title=title,
        description=joint.cover.headline.plain + ".",
        company=whose.company,
        branding=whose.branding,
        language=whose.language,
        created=whose.created,
        facts=facts,
        cover=joint.cover,
        summary=summary_page(shown, joint.decisions, shared, advised=advised),
        glance=glance,
        money=sections.money(analysis, facts),
        movement=movement(analysis, facts),
        who=_cards(computed, joint.recommendations),
        differ=_differences(analysis, computed, joint.findings),
        budget=sections.budget(analysis, facts, joint.recommendations),
        sure=certainty_section(computed.need(CertaintyFacts), shared, analysis.formatter),
        method=_method(analysis, computed, joint.flow if glance.flow is None else None),
        appendix=appendix_section(computed.need(AppendixFacts), shared, analysis),
    )


def _cards(computed: ReportFacts, recommendations: tuple[Recommendation, ...]) -> CardsSection:
    products, rules = computed.of(ProductsFacts), computed.of(RulesFacts)
    plays = {each.segment.key: tried(each.play) for each in recommendations}
    keys = (figures.segment.key for figures in computed.shared.segments)
    additions = {
        key: CardAdditions(products_of(key, products), rule_of(key, rules), plays.get(key)) for key in keys
    }
    return cards_section(additions, computed.shared)


def _differences(analysis: Analysis, computed: ReportFacts, findings: Findings) -> DifferencesSection:
    shared = computed.shared
    return differences_section(
        findings.about(SPREAD),
        None if shared.has_value else sections.grid(analysis, computed.listed),
        cohorts_illustration(computed.of(CohortsFacts), shared.min_cell),
        analysis.customers.features,
        shared,
    )


def _method(analysis: Analysis, computed: ReportFacts, flow: Illustration | None) -> MethodSection:
    shared, lifetime = computed.shared, computed.of(LifetimeFacts)
    others = FromOtherTopics(
        flow=flow,
        backtest=backtest_table(lifetime),
        other_methods=second_opinion(computed.need(CertaintyFacts), shared),
        products=products_note(computed.of(ProductsFacts)),
        forecast=forecast_note(analysis.customers.lifetime, lifetime),
    )
    return method_section(computed.need(MethodFacts), shared, analysis, others)


def _brief(analysis: Analysis, computed: ReportFacts, joint: Joint) -> BriefContent:
    """The brief: what changed, where that is known; the segments, what to do, how sure we are."""
    facts, shared, whose = computed.listed, computed.shared, joint.imprint
    changed, cover = movement(analysis, facts, low=True), joint.cover
    title, eyebrow = whose.title(say("Segment brief")), whose.eyebrow(say("Segment brief"))
    headline = changed.heading if changed else cover.headline
    heat = heat_illustration(analysis.customers.features, shared, low=True)
    first, *others = cover.terms
    return BriefContent(
        title=title,
        running_title=title,
        description=headline.plain + ".",
        company=whose.company,
        branding=whose.branding,
        language=whose.language,
        created=whose.created,
        facts=facts,
        eyebrow=eyebrow,
        headline=headline,
        lead=changed.lead if changed else cover.consequence,
        figures=_changed_figures(analysis, computed) if changed else key_figures(shared),
        findings=changed.findings if changed else joint.findings.beyond_first(FIRST),
        table=profiles_table(shared),
        first=pairs_illustration(shared, low=True) if shared.has_value else heat,
        about=tuple(others) if changed else (first, *others),
        decisions=joint.decisions,
        second=heat if shared.has_value else joint.flow,
        numbers=stability_table(shared),
        sure=sure_lead(computed.need(CertaintyFacts), shared),
        next_month=_next_month(has_orders=shared.has_orders),
        movement=changed,
    )


def _changed_figures(analysis: Analysis, computed: ReportFacts) -> tuple[Term, ...]:
    return tuple(Term(label, figure) for label, figure in changed_figures(analysis, computed.listed))


def _next_month(*, has_orders: bool) -> Sentence:
    if not has_orders:
        return say(
            "Bring the same export again, with the same columns, and name its month to keep a report of each."
        )
    return say(
        "Bring an export with all order lines up to the next month\u2019s end, with the same columns, "
        "to get its report."
    )
