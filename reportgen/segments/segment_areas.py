"""Segments by fixed limits, each with its areas of the recency x frequency map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.segments.segment_map import map_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.segments.naming import Segment
    from reportgen.segments.segment_map import Area
    from reportgen.segments.values import SavedModel


def areas_by_segment(
    model: SavedModel, segments: Sequence[Segment]
) -> tuple[tuple[Segment, tuple[Area, ...]], ...]:
    """Each segment with its areas of recency and frequency; empty where an algorithm made them."""
    drawn = map_of(model)
    if drawn is None:
        return ()
    pairs = zip(segments, drawn.groups, strict=True)
    return tuple((segment, drawn.areas(group)) for segment, group in pairs)
