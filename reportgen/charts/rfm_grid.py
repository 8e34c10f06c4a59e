"""RFM grid: customers by recency and frequency score, shaded by their number or value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.layout import along_axis, beside_axis
from reportgen.charts.marks import Axis, Bar, Layer, MarkLabel, Pen, Rule, Tick, bars, labels, rules
from reportgen.charts.palette import ink_on, ramp_colour

if TYPE_CHECKING:
    from collections.abc import Sequence

_SCORES = 5
_TOP, _FOOT, _LEFT = 26.0, 40.0, 18.0
_INSET = 0.012


@dataclass(frozen=True)
class RfmCell:
    """Customers of one pair of scores (1 to 5); `text` is None where the count is too small to show."""

    recency: int
    frequency: int
    text: str | None
    value: float
    """The measure that the shade stands for, in its own unit."""


@dataclass(frozen=True)
class RfmTexts:
    """Titles of the axes, the column heads of the table behind, and its word for a hidden count."""

    recency_title: str
    frequency_title: str
    heads: tuple[str, str, str]
    """Recency score, frequency score, customers."""
    hidden: str


@for_phones()
def rfm_grid(
    cells: Sequence[RfmCell], texts: RfmTexts, width: int = theme.HALF, name: str = "rfm-grid"
) -> Figure:
    """Draw five by five cells, recency to the right, frequency upwards; hidden counts are struck through."""
    height = round(width * 0.58)
    x = Axis(0.5, _SCORES + 0.5, _LEFT, width)
    y = Axis(0.5, _SCORES + 0.5, _TOP + height, _TOP)
    shown = [cell for cell in cells if cell.text is not None]
    top = max((cell.value for cell in shown), default=0)
    layers = [
        *bars([_square(cell, _shade(cell, top), texts) for cell in cells], x, y),
        *rules([_strike(cell) for cell in cells if cell.text is None], Pen(theme.EDGE), x, y),
        *labels([_count(cell, top, x, y) for cell in shown]),
        *_axis_labels(texts, x, y),
    ]
    ordered = sorted(cells, key=lambda cell: (-cell.recency, -cell.frequency))
    rows = tuple(
        (str(c.recency), str(c.frequency), texts.hidden if c.text is None else c.text) for c in ordered
    )
    return draw(Canvas(name, width, round(_TOP + height + _FOOT)), layers, FigureData(texts.heads, rows))


def _shade(cell: RfmCell, top: float) -> str:
    """By the square root of the value, so that small differences between low values still show."""
    if cell.text is None:
        return theme.TINT
    return ramp_colour((max(cell.value, 0) / top) ** 0.5 if top > 0 else 0)


def _square(cell: RfmCell, fill: str, texts: RfmTexts) -> Bar:
    half = 0.5 - _INSET
    r, f = cell.recency, cell.frequency
    figures = (r, f, texts.hidden if cell.text is None else cell.text)
    hint = ", ".join(f"{head}: {figure}" for head, figure in zip(texts.heads, figures, strict=True))
    return Bar(r - half, f - half, r + half, f + half, fill, hint)


def _strike(cell: RfmCell) -> Rule:
    r, f = cell.recency, cell.frequency
    return Rule(r - 0.12, f - 0.12, r + 0.12, f + 0.12)


def _count(cell: RfmCell, top: float, x: Axis, y: Axis) -> MarkLabel:
    place = (x.at(cell.recency), y.at(cell.frequency))
    return MarkLabel(
        *place, cell.text or "", weight=theme.SEMIBOLD, fill=ink_on(_shade(cell, top)), align="center"
    )


def _axis_labels(texts: RfmTexts, x: Axis, y: Axis) -> tuple[Layer, ...]:
    scores = [Tick(score, str(score)) for score in range(1, _SCORES + 1)]
    below, beside = along_axis(scores, x, y.start + 13), beside_axis(scores, x.start - 8, y)
    above = MarkLabel(0, 8, texts.frequency_title, fill=theme.SECONDARY)
    under = MarkLabel(x.start, y.start + 32, texts.recency_title, fill=theme.SECONDARY)
    return labels([*below, *beside, above, under])
