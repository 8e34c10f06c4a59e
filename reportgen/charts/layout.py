"""Parts that many charts share: names beside rows, titles of panels, round figures along axes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING

import numpy as np

from reportgen.charts import theme
from reportgen.charts.marks import MarkLabel, from_top, stacked
from reportgen.charts.text_metrics import widest, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.charts.marks import Axis, Tick

MOST_STEPS = 5
"""Of the scale of an axis."""


@dataclass(frozen=True)
class RowNames:
    """Names of the rows of a chart, each broken into lines."""

    lines: tuple[tuple[str, ...], ...]

    @classmethod
    def wrapped(cls, names: Iterable[str], room: float) -> RowNames:
        """Break names so that their lines fit `room` pixels."""
        return cls(tuple(wrap(name, room, theme.NAME, theme.SEMIBOLD) for name in names))

    @property
    def width(self) -> float:
        """Pixels of the widest line."""
        return widest((text for lines in self.lines for text in lines), theme.NAME, theme.SEMIBOLD)

    @property
    def height(self) -> float:
        """Pixels of the name with the most lines."""
        return max(map(len, self.lines)) * theme.LINE

    def left_of(self, x: float, middles: Iterable[float]) -> list[MarkLabel]:
        """The names right-aligned at `x`, each centred on the middle of its row."""
        return [
            label
            for lines, y in zip(self.lines, middles, strict=True)
            for label in stacked(lines, MarkLabel(x, y, "", theme.NAME, theme.SEMIBOLD, align="right"))
        ]


def panel_title(lines: Sequence[str], x: float, y: float) -> list[MarkLabel]:
    """The title of a small chart among others; `y` is the middle of its first line."""
    return from_top(lines, MarkLabel(x, y, "", weight=theme.SEMIBOLD))


def beside_axis(ticks: Iterable[Tick], x: float, y: Axis) -> list[MarkLabel]:
    """The figures of a vertical axis, right-aligned at pixel `x`."""
    return [MarkLabel(x, y.at(tick.value), tick.text, fill=theme.QUIET, align="right") for tick in ticks]


def along_axis(ticks: Iterable[Tick], x: Axis, y: float) -> list[MarkLabel]:
    """The figures of a horizontal axis, centred on their values at pixel height `y`."""
    return [MarkLabel(x.at(tick.value), y, tick.text, fill=theme.QUIET, align="center") for tick in ticks]


def tick_width(ticks: Iterable[Tick]) -> float:
    """Pixels of the widest figure of an axis."""
    return widest(tick.text for tick in ticks)


def ticks(high: float) -> tuple[float, ...]:
    """Three to six round values from zero to at least `high`, by steps of 1, 2 or 5 times a power of ten."""
    if high <= 0:
        return (0.0, 1.0)
    power = 10.0 ** floor(log10(high / 3))
    step = next(power * factor for factor in (1, 2, 5, 10) if high / (power * factor) <= MOST_STEPS)
    return tuple(round(step * i, 10) for i in range(ceil(round(high / step, 9)) + 1))


def decimals(value: float) -> int:
    """Decimals that a number needs to be written in full."""
    return len(np.format_float_positional(value, trim="-").partition(".")[2])
