"""Decision flow: the questions that lead to a segment, drawn as a tree from left to right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.decision_list import decision_list
from reportgen.charts.decision_tree import (
    PAD,
    PEN,
    FlowTexts,
    Node,
    Question,
    TreeCard,
    TreeOutcome,
    card,
    card_layers,
    depth,
    longest_word,
    nodes,
    ways,
    widest,
)
from reportgen.charts.figure import Canvas, Figure, FigureData, draw
from reportgen.charts.marks import PIXELS, MarkLabel, Rule, labels, rules
from reportgen.charts.text_metrics import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAF_WIDEST, _LEAF_WIDEST_DEEP, _DEEP = 196.0, 152.0, 4
_QUESTION_WIDEST, _QUESTION_NARROWEST = 190.0, 70.0
_BEFORE_ELBOW, _AROUND_ANSWER, _SPARE = 8.0, 4.0, 26.0
_ROW_GAP = 8.0


@dataclass(frozen=True)
class _Columns:
    """Widths in pixels; a question stands every `step`, outcomes all stand at `outcomes`."""

    question: float
    step: float
    outcome: float
    outcomes: float
    pitch: float
    """Least distance between the middles of two outcomes, so that questions clear each other."""


@dataclass(frozen=True)
class _Branch:
    """A placed node and what follows from it."""

    card: TreeCard
    elbow: float
    """Pixel where the lines to both answers part."""
    yes: _Branch | None = None
    no: _Branch | None = None


def decision_flow(
    root: Node, texts: FlowTexts, width: int = theme.FULL, name: str = "decision-flow"
) -> Figure:
    """Draw the tree; one too deep for its width is drawn as an indented list.

    Args:
        root: The first question, up to sixteen outcomes below it.
        texts: The answers, and the heads of the table behind.
        width: Pixels; the height grows with the outcomes.
        name: Name of the figure.
    """
    columns = _columns(root, texts, width)
    if columns is None:
        return decision_list(root, texts, width, name)
    tree, bottom = _place(root, 0, 0.0, columns)
    branches = list(_branches(tree))
    layers = [
        *rules([edge for branch in branches for edge in _edges(branch)], PIXELS, PIXELS, PEN),
        *card_layers(branch.card for branch in branches),
        *labels([answer for branch in branches for answer in _answers(branch, texts)]),
    ]
    return draw(Canvas(name, width, round(bottom)), layers, FigureData(texts.heads, tuple(ways(root, texts))))


def _columns(root: Node, texts: FlowTexts, width: int) -> _Columns | None:
    """The widths, or None where questions would have too little room."""
    questions = [node for node in nodes(root) if isinstance(node, Question)]
    if not questions:
        return None
    levels = depth(root)
    outcome = _outcome_width(root, levels)
    answer = max(text_width(text, theme.SMALL) for text in (texts.yes, texts.no))
    gap = _BEFORE_ELBOW + 2 * _AROUND_ANSWER + answer
    room = (width - outcome) / levels
    question = min(room - gap, _QUESTION_WIDEST, max(map(widest, questions)))
    if question < max(_QUESTION_NARROWEST, max(map(longest_word, questions)) + 2 * PAD):
        return None
    tallest = max(card(node, 0, 0, question).height for node in questions)
    step = min(room, question + gap + _SPARE)
    return _Columns(question, step, outcome, levels * step, (tallest + _ROW_GAP) / 2)


def _outcome_width(root: Node, levels: int) -> float:
    most = _LEAF_WIDEST if levels <= _DEEP else _LEAF_WIDEST_DEEP
    return min(most, max(widest(node) for node in nodes(root) if isinstance(node, TreeOutcome)))


def _place(node: Node, level: int, top: float, columns: _Columns) -> tuple[_Branch, float]:
    """Place a node and all below it from `top` down; also gives where the next one may begin."""
    if isinstance(node, TreeOutcome):
        own = card(node, columns.outcomes, top, columns.outcome)
        return _Branch(own, own.left + own.width), top + max(own.height + _ROW_GAP, columns.pitch)
    yes, below = _place(node.yes, level + 1, top, columns)
    no, bottom = _place(node.no, level + 1, below, columns)
    own = card(node, level * columns.step, 0, columns.question)
    middle = (yes.card.middle + no.card.middle) / 2
    elbow = own.left + columns.question + _BEFORE_ELBOW
    return _Branch(replace(own, top=middle - own.height / 2), elbow, yes, no), bottom


def _branches(branch: _Branch) -> Iterator[_Branch]:
    yield branch
    for child in (branch.yes, branch.no):
        if child is not None:
            yield from _branches(child)


def _edges(branch: _Branch) -> list[Rule]:
    if branch.yes is None or branch.no is None:
        return []
    yes, no, elbow, middle = branch.yes.card, branch.no.card, branch.elbow, branch.card.middle
    return [
        Rule(branch.card.left + branch.card.width, middle, elbow, middle),
        Rule(elbow, yes.middle, elbow, no.middle),
        Rule(elbow, yes.middle, yes.left, yes.middle),
        Rule(elbow, no.middle, no.left, no.middle),
    ]


def _answers(branch: _Branch, texts: FlowTexts) -> list[MarkLabel]:
    if branch.yes is None or branch.no is None:
        return []
    x = branch.elbow + _AROUND_ANSWER
    return [
        MarkLabel(x, child.card.middle - 8, text, theme.SMALL, fill=theme.SECONDARY)
        for child, text in ((branch.yes, texts.yes), (branch.no, texts.no))
    ]
