"""Small histograms: the distribution of each measure over all customers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.layout import panel_title
from reportgen.charts.marks import Axis, Bar, MarkLabel, Pen, Rule, bars, labels, rules
from reportgen.charts.palette import tones
from reportgen.charts.text_metrics import text_width, wrap

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
    columns: list[Bar] = []
    ground: list[Rule] = []
    words: list[MarkLabel] = []
    top = 0.0
    for first in range(0, len(shown), across):
        row = list(zip(shown[first:][:across], titles[first:], strict=False))
        base = top + max(len(lines) for _, lines in row) * theme.LINE + 6 + _PLOT
        for i, (one, lines) in enumerate(row):
            x = Axis(0, 1, i * (room + _GAP), i * (room + _GAP) + room)
            columns += _columns(one, x, base)
            ground.append(Rule(x.start, base, x.end, base))
            words += panel_title(lines, x.start, top + theme.LINE / 2 + 1)
            words.append(MarkLabel(x.start, base + 11, one.low, theme.SMALL, fill=theme.QUIET))
            words.append(replace(words[-1], x=x.end - text_width(one.high, theme.SMALL), text=one.high))
        top = base + _FOOT + 12
    sheet = Canvas(name, width, round(top - 8))
    layers = (*bars(columns), *rules(ground, Pen(theme.EDGE)), *labels(words))
    return draw(sheet, layers, FigureData(tuple(heads), tuple(one.row for one in shown)))


def _columns(one: Histogram, x: Axis, base: float) -> list[Bar]:
    most = max((count for count in one.counts if count is not None), default=0) or 1
    y, step = Axis(0, most, base, base - _PLOT), 1 / len(one.counts)
    return [
        Bar(x.at(i * step) + 0.5, y.at(count), x.at((i + 1) * step) - 0.5, base, tones().bar)
        for i, count in enumerate(one.counts)
        if count
    ]
