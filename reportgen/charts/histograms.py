"""Small histograms: the distribution of each measure over all customers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.layout import panel_title
from reportgen.charts.marks import Axis, Bar, Layer, MarkLabel, Pen, Rule, bars, labels, rules
from reportgen.charts.palette import tones
from reportgen.charts.text_metrics import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_ACROSS, _PLOT, _GAP, _FOOT = 4, 52.0, 22.0, 18.0


@dataclass(frozen=True)
class Histogram:
    """One measure: customers in bins of equal width; None where they are too few to be shown."""

    title: str
    counts: tuple[int | None, ...]
    low: str
    high: str
    row: tuple[str, ...]
    """Its row in the table behind."""


@for_phones()
def histograms(
    shown: Sequence[Histogram], heads: Sequence[str], width: int = theme.FULL, name: str = "histograms"
) -> Figure:
    """Draw the measures in rows of four, on narrow paper of two.

    Args:
        shown: The measures.
        heads: Heads of the table behind.
        width: Pixels.
        name: Name of the figure.
    """
    across = _ACROSS if width >= theme.FULL else _ACROSS // 2
    room = (width - _GAP * (across - 1)) / across
    titles = [wrap(one.title, room, theme.TEXT, theme.SEMIBOLD) for one in shown]
    layers: list[Layer] = []
    top = 0.0
    for first in range(0, len(shown), across):
        row = list(zip(shown[first:][:across], titles[first:], strict=False))
        base = top + max(len(lines) for _, lines in row) * theme.LINE + 6 + _PLOT
        for i, (one, lines) in enumerate(row):
            layers += _histogram(
                one, lines, Axis(0, 1, i * (room + _GAP), i * (room + _GAP) + room), (top, base)
            )
        top = base + _FOOT + 12
    sheet = Canvas(name, width, round(top - 8))
    return draw(sheet, layers, FigureData(tuple(heads), tuple(one.row for one in shown)))


def _histogram(one: Histogram, lines: tuple[str, ...], x: Axis, between: tuple[float, float]) -> list[Layer]:
    top, base = between
    most = max((count for count in one.counts if count is not None), default=0) or 1
    y, step = Axis(0, most, base, base - _PLOT), 1 / len(one.counts)
    marks = [
        Bar(x.at(i * step) + 0.5, y.at(count), x.at((i + 1) * step) - 0.5, base, tones().bar)
        for i, count in enumerate(one.counts)
        if count
    ]
    title = panel_title(lines, x.start, top + theme.LINE / 2 + 1)
    low = MarkLabel(x.start, base + 11, one.low, theme.SMALL, fill=theme.QUIET)
    high = replace(low, x=x.end, text=one.high, align="right")
    baseline = rules([Rule(x.start, base, x.end, base)], Pen(theme.EDGE))
    return [*bars(marks), *baseline, *labels([*title, low, high])]
