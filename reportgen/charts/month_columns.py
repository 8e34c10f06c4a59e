"""Columns by month, stacked; those of the last month are named beside it, with their figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.label_placement import spread_vertically
from reportgen.charts.layout import beside_axis, tick_width
from reportgen.charts.marks import Axis, Bar, Layer, MarkLabel, Pen, Rule, bars, labels, rules, stacked
from reportgen.charts.text_metrics import widest, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.charts.marks import Tick

HEIGHT, LOW = 250, 175
"""Pixels of the drawing, and of one for a brief."""
_TOP, _BOTTOM, _GAP = 20.0, 40.0, 8.0
_NAMES = 0.36
"""Share of the width for the names beside the last column, at most."""
_THICK = 0.72
"""Share of a month's room that its column fills."""


@dataclass(frozen=True)
class Part:
    """One piece of a column: where it stands, what it is called, how it looks."""

    name: str
    """Empty for a piece that is not named."""
    value: float
    """Below zero for what hangs down."""
    text: str
    fill: str
    ink: str
    """Of its figure beside the last column."""
    slot: int = 0
    """The segment it belongs to; 0 for none."""


@dataclass(frozen=True)
class MonthColumn:
    """A month with the pieces of its column, from zero outwards."""

    month: str
    """In full."""
    short: str
    year: str
    """Below the first month of a year; empty for others."""
    parts: tuple[Part, ...]
    total: str = ""
    """Above the column, where it is one that the words speak of."""
    cells: tuple[str, ...] = ()
    """Figures of its row among the numbers behind."""

    def with_total(self, total: str, cells: tuple[str, ...]) -> MonthColumn:
        """The same column with a figure above it, and those of its row behind."""
        return replace(self, total=total, cells=cells)


@for_phones(size=(theme.NARROW, HEIGHT))
def month_columns(
    columns: Sequence[MonthColumn],
    axis: Sequence[Tick],
    heads: Sequence[str],
    size: tuple[int, int] = (theme.FULL, HEIGHT),
    name: str = "revenue-months",
) -> Figure:
    """Draw a column a month.

    Args:
        columns: Months, oldest first, two or more.
        axis: Ticks; the first and the last are the ends of the scale, zero is among them.
        heads: Heads of the numbers behind: month, then one a cell.
        size: Pixels across and down.
        name: Name of the figure.
    """
    width, height = size
    names = _names(columns[-1], width)
    room = max((label.width + _GAP for label in names), default=0.0)
    gutter = tick_width(axis) + 10
    x = Axis(0, len(columns), gutter + 2, width - room - _GAP)
    y = Axis(axis[0].value, axis[-1].value, height - _BOTTOM, _TOP)
    across = [Rule(x.low, tick.value, x.high, tick.value) for tick in axis]
    layers: list[Layer] = [*rules(across, Pen(theme.GRID), x, y)]
    layers += bars([bar for i, column in enumerate(columns) for bar in _bars(column, i)], x, y)
    layers += labels(
        [
            *beside_axis(axis, gutter - 4, y),
            *_below(columns, x, height),
            *_totals(columns, x, y),
            *_beside(columns[-1], names, x, y),
        ]
    )
    data = tuple((column.month, *column.cells) for column in columns)
    return draw(Canvas(name, width, height), layers, FigureData(tuple(heads), data))


def _bars(column: MonthColumn, place: int) -> list[Bar]:
    """The pieces, those above zero from it upwards and the others downwards."""
    up = down = 0.0
    made = []
    left, right = place + (1 - _THICK) / 2, place + (1 + _THICK) / 2
    for part in column.parts:
        low = up if part.value >= 0 else down
        hint = f"{part.name or column.month}: {part.text}"
        if part.value:
            made.append(Bar(left, low, right, low + part.value, part.fill, hint, part.slot))
        up, down = (up + part.value, down) if part.value >= 0 else (up, down + part.value)
    return made


def _names(column: MonthColumn, width: int) -> list[MarkLabel]:
    """The widest line of each named piece, to measure the room beside the last column."""
    room = _NAMES * width
    lines = [line for part in column.parts if _is_named(part) for line in _lines(part, room)]
    return [MarkLabel(0, 0, line, weight=theme.SEMIBOLD) for line in lines]


def _is_named(part: Part) -> bool:
    return bool(part.name) and bool(part.text)


def _lines(part: Part, room: float) -> tuple[str, ...]:
    return wrap(f"{part.text} {part.name}", room, theme.TEXT, theme.SEMIBOLD)


def _beside(column: MonthColumn, names: Sequence[MarkLabel], x: Axis, y: Axis) -> list[MarkLabel]:
    """Figure and name of each piece of the last column at its height, pushed apart where they would touch."""
    if not names:
        return []
    room = max(label.width for label in names) + 1
    up = down = 0.0
    there = []
    for part in column.parts:
        base = up if part.value >= 0 else down
        if _is_named(part):
            there.append((y.at(base + part.value / 2), part, _lines(part, room)))
        up, down = (up + part.value, down) if part.value >= 0 else (up, down + part.value)
    there.sort(key=lambda one: one[0])
    heights = [len(lines) * theme.LINE for _, _, lines in there]
    places = spread_vertically([place for place, _, _ in there], heights, 0.0, y.start + _BOTTOM)
    like = MarkLabel(x.end + _GAP, 0, "", weight=theme.SEMIBOLD)
    return [
        label
        for place, (_, part, lines) in zip(places, there, strict=True)
        for label in stacked(lines, replace(like, y=place, fill=part.ink))
    ]


def _below(columns: Sequence[MonthColumn], x: Axis, height: int) -> list[MarkLabel]:
    """As many months below as there is room for, the last one always; years below their first month."""
    room = widest(column.short for column in columns) + 6
    step = max(1, round(room / (x.at(1) - x.at(0)) + 0.5))
    last = len(columns) - 1
    months = [
        MarkLabel(
            x.at(i + 0.5),
            height - 28,
            columns[i].short,
            weight=theme.SEMIBOLD if i == last else theme.REGULAR,
            fill=theme.INK if i == last else theme.SECONDARY,
            align="center",
        )
        for i in range(last, -1, -step)
    ]
    years = [
        MarkLabel(x.at(i) + 2, height - 11, column.year, fill=theme.QUIET)
        for i, column in enumerate(columns)
        if column.year
    ]
    return months + [year for year in years if year.x + year.width < x.end + _GAP]


def _totals(columns: Sequence[MonthColumn], x: Axis, y: Axis) -> list[MarkLabel]:
    """Figures above the columns that are spoken of."""
    return [
        MarkLabel(
            x.at(i + 0.5),
            y.at(sum(part.value for part in column.parts if part.value > 0)) - 9,
            column.total,
            weight=theme.SEMIBOLD,
            align="center",
        )
        for i, column in enumerate(columns)
        if column.total
    ]
