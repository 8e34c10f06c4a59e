"""Mosaic: the cover's two bars, share of value over share of customers, in light tints on the dark ground."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from reportgen.base.fonts import text_families
from reportgen.charts import theme
from reportgen.charts.figure import Figure, FigureData
from reportgen.charts.palette import palette
from reportgen.charts.text_metrics import printable, text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_BAR, _LINKS, _CAPTION = 64.0, 30.0, 20.0
_GAP, _PAD, _STEP = 2.0, 8.0, 15.0
_LINES = 2
"""Of a name, at the most."""


@dataclass(frozen=True)
class MosaicBlock:
    """One segment; shares as fractions that add up to 1, and as printed."""

    name: str
    slot: int
    customers: float
    customers_text: str
    value: float | None = None
    value_text: str = ""


@dataclass(frozen=True)
class MosaicTexts:
    """The drawing in words, the names of its bars, and the heads of the table behind."""

    title: str
    customers_caption: str
    value_caption: str
    heads: tuple[str, ...]
    """Segment, share of customers and, with values, share of value."""


@dataclass(frozen=True)
class _Part:
    left: float
    right: float
    text: str
    share: str
    fill: str


def mosaic(
    blocks: Sequence[MosaicBlock], texts: MosaicTexts, width: int = theme.FULL, name: str = "mosaic"
) -> Figure:
    """Draw both bars with faint links between them; without values the customers' bar alone.

    Args:
        blocks: The segments in the order of the report.
        texts: Words of the drawing.
        width: Pixels.
        name: Name of the figure.
    """
    values = [block.value for block in blocks if block.value is not None]
    bottom = _parts(blocks, [b.customers for b in blocks], [b.customers_text for b in blocks], width)
    if len(values) < len(blocks):
        drawn, height = _bar(bottom, _CAPTION) + _caption(texts.customers_caption, 12), _CAPTION + _BAR
    else:
        top = _parts(blocks, values, [b.value_text for b in blocks], width)
        low = _CAPTION + _BAR + _LINKS
        drawn = _caption(texts.value_caption, 12) + _bar(top, _CAPTION) + _links(top, bottom)
        drawn += _bar(bottom, low) + _caption(texts.customers_caption, low + _BAR + 15)
        height = low + _BAR + _CAPTION
    return Figure(name, _svg(drawn, texts.title, width, height), width, round(height), _table(blocks, texts))


def _parts(
    blocks: Sequence[MosaicBlock], shares: Sequence[float], texts: Sequence[str], width: int
) -> list[_Part]:
    """Widths by share; a negative share, as after refunds, has none."""
    seen = [max(share, 0) for share in shares]
    total = sum(seen) or 1
    ends = [(width + _GAP) * end / total for end in accumulate(seen)]
    starts = [0.0, *ends[:-1]]
    return [
        _Part(start, max(end - _GAP, start), block.name, text, theme.slot(block.slot).tint)
        for block, start, end, text in zip(blocks, starts, ends, texts, strict=True)
    ]


def _bar(parts: Sequence[_Part], top: float) -> str:
    return "".join(_block(part, top) + _words(part, top) for part in parts if part.right > part.left)


def _block(part: _Part, top: float) -> str:
    size = f'width="{part.right - part.left:.1f}" height="{_BAR:g}"'
    edge = f' stroke="{palette().edge}"' if palette().edge else ""
    return f'<rect x="{part.left:.1f}" y="{top:g}" {size} fill="{part.fill}"{edge}/>'


def _words(part: _Part, top: float) -> str:
    """Name over share where both fit, the share alone where it fits, else nothing."""
    room = part.right - part.left - 2 * _PAD + 4
    x = part.left + _PAD
    share = text_width(part.share, theme.NAME, theme.REGULAR)
    words = printable(part.text).split()
    whole = all(text_width(word, theme.NAME, theme.SEMIBOLD) <= room for word in words)
    lines = wrap(part.text, room, theme.NAME, theme.SEMIBOLD) if whole else ()
    if share <= room and 0 < len(lines) <= _LINES:
        named = (_text(line, x, top + _STEP * i, theme.SEMIBOLD) for i, line in enumerate(lines, 1))
        return "".join(named) + _text(part.share, x, top + _STEP * (len(lines) + 1), theme.REGULAR)
    return _text(part.share, x - 2, top + _BAR / 2 + 4, theme.REGULAR) if share <= room + 4 else ""


def _links(top: Sequence[_Part], bottom: Sequence[_Part]) -> str:
    """From each segment's share of value down to its share of customers."""
    high, low = _CAPTION + _BAR, _CAPTION + _BAR + _LINKS
    return "".join(
        f'<path d="M{a.left:.1f} {high:g}H{a.right:.1f}L{b.right:.1f} {low:g}H{b.left:.1f}Z" '
        f'fill="{a.fill}" fill-opacity="0.22"/>'
        for a, b in zip(top, bottom, strict=True)
    )


def _caption(text: str, y: float) -> str:
    return _text(text, 0, y, theme.REGULAR, palette().caption)


def _text(text: str, x: float, y: float, weight: int, fill: str = theme.INK) -> str:
    style = f'font-size="{theme.NAME:g}px" font-weight="{weight}" fill="{fill}"'
    return f'<text x="{x:.1f}" y="{y:g}" {style}>{escape(printable(text))}</text>'


def _svg(drawn: str, title: str, width: int, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:g}" '
        f'viewBox="0 0 {width} {height:g}" font-family="{text_families()}">'
        f"<title>{escape(printable(title))}</title>{drawn}</svg>"
    )


def _table(blocks: Sequence[MosaicBlock], texts: MosaicTexts) -> FigureData:
    rows = tuple((b.name, b.customers_text, b.value_text) for b in blocks)
    return FigureData(texts.heads, tuple(row[: len(texts.heads)] for row in rows))
