"""Segments for this month: those of the earlier months go on, or they are made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.continuity.reuse_model import before_anew, keep, matched, place, with_basis
from reportgen.errors import InputError
from reportgen.features.matrix import encode
from reportgen.options.enums import SegmentsBy
from reportgen.segments.choose_k import choose_k
from reportgen.segments.fit import FitEvidence
from reportgen.segments.model import fit_model
from reportgen.segments.segment_map import draw_map, model_of_map, resample_map
from reportgen.segments.stability import assess_stability, resample
from reportgen.segments.structure import structure

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from reportgen.features.matrix import Matrix
    from reportgen.features.table import Customers
    from reportgen.options.build_options import BuildOptions
    from reportgen.options.history import HistoryOptions
    from reportgen.record.previous import Previous
    from reportgen.segments.segment_map import SegmentMap
    from reportgen.segments.values import KChoice, SavedModel, Segmentation


@dataclass(frozen=True)
class SegmentedCustomers:
    """Customers in segments, made now or kept from an earlier month."""

    customers: Customers
    matrix: Matrix
    model: SavedModel
    segmentation: Segmentation
    fit: FitEvidence
    before: pd.Series | None
    """Id -> segment in the earlier month, under this model; None where that cannot be told."""

    @property
    def keys(self) -> list[str]:
        """Segment of every customer, along the table."""
        return [self.segmentation.keys[label] for label in self.segmentation.labels.tolist()]


def segment(
    customers: Customers,
    options: BuildOptions,
    previous: Previous | None,
    history: HistoryOptions,
    on_stage: Callable[[str], None],
) -> SegmentedCustomers:
    """Segments kept from the earlier month; made anew where there is none, or the user wishes it."""
    kept = None if previous is None or history.refit else keep(previous, customers, options.min_cell)
    if kept is None:
        return _fit(customers, options, previous if history.refit else None, on_stage)
    _refuse_other_wishes(options, kept.model)
    on_stage("Segmenting")
    return SegmentedCustomers(
        with_basis(customers, kept.model), kept.matrix, kept.model, kept.segmentation, kept.fit, kept.before
    )


def _fit(
    customers: Customers, options: BuildOptions, previous: Previous | None, on_stage: Callable[[str], None]
) -> SegmentedCustomers:
    """Segments made now; those that go on from the segments of `previous` keep their keys."""
    matrix = encode(customers)
    on_stage("Choosing the number of segments")
    drawn = draw_map(customers, options.min_cell, options.max_segments) if _by_rules(options) else None
    choice = _choose(matrix, options, drawn)
    on_stage("Segmenting")
    month = customers.period.month if customers.period else None
    if drawn:
        model = model_of_map(drawn, customers, matrix, month)
    else:
        model = fit_model(matrix, choice.k, options.seed, month, options.algorithm)
    before = None
    if previous is not None:
        model = matched(previous, customers, model, place(model, customers, matrix))
        before = before_anew(previous, customers, model)
    segmentation = place(model, customers, matrix)
    resampled = resample_map(customers, matrix, drawn) if drawn else resample(matrix, model)
    fit = FitEvidence(choice, structure(matrix, model, resampled), assess_stability(model, resampled))
    return SegmentedCustomers(customers, matrix, model, segmentation, fit, before)


def _refuse_other_wishes(options: BuildOptions, model: SavedModel) -> None:
    """Saved segments cannot be other segments at the same time."""
    other = (
        (options.k is not None and options.k != model.k)
        or _by_rules(options) != bool(model.groups)
        or (not model.groups and options.algorithm != model.algorithm)
    )
    if other:
        raise InputError(
            f"the segments of {model.month} go on, and they were made otherwise than is asked for now",
            "make them anew with --refit, begin anew with --fresh, or leave the wish out",
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
