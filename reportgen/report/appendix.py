"""The appendix for analysts: how the segments lie, overlap and are shaped, and the data behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.base.formatting import digits_for
from reportgen.base.phrases import told
from reportgen.charts.histograms import Histogram
from reportgen.charts.histograms import histograms as draw_histograms
from reportgen.charts.marks import Tick
from reportgen.charts.plane import PlaneCell, PlaneOutline, PlaneTexts
from reportgen.charts.plane import plane_map as draw_plane
from reportgen.charts.ridgeline import Ridge, RidgeName, RidgePanel
from reportgen.charts.ridgeline import ridgeline as draw_ridges
from reportgen.charts.silhouette import SilhouetteRow
from reportgen.charts.silhouette import silhouette as draw_silhouettes
from reportgen.charts.snake import SnakeLine
from reportgen.charts.snake import snake as draw_snake
from reportgen.claims.appendix import key_of, pairs
from reportgen.claims.state import measure
from reportgen.features.matrix import learn_column
from reportgen.narrative import appendix_texts
from reportgen.narrative.words import header_of
from reportgen.page.parts import Head, Illustration, Row, Table
from reportgen.prose.sentence import UserLabel, just, plainly, say
from reportgen.report.content import AppendixSection
from reportgen.report.pictures import drawn_features
from reportgen.segments import views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis import Analysis
    from reportgen.charts.figure import Figure
    from reportgen.features.matrix import ColumnTransform
    from reportgen.features.overview import Bin
    from reportgen.features.table import Feature
    from reportgen.prose.facts import Facts
    from reportgen.segments.views import Plane

RIDGES, PROFILES, HISTOGRAMS = 3, 7, 12
"""Measures on each chart."""
BARS, STEPS = 36, 56
"""Bars of a silhouette and points of a hill."""
HEAVY = 0.5
"""Weight, as a share of the heaviest, from which a measure is named on an axis of the map."""
SEEN = (0.01, 0.99)
FARTHEST = 3.0


def appendix(analysis: Analysis, facts: Facts) -> AppendixSection:
    """Every chart that the data allow."""
    ridged = drawn_features(analysis, facts, RIDGES)
    profiled = sorted(drawn_features(analysis, facts, PROFILES), key=lambda f: _closest(analysis, f))
    found = views.plane(analysis.matrix)
    return AppendixSection(
        say("How the segments lie, overlap and are shaped"),
        None
        if found is None
        else Illustration(plane_map(analysis, facts, found), appendix_texts.plane_map(analysis, facts)),
        Illustration(silhouettes(analysis, facts), appendix_texts.silhouettes(analysis, facts)),
        Illustration(ridgelines(analysis, facts, ridged), appendix_texts.ridgelines(analysis, facts, ridged)),
        Illustration(snake(analysis, facts, profiled), appendix_texts.snake(analysis, facts, profiled)),
        Illustration(histograms(analysis, facts), appendix_texts.histograms(analysis, facts)),
        together(analysis, facts),
    )


def _closest(analysis: Analysis, feature: Feature) -> float:
    """Distance of the two closest segments; names stand beside the measure where it is widest."""
    places = np.sort([_known(segment.profile.z[feature.name]) for segment in analysis.segments])
    return round(float(np.diff(places).min(initial=FARTHEST)), 6)


def plane_map(analysis: Analysis, facts: Facts, found: Plane) -> Figure:
    """Customers on the plane of their main differences."""
    labels = analysis.segmentation.labels
    squares = views.cells(found.points, labels, analysis.options.min_cell)
    least = analysis.options.min_cell
    fullest = np.log1p(max((cell.customers for cell in squares), default=1) / least)
    slots = {s.key: s.slot for s in analysis.segments}
    drawn = [
        PlaneCell(
            c.left,
            c.bottom,
            c.right,
            c.top,
            slots[analysis.segmentation.keys[c.place]],
            float(np.log1p(c.customers / least) / fullest),
        )
        for c in squares
    ]
    outlines = []
    for segment in analysis.segments:
        own = found.points[labels == analysis.segmentation.keys.index(segment.key)]
        middle = np.median(own, axis=0).tolist()
        ring = tuple((float(px), float(py)) for px, py in views.outline(own))
        people = facts[f"segment.{segment.key}.customers"].text
        outlines.append(PlaneOutline(segment.name, segment.slot, (middle[0], middle[1]), ring, people))
    right, up = (_direction(analysis, weights) for weights in found.weights)
    texts = PlaneTexts(
        plainly("To the right: {direction}", direction=right),
        plainly("Upwards: {direction}", direction=up),
        (plainly("Segment"), plainly("Customers")),
    )
    return draw_plane(drawn, outlines, texts)


def _direction(analysis: Analysis, weights: np.ndarray) -> str:
    """The one or two measures that a direction of the map stands for."""
    ranked = sorted(
        zip(weights.tolist(), analysis.matrix.columns, strict=True), key=lambda pair: -abs(pair[0])
    )
    heaviest = abs(ranked[0][0])
    named = [(weight, column) for weight, column in ranked[:2] if abs(weight) >= HEAVY * heaviest]
    return ", ".join(_end(analysis, weight, column) for weight, column in named)


def _end(analysis: Analysis, weight: float, column: ColumnTransform) -> str:
    feature = analysis.customers.feature(column.name)
    if column.level is not None:
        having = plainly("{column}: {level}", column=feature.label, level=UserLabel(column.level))
        if weight > 0:
            return plainly("more with {having}", having=having)
        return plainly("fewer with {having}", having=having)
    noun = told(feature.label) if feature.definition else feature.label
    return plainly("higher {noun}", noun=noun) if weight > 0 else plainly("lower {noun}", noun=noun)


def silhouettes(analysis: Analysis, facts: Facts) -> Figure:
    """A block of bars a segment."""
    widths = views.silhouettes(analysis.matrix, analysis.segmentation, BARS)
    rows = [
        SilhouetteRow(
            s.name,
            s.slot,
            tuple(widths[analysis.segmentation.keys.index(s.key)].tolist()),
            facts[f"segment.{s.key}.silhouette"].text,
        )
        for s in analysis.segments
    ]
    lowest = min(row.widths[-1] for row in rows)
    marks = [value for value in (-0.5, 0.0, 0.5, 1.0) if value >= 0 or lowest < value / 2]
    ticks = [Tick(value, analysis.formatter.number(value, 1).text) for value in marks]
    return draw_silhouettes(rows, ticks, (plainly("Segment"), plainly("Mean")))


def ridgelines(analysis: Analysis, facts: Facts, features: Sequence[Feature]) -> Figure:
    """Hills of a few measures, segment by segment."""
    names = [RidgeName(s.name, s.slot) for s in analysis.segments]
    return draw_ridges(names, [_panel(analysis, facts, f) for f in features], plainly("Segment"))


def _panel(analysis: Analysis, facts: Facts, feature: Feature) -> RidgePanel:
    raw = analysis.customers.frame[feature.name].to_numpy(dtype=np.float64)
    column = _column(analysis, feature, raw)
    low, high = np.nanquantile(column.standardise(raw), SEEN)
    reach = max(float(high - low), 1e-9)

    def place(value: np.ndarray | float) -> np.ndarray:
        return np.asarray(np.clip((column.standardise(np.asarray(value, dtype=float)) - low) / reach, 0, 1))

    labels, keys = analysis.segmentation.labels, analysis.segmentation.keys
    ridges = []
    for segment in analysis.segments:
        own = raw[(labels == keys.index(segment.key)) & ~np.isnan(raw)]
        heights = views.density(place(own), STEPS)
        hill = ((0.0, 0.0), *(((i + 0.5) / STEPS, float(h)) for i, h in enumerate(heights)), (1.0, 0.0))
        middle = facts[f"segment.{segment.key}.{feature.name}"]
        at = float(place(float(middle.value))) if isinstance(middle.value, float | int) else 0.0
        ridges.append(Ridge(hill, at, middle.text))
    quarters = [facts[f"all.{feature.name}.{part}"] for part in ("low", "median", "high")]
    ticks = [Tick(float(place(float(f.value))), f.text) for f in quarters if isinstance(f.value, float | int)]
    return RidgePanel(header_of(feature).plain, tuple(ridges), tuple(ticks))


def _column(analysis: Analysis, feature: Feature, raw: np.ndarray) -> ColumnTransform:
    """The scale that a measure has in the matrix, or would have."""
    saved = (c for c in analysis.matrix.columns if c.name == feature.name and c.level is None)
    return next(saved, None) or learn_column(raw, feature.name)


def snake(analysis: Analysis, facts: Facts, features: Sequence[Feature]) -> Figure:
    """A line a segment."""
    lines = [
        SnakeLine(
            s.name,
            s.slot,
            tuple(_known(s.profile.z[f.name]) for f in features),
            tuple(facts[f"segment.{s.key}.{f.name}"].text for f in features),
        )
        for s in analysis.segments
    ]
    reach = min(FARTHEST, max(1.0, np.ceil(max(abs(z) for line in lines for z in line.distances))))
    ticks = [Tick(z, analysis.formatter.number(z, 0).text) for z in np.arange(-reach, reach + 1).tolist()]
    return draw_snake([plainly("Segment"), *(header_of(f).plain for f in features)], lines, ticks)


def _known(z: float) -> float:
    return 0.0 if np.isnan(z) else z


def histograms(analysis: Analysis, facts: Facts) -> Figure:
    """The measures of all customers."""
    named = {feature.name: feature for feature in analysis.customers.features}
    shown = [summary for summary in analysis.overview.numeric if summary.minimum < summary.maximum]
    drawn = []
    for summary in shown[:HISTOGRAMS]:
        title = header_of(named[summary.feature]).plain
        low, high = _ends(analysis, named[summary.feature], summary.histogram)
        figures = (
            facts[f"all.{summary.feature}{part}"].text for part in (".low", ".median", ".high", ".missing")
        )
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


def _ends(analysis: Analysis, feature: Feature, bins: Sequence[Bin]) -> tuple[str, str]:
    """Where the first bin begins and the last one ends, as figures of the axis."""
    ends = (bins[0].low, bins[-1].high)
    digits, fmt = digits_for(ends), analysis.formatter
    low, high = (measure(feature.name, value, feature, digits, fmt).text for value in ends)
    return low, high


def together(analysis: Analysis, facts: Facts) -> Table | None:
    """Measures that go together."""
    named = {feature.name: feature for feature in analysis.customers.features}
    rows = tuple(
        Row(
            (
                header_of(named[pair.first]),
                header_of(named[pair.second]),
                just(facts[key_of(pair)]),
            )
        )
        for pair in pairs(analysis)
    )
    if not rows:
        return None
    heads = (Head(say("Measure")), Head(say("goes with")), Head(say("Correlation"), numeric=True))
    return Table(say("Measures that go together"), heads, rows, note=appendix_texts.together())
