"""Which measures can be compared over the segments, and which segment leads in a figure."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from reportgen.features.table import Use
from reportgen.prose.comparisons import largest, more

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.shared.measures import MeasureFigures

MOST_MISSING = 0.2
"""Share of customers without a value beyond which a measure describes segments, but does not compare them."""


def spread(measure: MeasureFigures, shared: Shared) -> float:
    """Range of the segments' means, standard deviations of the matrix; NaN where one has no mean."""
    means = [each.segment.profile.z.get(measure.feature.name, float("nan")) for each in shared.segments]
    return float("nan") if any(map(isnan, means)) else round(max(means) - min(means), 6)


def compared(shared: Shared) -> tuple[MeasureFigures, ...]:
    """Measures known in every segment and of nearly everybody; widest spread first, ties by label."""
    spreads = {
        name: spread(measure, shared)
        for name, measure in shared.measures.items()
        if measure.missing.shown <= MOST_MISSING
    }
    known = [shared.measures[name] for name, width in spreads.items() if not isnan(width)]
    return tuple(sorted(known, key=lambda each: (-spreads[each.feature.name], each.feature.label)))


def drawn_measures(shared: Shared, most: int) -> tuple[MeasureFigures, ...]:
    """Measures that made the segments, then those that describe them; widest range of means first."""
    return tuple(sorted(compared(shared), key=lambda each: each.feature.use is not Use.GROUPED_BY)[:most])


def widest(shared: Shared) -> tuple[MeasureFigures, ...]:
    """The compared measures with the widest range of segment means, to two decimals.

    None where printed figures are all the same or one is unknown.
    """
    measures = compared(shared)
    widths = [round(spread(measure, shared), 2) for measure in measures]
    most = max(widths, default=0.0)
    leading = tuple(each for each, width in zip(measures, widths, strict=True) if width == most)
    return leading if all(map(_tells_apart, leading)) else ()


def _tells_apart(measure: MeasureFigures) -> bool:
    figures = measure.segments.values()
    return len({figure.shown for figure in figures}) > 1 and all(figure.value != "" for figure in figures)


def extremes(
    measure: MeasureFigures, shared: Shared
) -> tuple[tuple[SegmentFigures, Fact] | None, tuple[SegmentFigures, Fact] | None]:
    """The segments with the lowest and the highest printed figure, each None where it is not alone."""
    ranked = sorted(
        ((each, measure.segments[each.segment.key]) for each in shared.segments),
        key=lambda pair: pair[1].shown,
    )
    low = ranked[0] if more(ranked[1][1], ranked[0][1]) else None
    high = ranked[-1] if more(ranked[-1][1], ranked[-2][1]) else None
    return low, high


def leader(shared: Shared, figure: Callable[[SegmentFigures], Fact | None]) -> SegmentFigures | None:
    """The segment with the largest printed figure, if one is alone at the top."""
    figures = {each.segment.key: fact for each in shared.segments if (fact := figure(each)) is not None}
    top = largest(list(figures.values()))
    return next((shared.of(key) for key, fact in figures.items() if fact is top), None)


def largest_segments(shared: Shared) -> tuple[SegmentFigures, ...]:
    """The segment with most customers; several where their printed shares are the same."""
    top = max(each.share.shown for each in shared.segments)
    return tuple(each for each in shared.segments if each.share.shown == top)


def largest_segment(shared: Shared) -> SegmentFigures | None:
    """The one with most customers, where it is alone with its printed share and its count."""
    alone = largest_segments(shared)
    return leader(shared, lambda each: each.customers) if len(alone) == 1 else None


LEAST_VALUE, LEAST_CUSTOMERS = 0.05, 0.10
"""Shares of value and of customers below which news about a segment does not lead a page: a reader decides
about the shop, and what one customer in ten does, who bring one pound in twenty, is a detail of it."""


def matters(figures: SegmentFigures) -> bool:
    """Whether a segment is large enough for news about it alone to lead a page."""
    brings_enough = figures.worth is not None and figures.worth.share.shown >= LEAST_VALUE
    return brings_enough or figures.share.shown >= LEAST_CUSTOMERS
