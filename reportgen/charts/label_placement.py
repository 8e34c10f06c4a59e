"""Places labels so that they overlap neither each other nor the marks.

Callouts label blocks that stand side by side. A callout stands straight on its block where there is room;
else it is lifted over whatever is in the way, on a thin pole. They are placed from right to left and extend
to the right, so no pole crosses a text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.marks import Bar, Layer, MarkLabel, Pen, Rule, bars, labels, rules
from reportgen.charts.text_metrics import widest

if TYPE_CHECKING:
    from collections.abc import Sequence


def spread_vertically(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float
) -> list[float]:
    """Middles of blocks in falling order, as near to the wanted ones as their heights allow."""
    middles: list[float] = []
    free = top
    for middle, height in zip(wanted, heights, strict=True):
        middles.append(max(middle, free + height / 2))
        free = middles[-1] + height / 2
    limit = bottom
    for i in reversed(range(len(middles))):
        middles[i] = min(middles[i], limit - heights[i] / 2)
        limit = middles[i] - heights[i] / 2
    return middles


# --- callouts

_LINE_STEP = theme.LINE - 1
_POLE_TO_TEXT, _CLEARANCE = 5.0, 4.0


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: Box) -> bool:
        """Whether the two overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def lifted_over(self, obstacles: Sequence[Box]) -> Box:
        """The lowest place at or above this one that is clear of every obstacle."""
        box = self
        while hit := [other for other in obstacles if box.hits(other)]:
            rise = box.bottom - min(other.top for other in hit) + _CLEARANCE
            box = replace(box, top=box.top - rise, bottom=box.bottom - rise)
        return box


@dataclass(frozen=True)
class CalloutText:
    """The lines of one callout: a name and, smaller, details."""

    names: tuple[str, ...]
    details: tuple[str, ...]

    @property
    def width(self) -> float:
        """Pixels, with the pole."""
        names, details = widest(self.names, theme.TEXT, theme.SEMIBOLD), widest(self.details, theme.SMALL)
        return max(names, details) + _POLE_TO_TEXT + 2

    @property
    def height(self) -> float:
        """Pixels."""
        return (len(self.names) + len(self.details)) * _LINE_STEP


@dataclass(frozen=True)
class Callout:
    """A callout at its place, and the pixel where its pole meets the block."""

    text: CalloutText
    box: Box
    foot: float

    @property
    def on_pole(self) -> bool:
        """Whether it is so far above its block that a line must lead down."""
        return self.foot - self.box.bottom > 2 * _CLEARANCE

    def moved(self, down: float) -> Callout:
        """The same callout some pixels lower."""
        box = replace(self.box, top=self.box.top + down, bottom=self.box.bottom + down)
        return Callout(self.text, box, self.foot + down)


def place_callouts(
    texts: Sequence[CalloutText], blocks: Sequence[Box], obstacles: Sequence[Box]
) -> tuple[Callout, ...]:
    """Find a place for the callout of every block, clear of blocks, obstacles and each other."""
    taken = [*blocks, *obstacles]
    callouts: list[Callout] = []
    for text, block in reversed(list(zip(texts, blocks, strict=True))):
        bottom = block.top - _CLEARANCE
        wanted = Box(block.left, bottom - text.height, block.left + text.width, bottom)
        callout = Callout(text, wanted.lifted_over(taken), block.top)
        taken += [callout.box, Box(block.left - 2, callout.box.bottom, block.left + 3, block.top)]
        callouts.append(callout)
    return tuple(reversed(callouts))


def callout_layers(callouts: Sequence[Callout], down: float) -> list[Layer]:
    """Poles and texts, the latter on white so that no grid line runs through them; all moved `down`."""
    moved = [callout.moved(down) for callout in callouts]
    poles = [Rule(c.box.left, c.box.top + 2, c.box.left, c.foot) for c in moved if c.on_pole]
    grounds = [Bar(c.box.left, c.box.top, c.box.right, c.box.top + c.text.height, theme.WHITE) for c in moved]
    texts = [label for callout in moved for label in _texts(callout)]
    return [*bars(grounds), *rules(poles, Pen(theme.EDGE)), *labels(texts)]


def _texts(callout: Callout) -> list[MarkLabel]:
    x = callout.box.left + (_POLE_TO_TEXT if callout.on_pole else 0)
    text = callout.text
    middles = [callout.box.top + (i + 0.5) * _LINE_STEP for i in range(len(text.names + text.details))]
    names = zip(middles, text.names, strict=False)
    details = zip(middles[len(text.names) :], text.details, strict=True)
    return [
        *(MarkLabel(x, y, text, weight=theme.SEMIBOLD) for y, text in names),
        *(MarkLabel(x, y, text, theme.SMALL, fill=theme.SECONDARY) for y, text in details),
    ]
