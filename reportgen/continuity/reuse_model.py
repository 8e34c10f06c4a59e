"""Reuses the saved segments of an earlier month: this month's customers in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reportgen.continuity.hysteresis import apply_hysteresis
from reportgen.errors import InputError
from reportgen.features.matrix import encode_as
from reportgen.features.table import Use
from reportgen.record.previous import adapted_model, customers_before
from reportgen.segments.fit import SegmentedCustomers
from reportgen.segments.fit_new import by_rules, judge_segments
from reportgen.segments.segment_map import assign_customers

if TYPE_CHECKING:
    from reportgen.features.table import Customers
    from reportgen.options.build_options import BuildOptions
    from reportgen.record.previous import Previous
    from reportgen.segments.values import SavedModel

FEWEST_SEGMENTS = 2
"""Segments that stay, however small they become."""
_NOT_USED = "it was not used when the segments were made"


def reuse_segments(
    previous: Previous | None, customers: Customers, options: BuildOptions
) -> SegmentedCustomers | None:
    """This month's customers in the saved segments; None where there are none, or the file lacks a measure.

    A segment with fewer than `min_cell` customers left is retired: they go to the next nearest. How real and
    stable the segments are is measured on this month's customers; their number stays as it was chosen.

    Raises:
        InputError: the options ask for other segments than the saved ones.
    """
    if previous is None:
        return None
    model, fitted = adapted_model(previous, customers), previous.record.fit
    if model is None or fitted is None:
        return None
    matrix = encode_as(customers, model.columns)
    before = customers_before(previous, customers).frame.assign(segment=previous.record.customers["segment"])
    while True:
        nearest = assign_customers(model, customers, matrix)
        segmentation = apply_hysteresis(model, customers, matrix, nearest, before)
        sizes = np.bincount(segmentation.labels, minlength=model.k)
        if sizes.min() >= options.min_cell or model.k <= FEWEST_SEGMENTS or model.groups:
            break
        model = _without(model, int(sizes.argmin()))
    _refuse_other_segments(options, model)
    evidence = judge_segments(customers, matrix, model, fitted.choice)
    return SegmentedCustomers(_grouped_by(customers, model), matrix, model, segmentation, evidence)


def _refuse_other_segments(options: BuildOptions, model: SavedModel) -> None:
    """Saved segments cannot be other segments at the same time."""
    other = (
        (options.k is not None and options.k != model.k)
        or by_rules(options) != bool(model.groups)
        or (not model.groups and options.algorithm != model.algorithm)
        or (bool(model.groups) and options.rules.get("days", model.days) != model.days)
        or (bool(model.groups) and options.rules.get("orders", model.orders) != model.orders)
    )
    if other:
        raise InputError(
            f"the segments of {model.month} are kept, and they were defined otherwise than is asked for now",
            "define them anew with --refit, begin anew with --fresh, or take the setting back",
        )


def _grouped_by(customers: Customers, model: SavedModel) -> Customers:
    """The customers, with the features of a saved model as those that group them."""
    used = {column.name for column in model.columns}
    features = tuple(
        replace(f, use=Use.GROUPED_BY)
        if f.name in used
        else replace(f, use=Use.DESCRIBED_BY, reason=_NOT_USED)
        if f.use is Use.GROUPED_BY
        else f
        for f in customers.features
    )
    return replace(customers, features=features)


def _without(model: SavedModel, index: int) -> SavedModel:
    """The model without one of its segments."""

    def others(rows: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(row for i, row in enumerate(rows) if i != index)

    return replace(
        model,
        k=model.k - 1,
        keys=others(model.keys),
        centres=others(model.centres),
        weights=others(model.weights),
        covariances=others(model.covariances),
    )
