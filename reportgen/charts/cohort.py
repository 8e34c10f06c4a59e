"""Cohort table: share of customers who came back so many months after their first order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.marks import Axis, Bar, Layer, MarkLabel, Pen, Rule, bars, labels, rules
from reportgen.charts.palette import ink_on, ramp_colour
from reportgen.charts.text_metrics import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW, _HEAD, _GAP, _SIZE_ROOM = 24.0, 40.0, 12.0, 54.0
_LEAST_COLUMN = 22.0
"""Pixels of a month since; those that a narrow drawing has no room for stand in the table behind."""
_INSET = 0.03


@dataclass(frozen=True)
class CohortCell:
    """A share (0 to 1) and how it is printed; `text` is None where too few customers are behind it."""

    share: float
    text: str | None


@dataclass(frozen=True)
class CohortRow:
    """One month of first orders: its name, its customers, and a cell a month since."""

    name: str
    customers: str
    cells: tuple[CohortCell, ...]


@dataclass(frozen=True)
class CohortTexts:
    """Heads of the rows' names and of the customers, title of the columns, and the word for a hidden cell."""

    month: str
    customers: str
    later: str
    hidden: str


@for_phones()
def cohort(
    rows: Sequence[CohortRow], texts: CohortTexts, width: int = theme.FULL, name: str = "cohort"
) -> Figure:
    """Draw months of first orders as rows, oldest on top, and months since as columns."""
    names = max(text_width(row.name, theme.NAME, theme.SEMIBOLD) for row in rows) + _GAP + _SIZE_ROOM
    heads = text_width(texts.month, theme.TEXT) + _GAP + text_width(texts.customers, theme.TEXT)
    left = max(names, heads)
    columns = max(len(row.cells) for row in rows)
    columns = min(columns, max(1, int((width - left - _GAP) / _LEAST_COLUMN)))
    x = Axis(0.5, columns + 0.5, left + _GAP, width)
    y = Axis(0, len(rows), _HEAD, _HEAD + _ROW * len(rows))
    placed = [(i, j, cell) for i, row in enumerate(rows) for j, cell in enumerate(row.cells[:columns], 1)]
    top = max((cell.share for _, _, cell in placed), default=0.0)
    layers = [
        *bars([_square(i, j, _shade(cell, top)) for i, j, cell in placed], x, y),
        *rules([_strike(i, j) for i, j, cell in placed if cell.text is None], Pen(theme.EDGE), x, y),
        *labels([_figure(cell, top, x.at(j), y.at(i + 0.5)) for i, j, cell in placed if cell.text]),
        *_headings(rows, texts, columns, x, y),
    ]
    most = max(len(row.cells) for row in rows)
    behind = (texts.month, texts.customers, *(str(j) for j in range(1, most + 1)))
    table = FigureData(behind, tuple(_data(row, most, texts.hidden) for row in rows))
    return draw(Canvas(name, width, round(y.end + 1)), layers, table)


def _shade(cell: CohortCell, top: float) -> str:
    return theme.TINT if cell.text is None else ramp_colour(cell.share / top if top > 0 else 0)


def _square(row: int, column: int, fill: str) -> Bar:
    half = 0.5 - _INSET
    return Bar(column - half, row + _INSET, column + half, row + 1 - _INSET, fill)


def _strike(row: int, column: int) -> Rule:
    return Rule(column - 0.12, row + 0.62, column + 0.12, row + 0.38)


def _figure(cell: CohortCell, top: float, x: float, y: float) -> MarkLabel:
    return MarkLabel(x, y, cell.text or "", fill=ink_on(_shade(cell, top)), align="center")


def _headings(
    rows: Sequence[CohortRow], texts: CohortTexts, columns: int, x: Axis, y: Axis
) -> tuple[Layer, ...]:
    """Names and sizes to the left, months since above."""
    left = x.start - _GAP
    names = [MarkLabel(0, y.at(i + 0.5), row.name, theme.NAME, theme.SEMIBOLD) for i, row in enumerate(rows)]
    sizes = [MarkLabel(left, y.at(i + 0.5), row.customers, align="right") for i, row in enumerate(rows)]
    above = [
        MarkLabel(x.at(j), _HEAD - 11, str(j), fill=theme.QUIET, align="center")
        for j in range(1, columns + 1)
    ]
    titles = [
        MarkLabel(x.start, 8, texts.later, fill=theme.SECONDARY),
        MarkLabel(0, _HEAD - 11, texts.month, fill=theme.SECONDARY),
        MarkLabel(left, _HEAD - 11, texts.customers, fill=theme.SECONDARY, align="right"),
    ]
    return labels([*names, *sizes, *above, *titles])


def _data(row: CohortRow, columns: int, hidden: str) -> tuple[str, ...]:
    cells = [hidden if cell.text is None else cell.text for cell in row.cells]
    return (row.name, row.customers, *cells, *[""] * (columns - len(cells)))
