"""A new fit: chooses the number of segments, fits a model, and measures how real and stable they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.errors import InputError
from reportgen.features.scores import own_limits
from reportgen.options.enums import SegmentsBy
from reportgen.segments.choose_k import MeasuredNumber, measure_numbers
from reportgen.segments.fit import FitEvidence, SegmentedCustomers
from reportgen.segments.model import fit_model
from reportgen.segments.segment_map import (
    assign_customers,
    draw_map,
    map_of,
    model_of_map,
    resample_map,
)
from reportgen.segments.stability import assess_stability, resample
from reportgen.segments.structure import structure

if TYPE_CHECKING:
    from reportgen.features.matrix import Matrix
    from reportgen.features.table import Customers
    from reportgen.options.build_options import BuildOptions
    from reportgen.segments.segment_map import SegmentMap
    from reportgen.segments.values import KChoice, SavedModel


@dataclass(frozen=True)
class ChosenNumber:
    """How many segments a new fit makes, and the fixed limits where rules make them."""

    measured: MeasuredNumber
    limits: SegmentMap | None


def by_rules(options: BuildOptions) -> bool:
    """Whether the user asks for segments by fixed limits; InputError where a number is named, too."""
    if options.segments is not SegmentsBy.RULES:
        return False
    if options.k is not None:
        raise InputError("rules make as many segments as they need", "leave out --k, or use --max-segments")
    return True


def choose_number(customers: Customers, matrix: Matrix, options: BuildOptions) -> ChosenNumber:
    """The number of segments; that of fixed limits follows from the customers, and is only measured."""
    if not by_rules(options):
        return ChosenNumber(measure_numbers(matrix, k=options.k, max_segments=options.max_segments), None)
    limits = draw_map(customers, options.min_cell, options.max_segments, own_limits(options))
    measured = measure_numbers(matrix, k=len(limits.groups), max_segments=options.max_segments)
    return ChosenNumber(measured._replace(choice=replace(measured.choice, reason="rules")), limits)


def fit_segments(
    customers: Customers, matrix: Matrix, chosen: ChosenNumber, options: BuildOptions
) -> SavedModel:
    """A model of this month's customers."""
    if chosen.limits is not None:
        return model_of_map(chosen.limits, customers, matrix, customers.month)
    return fit_model(matrix, chosen.measured.choice.k, options.seed, customers.month, options.algorithm)


def segment_customers(
    customers: Customers, matrix: Matrix, chosen: ChosenNumber, model: SavedModel
) -> SegmentedCustomers:
    """The customers in the segments of a model just fitted, with the evidence for these."""
    evidence = judge_segments(customers, matrix, model, chosen.measured.choice, chosen.measured)
    return SegmentedCustomers(customers, matrix, model, assign_customers(model, customers, matrix), evidence)


def judge_segments(
    customers: Customers,
    matrix: Matrix,
    model: SavedModel,
    choice: KChoice,
    known: MeasuredNumber | None = None,
) -> FitEvidence:
    """How real and stable the segments of a model, new or saved, are among these customers.

    `known` is what their choice found out of their number, where it looked at the same customers.
    """
    limits = map_of(model)
    again, border = (known.refits, known.border) if known else (None, None)
    resampled = resample_map(customers, matrix, limits) if limits else resample(matrix, model, again)
    judged = structure(matrix, model, resampled, border)
    return FitEvidence(choice, judged, assess_stability(model, resampled))
