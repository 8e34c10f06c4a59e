"""Migration between segments, last month to this one, as ribbons; those of customers who stayed are pale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.label_placement import spread_vertically
from reportgen.charts.marks import Align, Bar, Layer, MarkLabel, Slice, bars, labels, ribbon, stacked
from reportgen.charts.text_metrics import text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WHOLE, LOW = (theme.FULL, 300), (theme.FULL, 215)
"""Width and height in pixels of the drawing, and of one for a brief."""
_HEAD = 24.0
_APART = 9.0
_THICK = 12.0
_NAMES, _NAMES_SHARE = 168.0, 0.34
"""Most room for names on either side: pixels, and share of the width."""
_STEPS = 28
_LINE = 12.0
"""Height of the figure of a flow; figures keep the order of the flows."""
_STAY, _MOVE = 0.18, 0.62


@dataclass(frozen=True)
class Side:
    """Customers at one end: a segment, those who came, or those who left."""

    key: str
    name: str
    slot: int | None
    """None where they are in no segment."""
    size: float
    text: str


@dataclass(frozen=True)
class Ribbon:
    """Customers from one side to the other."""

    origin: str
    target: str
    size: float
    text: str


@dataclass(frozen=True)
class RibbonTexts:
    """Words of the drawing: heads of both sides, and of the numbers behind."""

    before: str
    now: str
    heads: tuple[str, str, str]


@dataclass(frozen=True)
class _RibbonPlace:
    """A side on the paper, and how far its ribbons reach so far."""

    top: float
    height: float


@for_phones(size=(theme.NARROW, 300))
def ribbons(
    before: Sequence[Side],
    now: Sequence[Side],
    flows: Sequence[Ribbon],
    texts: RibbonTexts,
    size: tuple[int, int] = WHOLE,
) -> Figure:
    """Draw both sides and the flows between them.

    Args:
        before: The sides on the left, top to bottom.
        now: The sides on the right.
        flows: Ribbons; their sizes at a side need not add up to it.
        texts: Words.
        size: Width and height in pixels; it is as high as names need at the least.
    """
    width, height = size
    most = min(_NAMES, _NAMES_SHARE * width)
    scale = min(_scale(sides, height, most) for sides in (before, now))
    left, right = _room(before, most), width - _room(now, most)
    starts, ends = _places(before, scale, most), _places(now, scale, most)
    placed = _ribbon_places(flows, starts, ends, scale)
    layers: list[Layer] = []
    for flow, top, bottom in placed:
        slots = {side.key: side.slot for side in (*before, *now)}
        layers += _ribbon(flow, (top, bottom), (left + _THICK, right - _THICK), scale, slots)
    layers += _bars(before, starts, left)
    layers += _bars(now, ends, right - _THICK)
    deepest = max(place.top + place.height for place in (*starts.values(), *ends.values()))
    moved = [(top, flow) for flow, top, _ in placed if flow.origin != flow.target and flow.text]
    figures = _figures(sorted(moved, key=lambda pair: pair[0]), scale, left, deepest)
    layers += _backgrounds(figures)
    layers += labels(
        [
            *_names(before, starts, left - 8, "right", most),
            *_names(now, ends, right + 8, "left", most),
            MarkLabel(left - 8, 8, texts.before, fill=theme.SECONDARY, align="right"),
            MarkLabel(right + 8, 8, texts.now, fill=theme.SECONDARY),
            *figures,
        ]
    )
    names = {side.key: side.name for side in (*before, *now)}
    rows = tuple((names[flow.origin], names[flow.target], flow.text) for flow in flows)
    return draw(Canvas("ribbons", width, round(deepest + 6)), layers, FigureData(texts.heads, rows))


def _room(sides: Sequence[Side], most: float) -> float:
    """Room for the names of one side."""
    widest = max(
        text_width(line, theme.TEXT) + text_width(side.text, theme.TEXT, theme.SEMIBOLD)
        for side in sides
        for line in _name_lines(side, most)
    )
    return min(widest + 20, most)


def _scale(sides: Sequence[Side], height: int, most: float) -> float:
    """Pixels a customer, so that all bars and the gaps between them fit."""
    lines = sum(len(_name_lines(side, most)) for side in sides)
    room = height - _HEAD - _APART * (len(sides) - 1) - theme.LINE * lines / 2
    return room / max(sum(side.size for side in sides), 1)


def _places(sides: Sequence[Side], scale: float, most: float) -> dict[str, _RibbonPlace]:
    top, places = _HEAD, {}
    for side in sides:
        high = max(side.size * scale, len(_name_lines(side, most)) * theme.LINE)
        places[side.key] = _RibbonPlace(top, high)
        top += high + _APART
    return places


def _ribbon_places(
    flows: Sequence[Ribbon],
    starts: Mapping[str, _RibbonPlace],
    ends: Mapping[str, _RibbonPlace],
    scale: float,
) -> list[tuple[Ribbon, float, float]]:
    """Each flow with its top on the left and on the right; flows of a side lie in the order of the other."""
    order = {key: i for i, key in enumerate((*starts, *ends))}
    lefts = _tops(sorted(flows, key=lambda f: (order[f.origin], ends[f.target].top)), starts, "origin", scale)
    rights = _tops(
        sorted(flows, key=lambda f: (order[f.target], starts[f.origin].top)), ends, "target", scale
    )
    ranked = sorted(flows, key=lambda flow: flow.origin != flow.target)
    return [(flow, lefts[flow], rights[flow]) for flow in ranked]


def _tops(
    flows: Sequence[Ribbon], places: Mapping[str, _RibbonPlace], end: str, scale: float
) -> dict[Ribbon, float]:
    """Each flow's top at one end, when the flows of a side are stacked in the order given."""
    free = {key: place.top for key, place in places.items()}
    tops = {}
    for flow in flows:
        key = getattr(flow, end)
        tops[flow] = free[key]
        free[key] += flow.size * scale
    return tops


def _ribbon(
    flow: Ribbon,
    tops: tuple[float, float],
    ends: tuple[float, float],
    scale: float,
    slots: Mapping[str, int | None],
) -> tuple[Layer, ...]:
    slot = slots[flow.origin] if slots[flow.origin] is not None else slots[flow.target]
    fill = theme.EDGE if slot is None else theme.slot(slot).fill
    high = max(flow.size * scale, 1.0)
    cuts = []
    for step in range(_STEPS + 1):
        part = step / _STEPS
        top = tops[0] + (tops[1] - tops[0]) * part * part * (3 - 2 * part)
        cuts.append(Slice(ends[0] + (ends[1] - ends[0]) * part, top, top + high))
    return ribbon(cuts, fill, _STAY if flow.origin == flow.target else _MOVE)


def _bars(sides: Sequence[Side], places: Mapping[str, _RibbonPlace], left: float) -> tuple[Layer, ...]:
    rows = [
        Bar(
            left,
            places[side.key].top,
            left + _THICK,
            places[side.key].top + places[side.key].height,
            theme.EDGE if side.slot is None else theme.slot(side.slot).fill,
        )
        for side in sides
    ]
    return bars(rows)


def _name_lines(side: Side, most: float) -> tuple[str, ...]:
    return wrap(side.name, most - 14 - text_width(side.text, theme.TEXT, theme.SEMIBOLD), theme.TEXT)


def _names(
    sides: Sequence[Side], places: Mapping[str, _RibbonPlace], x: float, align: Align, most: float
) -> list[MarkLabel]:
    """The figure beside the bar, the name beside the figure."""
    placed = []
    for side in sides:
        middle = places[side.key].top + places[side.key].height / 2
        ink = theme.SECONDARY if side.slot is None else theme.slot(side.slot).text
        figure = MarkLabel(x, middle, side.text, weight=theme.SEMIBOLD, fill=ink, align=align)
        step = (figure.width + 6) * (-1 if align == "right" else 1)
        name = MarkLabel(x + step, middle, "", fill=ink, align=align)
        placed += [figure, *stacked(_name_lines(side, most), name)]
    return placed


def _backgrounds(figures: Sequence[MarkLabel]) -> tuple[Layer, ...]:
    """White behind the figures of flows, so that no ribbon runs through them."""
    high = _LINE / 2 - 1
    rows = [Bar(f.x - 2, f.y - high, f.x + f.width + 2, f.y + high, theme.WHITE) for f in figures]
    return bars(rows)


def _figures(
    moved: Sequence[tuple[float, Ribbon]], scale: float, left: float, deepest: float
) -> list[MarkLabel]:
    """The figures of flows near their tops on the left, without overlap."""
    figures = [_figure(flow, top, scale, left) for top, flow in moved]
    levels = spread_vertically([one.y for one in figures], [_LINE] * len(figures), _HEAD, deepest + _LINE / 2)
    return [replace(one, y=y) for one, y in zip(figures, levels, strict=True)]


def _figure(flow: Ribbon, top: float, scale: float, left: float) -> MarkLabel:
    """A moved flow's number, at its beginning."""
    middle = top + max(flow.size * scale, 1.0) / 2
    return MarkLabel(left + _THICK + 5, middle, flow.text, theme.SMALL, theme.SEMIBOLD, theme.INK)
