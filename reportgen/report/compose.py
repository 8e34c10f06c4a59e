"""Words, tables and pictures joined into the report and its two-page brief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.language import language_of
from reportgen.narrative import habits
from reportgen.narrative.findings import find
from reportgen.narrative.recommendations import recommend
from reportgen.prose.sentence import Sentence, UserLabel, plainly, say, within
from reportgen.report import cards, sections, tables
from reportgen.report.branding import branding
from reportgen.report.content import BriefContent, ReportContent
from reportgen.topics.appendix.facts import AppendixFacts
from reportgen.topics.appendix.section import appendix_section
from reportgen.topics.certainty.facts import CertaintyFacts
from reportgen.topics.certainty.section import certainty_section, stability_table
from reportgen.topics.certainty.words import second_opinion, sure_lead
from reportgen.topics.lifetime.facts import LifetimeFacts
from reportgen.topics.lifetime.section import backtest_table
from reportgen.topics.lifetime.words import forecast_note
from reportgen.topics.method.facts import MethodFacts
from reportgen.topics.method.section import FromOtherTopics, MethodSection, method_section
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

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.page.parts import Term
    from reportgen.prose.facts import Facts
    from reportgen.prose.finding import Finding
    from reportgen.report.facts import ReportFacts
    from reportgen.report.pictures import Pictures


def compose(analysis: Analysis, computed: ReportFacts, pictures: Pictures) -> ReportContent:
    """The full report."""
    facts, shared = computed.listed, computed.shared
    recommendations = recommend(analysis, facts)
    moved = computed.of(MovementFacts)
    changes = () if moved is None else month_changes(moved, shared)
    news, asked = tuple(change.finding for change in changes), first_decisions(moved, shared)
    compared = standing(analysis.periods, moved, shared)
    return ReportContent(
        title=_title(say("Customer segments"), analysis, facts),
        running_title=_title(say("Customer segments"), analysis, facts),
        description=sections.headline(analysis, facts).plain + ".",
        company=analysis.options.company,
        branding=branding(analysis.options, sections.named(analysis)),
        language=language_of(analysis.options.locale),
        created=_created(analysis),
        facts=facts,
        cover=sections.cover(analysis, facts, pictures, compared),
        summary=sections.summary(analysis, facts, recommendations, news, asked),
        glance=sections.glance(analysis, facts, pictures),
        money=sections.money(analysis, facts, pictures),
        movement=movement_section(moved, changes, compared, shared, analysis.formatter),
        who=cards.who(analysis, facts, recommendations),
        differ=sections.differ(analysis, facts, pictures),
        budget=sections.budget(analysis, facts, recommendations),
        sure=certainty_section(computed.need(CertaintyFacts), computed.shared, analysis.formatter),
        method=_method(analysis, computed, pictures),
        appendix=appendix_section(computed.need(AppendixFacts), computed.shared, analysis),
    )


def _method(analysis: Analysis, computed: ReportFacts, pictures: Pictures) -> MethodSection:
    shared, lifetime = computed.shared, computed.of(LifetimeFacts)
    others = FromOtherTopics(
        flow=None if sections.flow_at_a_glance(analysis, pictures) else pictures.flow,
        backtest=backtest_table(lifetime),
        other_methods=second_opinion(computed.need(CertaintyFacts), shared),
        products=habits.products_meant(analysis),
        forecast=forecast_note(analysis.customers.lifetime, lifetime),
    )
    return method_section(computed.need(MethodFacts), shared, analysis, others)


def compose_brief(
    report: ReportContent, analysis: Analysis, computed: ReportFacts, pictures: Pictures
) -> BriefContent:
    """The brief of a report: what changed, where that is known; the segments, what to do, how sure we are."""
    facts, cover = report.facts, report.cover
    changed = _brief_movement(report.movement, analysis, computed)
    return BriefContent(
        title=_title(say("Segment brief"), analysis, facts),
        running_title=_title(say("Segment brief"), analysis, facts),
        description=(changed.heading if changed else cover.headline).plain + ".",
        company=analysis.options.company,
        branding=branding(analysis.options, sections.named(analysis)),
        language=language_of(analysis.options.locale),
        created=_created(analysis),
        facts=facts,
        eyebrow=sections.eyebrow(say("Segment brief"), analysis, facts),
        headline=changed.heading if changed else cover.headline,
        lead=changed.lead if changed else cover.consequence,
        figures=_month_figures(computed) if changed else sections.key_figures(analysis, facts),
        findings=changed.findings if changed else _new_findings(analysis, facts),
        table=tables.profiles(analysis, facts),
        first=pictures.pairs_short if analysis.has_value else pictures.heat_short,
        about=tuple(t for t in cover.terms if not (changed and t.label == say("What changed"))),
        decisions=report.summary.decisions,
        second=pictures.heat_short if analysis.has_value else pictures.flow,
        numbers=stability_table(computed.shared),
        sure=sure_lead(computed.need(CertaintyFacts), computed.shared),
        next_month=_next_month(analysis),
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


def _title(kind: Sentence, analysis: Analysis, facts: Facts) -> str:
    whose = plainly("{who}: {what}", who=UserLabel(sections.named(analysis)), what=within(kind))
    return ", ".join(part for part in (whose, sections.when(facts)) if part)


def _created(analysis: Analysis) -> str | None:
    period = analysis.customers.period
    return None if period is None else period.end.isoformat()


def _new_findings(analysis: Analysis, facts: Facts) -> tuple[Finding, ...]:
    """Findings that the brief's own title has not told yet; the certainty stands on its second page."""
    told = {find(analysis, facts)[0].key, "certainty"}
    return tuple(finding for finding in find(analysis, facts) if finding.key not in told)[: sections.FIRST]


def _next_month(analysis: Analysis) -> Sentence:
    if not analysis.has_orders:
        return say(
            "Bring the same export again, with the same columns, and name its month to keep a report of each."
        )
    return say(
        "Bring an export with all order lines up to the next month\u2019s end, with the same columns, "
        "to get its report."
    )
