"""Fills the folders of a build: pages for readers, lists for those who may see ids, the run's record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportgen.charts.figure import trusting
from reportgen.config import Format
from reportgen.errors import SurroundingsError
from reportgen.exports.customer_lists import customers_csv, segment_lists, typical_csv
from reportgen.exports.moved import (
    PAST_COLUMNS,
    migration_csv,
    moved_csv,
    past_columns,
    silent_csv,
    slower_csv,
)
from reportgen.exports.sql import segments_sql
from reportgen.exports.workbook import Sheets, workbook
from reportgen.record.manifest import Manifest, RecordedMovement, RecordedSegment, ReportSummary
from reportgen.record.run_record import (
    RunRecord,
    library_versions,
    recorded_customers,
    settings_hash,
    write_record,
)
from reportgen.report.branding import inlined
from reportgen.report.compose import compose, compose_brief
from reportgen.report.facts import compute_facts
from reportgen.report.mail import compose_mail, mail_parts
from reportgen.report.pictures import illustrate
from reportgen.report.render import brief_pdf, facts_json, report_html, report_pdf, report_templates
from reportgen.segments.profile import typical

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reportgen.analysis import Analysis
    from reportgen.report.content import BriefContent, ReportContent
    from reportgen.report.facts import ReportFacts
    from reportgen.segments.naming import Segment

OnStage = Callable[[str], None]


@dataclass(frozen=True)
class Folders:
    """Where a build's files go, and what the report and its month are called."""

    name: str
    month: str
    site: Path
    private: Path
    record: Path


@dataclass(frozen=True)
class Written:
    """The main finding, and what kept the PDFs from being made, if anything did."""

    headline: str
    missing: SurroundingsError | None


def write(analysis: Analysis, folders: Folders, on_stage: OnStage) -> Written:
    """State, draw and compose, then write every file that was asked for.

    Raises:
        ReportgenError: if a page is not fit to publish.
    """
    on_stage("Drawing")
    facts = compute_facts(analysis)
    with trusting():
        pictures = illustrate(analysis, facts.listed)
        content = compose(analysis, facts, pictures)
        brief = compose_brief(content, analysis, facts, pictures)
    on_stage("Writing")
    _write_private(analysis, content, folders.private)
    missing = _write_site(content, brief, analysis, folders)
    _write_mail(brief, analysis, facts, folders)
    published = {"site": folders.site, "private": folders.private}
    write_record(folders.record, _record(analysis, content, folders), published)
    return Written(_headline(content), missing)


def _headline(content: ReportContent) -> str:
    """What changed, where that is known; else what the segments show."""
    return (content.movement.heading if content.movement else content.cover.headline).plain


def _write_site(
    content: ReportContent, brief: BriefContent, analysis: Analysis, folders: Folders
) -> SurroundingsError | None:
    options = analysis.options
    templates, formats = report_templates(options.templates), options.formats
    stem = f"{folders.name}-{folders.month}"
    (folders.site / "facts.json").write_bytes(facts_json(content))
    period = analysis.customers.period
    sql = segments_sql(analysis.model, analysis.segments, period.end if period else None)
    if sql is not None:
        (folders.site / "segments.sql").write_text(sql, "utf-8", newline="\n")
    if Format.HTML in formats:
        (folders.site / f"{stem}-report.html").write_bytes(
            report_html(content, templates, static=options.static)
        )
    try:
        if Format.PDF in formats:
            (folders.site / f"{stem}-report.pdf").write_bytes(report_pdf(content, templates, options.paper))
        if Format.BRIEF in formats:
            (folders.site / f"{stem}-brief.pdf").write_bytes(brief_pdf(brief, templates, options.paper))
    except SurroundingsError as missing:
        return missing
    return None


def _write_mail(brief: BriefContent, analysis: Analysis, facts: ReportFacts, folders: Folders) -> None:
    """The message that `send` will wrap for each recipient, sealed with the record."""
    if Format.EMAIL not in analysis.options.formats:
        return
    folder = folders.record / "mail"
    folder.mkdir(mode=0o700)
    message = compose_mail(brief, analysis, facts)
    parts = mail_parts(message, report_templates(analysis.options.templates))
    for file_name, data in parts.items():
        (folder / file_name).write_bytes(data)


def _write_private(analysis: Analysis, content: ReportContent, folder: Path) -> None:
    if analysis.raw.rejected is not None:
        (folder / "rejected_rows.csv").write_bytes(analysis.raw.rejected.read_bytes())
    if Format.LISTS not in analysis.options.formats:
        return
    names = {segment.key: segment.name for segment in analysis.segments}
    people = (analysis.customers, analysis.segmentation, names)
    more = _write_moved(analysis, folder, names)
    (folder / "customers.csv").write_bytes(customers_csv(*people, more))
    (folder / "customers.xlsx").write_bytes(workbook(_sheets(content), *people, more))
    nearest = typical(analysis.matrix, analysis.segmentation)
    (folder / "typical.csv").write_bytes(typical_csv(*people, nearest))
    lists = folder / "lists"
    lists.mkdir(mode=0o700)
    for file_name, data in segment_lists(*people, more).items():
        (lists / file_name).write_bytes(data)


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


def _write_moved(analysis: Analysis, folder: Path, names: Mapping[str, str]) -> dict[str, list[str]]:
    """Who moved; gives the columns that every list tells of it, none in a month without comparison."""
    periods = analysis.periods
    if periods is None or periods.migration is None:
        return {}
    known = {**{segment.key: segment.name for segment in periods.retired}, **names}
    (folder / "moved.csv").write_bytes(moved_csv(periods, analysis.customers, known))
    if periods.fell_silent:
        (folder / "not-ordered.csv").write_bytes(silent_csv(periods, analysis.customers, known))
    if periods.slowed:
        (folder / "ordering-less.csv").write_bytes(slower_csv(periods, analysis.customers, known))
    (folder / "migration.csv").write_bytes(migration_csv(periods, known))
    return dict(zip(PAST_COLUMNS, past_columns(periods, analysis.customers, known), strict=True))


def _record(analysis: Analysis, content: ReportContent, folders: Folders) -> RunRecord:
    facts, logo = content.facts, content.branding.small_logo
    summary = ReportSummary(
        company=analysis.options.company or "",
        month_label=facts["window.month"].text if "window.month" in facts else "",
        headline=_headline(content),
        customers=len(analysis.customers.frame),
        segments=len(analysis.segments),
        accent=content.branding.accent or "",
        logo=inlined("image/png", logo) if logo else "",
    )
    manifest = Manifest(
        name=folders.name,
        month=folders.month,
        fingerprint=analysis.raw.fingerprint,
        settings=settings_hash(analysis.options),
        reportgen=facts["run.version"].text,
        libraries=library_versions(),
        summary=summary,
        segments=tuple(_recorded(segment) for segment in analysis.segments),
        files={},
        fitted=analysis.model.month,
        trail=analysis.trail,
        value=analysis.customers.value,
        **_told_of_periods(analysis),
    )
    people = recorded_customers(analysis.customers, analysis.segmentation)
    return RunRecord(manifest, analysis.model, people, analysis.fit)


def _recorded(segment: Segment) -> RecordedSegment:
    profile = segment.profile
    return RecordedSegment(
        segment.key, segment.name, segment.slot, segment.group, profile.customers, profile.value
    )


def _told_of_periods(analysis: Analysis) -> dict[str, Any]:
    """What the record keeps of the comparison with earlier months."""
    periods = analysis.periods
    if periods is None:
        return {}
    migration, previous = periods.migration, periods.previous
    moved = (
        migration
        and previous
        and RecordedMovement(previous.month, migration.days, migration.flows, migration.activity)
    )
    return {
        "held": periods.held,
        "accepted": periods.accepted,
        "partial": periods.partial,
        "approved_by": periods.approved_by,
        "movement": moved or None,
    }
