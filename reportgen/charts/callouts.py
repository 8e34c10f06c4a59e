"""Flags: labels over blocks that stand side by side, each clear of everything else.

A flag stands straight on its block where there is room; else it is lifted over whatever is in the way, on a
thin pole. Flags are set from right to left and always point right, so no pole crosses a text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.marks import PIXELS, Bar, Layer, MarkLabel, Pen, Rule, bars, labels, rules
from reportgen.charts.text_metrics import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEP = theme.LINE - 1
_POLE_TO_TEXT, _CLEAR = 5.0, 4.0


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
            rise = box.bottom - min(other.top for other in hit) + _CLEAR
            box = replace(box, top=box.top - rise, bottom=box.bottom - rise)
        return box


@dataclass(frozen=True)
class FlagText:
    """The lines of one flag: a name and, smaller, what is said of it."""

    names: tuple[str, ...]
    details: tuple[str, ...]

    @property
    def width(self) -> float:
        """Pixels, with the pole."""
        names = [text_width(text, theme.TEXT, theme.SEMIBOLD) for text in self.names]
        return max([*names, *(text_width(text, theme.SMALL) for text in self.details)]) + _POLE_TO_TEXT + 2

    @property
    def height(self) -> float:
        """Pixels."""
        return (len(self.names) + len(self.details)) * _STEP


@dataclass(frozen=True)
class Flag:
    """A flag that has found its place, and the pixel where its pole meets the block."""

    text: FlagText
    box: Box
    foot: float

    @property
    def on_pole(self) -> bool:
        """Whether it is so far above its block that a line must lead down."""
        return self.foot - self.box.bottom > 2 * _CLEAR

    def moved(self, down: float) -> Flag:
        """The same flag some pixels lower."""
        box = replace(self.box, top=self.box.top + down, bottom=self.box.bottom + down)
        return Flag(self.text, box, self.foot + down)


def set_flags(texts: Sequence[FlagText], blocks: Sequence[Box], obstacles: Sequence[Box]) -> tuple[Flag, ...]:
    """Find a place for the flag of every block, clear of blocks, obstacles and each other."""
    taken = [*blocks, *obstacles]
    flags: list[Flag] = []
    for text, block in reversed(list(zip(texts, blocks, strict=True))):
        bottom = block.top - _CLEAR
        wanted = Box(block.left, bottom - text.height, block.left + text.width, bottom)
        flag = Flag(text, wanted.lifted_over(taken), block.top)
        taken += [flag.box, Box(block.left - 2, flag.box.bottom, block.left + 3, block.top)]
        flags.append(flag)
    return tuple(reversed(flags))


def flag_layers(flags: Sequence[Flag], down: float) -> list[Layer]:
    """Poles and texts, the latter on white so that no grid line runs through them; all moved `down`."""
    moved = [flag.moved(down) for flag in flags]
    poles = [Rule(f.box.left, f.box.top + 2, f.box.left, f.foot) for f in moved if f.on_pole]
    grounds = [Bar(f.box.left, f.box.top, f.box.right, f.box.top + f.text.height, theme.WHITE) for f in moved]
    texts = [label for flag in moved for label in _texts(flag)]
    return [*bars(grounds, PIXELS, PIXELS), *rules(poles, PIXELS, PIXELS, Pen(theme.EDGE)), *labels(texts)]


def _texts(flag: Flag) -> list[MarkLabel]:
    x = flag.box.left + (_POLE_TO_TEXT if flag.on_pole else 0)
    middles = [flag.box.top + (i + 0.5) * _STEP for i in range(len(flag.text.names + flag.text.details))]
    first = len(flag.text.names)
    names = zip(middles[:first], flag.text.names, strict=True)
    details = zip(middles[first:], flag.text.details, strict=True)
    return [
        *(MarkLabel(x, y, text, weight=theme.SEMIBOLD) for y, text in names),
        *(MarkLabel(x, y, text, theme.SMALL, fill=theme.SECONDARY) for y, text in details),
    ]
