"""The whole program on one screen: rows -> customers -> matrix -> segments -> claims -> report -> reader."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.analysis import Analysis
from reportgen.base.language import use_locale
from reportgen.base.names import common_name, slug
from reportgen.changes.comparison import ThisMonth, compare
from reportgen.cleaning.clean import clean
from reportgen.columns.roles import assign_roles
from reportgen.continuity.fit_or_reuse import segment
from reportgen.continuity.reuse_model import carried
from reportgen.errors import InputError, ReportgenError, SurroundingsError
from reportgen.features.build_features import engineer
from reportgen.features.order_days import with_order_days
from reportgen.features.overview import overview
from reportgen.features.top_products import favourites
from reportgen.input.read import read, refuse_rejected
from reportgen.options.history import HistoryOptions
from reportgen.publishing.index_pages import index_pages
from reportgen.publishing.publish import Staging, open_staging, publish
from reportgen.publishing.write import Folders, write
from reportgen.record.baseline import trail_of
from reportgen.record.previous import find_previous
from reportgen.report.branding import use_branding
from reportgen.report.render import report_templates
from reportgen.segments.description_selection import with_telling
from reportgen.segments.naming import identify
from reportgen.segments.profile import profile
from reportgen.segments.rules import describe_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reportgen.options.build_options import BuildOptions
    from reportgen.segments.values import SavedModel, SegmentProfile


HELD = 5
"""Exit code of a month that was built and cannot be compared."""
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
    def held(self) -> tuple[str, ...]:
        """Why the month cannot be compared with the earlier one, unless the user let it pass."""
        periods = self.analysis.periods
        return periods.held if periods and periods.stopped else ()

    @property
    def exit_code(self) -> int:
        """0; 4 where something of the machine kept a file from being made; 5 where the month is held."""
        if self.missing is not None:
            return self.missing.exit_code
        return HELD if self.held else 0


def build(
    options: BuildOptions,
    on_stage: Callable[[str], None] = lambda _stage: None,
    data: object = None,
    history: HistoryOptions = HistoryOptions(),  # noqa: B008 - frozen
) -> BuildResult:
    """From a source to published files; on any error nothing that was there before is changed.

    Args:
        options: every choice.
        on_stage: is told each step.
        data: a data frame to read in place of `options.sources`.
        history: what to do with earlier months.

    Raises:
        ReportgenError: with its cause, remedy and exit code.
    """
    options = replace(options, name=options.name or common_name(options.sources))
    name = slug(options.name or "")
    with (
        use_locale(options.locale),
        use_branding(options),
        tempfile.TemporaryDirectory(prefix="reportgen-") as work,
    ):
        analysis = analyse(options, Path(work), on_stage, data, history)
        month = analysis.customers.period.month if analysis.customers.period else UNDATED
        templates = report_templates(options.templates)
        with open_staging(options.out, name, month, lambda out: index_pages(out, templates)) as staging:
            folders = Folders(name, month, staging.site, staging.private, staging.record)
            written = write(analysis, folders, on_stage)
            on_stage("Publishing")
            publish(staging)
            return BuildResult(name, month, written.headline, _published(staging), analysis, written.missing)


def build_series(
    options: BuildOptions,
    months: Sequence[str],
    on_stage: Callable[[str], None] = lambda _stage: None,
    history: HistoryOptions = HistoryOptions(),  # noqa: B008 - frozen
) -> Iterator[BuildResult]:
    """Every month of a longer file, one after the other; each goes on from the one before.

    Wishes to begin anew, or to go on from a record of the user's choice, count for the first month.

    Raises:
        ReportgenError: as `build`; earlier months stay published.
    """
    first = history
    for month in months:
        yield build(replace(options, month=month, until=None), on_stage, history=first)
        first = replace(history, previous=None, fresh=False, refit=False)


def analyse(
    options: BuildOptions,
    work: Path,
    on_stage: Callable[[str], None],
    data: object = None,
    history: HistoryOptions = HistoryOptions(fresh=True),  # noqa: B008 - frozen
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
    rows = with_order_days(rows)
    customers = engineer(rows, options)
    month = customers.period.month if customers.period else None
    previous = find_previous(options.out, slug(options.name or ""), month, history)
    found = segment(customers, options, previous, history, on_stage)
    customers, fit = with_telling(found.customers, found.segmentation.labels, options.describe), found.fit
    profiles = profile(customers, found.matrix, found.model, found.segmentation, fit.stability)
    _refuse_small(profiles, options.min_cell)
    fresh = identify(
        profiles, customers, found.segmentation, options.vocabulary, _names(options, found.model)
    )
    trail = trail_of(raw, rows, found.customers, options)
    return Analysis(
        options,
        raw,
        rows,
        customers,
        overview(customers),
        found.matrix,
        fit.choice,
        found.model,
        found.segmentation,
        fit.structure,
        fresh if previous is None else carried(previous, fresh, options.names),
        describe_rules(customers, found.segmentation),
        favourites(rows, customers.period, customers.frame.index, found.keys),
        compare(ThisMonth(options, rows, found, trail), previous, history),
        trail,
        fit,
    )


def _names(options: BuildOptions, model: SavedModel) -> dict[str, str]:
    """The user's names for segments that there are; a name for a retired one rests."""
    return (
        options.names if model.month is None else {k: n for k, n in options.names.items() if k in model.keys}
    )


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
