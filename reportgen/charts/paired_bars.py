"""Paired bars: each segment's share of customers beside its share of value, on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw
from reportgen.charts.marks import Axis, Bar, Layer, MarkLabel, Pen, Rule, bars, labels, rules, stacked
from reportgen.charts.text_metrics import text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD, _THICKNESS = 24.0, 18.0
_GAP, _AFTER_BAR = 22.0, 6.0
_NAME_ROOM = 176.0
_PEN = Pen(stroke=theme.EDGE)


@dataclass(frozen=True)
class BarRow:
    """One segment; shares as fractions, texts as printed; no value where the data hold none."""

    name: str
    slot: int
    customers: float
    customers_text: str
    value: float | None = None
    value_text: str = ""


@dataclass(frozen=True)
class _Layout:
    """Pixels: where names end and bars begin, how high a row is, where its bar lies."""

    names: tuple[tuple[str, ...], ...]
    left: float
    pitch: float
    bar: float
    """Distance from the top of a row to the middle of its bar."""
    thickness: float
    beside: bool


def paired_bars(
    rows: Sequence[BarRow],
    heads: Sequence[str],
    width: int = theme.FULL,
    name: str = "paired-bars",
    pitch: float = theme.PITCH,
) -> Figure:
    """Draw one bar a segment, or two where every row has a value.

    Args:
        rows: The segments in the order of the report, up to eight.
        heads: Column heads: segment, share of customers and, with values, share of value.
        width: Pixels; half a column puts the names above the bars.
        name: Name of the figure.
        pitch: Least pixels from row to row.
    """
    layout = _beside(rows, pitch) if width >= theme.FULL else _above(rows, width)
    panels = _panels(rows)
    layers = [*labels(_name_labels(rows, layout)), *_panel_layers(rows, panels, heads, layout, width)]
    sheet = Canvas(name, width, round(_HEAD + layout.pitch * len(rows)))
    data = tuple((row.name, *(texts[i] for _, texts in panels)) for i, row in enumerate(rows))
    return draw(sheet, layers, FigureData(tuple(heads), data))


def _beside(rows: Sequence[BarRow], least: float) -> _Layout:
    names = tuple(wrap(row.name, _NAME_ROOM, theme.NAME, theme.SEMIBOLD) for row in rows)
    widest = max(text_width(text, theme.NAME, theme.SEMIBOLD) for lines in names for text in lines)
    pitch = max(least, max(map(len, names)) * theme.LINE + 8)
    return _Layout(names, widest + 10, pitch, pitch / 2, min(_THICKNESS, least - 8), beside=True)


def _above(rows: Sequence[BarRow], width: int) -> _Layout:
    names = tuple(wrap(row.name, width, theme.NAME, theme.SEMIBOLD) for row in rows)
    letters = max(map(len, names)) * theme.LINE
    return _Layout(
        names, 0.5, letters + _THICKNESS + 14, letters + 4 + _THICKNESS / 2, _THICKNESS, beside=False
    )


def _name_labels(rows: Sequence[BarRow], layout: _Layout) -> list[MarkLabel]:
    placed = []
    for i, (row, lines) in enumerate(zip(rows, layout.names, strict=True)):
        top = _HEAD + i * layout.pitch
        over = layout.bar - layout.thickness / 2 - 4 - len(lines) * theme.LINE / 2
        middle = top + (layout.bar if layout.beside else over)
        ink = MarkLabel(layout.left, middle, "", theme.NAME, theme.SEMIBOLD, theme.slot(row.slot).text)
        right = MarkLabel(layout.left - 10, middle, "", theme.NAME, theme.SEMIBOLD, theme.INK, "right")
        placed += stacked(lines, right if layout.beside else ink)
    return placed


def _panels(rows: Sequence[BarRow]) -> list[tuple[list[float], list[str]]]:
    panels = [([row.customers for row in rows], [row.customers_text for row in rows])]
    values = [row.value for row in rows if row.value is not None]
    if len(values) == len(rows):
        panels.append((values, [row.value_text for row in rows]))
    return panels


def _panel_layers(
    rows: Sequence[BarRow],
    panels: list[tuple[list[float], list[str]]],
    heads: Sequence[str],
    layout: _Layout,
    width: int,
) -> list[Layer]:
    reach = [share for shares, _ in panels for share in shares]
    after = max(text_width(t, theme.TEXT, theme.SEMIBOLD) for _, texts in panels for t in texts) + _AFTER_BAR
    room = (width - layout.left - _GAP * (len(panels) - 1)) / len(panels)
    layers: list[Layer] = []
    for i, (shares, texts) in enumerate(panels):
        start = layout.left + i * (room + _GAP)
        x = Axis.from_zero(reach, start, start + room - after - 1)
        layers += _panel(rows, shares, texts, x, layout)
        layers += labels([MarkLabel(x.at(0), 8, heads[i + 1], fill=theme.SECONDARY)])
    return layers


def _panel(
    rows: Sequence[BarRow], shares: list[float], texts: list[str], x: Axis, layout: _Layout
) -> list[Layer]:
    y = Axis(0, len(rows), _HEAD, _HEAD + layout.pitch * len(rows))
    middle, half = layout.bar / layout.pitch, layout.thickness / 2 / layout.pitch
    marks = [
        Bar(
            0,
            i + middle - half,
            share,
            i + middle + half,
            theme.slot(row.slot).fill,
            f"{row.name}: {text}",
            row.slot,
        )
        for i, (row, share, text) in enumerate(zip(rows, shares, texts, strict=True))
    ]
    ends = [
        MarkLabel(x.at(max(share, 0)) + _AFTER_BAR, y.at(i + middle), text, weight=theme.SEMIBOLD)
        for i, (share, text) in enumerate(zip(shares, texts, strict=True))
    ]
    zero = [Rule(0, mark.y - 3 / layout.pitch, 0, mark.y2 + 3 / layout.pitch) for mark in marks]
    return [*bars(marks, x, y), *rules(zero, x, y, _PEN), *labels(ends)]
