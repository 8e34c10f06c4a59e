"""Words, tables and pictures joined into the report and its two-page brief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.language import language_of
from reportgen.narrative import habits
from reportgen.narrative.findings import find
from reportgen.narrative.recommendations import recommend
from reportgen.page.parts import Term
from reportgen.prose.sentence import Sentence, UserLabel, plainly, say, within
from reportgen.report import cards, sections, tables
from reportgen.report.branding import branding
from reportgen.report.content import BriefContent, ReportContent
from reportgen.report.decisions import decisions
from reportgen.report.movement import changed_figures, movement
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

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Facts
    from reportgen.prose.finding import Finding
    from reportgen.report.facts import ReportFacts
    from reportgen.report.pictures import Pictures


def compose(analysis: Analysis, computed: ReportFacts, pictures: Pictures) -> ReportContent:
    """The full report."""
    facts = computed.listed
    recommendations = recommend(analysis, facts)
    return ReportContent(
        title=_title(say("Customer segments"), analysis, facts),
        running_title=_title(say("Customer segments"), analysis, facts),
        description=sections.headline(analysis, facts).plain + ".",
        company=analysis.options.company,
        branding=branding(analysis.options, sections.named(analysis)),
        language=language_of(analysis.options.locale),
        created=_created(analysis),
        facts=facts,
        cover=sections.cover(analysis, facts, pictures),
        summary=sections.summary(analysis, facts, recommendations),
        glance=sections.glance(analysis, facts, pictures),
        money=sections.money(analysis, facts, pictures),
        movement=movement(analysis, facts),
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


def compose_brief(analysis: Analysis, computed: ReportFacts, pictures: Pictures) -> BriefContent:
    """The brief: what changed, where that is known; the segments, what to do, how sure we are."""
    facts = computed.listed
    recommendations = recommend(analysis, facts)
    cover = sections.cover(analysis, facts, pictures)
    changed = movement(analysis, facts, low=True)
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
        figures=_changed_figures(analysis, facts) if changed else sections.key_figures(analysis, facts),
        findings=changed.findings if changed else _new_findings(analysis, facts),
        table=tables.profiles(analysis, facts),
        first=pictures.pairs_short if analysis.has_value else pictures.heat_short,
        about=tuple(t for t in _about(analysis, facts) if not (changed and t.label == say("What changed"))),
        decisions=decisions(recommendations, analysis, facts, sections.FIRST),
        second=pictures.heat_short if analysis.has_value else pictures.flow,
        numbers=stability_table(computed.shared),
        sure=sure_lead(computed.need(CertaintyFacts), computed.shared),
        next_month=_next_month(analysis),
        movement=changed,
    )


def _changed_figures(analysis: Analysis, facts: Facts) -> tuple[Term, ...]:
    return tuple(Term(label, figure) for label, figure in changed_figures(analysis, facts))


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


def _about(analysis: Analysis, facts: Facts) -> tuple[Term, ...]:
    return sections.terms(analysis, facts)


def _next_month(analysis: Analysis) -> Sentence:
    if not analysis.has_orders:
        return say(
            "Bring the same export again, with the same columns, and name its month to keep a report of each."
        )
    return say(
        "Bring an export with all order lines up to the next month\u2019s end, with the same columns, "
        "to get its report."
    )
