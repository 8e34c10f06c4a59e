"""Spread, separation and repeatability by number of segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.charts.k_panel import KMarked, KMeasure, KPoint, KTexts
from reportgen.charts.k_panel import k_panel as draw_k_panel
from reportgen.charts.layout import decimals, ticks
from reportgen.charts.marks import Tick
from reportgen.prose.sentence import plainly

if TYPE_CHECKING:
    from reportgen.base.formatting import Formatter
    from reportgen.charts.figure import Figure
    from reportgen.prose.facts import Fact
    from reportgen.topics.certainty.facts import CertaintyFacts


def k_panel(certainty: CertaintyFacts, limit: Fact, fmt: Formatter) -> Figure:
    """The panel; `limit` is that of repeatability."""
    choice = certainty.choice
    texts = KTexts(plainly("Number of segments"), _note(choice.rivals), plainly("Segments"))
    measures = (_spread(certainty, fmt), _separation(certainty, fmt), _repeatability(certainty, limit, fmt))
    return draw_k_panel(measures, KMarked(choice.k, choice.rivals), texts)


def _note(rivals: tuple[int, ...]) -> str:
    if rivals:
        return plainly("Shaded: used here. Framed: about as good.")
    return plainly("Shaded: used here.")


def _spread(certainty: CertaintyFacts, fmt: Formatter) -> KMeasure:
    points = tuple(
        KPoint(each.k, each.inertia, certainty.candidates[each.k].inertia.text)
        for each in certainty.choice.candidates
    )
    axis = ticks(max(point.value for point in points))
    labels = tuple(Tick(value, fmt.count(value).text) for value in axis)
    return KMeasure(plainly("Spread (lower is tighter)"), points, labels)


def _separation(certainty: CertaintyFacts, fmt: Formatter) -> KMeasure:
    points = tuple(
        KPoint(each.k, each.silhouette, certainty.candidates[each.k].silhouette.text)
        for each in certainty.choice.candidates
    )
    axis = ticks(max(*(point.value for point in points), 0.1))
    labels = tuple(Tick(value, fmt.number(value, decimals(axis[1])).text) for value in axis)
    return KMeasure(plainly("Separation (silhouette)"), points, labels)


def _repeatability(certainty: CertaintyFacts, limit: Fact, fmt: Formatter) -> KMeasure:
    points = tuple(
        KPoint(
            each.k,
            each.prediction_strength.mean,
            certainty.candidates[each.k].prediction_strength.mean.text,
            each.prediction_strength.low,
            each.prediction_strength.high,
        )
        for each in certainty.choice.candidates
    )
    labels = tuple(Tick(value, fmt.number(value, 1).text) for value in (0.0, 0.5, 1.0))
    return KMeasure(plainly("Repeatability"), points, labels, Tick(limit.shown, limit.text))
