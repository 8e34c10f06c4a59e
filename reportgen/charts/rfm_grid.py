"""RFM grid: how many customers share a recency and a frequency score, shaded by what they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw
from reportgen.charts.marks import Axis, Bar, Layer, MarkLabel, Pen, Rule, bars, labels, rules
from reportgen.charts.palette import ink_on, tones

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
    """What decides the shade, in its own unit."""


@dataclass(frozen=True)
class RfmTexts:
    """Titles of the axes, the column heads of the table behind, and its word for a hidden count."""

    recency_title: str
    frequency_title: str
    heads: tuple[str, str, str]
    """Recency score, frequency score, customers."""
    hidden: str


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
        *rules([_strike(cell) for cell in cells if cell.text is None], x, y, Pen(theme.EDGE)),
        *labels([_count(cell, top, x, y) for cell in shown]),
        *_axis_labels(texts, x, y),
    ]
    ordered = sorted(cells, key=lambda cell: (-cell.recency, -cell.frequency))
    rows = tuple(
        (str(c.recency), str(c.frequency), texts.hidden if c.text is None else c.text) for c in ordered
    )
    return draw(Canvas(name, width, round(_TOP + height + _FOOT)), layers, FigureData(texts.heads, rows))


def _step(value: float, top: float) -> int:
    """Step of the ramp by the square root of the value, so that small differences below still show."""
    if top <= 0:
        return 0
    return min(int((max(value, 0) / top) ** 0.5 * len(tones().ramp)), len(tones().ramp) - 1)


def _shade(cell: RfmCell, top: float) -> str:
    return theme.TINT if cell.text is None else tones().ramp[_step(cell.value, top)]


def _square(cell: RfmCell, fill: str, texts: RfmTexts) -> Bar:
    half = 0.5 - _INSET
    r, f = cell.recency, cell.frequency
    told = zip(texts.heads, (r, f, texts.hidden if cell.text is None else cell.text), strict=True)
    hint = ", ".join(f"{head}: {figure}" for head, figure in told)
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
    scores = range(1, _SCORES + 1)
    below = [MarkLabel(x.at(s), y.start + 13, str(s), fill=theme.QUIET, align="center") for s in scores]
    beside = [MarkLabel(x.start - 8, y.at(s), str(s), fill=theme.QUIET, align="right") for s in scores]
    above = MarkLabel(0, 8, texts.frequency_title, fill=theme.SECONDARY)
    under = MarkLabel(x.start, y.start + 32, texts.recency_title, fill=theme.SECONDARY)
    return labels([*below, *beside, above, under])
