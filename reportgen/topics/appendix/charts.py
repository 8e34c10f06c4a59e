"""The charts of the appendix: from values of the analysis to marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.base.formatting import digits_for
from reportgen.base.phrases import translated
from reportgen.charts.histograms import Histogram
from reportgen.charts.histograms import histograms as draw_histograms
from reportgen.charts.marks import Tick
from reportgen.charts.plane import PlaneCell, PlaneOutline, PlaneTexts
from reportgen.charts.plane import plane_map as draw_plane
from reportgen.charts.ridgeline import Ridge, RidgeName, RidgePanel
from reportgen.charts.ridgeline import ridgeline as draw_ridges
from reportgen.charts.silhouette import SilhouetteRow
from reportgen.charts.silhouette import silhouette as draw_silhouettes
from reportgen.features.column_transform import learn_column
from reportgen.prose.sentence import UserLabel, plainly
from reportgen.segments import views
from reportgen.shared.numbers import measure_fact
from reportgen.shared.words import header_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.base.formatting import Formatter
    from reportgen.charts.figure import Figure
    from reportgen.features.column_transform import ColumnTransform
    from reportgen.features.descriptive_statistics import Bin, DescriptiveStatistics
    from reportgen.features.matrix import Matrix
    from reportgen.features.table import Customers, Feature
    from reportgen.segments.values import Segmentation
    from reportgen.segments.views import Plane
    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.shared.measures import MeasureFigures

MOST_HISTOGRAMS = 12
BARS, STEPS = 36, 56
"""Bars of a silhouette and points of a hill."""
HEAVY = 0.5
"""Weight, as a share of the heaviest, from which a measure is named on an axis of the map."""
SEEN = (0.01, 0.99)
"""Quantiles between which the hills of a measure are drawn."""


def plane_map(
    plane: Plane, segmentation: Segmentation, matrix: Matrix, customers: Customers, shared: Shared
) -> Figure:
    """Customers on the plane of their main differences, as squares that hold enough of them."""
    outlines = [_outline(each, plane, segmentation) for each in shared.segments]
    right, up = (_direction(weights, matrix, customers) for weights in plane.weights)
    texts = PlaneTexts(
        plainly("To the right: {direction}", direction=right),
        plainly("Upwards: {direction}", direction=up),
        (plainly("Segment"), plainly("Customers")),
    )
    return draw_plane(_squares(plane, segmentation, shared), outlines, texts)


def _squares(plane: Plane, segmentation: Segmentation, shared: Shared) -> list[PlaneCell]:
    squares = views.cells(plane.points, segmentation.labels, shared.min_cell)
    fullest = np.log1p(max((cell.customers for cell in squares), default=1) / shared.min_cell)
    return [
        PlaneCell(
            square.left,
            square.bottom,
            square.right,
            square.top,
            shared.of(segmentation.keys[square.place]).segment.slot,
            float(np.log1p(square.customers / shared.min_cell) / fullest),
        )
        for square in squares
    ]


def _outline(figures: SegmentFigures, plane: Plane, segmentation: Segmentation) -> PlaneOutline:
    segment = figures.segment
    own = plane.points[segmentation.labels == segmentation.keys.index(segment.key)]
    middle = np.median(own, axis=0).tolist()
    ring = tuple((float(px), float(py)) for px, py in views.outline(own))
    return PlaneOutline(segment.name, segment.slot, (middle[0], middle[1]), ring, figures.customers.text)


def _direction(weights: np.ndarray, matrix: Matrix, customers: Customers) -> str:
    """The one or two measures that a direction of the map stands for."""
    ranked = sorted(zip(weights.tolist(), matrix.columns, strict=True), key=lambda pair: -abs(pair[0]))
    heaviest = abs(ranked[0][0])
    named = [(weight, column) for weight, column in ranked[:2] if abs(weight) >= HEAVY * heaviest]
    return ", ".join(_end(weight, column, customers.feature(column.name)) for weight, column in named)


def _end(weight: float, column: ColumnTransform, feature: Feature) -> str:
    if column.level is not None:
        having = plainly("{column}: {level}", column=feature.label, level=UserLabel(column.level))
        if weight > 0:
            return plainly("more with {having}", having=having)
        return plainly("fewer with {having}", having=having)
    noun = translated(feature.label) if feature.definition else feature.label
    return plainly("higher {noun}", noun=noun) if weight > 0 else plainly("lower {noun}", noun=noun)


def silhouettes(matrix: Matrix, segmentation: Segmentation, shared: Shared, fmt: Formatter) -> Figure:
    """A block of bars a segment."""
    widths = views.silhouettes(matrix, segmentation, BARS)
    rows = [
        SilhouetteRow(
            each.segment.name,
            each.segment.slot,
            tuple(widths[segmentation.keys.index(each.segment.key)].tolist()),
            each.silhouette.text,
        )
        for each in shared.segments
    ]
    lowest = min(row.widths[-1] for row in rows)
    marks = [value for value in (-0.5, 0.0, 0.5, 1.0) if value >= 0 or lowest < value / 2]
    ticks = [Tick(value, fmt.number(value, 1).text) for value in marks]
    return draw_silhouettes(rows, ticks, (plainly("Segment"), plainly("Mean")))


def ridgelines(
    measures: Sequence[MeasureFigures],
    customers: Customers,
    matrix: Matrix,
    segmentation: Segmentation,
    shared: Shared,
) -> Figure:
    """Hills of a few measures, segment by segment."""
    names = [RidgeName(each.segment.name, each.segment.slot) for each in shared.segments]
    panels = [_panel(measure, customers, matrix, segmentation, shared) for measure in measures]
    return draw_ridges(names, panels, plainly("Segment"))


def _panel(
    measure: MeasureFigures,
    customers: Customers,
    matrix: Matrix,
    segmentation: Segmentation,
    shared: Shared,
) -> RidgePanel:
    feature = measure.feature
    raw = customers.frame[feature.name].to_numpy(dtype=np.float64)
    column = _scale(feature, raw, matrix)
    low, high = np.nanquantile(column.standardise(raw), SEEN)
    reach = max(float(high - low), 1e-9)

    def place(value: np.ndarray | float) -> np.ndarray:
        return np.asarray(np.clip((column.standardise(np.asarray(value, dtype=float)) - low) / reach, 0, 1))

    ridges = []
    for each in shared.segments:
        inside = segmentation.labels == segmentation.keys.index(each.segment.key)
        heights = views.density(place(raw[inside & ~np.isnan(raw)]), STEPS)
        hill = ((0.0, 0.0), *(((i + 0.5) / STEPS, float(h)) for i, h in enumerate(heights)), (1.0, 0.0))
        middle = measure.segments[each.segment.key]
        at = float(place(float(middle.value))) if isinstance(middle.value, float | int) else 0.0
        ridges.append(Ridge(hill, at, middle.text))
    quarters = (measure.low, measure.median, measure.high)
    ticks = [Tick(float(place(float(f.value))), f.text) for f in quarters if isinstance(f.value, float | int)]
    return RidgePanel(header_of(feature).plain, tuple(ridges), tuple(ticks))


def _scale(feature: Feature, raw: np.ndarray, matrix: Matrix) -> ColumnTransform:
    """The scale that a measure has in the matrix, or would have."""
    saved = (c for c in matrix.columns if c.name == feature.name and c.level is None)
    return next(saved, None) or learn_column(raw, feature.name)


def histograms(statistics: DescriptiveStatistics, shared: Shared, fmt: Formatter) -> Figure:
    """The measures of all customers."""
    shown = [summary for summary in statistics.numeric if summary.minimum < summary.maximum]
    drawn = []
    for summary in shown[:MOST_HISTOGRAMS]:
        measure = shared.measures[summary.feature]
        title = header_of(measure.feature).plain
        low, high = _ends(measure.feature, summary.histogram, fmt)
        figures = (fact.text for fact in (measure.low, measure.median, measure.high, measure.missing))
        counts = tuple(part.customers for part in summary.histogram)
        drawn.append(Histogram(title, counts, low, high, (title, *figures)))
    heads = (
        plainly("Measure"),
        plainly("Lower quarter"),
        plainly("Median"),
        plainly("Upper quarter"),
        plainly("Missing"),
    )
    return draw_histograms(drawn, heads)


def _ends(feature: Feature, bins: Sequence[Bin], fmt: Formatter) -> tuple[str, str]:
    """Where the first bin begins and the last one ends, as figures of the axis."""
    ends = (bins[0].low, bins[-1].high)
    digits = digits_for(ends)
    low, high = (measure_fact(feature.name, value, feature, digits, fmt).text for value in ends)
    return low, high
