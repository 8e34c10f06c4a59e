"""Six slides made of what the report says: nothing on them stands not in the report as well."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.deck.charts import (
    concentration_lines,
    revenue_columns,
    segment_lines,
    share_bars,
    stability_bars,
    worth_bars,
)
from reportgen.deck.content import Deck, Slide
from reportgen.page.parts import ChartText, Row, Table
from reportgen.prose.sentence import EMPTY, Sentence, joined, say
from reportgen.topics.history.facts import HistoryFacts
from reportgen.topics.money.facts import MoneyFacts
from reportgen.topics.movement.facts import MovementFacts
from reportgen.topics.segments.brief_table import BriefColumns, brief_table

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.deck.content import NativeChart
    from reportgen.report.compose import Documents
    from reportgen.report.content import ReportContent
    from reportgen.report.facts import ReportFacts
    from reportgen.shared.figures import Shared
    from reportgen.topics.movement.section import MovementSection

SIZES = 4
"""Columns of the table of segments then and now that a slide has room for."""
OF_DOUBT = 4
"""Terms on the last slide."""


def compose_deck(documents: Documents, computed: ReportFacts, analysis: Analysis) -> Deck:
    """The finding, where the money is, the segments, what changed, what to do, how sure it is."""
    report, shared, options = documents.report, computed.shared, analysis.options
    fmt = analysis.formatter
    return Deck(
        title=report.title,
        owner=report.branding.owner,
        language=options.locale,
        currency=options.currency,
        created=report.created,
        branding=report.branding,
        slides=(
            _finding(report),
            _money(report, computed, fmt),
            _segments(report, shared, fmt),
            _change(report, computed, fmt),
            _decisions(report, shared),
            _doubt(report, shared),
        ),
    )


def _finding(report: ReportContent) -> Slide:
    cover = report.cover
    return Slide(cover.eyebrow, cover.headline, cover.consequence, terms=report.summary.figures)


def _money(report: ReportContent, computed: ReportFacts, fmt: Formatter) -> Slide:
    """Where the value is; without value, what sets the segments apart."""
    shared = computed.shared
    worth = worth_bars(shared, fmt)
    if report.money is None or worth is None:
        return Slide(
            say("The measures"),
            report.differ.heat[0].text.title,
            report.differ.lead,
            table=_plain(report.glance.table),
            note=report.glance.table.note,
        )
    curve = concentration_lines(computed.need(MoneyFacts), shared, fmt)
    charts = (worth,) if curve is None else (worth, curve)
    return Slide(say("Where the money is"), report.money.heading, charts=charts)


def _segments(report: ReportContent, shared: Shared, fmt: Formatter) -> Slide:
    chart, table = share_bars(shared, fmt), brief_table(shared, BriefColumns())
    eyebrow, title = say("The segments"), report.glance.heading
    if not shared.has_value and report.summary.decisions is None:  # the table comes two slides later
        return Slide(eyebrow, title, charts=(chart,), note=chart.text.note)
    return Slide(eyebrow, title, charts=(chart,), table=_plain(table), note=table.note)


def _change(report: ReportContent, computed: ReportFacts, fmt: Formatter) -> Slide:
    """What changed since the earlier month; without one, how the months of the file went."""
    shared = computed.shared
    history, moved = computed.of(HistoryFacts), computed.of(MovementFacts)
    eyebrow, standing = say("What changed"), report.cover.terms[0].text
    if report.movement is not None and moved is not None and moved.moves is not None:
        lines = segment_lines(history, moved.moves, shared, fmt)
        return _moved(report, report.movement, lines, eyebrow)
    if history is not None and report.history is not None:
        return Slide(
            eyebrow,
            report.history.heading,
            report.history.lead,
            charts=(revenue_columns(history, shared, fmt),),
            table=report.history.tables[0],
            note=standing,
        )
    return Slide(eyebrow, standing, terms=report.cover.terms[1:2])


def _moved(report: ReportContent, section: MovementSection, lines: NativeChart, eyebrow: Sentence) -> Slide:
    """The change; where the first slide is about it already, below the month's own heading."""
    trends, title = section.trends, section.heading
    if report.history is not None and title.plain == report.cover.headline.plain:
        title = report.history.heading
    rows = tuple(Row(row.cells[:SIZES], row.segment) for row in trends.rows)
    table = Table(trends.title, trends.heads[:SIZES], rows, Row(trends.total[:SIZES]))
    return Slide(eyebrow, title, section.lead, charts=(lines,), table=table, note=section.standing)


def _decisions(report: ReportContent, shared: Shared) -> Slide:
    """What to do; where nothing is recommended, how the segments compare."""
    decisions = report.summary.decisions
    if decisions is None:
        table = report.glance.table if shared.has_value else brief_table(shared, BriefColumns())
        return Slide(say("Who they are"), report.who.heading, table=_plain(table), note=table.note)
    return Slide(
        say("What to do"),
        decisions.title,
        table=_plain(decisions),
        note=decisions.note,
    )


def _doubt(report: ReportContent, shared: Shared) -> Slide:
    """How sure the segments are, and what is not in the figures."""
    _, *terms = report.cover.terms
    by_key = tuple(term for term in terms if term.text != report.sure.lead)
    chart = None
    if not shared.by_rules:
        text = ChartText(
            say("How stable each segment is"),
            say("Share of customers found again in resampled data; one is all"),
            _stabilities(shared),
        )
        chart = stability_bars(shared, text)
    return Slide(
        say("How sure, and what is left out"),
        report.sure.heading,
        report.sure.lead,
        charts=() if chart is None else (chart,),
        terms=by_key[:OF_DOUBT],
    )


def _stabilities(shared: Shared) -> Sentence:
    rows = (
        say("{name}: {figure}.", name=each.segment.name, figure=each.stability) for each in shared.segments
    )
    return joined(tuple(rows))


def _plain(table: Table) -> Table:
    """A table whose note stands below the slide."""
    return replace(table, note=EMPTY)
