"""The decision flow as an indented list, for deep trees and narrow columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.decision_tree import (
    PEN,
    FlowTexts,
    Node,
    Question,
    TreeCard,
    card_layers,
    row_card,
    ways,
)
from reportgen.charts.figure import Canvas, Figure, FigureData, draw
from reportgen.charts.marks import PIXELS, MarkLabel, Rule, labels, rules
from reportgen.charts.text_metrics import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEM, _AROUND, _ROW_GAP = 8.0, 3.0, 5.0


@dataclass(frozen=True)
class _Row:
    """A card, the answer that leads to it, and the row of the question it answers."""

    card: TreeCard
    answer: str
    parent: int | None


def decision_list(root: Node, texts: FlowTexts, width: int, name: str) -> Figure:
    """Draw one row a node, indented by the questions before it; see `decision_flow`."""
    rows = _rows(root, texts, width)
    layers = [
        *rules([edge for row in rows for edge in _edges(row, rows)], PIXELS, PIXELS, PEN),
        *card_layers(row.card for row in rows),
        *labels([_answer(row) for row in rows]),
    ]
    last = rows[-1].card
    sheet = Canvas(name, width, round(last.top + last.height + 1))
    return draw(sheet, layers, FigureData(texts.heads, tuple(ways(root, texts))))


def _rows(root: Node, texts: FlowTexts, width: int) -> list[_Row]:
    """Rows from top to bottom, a question before its answers, yes before no."""
    answer = max(text_width(text, theme.SMALL) for text in (texts.yes, texts.no))
    indent = _STEM + answer + 2 * _AROUND
    rows: list[_Row] = []
    waiting: list[tuple[Node, str, int | None]] = [(root, "", None)]
    while waiting:
        node, reply, parent = waiting.pop()
        left = 0 if parent is None else rows[parent].card.left + indent
        top = rows[-1].card.top + rows[-1].card.height + _ROW_GAP if rows else 0.0
        rows.append(_Row(row_card(node, left, top, width - left), reply, parent))
        if isinstance(node, Question):
            own = len(rows) - 1
            waiting += [(node.no, texts.no, own), (node.yes, texts.yes, own)]
    return rows


def _edges(row: _Row, rows: Sequence[_Row]) -> list[Rule]:
    """The line that hangs from the question above, and the branch to this row."""
    if row.parent is None:
        return []
    above = rows[row.parent].card
    stem = above.left + _STEM
    return [
        Rule(stem, above.top + above.height, stem, row.card.middle),
        Rule(stem, row.card.middle, row.card.left, row.card.middle),
    ]


def _answer(row: _Row) -> MarkLabel:
    place = (row.card.left - _AROUND, row.card.middle - 7.5)
    return MarkLabel(*place, row.answer, theme.SMALL, fill=theme.SECONDARY, align="right")
