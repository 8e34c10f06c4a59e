"""Share of customers beside share of value: paired bars on white, and two stacked bars for the dark cover."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from reportgen.base.fonts import text_families
from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.layout import RowNames
from reportgen.charts.marks import Axis, Bar, Layer, MarkLabel, Pen, Rule, bars, labels, rules, stacked
from reportgen.charts.palette import palette
from reportgen.charts.text_metrics import printable, text_width, widest, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class SegmentShares:
    """One segment; shares as fractions, texts as printed; no value where the data hold none."""

    name: str
    slot: int
    customers: float
    customers_text: str
    value: float | None = None
    value_text: str = ""


@dataclass(frozen=True)
class _Measure:
    """One share of every segment, as fractions and as printed."""

    shares: tuple[float, ...]
    texts: tuple[str, ...]


def _measures(rows: Sequence[SegmentShares]) -> tuple[_Measure, ...]:
    """Shares of customers, and those of value where every segment has one."""
    customers = _Measure(tuple(row.customers for row in rows), tuple(row.customers_text for row in rows))
    values = tuple(row.value for row in rows if row.value is not None)
    if len(values) < len(rows):
        return (customers,)
    return customers, _Measure(values, tuple(row.value_text for row in rows))


# --- paired bars

_HEAD, _THICKNESS = 24.0, 18.0
_BETWEEN, _AFTER_BAR = 22.0, 6.0
_NAME_ROOM = 176.0


@dataclass(frozen=True)
class _Layout:
    """Pixels: where names end and bars begin, how high a row is, where its bar lies."""

    names: RowNames
    left: float
    pitch: float
    bar: float
    """Distance from the top of a row to the middle of its bar."""
    thickness: float
    beside: bool


@for_phones()
def paired_bars(
    rows: Sequence[SegmentShares],
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
    measures = _measures(rows)
    layers = [*labels(_name_labels(rows, layout)), *_panel_layers(rows, measures, heads, layout, width)]
    canvas = Canvas(name, width, round(_HEAD + layout.pitch * len(rows)))
    data = tuple((row.name, *(measure.texts[i] for measure in measures)) for i, row in enumerate(rows))
    return draw(canvas, layers, FigureData(tuple(heads), data))


def _beside(rows: Sequence[SegmentShares], least: float) -> _Layout:
    names = RowNames.wrapped((row.name for row in rows), _NAME_ROOM)
    pitch = max(least, names.height + 8)
    return _Layout(names, names.width + 10, pitch, pitch / 2, min(_THICKNESS, least - 8), beside=True)


def _above(rows: Sequence[SegmentShares], width: int) -> _Layout:
    names = RowNames.wrapped((row.name for row in rows), width)
    text = names.height
    return _Layout(names, 0.5, text + _THICKNESS + 14, text + 4 + _THICKNESS / 2, _THICKNESS, beside=False)


def _name_labels(rows: Sequence[SegmentShares], layout: _Layout) -> list[MarkLabel]:
    if layout.beside:
        middles = [_HEAD + i * layout.pitch + layout.bar for i in range(len(rows))]
        return layout.names.left_of(layout.left - 10, middles)
    placed = []
    for i, (row, lines) in enumerate(zip(rows, layout.names.lines, strict=True)):
        over = layout.bar - layout.thickness / 2 - 4 - len(lines) * theme.LINE / 2
        ink = theme.slot(row.slot).text
        y = _HEAD + i * layout.pitch + over
        placed += stacked(lines, MarkLabel(layout.left, y, "", theme.NAME, theme.SEMIBOLD, ink))
    return placed


def _panel_layers(
    rows: Sequence[SegmentShares],
    measures: tuple[_Measure, ...],
    heads: Sequence[str],
    layout: _Layout,
    width: int,
) -> list[Layer]:
    shares = [share for measure in measures for share in measure.shares]
    texts = (text for measure in measures for text in measure.texts)
    after = widest(texts, theme.TEXT, theme.SEMIBOLD) + _AFTER_BAR
    room = (width - layout.left - _BETWEEN * (len(measures) - 1)) / len(measures)
    layers: list[Layer] = []
    for i, measure in enumerate(measures):
        start = layout.left + i * (room + _BETWEEN)
        x = Axis.from_zero(shares, start, start + room - after - 1)
        layers += _panel(rows, measure, x, layout)
        layers += labels([MarkLabel(x.at(0), 8, heads[i + 1], fill=theme.SECONDARY)])
    return layers


def _panel(rows: Sequence[SegmentShares], measure: _Measure, x: Axis, layout: _Layout) -> list[Layer]:
    y = Axis(0, len(rows), _HEAD, _HEAD + layout.pitch * len(rows))
    middle, half = layout.bar / layout.pitch, layout.thickness / 2 / layout.pitch
    placed = list(enumerate(zip(rows, measure.shares, measure.texts, strict=True)))
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
        for i, (row, share, text) in placed
    ]
    ends = [
        MarkLabel(x.at(max(share, 0)) + _AFTER_BAR, y.at(i + middle), text, weight=theme.SEMIBOLD)
        for i, (_, share, text) in placed
    ]
    zero = [Rule(0, mark.y - 3 / layout.pitch, 0, mark.y2 + 3 / layout.pitch) for mark in marks]
    return [*bars(marks, x, y), *rules(zero, Pen(theme.EDGE), x, y), *labels(ends)]


# --- the cover's stacked bars, share of value over share of customers, in light tints

_BAR, _ALONE, _LINKS, _CAPTION = 84.0, 150.0, 44.0, 20.0
_GAP, _PAD, _STEP = 2.0, 8.0, 15.0
"""Lines of a name."""


@dataclass(frozen=True)
class MosaicTexts:
    """The drawing in words, the captions of its bars, and the heads of the table behind."""

    title: str
    customers_caption: str
    value_caption: str
    heads: tuple[str, ...]
    """Segment, share of customers and, with values, share of value."""


@dataclass(frozen=True)
class _Part:
    """One segment's part of a stacked bar, in pixels."""

    left: float
    right: float
    name: str
    share: str
    fill: str


def mosaic(
    blocks: Sequence[SegmentShares], texts: MosaicTexts, width: int = theme.FULL, name: str = "mosaic"
) -> Figure:
    """Draw both bars with faint links between them; without values the customers' bar alone.

    Args:
        blocks: The segments in the order of the report; their shares add up to 1.
        texts: Words of the drawing.
        width: Pixels.
        name: Name of the figure.
    """
    bottom, *above = (_parts(blocks, measure, width) for measure in _measures(blocks))
    if above:
        low = _CAPTION + _BAR + _LINKS
        drawn = _caption(texts.value_caption, 12) + _bar(above[0], _CAPTION) + _links(above[0], bottom)
        drawn += _bar(bottom, low) + _caption(texts.customers_caption, low + _BAR + 15)
        height = low + _BAR + _CAPTION
    else:
        drawn = _bar(bottom, _CAPTION, _ALONE) + _caption(texts.customers_caption, 12)
        height = _CAPTION + _ALONE
    rows = tuple((b.name, b.customers_text, b.value_text)[: len(texts.heads)] for b in blocks)
    svg = _svg(drawn, texts.title, width, height)
    return Figure(name, lambda: svg, width, round(height), FigureData(texts.heads, rows))


def _parts(blocks: Sequence[SegmentShares], measure: _Measure, width: int) -> list[_Part]:
    """Widths by share; a negative share, as after refunds, has none."""
    shares = [max(share, 0) for share in measure.shares]
    total = sum(shares) or 1
    ends = [(width + _GAP) * end / total for end in accumulate(shares)]
    starts = [0.0, *ends[:-1]]
    return [
        _Part(start, max(end - _GAP, start), block.name, text, theme.slot(block.slot).tint)
        for block, start, end, text in zip(blocks, starts, ends, measure.texts, strict=True)
    ]


def _bar(parts: Sequence[_Part], top: float, height: float = _BAR) -> str:
    shown = (part for part in parts if part.right > part.left)
    return "".join(_block(part, top, height) + _words(part, top, height) for part in shown)


def _block(part: _Part, top: float, height: float) -> str:
    size = f'width="{part.right - part.left:.1f}" height="{height:g}"'
    edge = f' stroke="{palette().edge}"' if palette().edge else ""
    return f'<rect x="{part.left:.1f}" y="{top:g}" {size} fill="{part.fill}"{edge}/>'


def _words(part: _Part, top: float, height: float) -> str:
    """Name over share where both fit, the share alone where it fits, else nothing."""
    room = part.right - part.left - 2 * _PAD + 4
    x = part.left + _PAD
    share = text_width(part.share, theme.NAME)
    words_fit = widest(printable(part.name).split(), theme.NAME, theme.SEMIBOLD) <= room
    lines = wrap(part.name, room, theme.NAME, theme.SEMIBOLD) if words_fit else ()
    if share <= room and 0 < len(lines) <= (height - _PAD) // _STEP - 1:
        named = (_text(line, x, top + _STEP * i, theme.SEMIBOLD) for i, line in enumerate(lines, 1))
        return "".join(named) + _text(part.share, x, top + _STEP * (len(lines) + 1))
    return _text(part.share, x - 2, top + height / 2 + 4) if share <= room + 4 else ""


def _links(top: Sequence[_Part], bottom: Sequence[_Part]) -> str:
    """From each segment's share of value down to its share of customers."""
    high, low = _CAPTION + _BAR, _CAPTION + _BAR + _LINKS
    return "".join(
        f'<path d="M{a.left:.1f} {high:g}H{a.right:.1f}L{b.right:.1f} {low:g}H{b.left:.1f}Z" '
        f'fill="{a.fill}" fill-opacity="0.22"/>'
        for a, b in zip(top, bottom, strict=True)
    )


def _caption(text: str, y: float) -> str:
    return _text(text, 0, y, fill=palette().caption)


def _text(text: str, x: float, y: float, weight: int = theme.REGULAR, fill: str = theme.INK) -> str:
    style = f'font-size="{theme.NAME:g}px" font-weight="{weight}" fill="{fill}"'
    return f'<text x="{x:.1f}" y="{y:g}" {style}>{escape(printable(text))}</text>'


def _svg(drawn: str, title: str, width: int, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:g}" '
        f'viewBox="0 0 {width} {height:g}" font-family="{text_families()}">'
        f"<title>{escape(printable(title))}</title>{drawn}</svg>"
    )
