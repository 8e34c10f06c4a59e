"""Writes all files of a build: pages, private lists, messages and the run record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.stages import Stage
from reportgen.errors import SurroundingsError
from reportgen.exports.private_files import write_private
from reportgen.exports.sql import segments_sql
from reportgen.exports.workbook import Sheets
from reportgen.options.enums import Format
from reportgen.publishing.build_record import record_of, with_actions
from reportgen.record.manifest import ReportSummary
from reportgen.record.run_record import write_record
from reportgen.report.branding import inlined
from reportgen.report.compose import compose
from reportgen.report.facts import compute_facts
from reportgen.report.mail import compose_mail, mail_parts
from reportgen.report.render import brief_pdf, facts_json, report_html, report_pdf
from reportgen.topics.actions.facts import ActionsFacts

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.analysis import Analysis
    from reportgen.exports.audiences import AudienceCounts
    from reportgen.options.build_options import BuildOptions
    from reportgen.report.compose import Documents
    from reportgen.report.content import BriefContent, ReportContent
    from reportgen.report.facts import ReportFacts
    from reportgen.report.templates import Templates

OnStage = Callable[[str], None]


@dataclass(frozen=True)
class Folders:
    """What the report and its month are called, what it is made from, and where its files go."""

    name: str
    month: str
    inputs: str
    """See `inputs_hash`."""
    site: Path
    private: Path
    record: Path
    published: Path
    """Where the private files of all months of this report stand."""


@dataclass(frozen=True)
class Written:
    """The main finding, the error that kept the PDFs from being made, if any, and how full audiences are."""

    headline: str
    missing: SurroundingsError | None
    audiences: tuple[AudienceCounts, ...]


def write(analysis: Analysis, folders: Folders, templates: Templates, on_stage: OnStage) -> Written:
    """State, draw and compose, then write every file that was asked for.

    Raises:
        ReportgenError: if a page is not fit to publish.
    """
    on_stage(Stage.DRAWING)
    facts = compute_facts(analysis)
    documents = compose(analysis, facts)
    content, brief = documents.report, documents.brief
    on_stage(Stage.WRITING)
    actions = facts.need(ActionsFacts).month
    groups = actions.plan.groups
    audiences = write_private(analysis, _sheets(content), folders.private, folders.published, groups)
    missing = _write_site(content, brief, analysis, folders, templates)
    _write_deck(documents, facts, analysis, folders)
    _write_mail(brief, analysis, facts, folders, templates)
    published = {"site": folders.site, "private": folders.private}
    whole = folders.inputs if missing is None else ""
    record = record_of(analysis, folders.name, folders.month, _summary(analysis, content), whole)
    write_record(folders.record, with_actions(record, analysis, actions), published)
    return Written(_headline(content), missing, audiences)


def _headline(content: ReportContent) -> str:
    """What cover, brief and message lead with."""
    return content.cover.headline.plain


def _write_site(
    content: ReportContent, brief: BriefContent, analysis: Analysis, folders: Folders, templates: Templates
) -> SurroundingsError | None:
    options, formats = analysis.options, analysis.options.formats
    stem = f"{folders.name}-{folders.month}"
    (folders.site / "facts.json").write_bytes(facts_json(content))
    period = analysis.customers.period
    sql = segments_sql(analysis.model, analysis.segments, period.end if period else None)
    if sql is not None:
        (folders.site / "segments.sql").write_text(sql, "utf-8", newline="\n")
    pdf = report_pdf(content, templates, options.paper) if Format.PDF in formats else None
    if Format.HTML in formats:  # meanwhile the PDF may be laid out
        page = report_html(content, templates, static=options.static)
        (folders.site / f"{stem}-report.html").write_bytes(page)
    try:
        if pdf is not None:
            (folders.site / f"{stem}-report.pdf").write_bytes(pdf())
        if Format.BRIEF in formats:
            (folders.site / f"{stem}-brief.pdf").write_bytes(brief_pdf(brief, templates, options.paper))
    except SurroundingsError as missing:
        return missing
    return None


def _write_deck(documents: Documents, facts: ReportFacts, analysis: Analysis, folders: Folders) -> None:
    if Format.PPTX not in analysis.options.formats:
        return
    from reportgen.deck.compose import compose_deck  # noqa: PLC0415 - python-pptx is an extra
    from reportgen.deck.slides import pptx  # noqa: PLC0415 - likewise

    slides = pptx(compose_deck(documents, facts, analysis))
    (folders.site / f"{folders.name}-{folders.month}-slides.pptx").write_bytes(slides)


def _write_mail(
    brief: BriefContent, analysis: Analysis, facts: ReportFacts, folders: Folders, templates: Templates
) -> None:
    """The message that `send` will wrap for each recipient, sealed with the record."""
    if Format.EMAIL not in analysis.options.formats:
        return
    folder = folders.record / "mail"
    folder.mkdir(mode=0o700)
    parts = mail_parts(compose_mail(brief, analysis, facts, _address(analysis.options, folders)), templates)
    for file_name, data in parts.items():
        (folder / file_name).write_bytes(data)


def _address(options: BuildOptions, folders: Folders) -> str | None:
    """Where the report can be read; None where no site is known or no page is written."""
    if options.site_url is None or Format.HTML not in options.formats:
        return None
    page = f"{folders.name}-{folders.month}-report.html"
    return f"{options.site_url}/{folders.name}/{folders.month}/{page}"


def _sheets(content: ReportContent) -> Sheets:
    method = content.method
    return Sheets(
        content.title,
        content.company,
        content.created,
        content.glance.table,
        method.waterfall,
        method.doubts,
        method.notes,
    )


def _summary(analysis: Analysis, content: ReportContent) -> ReportSummary:
    """What the index pages say of this report."""
    facts, logo = content.facts, content.branding.small_logo
    return ReportSummary(
        company=analysis.options.company or "",
        month_label=facts["window.month"].text if "window.month" in facts else "",
        headline=_headline(content),
        customers=len(analysis.customers.frame),
        segments=len(analysis.segments),
        accent=content.branding.accent or "",
        logo=inlined("image/png", logo) if logo else "",
    )
