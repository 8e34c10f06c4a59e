"""What the topics say, joined into the report and its two-page brief."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.phrases import translated
from reportgen.page.parts import Illustration, Term
from reportgen.prose.finding import OF_ALL, Finding
from reportgen.prose.sentence import EMPTY, Sentence, UserLabel, joined, just, say
from reportgen.report.brief import brief_content
from reportgen.report.content import BriefContent, ReportContent
from reportgen.report.facts import average_orders, recommended
from reportgen.report.findings import CERTAINTY, Findings, rank_changes, rank_findings
from reportgen.report.joint import Joint
from reportgen.report.titles import imprint
from reportgen.shared.comparisons import matters
from reportgen.topics.actions.control_words import (
    checks,
    held_back,
    running_until,
    to_contact,
    trials,
    tried_on,
    untested,
)
from reportgen.topics.actions.facts import ActionsFacts
from reportgen.topics.actions.success_words import gains, marks
from reportgen.topics.actions.words import last_action, used_after_all
from reportgen.topics.advice.decisions import Decision, FromOthers, decide, foremost
from reportgen.topics.advice.facts import AdviceFacts
from reportgen.topics.advice.section import decisions_table, effort_table
from reportgen.topics.appendix.facts import AppendixFacts
from reportgen.topics.appendix.section import appendix_section
from reportgen.topics.budget.facts import BudgetFacts
from reportgen.topics.budget.section import budget_section
from reportgen.topics.certainty.facts import CertaintyFacts
from reportgen.topics.certainty.section import certainty_section
from reportgen.topics.certainty.words import second_opinion
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
from reportgen.topics.movement.notes import out_of_date, standing
from reportgen.topics.movement.section import asked_targets, movement_section
from reportgen.topics.overview.section import cover_page, glance_section, summary_page
from reportgen.topics.products.facts import ProductsFacts
from reportgen.topics.products.words import (
    offer_of,
    products_note,
    products_of,
    reordered_offer,
    second_offer,
)
from reportgen.topics.rules.charts import flow_illustration
from reportgen.topics.rules.facts import RulesFacts
from reportgen.topics.rules.words import rule_of
from reportgen.topics.season.facts import SeasonFacts
from reportgen.topics.season.words import season_times
from reportgen.topics.segments.descriptions import describe
from reportgen.topics.segments.findings import SPREAD, segments_findings
from reportgen.topics.segments.section import (
    CardAdditions,
    CardsSection,
    DifferencesSection,
    cards_section,
    differences_section,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.analysis import Analysis
    from reportgen.features.table import Feature
    from reportgen.options.build_options import BuildOptions
    from reportgen.report.facts import ReportFacts
    from reportgen.shared.figures import SegmentFigures, Shared

LEAST_MOVED = 0.01
"""Share of all that customers spent which news has to move to lead a page: in any month the total rises
or falls by as much."""
FIRST = 3
"""Findings and decisions that a reader meets first."""


@dataclass(frozen=True)
class Documents:
    """Both documents of a build."""

    report: ReportContent
    brief: BriefContent


def compose(analysis: Analysis, computed: ReportFacts) -> Documents:
    """The report and the brief."""
    joint = _joint(analysis, computed)
    report = _report(analysis, computed, joint)
    return Documents(report, brief_content(analysis, computed, joint))


def _joint(analysis: Analysis, computed: ReportFacts) -> Joint:
    shared, moved = computed.shared, computed.of(MovementFacts)
    changes, compared = _changes(computed), standing(analysis.comparison, moved, shared)
    whose, findings = imprint(analysis, shared.window), _findings(changes, computed)
    eyebrow = whose.eyebrow(say("Customer segment report"))
    terms = _terms(
        compared, findings.certainty, analysis.options, analysis.customers.value_definition, computed
    )
    return Joint(
        imprint=whose,
        findings=findings,
        minor_news=_minor_news(changes, findings),
        decisions=_decisions(analysis.options.responsible, findings.first, computed),
        compared=compared,
        last_action=last_action(computed.need(ActionsFacts), shared),
        cover=cover_page(eyebrow, findings.first, terms, shared),
        movement=movement_section(moved, changes, compared, shared, analysis.formatter),
        flow=flow_illustration(computed.of(RulesFacts)),
    )


def _changes(computed: ReportFacts) -> tuple[Finding, ...]:
    """What left its normal range this month, the most important first."""
    shared = computed.shared
    return rank_changes(computed.changes(), _matters(shared), _least(shared))


def _least(shared: Shared) -> float:
    """What news has to move to lead a page, and an action to press."""
    everything = shared.total.customers if shared.total.worth is None else shared.total.worth.value
    return LEAST_MOVED * everything.shown


def _minor_news(changes: tuple[Finding, ...], findings: Findings) -> Sentence:
    """The month, where another finding leads, and the first change of customers, where none leads."""
    month = tuple(each for each in changes if each.key in OF_ALL and each is not findings.first)
    others = tuple(each for each in changes if each.key not in OF_ALL)
    told = (*month, *(() if findings.changes else others[:1]))
    return joined(tuple(say("{news}.", news=each.headline) for each in told))


def _matters(shared: Shared) -> Callable[[str], bool]:
    """Whether a segment is large enough for news about it alone to lead; one that is gone is not."""
    return frozenset(each.segment.key for each in shared.segments if matters(each)).__contains__


def _decisions(responsible: Mapping[str, str], first: Finding, computed: ReportFacts) -> tuple[Decision, ...]:
    """What is worth doing, with what other topics and the settings know of it."""
    season, products, shared = computed.of(SeasonFacts), computed.of(ProductsFacts), computed.shared
    others = FromOthers(
        led=frozenset() if first.rises else frozenset(first.segments),
        out_of_date=bool(out_of_date(computed.of(MovementFacts)).pieces),
        least=_least(shared),
        asked=asked_targets(computed.of(MovementFacts), shared),
        in_season=frozenset() if season is None else frozenset(season.segments),
        season={} if season is None else season_times(season),
        offers={each.segment.key: _offer(each, products, shared) for each in shared.segments},
        reordered={each.segment.key: reordered_offer(each.segment.key, products) for each in shared.segments},
        second=second_offer(products),
        checks=checks(computed.need(ActionsFacts), shared),
        untested=untested(computed.need(ActionsFacts), shared),
        trials=trials(computed.need(ActionsFacts), shared),
        tried_on=tried_on(computed.need(ActionsFacts)),
        marks=marks(computed.need(ActionsFacts), shared),
        held_back=held_back(computed.need(ActionsFacts)),
        contact=to_contact(computed.need(ActionsFacts)) if computed.shared.writes_lists else {},
        gains=gains(computed.need(ActionsFacts), average_orders(recommended(computed), shared)),
        used_after_all=used_after_all(computed.need(ActionsFacts)),
        tested=running_until(computed.need(ActionsFacts)),
        responsible=responsible,
    )
    return decide(computed.of(AdviceFacts), shared, others)


def _offer(figures: SegmentFigures, products: ProductsFacts | None, shared: Shared) -> Sentence:
    """What to show a segment: products of its own; in a table without orders or value what sets it apart."""
    if shared.has_orders:
        return offer_of(figures.segment.key, products)
    apart = EMPTY if shared.has_value else describe(figures, shared, 1)
    return Sentence((" ",)) + apart if apart.plain else EMPTY


def _findings(changes: tuple[Finding, ...], computed: ReportFacts) -> Findings:
    """What every topic finds, ranked; segments that are out of date are not called stable."""
    old = out_of_date(computed.of(MovementFacts))
    found = (*computed.findings(), *segments_findings(computed.shared))
    if old.pieces:
        verdict = Finding(CERTAINTY, say("How sure: out of date"), old, ())
        found = (*(each for each in found if each.key != CERTAINTY), verdict)
    return rank_findings(changes, found)


def _terms(
    compared: Sentence, sure: Finding, options: BuildOptions, value: str, computed: ReportFacts
) -> tuple[Term, ...]:
    """What page one always says: period, people, value, what is missing, how sure, whom to ask."""
    shared = computed.shared
    whom = () if options.contact is None else (Term(say("Questions to"), just(UserLabel(options.contact))),)
    return (
        Term(say("What changed"), compared),
        Term(say("Data"), method.data(shared, month_given=bool(options.month))),
        Term(say("Customers"), method.people(computed.need(MethodFacts).groups, shared)),
        Term(say("Value"), just(translated(value))),
        Term(say("Not in these figures"), method.missing(computed.need(MethodFacts).dropped, shared)),
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
    decided = decisions_table(foremost(joint.decisions, FIRST), advice, shared)
    history = history_section(computed.of(HistoryFacts), shared, fmt)
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
        summary=summary_page(shown, decided, shared, advised=decided is not None),
        glance=glance,
        money=money_section(money, shared, fmt),
        history=history,
        movement=None if joint.movement is None else joint.movement.beside(history),
        who=_cards(computed),
        differ=_differences(analysis.customers.features, computed, joint.findings),
        more=computed.sections(),
        budget=budget_section(computed.need(BudgetFacts), shared, effort_table(advice, shared)),
        sure=certainty_section(computed.need(CertaintyFacts), shared, fmt),
        method=_method(analysis, computed, joint.flow if glance.flow is None else None),
        appendix=appendix_section(computed.need(AppendixFacts), shared, analysis),
    )


def _cards(computed: ReportFacts) -> CardsSection:
    products, rules = computed.of(ProductsFacts), computed.of(RulesFacts)
    keys = (figures.segment.key for figures in computed.shared.segments)
    additions = {key: CardAdditions(products_of(key, products), rule_of(key, rules)) for key in keys}
    return cards_section(additions, computed.shared)


def _differences(
    features: tuple[Feature, ...], computed: ReportFacts, findings: Findings
) -> DifferencesSection:
    shared = computed.shared
    return differences_section(
        findings.about(SPREAD),
        None if shared.has_value else grid_picture(computed.need(MoneyFacts), shared.min_cell),
        cohorts_illustration(computed.of(CohortsFacts), shared.min_cell),
        features,
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
