"""The heat map of segments and measures, and the dot strips of the cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.charts.cell_charts import dot_strip
from reportgen.charts.heat_map import HeatCell, HeatRow, heat_map
from reportgen.prose.sentence import plainly
from reportgen.shared.words import header_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.charts.figure import Figure
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.shared.measures import MeasureFigures


def heat(measures: Sequence[MeasureFigures], shared: Shared, pitch: float, name: str = "heat-map") -> Figure:
    """A row a segment and a column a measure; `pitch` is the height of a row in pixels."""
    rows = [_row(each, measures) for each in shared.segments]
    everyone = tuple(HeatCell(0.0, measure.everyone.text) for measure in measures)
    heads = tuple(header_of(measure.feature).plain for measure in measures)
    all_rows = (*rows, HeatRow(plainly("All customers"), everyone))
    return heat_map(heads, all_rows, plainly("Segment"), pitch=pitch, name=name)


def _row(figures: SegmentFigures, measures: Sequence[MeasureFigures]) -> HeatRow:
    segment = figures.segment
    cells = tuple(
        _cell(segment.profile.z[measure.feature.name], measure.segments[segment.key], measure.everyone)
        for measure in measures
    )
    return HeatRow(segment.name, cells, segment.slot)


def _cell(z: float, own: Fact, everyone: Fact) -> HeatCell:
    """No colour where both print the same: a reader sees no difference to be coloured."""
    return HeatCell(0.0 if own.text == everyone.text else z, own.text)


def strip(figures: SegmentFigures, measure: MeasureFigures) -> str:
    """A segment's place on one measure, as SVG."""
    segment = figures.segment
    title = plainly(
        "{label}: {own}, all customers {everyone}",
        label=header_of(measure.feature),
        own=measure.segments[segment.key],
        everyone=measure.everyone,
    )
    return dot_strip(segment.profile.z[measure.feature.name], segment.slot, title)
