"""Waterfall: from all rows of the file to those that count, a step a cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.marks import Axis, Bar, Layer, MarkLabel, Pen, Rule, bars, labels, rules, stacked
from reportgen.charts.palette import tones
from reportgen.charts.text_metrics import widest, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_THICK, _PAD, _GAP, _HEAD = 12.0, 5.0, 12.0, 20.0
_LABEL_SHARE, _NARROW_SHARE = 0.5, 0.55
"""Share of the width for the words, on wide and on narrow paper."""
_LEAST = 1.5
"""Pixels of a bar that would be too thin to be seen."""


@dataclass(frozen=True)
class WaterfallStep:
    """One line: what happened, how many rows stood before and after it, and its figures as printed."""

    label: str
    before: float
    after: float
    texts: tuple[str, ...]
    """Rows and, where the file has money, amount."""
    whole: bool = False
    """A total and no change."""


@for_phones()
def waterfall(
    steps: Sequence[WaterfallStep], heads: Sequence[str], width: int = theme.FULL, name: str = "waterfall"
) -> Figure:
    """Draw the steps below each other: what is left at each, and what went.

    Args:
        steps: The total first, the changes in their order, what is left last.
        heads: Heads of the words and of each figure.
        width: Pixels; narrow paper shows rows alone, the money stands in the table behind.
        name: Name of the figure.
    """
    wide = width >= theme.FULL
    shown = [step.texts if wide else step.texts[:1] for step in steps]
    columns = [
        widest((*(texts[i] for texts in shown), heads[i + 1]), theme.TEXT, theme.SEMIBOLD) + _GAP
        for i in range(len(shown[0]))
    ]
    room = (_LABEL_SHARE if wide else _NARROW_SHARE) * width
    lines = [
        wrap(step.label, room, theme.TEXT, theme.SEMIBOLD if step.whole else theme.REGULAR) for step in steps
    ]
    left = max(widest(each, theme.TEXT, theme.SEMIBOLD) for each in lines) + _GAP
    x = Axis.from_zero([step.before for step in steps], left, width - sum(columns))
    heights = [max(len(each) * theme.LINE, _THICK) + _PAD for each in lines]
    tops = [_HEAD + sum(heights[:i]) for i in range(len(steps))]
    middles = [top + height / 2 for top, height in zip(tops, heights, strict=True)]
    ends = [width - sum(columns[i + 1 :]) for i in range(len(columns))]
    bottom = tops[-1] + heights[-1]
    layers: list[Layer] = [
        *rules([Rule(x.start, _HEAD - 3, x.start, bottom)], Pen(theme.EDGE)),
        *bars([_bar(step, middle, x) for step, middle in zip(steps, middles, strict=True)]),
        *labels([label for i, step in enumerate(steps) for label in _words(step, lines[i], middles[i])]),
        *labels(
            [
                MarkLabel(end, middle, text, weight=_weight(step), align="right")
                for step, texts, middle in zip(steps, shown, middles, strict=True)
                for end, text in zip(ends, texts, strict=True)
            ]
        ),
        *labels(
            [
                MarkLabel(end, 8, head, fill=theme.SECONDARY, align="right")
                for end, head in zip(ends, heads[1:], strict=False)
            ]
        ),
    ]
    rows = tuple((step.label, *step.texts) for step in steps)
    return draw(Canvas(name, width, round(bottom + 2)), layers, FigureData(tuple(heads), rows))


def _weight(step: WaterfallStep) -> int:
    return theme.SEMIBOLD if step.whole else theme.REGULAR


def _words(step: WaterfallStep, lines: Sequence[str], middle: float) -> list[MarkLabel]:
    return stacked(lines, MarkLabel(0, middle, "", weight=_weight(step)))


def _bar(step: WaterfallStep, middle: float, x: Axis) -> Bar:
    """A total from zero; a change from what stood before it to what is left."""
    low, high = sorted((0.0 if step.whole else step.after, step.after if step.whole else step.before))
    right = max(x.at(high), x.at(low) + _LEAST)
    fill = tones().bar if step.whole else theme.EDGE
    return Bar(x.at(low), middle - _THICK / 2, right, middle + _THICK / 2, fill, " ".join(step.texts))
