"""Silhouette plot: how much nearer customers are to their own segment than to the next, by segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.layout import RowNames, along_axis
from reportgen.charts.marks import Axis, Bar, MarkLabel, Pen, Rule, Tick, bars, labels, rules
from reportgen.charts.text_metrics import widest

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW, _GAP, _HEAD, _FOOT = 30.0, 6.0, 20.0, 4.0
_NAME_ROOM, _NAME_SHARE = 150.0, 0.36
"""Most room for names: pixels, and share of the width."""
_LAP = 0.6
"""Pixels by which bars lie on each other, so that no seam shows between them."""


@dataclass(frozen=True)
class SilhouetteRow:
    """One segment: its silhouettes from the highest down, and their mean as printed."""

    name: str
    slot: int
    widths: tuple[float, ...]
    mean: str


@for_phones()
def silhouette(
    rows: Sequence[SilhouetteRow],
    ticks: Sequence[Tick],
    heads: tuple[str, str],
    width: int = theme.FULL,
    name: str = "silhouettes",
) -> Figure:
    """Draw a block a segment, one thin bar for each of some equal parts of its customers.

    Args:
        rows: The segments in the order of the report.
        ticks: Figures of the axis, zero among them.
        heads: Heads of the names and of the means.
        width: Pixels.
        name: Name of the figure.
    """
    names = RowNames.wrapped((row.name for row in rows), min(_NAME_ROOM, _NAME_SHARE * width))
    left = names.width + 12
    right = widest((heads[1], *(row.mean for row in rows)), theme.TEXT, theme.SEMIBOLD)
    low = min(0.0, *(row.widths[-1] for row in rows), *(tick.value for tick in ticks))
    x = Axis(low, max(tick.value for tick in ticks), left + 14, width - right - 20)
    high = max(_ROW, names.height)
    middles = [_HEAD + (high + _GAP) * i + high / 2 for i in range(len(rows))]
    bottom = _HEAD + (high + _GAP) * len(rows)
    shown = [tick for tick in ticks if x.low <= tick.value]
    grid = [Rule(x.at(tick.value), _HEAD - 4, x.at(tick.value), bottom - 4) for tick in shown]
    means = [
        MarkLabel(width, middle, row.mean, weight=theme.SEMIBOLD, align="right")
        for middle, row in zip(middles, rows, strict=True)
    ]
    beside = names.left_of(left, middles)
    head = MarkLabel(width, 8, heads[1], fill=theme.SECONDARY, align="right")
    layers = [
        *rules(grid, Pen(theme.GRID)),
        *bars([bar for middle, row in zip(middles, rows, strict=True) for bar in _block(middle, row, x)]),
        *rules([Rule(x.at(0), _HEAD - 4, x.at(0), bottom - 4)], Pen(theme.EDGE)),
        *labels([*along_axis(shown, x, 8), *means, *beside, head]),
    ]
    table = FigureData(heads, tuple((row.name, row.mean) for row in rows))
    return draw(Canvas(name, width, round(bottom + _FOOT)), layers, table)


def _block(middle: float, row: SilhouetteRow, x: Axis) -> list[Bar]:
    top, thin = middle - _ROW / 2, _ROW / len(row.widths)
    fill, hint = theme.slot(row.slot).fill, f"{row.name}: {row.mean}"
    return [
        Bar(
            x.at(min(v, 0)),
            top + i * thin,
            x.at(max(v, 0)),
            min(top + (i + 1) * thin + _LAP, top + _ROW),
            fill,
            hint,
            row.slot,
        )
        for i, v in enumerate(row.widths)
    ]
