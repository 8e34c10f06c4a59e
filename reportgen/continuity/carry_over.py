"""What segments take over from the earlier month: keys after a refit, names and colours."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from reportgen.features.matrix import encode_as
from reportgen.record.previous import customers_before
from reportgen.segments.matching import match, with_keys
from reportgen.segments.segment_map import assign_customers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.features.matrix import Matrix
    from reportgen.features.table import Customers
    from reportgen.record.manifest import RecordedSegment
    from reportgen.record.previous import Previous
    from reportgen.segments.naming import Segment
    from reportgen.segments.values import SavedModel, Segmentation

MOST_SLOTS = 8


def carry_keys(previous: Previous, customers: Customers, matrix: Matrix, model: SavedModel) -> SavedModel:
    """A refitted model, with the saved key of each segment that matches a saved one."""
    now = _keys(assign_customers(model, customers, matrix), customers)
    both = pd.concat([previous.record.customers["segment"].rename("old"), now.rename("new")], axis=1).dropna()
    both = both.sort_index()
    used = {segment.key for manifest in previous.earlier for segment in manifest.segments}
    old = previous.record.model.keys
    matched = match(both["old"].tolist(), both["new"].tolist(), old, model.keys)
    return with_keys(model, matched, sorted(used | set(old)))


def segments_before(
    previous: Previous, customers: Customers, model: SavedModel, *, refitted: bool
) -> pd.Series | None:
    """Id -> segment of the earlier month's customers, under this month's model; None where that is unknown.

    After a refit they are assigned anew, by their figures of the earlier month.
    """
    if refitted:
        before = customers_before(previous, customers)
        return _keys(assign_customers(model, before, encode_as(before, model.columns)), before)
    return previous.record.customers["segment"] if model.month == previous.record.model.month else None


def _keys(segmentation: Segmentation, customers: Customers) -> pd.Series:
    return pd.Series(segmentation.key_of_each, index=customers.frame.index)


def carry_names(
    previous: Previous, segments: tuple[Segment, ...], chosen: Mapping[str, str]
) -> tuple[Segment, ...]:
    """The earlier month's names and colours for segments that go on; new ones take a free colour.

    Args:
        previous: the earlier month.
        segments: of this month, named afresh.
        chosen: names that the user gave, by key.
    """
    before = {segment.key: segment for segment in previous.manifest.segments}
    going_on = {segment.key for segment in segments if segment.key in before}
    slots = iter(_free_slots({before[key].slot for key in going_on}))
    taken = [before[key].name.casefold() for key in going_on]
    return tuple(
        _going_on(segment, old, chosen.get(segment.key))
        if (old := before.get(segment.key))
        else replace(segment, slot=next(slots), name=_distinct_name(segment.name, taken))
        for segment in segments
    )


def names_that_fit(carried: tuple[Segment, ...], fresh: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """After a refit: the carried names as far as they still hold for four in five customers, else fresh ones.

    Args:
        carried: with names of an earlier month, see `carry_names`.
        fresh: the same segments, named afresh.
    """
    kept = [each.name.casefold() for each in carried if each.still_fits]
    return tuple(
        each
        if each.still_fits
        else replace(
            each, name=_distinct_name(new.name, kept), group=new.group, claims=new.claims, fits=new.fits
        )
        for each, new in zip(carried, fresh, strict=True)
    )


def _going_on(segment: Segment, old: RecordedSegment, wanted: str | None) -> Segment:
    """A segment under its earlier name, with what that says, or under one of the user's."""
    if wanted is not None:
        return replace(segment, name=wanted, slot=old.slot, group=None, claims=())
    return replace(segment, name=old.name, slot=old.slot, group=old.group, claims=old.claims)


def _free_slots(taken: set[int]) -> list[int]:
    free = [slot for slot in range(1, MOST_SLOTS + 1) if slot not in taken]
    return free + list(range(MOST_SLOTS + 1, 3 * MOST_SLOTS))


def _distinct_name(name: str, taken: list[str]) -> str:
    return f"{name} (new)" if Counter(taken)[name.casefold()] else name
