"""Goes on with saved segments: this month's customers in them, and what becomes of their names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportgen.continuity.hysteresis import settle
from reportgen.features.matrix import encode_as
from reportgen.features.table import Use
from reportgen.record.previous import adapted_model, customers_before
from reportgen.segments.matching import match, renamed
from reportgen.segments.model import assign
from reportgen.segments.segment_map import assign_by_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.features.matrix import Matrix
    from reportgen.features.table import Customers
    from reportgen.record.previous import Previous
    from reportgen.segments.fit import FitEvidence
    from reportgen.segments.naming import Segment
    from reportgen.segments.values import SavedModel, Segmentation

MOST_SLOTS = 8
_NOT_THERE = "it was not used when the segments were made"


@dataclass(frozen=True)
class ReusedModel:
    """This month's customers in the saved segments."""

    model: SavedModel
    matrix: Matrix
    segmentation: Segmentation
    fit: FitEvidence
    before: pd.Series
    """Id -> segment in the earlier month, under this model."""


def keep(previous: Previous, customers: Customers, min_cell: int) -> ReusedModel | None:
    """Put this month's customers into the saved segments; None where the file lacks a measure of them.

    A segment with fewer than `min_cell` customers left is retired: they go to the next nearest.
    """
    model, fit = adapted_model(previous, customers), previous.record.fit
    if model is None or fit is None:
        return None
    matrix = encode_as(customers, model.columns)
    before = previous.record.customers["segment"]
    then = customers_before(previous, customers).frame.assign(segment=before)
    while True:
        found = settle(model, customers, matrix, place(model, customers, matrix), then)
        sizes = np.bincount(found.labels, minlength=model.k)
        if sizes.min() >= min_cell or model.k <= 2 or model.groups:  # noqa: PLR2004 - two segments stay
            return ReusedModel(model, matrix, found, fit, before)
        model = _without(model, int(sizes.argmin()))


def place(model: SavedModel, customers: Customers, matrix: Matrix) -> Segmentation:
    """Every customer in a segment of a saved model, whatever made it."""
    return assign_by_map(model, customers, matrix) if model.groups else assign(model, matrix)


def matched(previous: Previous, customers: Customers, fitted: SavedModel, found: Segmentation) -> SavedModel:
    """Segments made anew, with the keys of the old ones that they go on from."""
    now = pd.Series([found.keys[label] for label in found.labels], index=customers.frame.index)
    both = pd.concat([previous.record.customers["segment"].rename("old"), now.rename("new")], axis=1).dropna()
    both = both.sort_index()
    used = {segment.key for manifest in previous.earlier for segment in manifest.segments}
    old = previous.record.model.keys
    return renamed(
        fitted, match(both["old"].tolist(), both["new"].tolist(), old, fitted.keys), sorted(used | set(old))
    )


def before_anew(previous: Previous, customers: Customers, model: SavedModel) -> pd.Series:
    """Id -> segment of the earlier month's customers in segments made anew, by their figures of then."""
    then = customers_before(previous, customers)
    found = place(model, then, encode_as(then, model.columns))
    return pd.Series([found.keys[label] for label in found.labels], index=then.frame.index)


def with_basis(customers: Customers, model: SavedModel) -> Customers:
    """The customers, with the measures that made the saved segments as those that group them."""
    used = {column.name for column in model.columns}
    features = tuple(
        replace(f, use=Use.GROUPED_BY)
        if f.name in used
        else replace(f, use=Use.DESCRIBED_BY, reason=_NOT_THERE)
        if f.use is Use.GROUPED_BY
        else f
        for f in customers.features
    )
    return replace(customers, features=features)


def carried(previous: Previous, fresh: tuple[Segment, ...], chosen: Mapping[str, str]) -> tuple[Segment, ...]:
    """Names and colours of before for segments that go on; new ones take a colour that is free."""
    before = {segment.key: segment for segment in previous.manifest.segments}
    going_on = {segment.key for segment in fresh if segment.key in before}
    slots = iter(_free_slots({before[key].slot for key in going_on}))
    taken = [before[key].name.casefold() for key in going_on]
    return tuple(
        replace(segment, name=chosen.get(segment.key, old.name), slot=old.slot, group=old.group)
        if (old := before.get(segment.key))
        else replace(segment, slot=next(slots), name=_own_name(segment.name, taken))
        for segment in fresh
    )


def _free_slots(taken: set[int]) -> list[int]:
    free = [slot for slot in range(1, MOST_SLOTS + 1) if slot not in taken]
    return free + list(range(MOST_SLOTS + 1, 3 * MOST_SLOTS))


def _own_name(name: str, taken: list[str]) -> str:
    return f"{name} (new)" if Counter(taken)[name.casefold()] else name


def _without(model: SavedModel, place_of: int) -> SavedModel:
    """The model without one of its segments."""

    def others(rows: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(row for i, row in enumerate(rows) if i != place_of)

    return replace(
        model,
        k=model.k - 1,
        keys=others(model.keys),
        centres=others(model.centres),
        weights=others(model.weights),
        covariances=others(model.covariances),
    )
