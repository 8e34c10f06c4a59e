"""Marimekko: width is a segment's share of customers, height its value per customer, area its value."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.label_placement import Box, Callout, CalloutText, callout_layers, place_callouts
from reportgen.charts.layout import beside_axis, tick_width
from reportgen.charts.marks import (
    Axis,
    Bar,
    Layer,
    MarkLabel,
    Pen,
    Rule,
    Tick,
    bars,
    labels,
    line,
    rules,
    stacked,
)
from reportgen.charts.text_metrics import text_width, widest, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLOT_HEIGHT, _HEAD, _FOOT = 190.0, 22.0, 40.0
_NAME_ROOM, _MEAN_ROOM = 128.0, 84.0
_BEFORE_MEAN, _SEAM = 8.0, 1.5


@dataclass(frozen=True)
class MarimekkoBlock:
    """One segment; share of customers as a fraction, value per customer in its own unit."""

    name: str
    slot: int
    share: float
    share_text: str
    value: float
    value_text: str


@dataclass(frozen=True)
class MarimekkoTexts:
    """Words around the blocks, and the column heads of the table behind."""

    value_title: str
    share_title: str
    mean_name: str
    value_ticks: tuple[Tick, ...]
    """Figures of the value axis, zero among them."""
    heads: tuple[str, str, str]
    """Segment, share of customers, value per customer."""


@dataclass(frozen=True)
class _Placed:
    """A block and the shares of customers where it begins and ends."""

    block: MarimekkoBlock
    start: float
    end: float


@for_phones()
def marimekko(
    blocks: Sequence[MarimekkoBlock],
    mean: Tick,
    texts: MarimekkoTexts,
    width: int = theme.FULL,
    name: str = "marimekko",
) -> Figure:
    """Draw the blocks side by side in the order given, with a dashed line at the mean.

    Args:
        blocks: Up to eight segments; their shares add up to 1.
        mean: Value per customer of all customers together.
        texts: Titles and figures of the axes, name of the mean.
        width: Pixels; the height grows where callouts must be lifted.
        name: Name of the figure.
    """
    placed = _placed(blocks)
    x = _share_axis(placed, texts, width)
    values = [mean.value, *(block.value for block in blocks)]
    callouts = _callouts(placed, mean, texts, x, Axis.from_zero(values, _PLOT_HEIGHT, 0))
    top = _HEAD - min(0, *(callout.box.top for callout in callouts))
    y = Axis.from_zero(values, top + _PLOT_HEIGHT, top)
    layers = [
        *_axis(texts, x, y),
        *callout_layers(callouts, top),
        *_blocks(placed, x, y),
        *_mean(mean, texts, x, y),
        *_shares(placed, texts, x, y),
    ]
    rows = tuple((block.name, block.share_text, block.value_text) for block in blocks)
    return draw(Canvas(name, width, round(top + _PLOT_HEIGHT + _FOOT)), layers, FigureData(texts.heads, rows))


def _placed(blocks: Sequence[MarimekkoBlock]) -> tuple[_Placed, ...]:
    ends = list(accumulate(block.share for block in blocks))
    return tuple(map(_Placed, blocks, [0.0, *ends[:-1]], ends))


def _share_axis(placed: Sequence[_Placed], texts: MarimekkoTexts, width: int) -> Axis:
    """As wide as the name of the mean on the right and the callouts of the last blocks allow."""
    left = tick_width(texts.value_ticks) + 8
    name = widest(wrap(texts.mean_name, _MEAN_ROOM, theme.TEXT))
    total = placed[-1].end
    rooms = [
        (width - left - 2 - _callout_text(one.block, room=0).width) * total / one.start
        for one in placed
        if one.start > 0
    ]
    return Axis(0, total, left, left + min(width - left - name - _BEFORE_MEAN, *rooms))


def _callout_text(block: MarimekkoBlock, room: float) -> CalloutText:
    """Name and value; a block too narrow for its share below carries that on its callout as well."""
    detail = block.value_text if _fits_below(block, room) else f"{block.share_text} · {block.value_text}"
    names = wrap(block.name, _NAME_ROOM, theme.TEXT, theme.SEMIBOLD)
    return CalloutText(names, wrap(detail, _NAME_ROOM, theme.SMALL))


def _fits_below(block: MarimekkoBlock, room: float) -> bool:
    return text_width(block.share_text, theme.TEXT) + 4 <= room


def _callouts(
    placed: Sequence[_Placed], mean: Tick, texts: MarimekkoTexts, x: Axis, y: Axis
) -> tuple[Callout, ...]:
    boxes = [
        Box(x.at(one.start) + 1, y.at(max(one.block.value, 0)), x.at(one.end), y.at(0)) for one in placed
    ]
    lines = [_callout_text(one.block, box.right - box.left) for one, box in zip(placed, boxes, strict=True)]
    middle = y.at(mean.value)
    half = len(_mean_lines(mean, texts)) * theme.LINE / 2 + 1
    line_of_mean = Box(x.start, middle - 2, x.end, middle + 2)
    name_of_mean = Box(x.end + 4, middle - half, x.end + _BEFORE_MEAN + _MEAN_ROOM, middle + half)
    return place_callouts(lines, boxes, [line_of_mean, name_of_mean])


def _mean_lines(mean: Tick, texts: MarimekkoTexts) -> tuple[str, ...]:
    return (*wrap(texts.mean_name, _MEAN_ROOM, theme.TEXT), mean.text)


def _axis(texts: MarimekkoTexts, x: Axis, y: Axis) -> list[Layer]:
    shown = [tick for tick in texts.value_ticks if y.low <= tick.value <= y.high]
    grid = [Rule(x.start, tick.value, x.end, tick.value) for tick in shown]
    title = MarkLabel(0, 8, texts.value_title, fill=theme.SECONDARY)
    return [*rules(grid, Pen(theme.GRID), y=y), *labels([*beside_axis(shown, x.start - 7, y), title])]


def _blocks(placed: Sequence[_Placed], x: Axis, y: Axis) -> list[Layer]:
    seam = _SEAM / (x.end - x.start) * x.high
    marks = [
        Bar(
            one.start,
            0,
            max(one.end - seam, (one.start + one.end) / 2),
            one.block.value,
            theme.slot(one.block.slot).fill,
            f"{one.block.name}: {one.block.share_text}, {one.block.value_text}",
            one.block.slot,
        )
        for one in placed
    ]
    return [*bars(marks, x, y), *rules([Rule(x.low, 0, x.high, 0)], Pen(theme.EDGE), x, y)]


def _mean(mean: Tick, texts: MarimekkoTexts, x: Axis, y: Axis) -> list[Layer]:
    points = [(x.low, mean.value), (x.high, mean.value)]
    name = MarkLabel(x.end + _BEFORE_MEAN, y.at(mean.value), "")
    return [
        *line(points, x, y, Pen(theme.WHITE, 2)),
        *line(points, x, y, Pen(theme.INK, 1.2, (4, 3))),
        *labels(stacked(_mean_lines(mean, texts), name)),
    ]


def _shares(placed: Sequence[_Placed], texts: MarimekkoTexts, x: Axis, y: Axis) -> tuple[Layer, ...]:
    below = [
        MarkLabel(
            x.at((one.start + one.end) / 2),
            y.start + 12,
            one.block.share_text,
            fill=theme.SECONDARY,
            align="center",
        )
        for one in placed
        if _fits_below(one.block, x.at(one.end) - x.at(one.start) - 1)
    ]
    return labels([*below, MarkLabel(x.start, y.start + 31, texts.share_title, fill=theme.SECONDARY)])
