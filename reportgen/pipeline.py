"""The whole program on one screen: read, clean, build features, segment, name, compare, write, publish."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.analysis import Analysis
from reportgen.base.engine import forget_memory
from reportgen.base.language import use_locale
from reportgen.base.limits import use_limits
from reportgen.base.names import common_name, slug
from reportgen.base.scratch import keep_only, scratch_folder
from reportgen.base.stages import Stage
from reportgen.build_result import BuildResult, Unchanged
from reportgen.changes.comparable import refuse_empty_month
from reportgen.changes.comparison import ThisMonth, compare_months
from reportgen.changes.month_history import month_history
from reportgen.cleaning.unread import refuse_unread
from reportgen.continuity.carry_over import carry_keys, carry_names, names_that_fit
from reportgen.continuity.reuse_model import reuse_segments
from reportgen.deck.needed import refuse_without_library
from reportgen.errors import InputError, ReportgenError
from reportgen.features.build_features import build_features
from reportgen.features.descriptive_statistics import descriptive_statistics
from reportgen.features.matrix import encode
from reportgen.features.offered_products import offered_products
from reportgen.features.top_products import top_products
from reportgen.options.build_options import refuse_absent_files
from reportgen.options.enums import Format
from reportgen.options.history import HistoryOptions
from reportgen.publishing.publish import Staging, open_staging, publish, refuse_unwritable
from reportgen.publishing.registering import actions_until, keep_actions
from reportgen.publishing.write import Folders, write
from reportgen.record.baseline import month_baseline
from reportgen.record.previous import find_previous
from reportgen.record.replaced import replaced_report
from reportgen.record.run_record import read_manifest
from reportgen.record.unchanged import find_unchanged, inputs_hash, published_files
from reportgen.rendering.process import rendering_beside
from reportgen.report.branding import use_branding
from reportgen.report.templates import environment
from reportgen.segments.algorithms import one_thread
from reportgen.segments.description_selection import with_distinctive_features
from reportgen.segments.fit_new import choose_number, fit_segments, segment_customers
from reportgen.segments.naming import name_segments, names_of_cells, with_fit
from reportgen.segments.profile import profile
from reportgen.segments.rules import describe_rules
from reportgen.source import read_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from reportgen.cleaning.clean import CleanRows
    from reportgen.features.table import Customers
    from reportgen.options.build_options import BuildOptions
    from reportgen.record.previous import Previous
    from reportgen.segments.fit import SegmentedCustomers
    from reportgen.segments.naming import Segment
    from reportgen.segments.values import SegmentProfile
    from reportgen.source import Source


UNDATED = "undated"
"""Folder of reports on data without dates; overwritten each time."""


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
    options = _ready(options)
    with (
        _surroundings(options),
        scratch_folder() as work,
        closing(read_source(options, work, on_stage, data)) as source,
    ):
        return _publish(analyse(source, options, work, on_stage, history), history, on_stage)


def build_if_changed(
    options: BuildOptions,
    on_stage: Callable[[str], None] = lambda _stage: None,
    history: HistoryOptions = HistoryOptions(),  # noqa: B008 - frozen
) -> BuildResult | Unchanged:
    """As `build`; but a report that was made from the same data, options, program and records stays."""
    options = _ready(options)
    with _surroundings(options), scratch_folder() as work:
        source = read_source(options, work, on_stage)
        same = find_unchanged(source.raw.fingerprint, options, history, slug(options.name or ""))
        if same is None:
            return _publish(analyse(source, options, work, on_stage, history), history, on_stage)
    held = same.held if not same.accepted else ()
    return Unchanged(same.name, same.month, _readers_first(published_files(options.out, same)), held)


def preview(
    options: BuildOptions, on_stage: Callable[[str], None], history: HistoryOptions
) -> tuple[Analysis, Previous | None]:
    """As `build`, but nothing is written: what would be reported, and the month it would be compared with."""
    options = _ready(options)
    with _surroundings(options), scratch_folder() as work:
        analysis = analyse(read_source(options, work, on_stage), options, work, on_stage, history)
    month = analysis.customers.month
    return analysis, find_previous(options.out, slug(options.name or ""), month, history)


def build_series(
    options: BuildOptions,
    months: Sequence[str],
    on_stage: Callable[[str], None] = lambda _stage: None,
    history: HistoryOptions = HistoryOptions(),  # noqa: B008 - frozen
) -> Iterator[BuildResult]:
    """Every month of a longer file, which is read once; each goes on from the one before.

    Wishes to begin anew, or to go on from a record of the user's choice, count for the first month.

    Raises:
        ReportgenError: as `build`; earlier months stay published.
    """
    options = _ready(options)
    with scratch_folder() as work:
        source, wishes = None, history
        for month in months:
            of_month = replace(options, month=month, until=None)
            with _surroundings(of_month), scratch_folder() as scratch:
                source = source or read_source(options, work, on_stage)
                built = _publish(analyse(source, of_month, scratch, on_stage, wishes), wishes, on_stage)
            yield built
            wishes = replace(history, previous=None, fresh=False, refit=False)


def _ready(options: BuildOptions) -> BuildOptions:
    """The options with a name; whatever can be found wrong with them is found before work begins."""
    refuse_absent_files(options)
    refuse_unwritable(options.out)
    if Format.PPTX in options.formats:
        refuse_without_library()
    return replace(options, name=options.name or common_name(options.sources))


@contextmanager
def _surroundings(options: BuildOptions) -> Iterator[None]:
    """Language, look, and who draws."""
    with (
        use_limits(options.memory),
        one_thread(),
        rendering_beside(options.formats),
        use_locale(options.locale),
        use_branding(options),
    ):
        yield


def _publish(analysis: Analysis, history: HistoryOptions, on_stage: Callable[[str], None]) -> BuildResult:
    """Write every file of a build, then swap all of them in."""
    options = analysis.options
    name, month = slug(options.name or ""), analysis.customers.month or UNDATED
    templates = environment(options.templates)
    with open_staging(options.out, name, month, templates) as staging:
        keep_actions(options.out, analysis.registered)
        inputs = inputs_hash(analysis.raw.fingerprint, options, history, name, month)
        folders = Folders(
            name=name,
            month=month,
            inputs=inputs,
            site=staging.site,
            private=staging.private,
            record=staging.record,
            published=staging.target("private").parent,
        )
        written = write(analysis, folders, templates, on_stage)
        on_stage(Stage.PUBLISHING)
        replaced = replaced_report(staging.target("record"), read_manifest(staging.record))
        publish(staging)
        return BuildResult(
            name=name,
            month=month,
            headline=written.headline,
            files=_published(staging),
            analysis=analysis,
            missing=written.missing,
            audiences=written.audiences,
            replaced=replaced,
        )


def analyse(
    source: Source,
    options: BuildOptions,
    work: Path,
    on_stage: Callable[[str], None],
    history: HistoryOptions = HistoryOptions(fresh=True),  # noqa: B008 - frozen
) -> Analysis:
    """From a source to named segments; writes only scratch files, into `work`.

    Once the rows are clean, what they are made from goes from `work`, the source's own rows included where
    they lie there: personal columns are on no disk while segments are made and pages drawn.
    """
    raw = source.raw
    on_stage(Stage.CLEANING.of_rows(raw.rows))
    rows = source.clean(options, work)
    refuse_unread(raw, rows, accepted=options.accept_rejected)
    keep_only((*rows.files, *filter(None, (raw.rejected,))), work)
    _refuse_unaccounted(rows)
    forget_memory(raw.rows)
    customers = build_features(rows, options)
    forget_memory(raw.rows)
    previous = find_previous(options.out, slug(options.name or ""), customers.month, history)
    if previous is None:
        refuse_empty_month(customers)
    segmented = _segment(customers, previous, history, options, on_stage)
    described = with_distinctive_features(
        segmented.customers, segmented.segmentation.labels, options.describe
    )
    segments = _name(described, segmented, previous, options, refit=history.refit)
    baseline = month_baseline(raw, rows, segmented.customers, options)
    this_month = ThisMonth(options=options, rows=rows, segmented=segmented, baseline=baseline)
    return Analysis(
        options=options,
        raw=raw,
        rows=rows,
        customers=described,
        segmented=segmented,
        segments=segments,
        statistics=descriptive_statistics(described),
        rules=describe_rules(described, segmented.segmentation),
        top_products=top_products(rows, customers.period, customers.frame.index, segmented.keys),
        offered=offered_products(rows, customers, segmented.segmentation, options.min_cell),
        comparison=compare_months(this_month, previous, history),
        baseline=baseline,
        history=month_history(
            rows, segmented, options.window_months, () if previous is None else previous.earlier
        ),
        registered=actions_until(options, customers.month),
    )


def _segment(
    customers: Customers,
    previous: Previous | None,
    history: HistoryOptions,
    options: BuildOptions,
    on_stage: Callable[[str], None],
) -> SegmentedCustomers:
    """Reuse the saved segments; fit new ones where there are none, or the user wishes it."""
    reused = None if history.refit else reuse_segments(previous, customers, options)
    if reused is not None:
        on_stage(Stage.SEGMENTING.of_customers(len(customers.frame)))
        return reused
    matrix = encode(customers)
    on_stage(Stage.CHOOSING.of_customers(len(customers.frame)))
    chosen = choose_number(customers, matrix, options)
    on_stage(Stage.SEGMENTING.of_customers(len(customers.frame)))
    model = fit_segments(customers, matrix, chosen, options)
    if history.refit and previous is not None:
        model = carry_keys(previous, customers, matrix, model)
    return segment_customers(customers, matrix, chosen, model)


def _name(
    customers: Customers,
    segmented: SegmentedCustomers,
    previous: Previous | None,
    options: BuildOptions,
    *,
    refit: bool,
) -> tuple[Segment, ...]:
    """Name the segments; those that go on keep names and colours, after a refit only names that still fit."""
    model, segmentation = segmented.model, segmented.segmentation
    profiles = profile(customers, segmented.matrix, model, segmentation, segmented.evidence.stability)
    _refuse_small(profiles, options.min_cell)
    chosen = names_of_cells(options.names, segmentation)
    if model.month is not None:  # a name for a segment that was retired waits for it
        chosen = {key: name for key, name in chosen.items() if key in model.keys}
    segments = name_segments(profiles, customers, segmentation, options.vocabulary, chosen)
    if previous is None:
        return segments
    carried = with_fit(carry_names(previous, segments, chosen), customers, segmentation)
    return names_that_fit(carried, segments) if refit else carried


def _refuse_unaccounted(rows: CleanRows) -> None:
    if not rows.waterfall.closes():
        raise ReportgenError("rows or money are unaccounted for", "please report this with the file's layout")


def _refuse_small(profiles: tuple[SegmentProfile, ...], least: int) -> None:
    if min(profile.customers for profile in profiles) < least:
        raise InputError(
            f"{len(profiles)} segments would leave one with fewer than {least} customers",
            "ask for fewer segments with --k, or leave it out",
        )


def _published(staging: Staging) -> tuple[Path, ...]:
    folders = (staging.target(part) for part in ("site", "private", "record"))
    return _readers_first(path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())


def _readers_first(files: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(sorted(files, key=lambda path: path.suffix != ".html"))
