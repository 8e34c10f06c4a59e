"""What the topics say, joined into the report and its two-page brief."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.phrases import translated
from reportgen.page.parts import Illustration, Term
from reportgen.prose.sentence import Sentence, UserLabel, just, say
from reportgen.report.content import BriefContent, ReportContent
from reportgen.report.findings import Findings, rank_changes, rank_findings
from reportgen.report.titles import Imprint, imprint
from reportgen.topics.advice.facts import AdviceFacts
from reportgen.topics.advice.section import decisions_table, effort_table, tried_by_segment
from reportgen.topics.appendix.facts import AppendixFacts
from reportgen.topics.appendix.section import appendix_section
from reportgen.topics.budget.facts import BudgetFacts
from reportgen.topics.budget.section import budget_section
from reportgen.topics.certainty.facts import CertaintyFacts
from reportgen.topics.certainty.section import certainty_section, stability_table
from reportgen.topics.certainty.words import second_opinion, sure_lead
from reportgen.topics.cohorts.charts import cohorts_illustration
from reportgen.topics.cohorts.facts import CohortsFacts
from reportgen.topics.history.facts import HistoryFacts
from reportgen.topics.history.section import history_section
from reportgen.topics.lifetime.facts import LifetimeFacts
from reportgen.topics.lifetime.section import backtest_table
from reportgen.topics.lifetime.words import forecast_note
from reportgen.topics.method import words as method
from reportgen.topics.method.facts import MethodFacts
from reportgen.topics.method.section import FromOtherTopics, MethodSection, method_section
from reportgen.topics.money.facts import MoneyFacts
from reportgen.topics.money.section import grid_picture, money_section
from reportgen.topics.movement.facts import MovementFacts
from reportgen.topics.movement.findings import month_changes
from reportgen.topics.movement.notes import standing
from reportgen.topics.movement.section import (
    MovementSection,
    first_decisions,
    lower,
    month_figures,
    movement_section,
)
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
    from reportgen.page.parts import Table
    from reportgen.prose.finding import Finding
    from reportgen.report.facts import ReportFacts
    from reportgen.topics.movement.change import Change

FIRST = 3
"""Findings and decisions that a reader meets first."""


@dataclass(frozen=True)
class Joint:
    """What report and brief have in common, made once."""

    imprint: Imprint
    findings: Findings
    decisions: Table | None
    cover: CoverPage
    movement: MovementSection | None
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
    shared, moved = computed.shared, computed.of(MovementFacts)
    changes, compared = _changes(computed), standing(analysis.comparison, moved, shared)
    whose, findings = imprint(analysis, shared.window), _findings(changes, computed)
    eyebrow = whose.eyebrow(say("Customer segment report"))
    terms = _terms(compared, findings.certainty, analysis, computed)
    asked = first_decisions(moved, shared)
    return Joint(
        imprint=whose,
        findings=findings,
        decisions=decisions_table(computed.of(AdviceFacts), shared, asked, FIRST),
        cover=cover_page(eyebrow, findings.first, terms, shared),
        movement=movement_section(moved, changes, compared, shared, analysis.formatter),
        flow=flow_illustration(computed.of(RulesFacts)),
    )


def _changes(computed: ReportFacts) -> tuple[Change, ...]:
    """What changed since the earlier month, the most important first."""
    moved = computed.of(MovementFacts)
    found = () if moved is None else month_changes(moved, computed.shared)
    return rank_changes(found)


def _findings(changes: tuple[Change, ...], computed: ReportFacts) -> Findings:
    """What every topic finds, ranked."""
    return rank_findings(changes, (*computed.findings(), *segments_findings(computed.shared)))


def _terms(compared: Sentence, sure: Finding, analysis: Analysis, computed: ReportFacts) -> tuple[Term, ...]:
    """What page one always says: period, people, value, what is missing, how sure, whom to ask."""
    shared, options = computed.shared, analysis.options
    whom = () if options.contact is None else (Term(say("Questions to"), just(UserLabel(options.contact))),)
    return (
        Term(say("What changed"), compared),
        Term(say("Data"), method.data(shared, month_given=bool(options.month))),
        Term(say("Customers"), method.people(computed.need(MethodFacts).groups, shared)),
        Term(say("Value"), just(translated(analysis.customers.value_definition))),
        Term(say("Not in these figures"), method.missing(shared)),
        Term(sure.headline, sure.detail),
        *whom,
    )


def _report(analysis: Analysis, computed: ReportFacts, joint: Joint) -> ReportContent:
    """The full report."""
    shared, whose, fmt = computed.shared, joint.imprint, analysis.formatter
    paper, value_column = analysis.options.paper, analysis.customers.value
    advice, money = computed.of(AdviceFacts), computed.need(MoneyFacts)
    glance = glance_section(joint.flow, paper, value_column, shared)
    title = whose.title(say("Customer segments"))
    shown = joint.findings.in_a_minute(FIRST)
    return ReportContent(
        title=title,
        running_title=title,
        description=joint.cover.headline.plain + ".",
        company=whose.company,
        branding=whose.branding,
        language=whose.language,
        created=whose.created,
        facts=computed.listed,
        cover=joint.cover,
        summary=summary_page(shown, joint.decisions, shared, advised=joint.decisions is not None),
        glance=glance,
        money=money_section(money, shared, fmt),
        history=history_section(computed.of(HistoryFacts), shared, fmt),
        movement=joint.movement,
        who=_cards(computed),
        differ=_differences(analysis, computed, joint.findings),
        more=computed.sections(),
        budget=budget_section(computed.need(BudgetFacts), shared, effort_table(advice, shared)),
        sure=certainty_section(computed.need(CertaintyFacts), shared, fmt),
        method=_method(analysis, computed, joint.flow if glance.flow is None else None),
        appendix=appendix_section(computed.need(AppendixFacts), shared, analysis),
    )


def _cards(computed: ReportFacts) -> CardsSection:
    products, rules = computed.of(ProductsFacts), computed.of(RulesFacts)
    tried = tried_by_segment(computed.of(AdviceFacts))
    keys = (figures.segment.key for figures in computed.shared.segments)
    additions = {
        key: CardAdditions(products_of(key, products), rule_of(key, rules), tried.get(key)) for key in keys
    }
    return cards_section(additions, computed.shared)


def _differences(analysis: Analysis, computed: ReportFacts, findings: Findings) -> DifferencesSection:
    shared = computed.shared
    return differences_section(
        findings.about(SPREAD),
        None if shared.has_value else grid_picture(computed.need(MoneyFacts), shared.min_cell),
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
    shared, whose = computed.shared, joint.imprint
    changed, cover = _brief_movement(joint.movement, analysis, computed), joint.cover
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
        facts=computed.listed,
        eyebrow=eyebrow,
        headline=headline,
        lead=changed.lead if changed else cover.consequence,
        figures=_month_figures(computed) if changed else key_figures(shared),
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


def _brief_movement(
    section: MovementSection | None, analysis: Analysis, computed: ReportFacts
) -> MovementSection | None:
    """The same section as in the report, with low drawings."""
    moved = computed.of(MovementFacts)
    if section is None or moved is None:
        return None
    return lower(section, moved, computed.shared, analysis.formatter)


def _month_figures(computed: ReportFacts) -> tuple[Term, ...]:
    moved = computed.of(MovementFacts)
    return () if moved is None or moved.moves is None else month_figures(moved.moves, computed.shared)


def _next_month(*, has_orders: bool) -> Sentence:
    if not has_orders:
        return say(
            "For the next report, make the same export again, with the same columns, and name its month."
        )
    return say(
        "For the next report, export all order lines up to the end of next month, with the same columns."
    )
