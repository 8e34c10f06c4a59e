"""The whole program on one screen: rows -> customers -> matrix -> segments -> claims -> report -> reader."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.claims.analysis import Analysis
from reportgen.config import SegmentsBy
from reportgen.customers.engineer import engineer
from reportgen.customers.favourites import favourites
from reportgen.customers.overview import overview
from reportgen.delivery.publish import Staging, open_staging, publish
from reportgen.errors import InputError, ReportgenError, SurroundingsError
from reportgen.matrix import encode
from reportgen.names import common_name, slug
from reportgen.periods.identity import identify
from reportgen.report.archive import index_pages
from reportgen.report.render import report_templates
from reportgen.report.write import Folders, write
from reportgen.rows.clean import clean
from reportgen.rows.read import read, refuse_rejected
from reportgen.rows.roles import assign_roles
from reportgen.segments.choose_k import choose_k
from reportgen.segments.model import assign, fit_model
from reportgen.segments.profile import profile
from reportgen.segments.rules import describe_rules
from reportgen.segments.segment_map import (
    assign_by_map,
    draw_map,
    model_of_map,
    resample_map,
)
from reportgen.segments.stability import assess_stability, resample
from reportgen.segments.structure import structure

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.config import BuildOptions
    from reportgen.matrix import Matrix
    from reportgen.segments.segment_map import SegmentMap
    from reportgen.segments.values import KChoice, SegmentProfile


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

    `data` is a data frame to read in place of `options.sources`.

    Raises:
        ReportgenError: with its cause, remedy and exit code.
    """
    options = replace(options, name=options.name or common_name(options.sources))
    name = slug(options.name or "")
    with tempfile.TemporaryDirectory(prefix="reportgen-") as work:
        analysis = analyse(options, Path(work), on_stage, data)
        month = analysis.customers.period.month if analysis.customers.period else UNDATED
        templates = report_templates(options.templates)
        with open_staging(options.out, name, month, lambda out: index_pages(out, templates)) as staging:
            folders = Folders(name, month, staging.site, staging.private, staging.record)
            written = write(analysis, folders, on_stage)
            on_stage("Publishing")
            publish(staging)
            return BuildResult(name, month, written.headline, _published(staging), analysis, written.missing)


def analyse(
    options: BuildOptions, work: Path, on_stage: Callable[[str], None], data: object = None
) -> Analysis:
    """From a source (or `data`, a data frame) to named segments; writes only scratch files, into `work`."""
    on_stage("Reading")
    raw = read(options.sources if data is None else data, work, options.sheet)
    refuse_rejected(raw, accepted=options.accept_rejected)
    roles = assign_roles(raw, options)
    on_stage("Cleaning")
    rows = clean(raw, roles, options, work)
    if not rows.waterfall.closes():
        raise ReportgenError("rows or money are unaccounted for", "please report this with the file's layout")
    customers = engineer(rows, options)
    matrix = encode(customers)
    on_stage("Choosing the number of segments")
    drawn = draw_map(customers, options.min_cell, options.max_segments) if _by_rules(options) else None
    choice = _choose(matrix, options, drawn)
    on_stage("Segmenting")
    month = customers.period.month if customers.period else None
    if drawn:
        model = model_of_map(drawn, customers, matrix, month)
        segmentation = assign_by_map(model, customers, matrix)
        resampled = resample_map(customers, matrix, drawn)
    else:
        model = fit_model(matrix, choice.k, options.seed, month, options.algorithm)
        segmentation = assign(model, matrix)
        resampled = resample(matrix, model)
    profiles = profile(customers, matrix, model, segmentation, assess_stability(model, resampled))
    _refuse_small(profiles, options.min_cell)
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
        structure(matrix, model, resampled),
        identify(profiles, customers, segmentation, options.vocabulary, options.names),
        describe_rules(customers, segmentation),
        favourites(
            rows,
            customers.period,
            customers.frame.index,
            [segmentation.keys[label] for label in segmentation.labels],
        ),
    )


def _by_rules(options: BuildOptions) -> bool:
    if options.segments is not SegmentsBy.RULES:
        return False
    if options.k is not None:
        raise InputError("rules make as many segments as they need", "leave out --k, or use --max-segments")
    return True


def _choose(matrix: Matrix, options: BuildOptions, drawn: SegmentMap | None) -> KChoice:
    """The number of segments; rules have their own, which is only measured."""
    if drawn is None:
        return choose_k(matrix, k=options.k, max_segments=options.max_segments)
    measured = choose_k(matrix, k=len(drawn.groups), max_segments=options.max_segments)
    return replace(measured, reason="rules")


def _refuse_small(profiles: tuple[SegmentProfile, ...], least: int) -> None:
    if min(profile.customers for profile in profiles) < least:
        raise InputError(
            f"{len(profiles)} segments would leave one with fewer than {least} customers",
            "ask for fewer segments with --k, or leave it out",
        )


def _published(staging: Staging) -> tuple[Path, ...]:
    folders = (staging.target(part) for part in ("site", "private", "record"))
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return tuple(sorted(files, key=lambda path: path.suffix != ".html"))
