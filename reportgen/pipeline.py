"""The whole program on one screen: rows -> customers -> matrix -> segments -> claims -> report -> reader."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.claims.analysis import Analysis
from reportgen.claims.state import state
from reportgen.config import BuildOptions, Format
from reportgen.customers.engineer import engineer
from reportgen.customers.overview import overview
from reportgen.delivery.publish import Staging, open_staging, publish
from reportgen.errors import InputError, ReportgenError, SurroundingsError
from reportgen.matrix import encode
from reportgen.names import report_name
from reportgen.periods.identity import identify
from reportgen.periods.record import (
    Manifest,
    RecordedSegment,
    RunRecord,
    Summary,
    library_versions,
    recorded_customers,
    settings_hash,
    write_record,
)
from reportgen.report.archive import index_pages
from reportgen.report.compose import compose, compose_brief
from reportgen.report.lists import customers_csv, segment_lists
from reportgen.report.render import brief_pdf, facts_json, report_html, report_pdf, report_templates
from reportgen.rows.clean import clean
from reportgen.rows.read import read
from reportgen.rows.roles import assign_roles
from reportgen.segments.choose_k import choose_k
from reportgen.segments.model import assign, fit_model
from reportgen.segments.profile import profile
from reportgen.segments.rules import describe_rules
from reportgen.segments.stability import assess_stability
from reportgen.segments.structure import structure

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.report.content import ReportContent

UNDATED = "undated"
"""Folder of reports on data without dates; overwritten each time."""


@dataclass(frozen=True)
class BuildResult:
    """What a build made, and where it stands."""

    name: str
    month: str
    headline: str
    """The report's main finding in one sentence."""
    files: tuple[Path, ...]
    """Finished files, the HTML report first."""
    analysis: Analysis
    missing: SurroundingsError | None
    """Why the PDFs could not be made here; None when all went well."""

    @property
    def exit_code(self) -> int:
        """0, or 4 where something of the machine kept a file from being made."""
        return 0 if self.missing is None else self.missing.exit_code


def build(
    options: BuildOptions, on_stage: Callable[[str], None] = lambda _stage: None, data: object = None
) -> BuildResult:
    """From a source to published files; on any error nothing that was there before is changed.

    `data` is a data frame to read in place of `options.source`.

    Raises:
        ReportgenError: with its cause, remedy and exit code.
    """
    name = options.name or report_name(options.source.name)
    with tempfile.TemporaryDirectory(prefix="reportgen-") as work:
        analysis = analyse(options, Path(work), on_stage, data)
        month = analysis.customers.period.month if analysis.customers.period else UNDATED
        templates = report_templates(options.templates)
        on_stage("Publishing")
        with open_staging(options.out, name, month, lambda out: index_pages(out, templates)) as staging:
            content, missing = _write(analysis, staging, on_stage)
            publish(staging)
            headline = content.cover.headline.plain
            return BuildResult(name, month, headline, _published(staging), analysis, missing)


def analyse(
    options: BuildOptions, work: Path, on_stage: Callable[[str], None], data: object = None
) -> Analysis:
    """From a source (or `data`, a data frame) to named segments; writes only scratch files, into `work`."""
    on_stage("Reading")
    raw = read(options.source if data is None else data, work)
    roles = assign_roles(raw, options)
    on_stage("Cleaning")
    rows = clean(raw, roles, options, work)
    if not rows.waterfall.closes():
        raise ReportgenError("rows or money are unaccounted for", "please report this with the file's layout")
    customers = engineer(rows, options)
    matrix = encode(customers, options.seed)
    on_stage("Choosing the number of segments")
    choice = choose_k(matrix, k=options.k, max_segments=options.max_segments, seed=options.seed)
    on_stage("Segmenting")
    model = fit_model(matrix, choice.k, options.seed, customers.period.month if customers.period else None)
    segmentation = assign(model, matrix)
    profiles = profile(customers, matrix, model, segmentation, assess_stability(matrix, model))
    if min(profile.customers for profile in profiles) < options.min_cell:
        raise InputError(
            f"{choice.k} segments would leave one with fewer than {options.min_cell} customers",
            "ask for fewer segments with --k, or leave it out",
        )
    return Analysis(
        options,
        raw,
        rows,
        customers,
        overview(customers),
        matrix,
        choice,
        model,
        segmentation,
        structure(matrix, model),
        identify(profiles, customers, segmentation, options.vocabulary, options.names),
        describe_rules(customers, segmentation, options.seed),
    )


def _write(
    analysis: Analysis, staging: Staging, on_stage: Callable[[str], None]
) -> tuple[ReportContent, SurroundingsError | None]:
    """Fill the staging folders; the content, and what kept the PDFs from being made, if anything did."""
    facts = state(analysis)
    on_stage("Drawing and writing")
    content = compose(analysis, facts)
    _write_private(analysis, staging)
    missing = _write_site(content, analysis, staging, on_stage)
    published = {"site": staging.site, "private": staging.private}
    write_record(staging.record, _record(analysis, content, staging), published)
    return content, missing


def _write_site(
    content: ReportContent, analysis: Analysis, staging: Staging, on_stage: Callable[[str], None]
) -> SurroundingsError | None:
    templates = report_templates(analysis.options.templates)
    formats = analysis.options.formats
    stem = f"{staging.name}-{staging.month}"
    (staging.site / "facts.json").write_bytes(facts_json(content))
    if Format.HTML in formats:
        (staging.site / f"{stem}-report.html").write_bytes(report_html(content, templates))
    try:
        if Format.PDF in formats:
            on_stage("Setting the PDF")
            (staging.site / f"{stem}-report.pdf").write_bytes(report_pdf(content, templates))
        if Format.BRIEF in formats:
            brief = compose_brief(analysis, content.facts)
            (staging.site / f"{stem}-brief.pdf").write_bytes(brief_pdf(brief, templates))
    except SurroundingsError as missing:
        return missing
    return None


def _write_private(analysis: Analysis, staging: Staging) -> None:
    if Format.LISTS not in analysis.options.formats:
        return
    names = {segment.key: segment.name for segment in analysis.segments}
    (staging.private / "customers.csv").write_bytes(
        customers_csv(analysis.customers, analysis.segmentation, names)
    )
    lists = staging.private / "lists"
    lists.mkdir()
    for file_name, data in segment_lists(analysis.customers, analysis.segmentation, names).items():
        (lists / file_name).write_bytes(data)
    if analysis.raw.rejected is not None:
        (staging.private / "rejected_rows.csv").write_bytes(analysis.raw.rejected.read_bytes())


def _record(analysis: Analysis, content: ReportContent, staging: Staging) -> RunRecord:
    versions = library_versions()
    when = content.facts["window.month"].text if "window.month" in content.facts else ""
    summary = Summary(
        company=analysis.options.company or "",
        month_label=when,
        headline=content.cover.headline.plain,
        customers=len(analysis.customers.frame),
        segments=len(analysis.segments),
    )
    manifest = Manifest(
        name=staging.name,
        month=staging.month,
        fingerprint=analysis.raw.fingerprint,
        settings=settings_hash(analysis.options),
        reportgen=content.facts["run.version"].text,
        libraries=versions,
        summary=summary,
        segments=tuple(RecordedSegment(s.key, s.name, s.slot) for s in analysis.segments),
        files={},
    )
    return RunRecord(manifest, analysis.model, recorded_customers(analysis.customers, analysis.segmentation))


def _published(staging: Staging) -> tuple[Path, ...]:
    folders = (staging.target(part) for part in ("site", "private", "record"))
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return tuple(sorted(files, key=lambda path: path.suffix != ".html"))
