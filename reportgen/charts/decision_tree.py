"""The decision tree that leads to a segment: from left to right, or as an indented list where it is deep."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, for_phones
from reportgen.charts.marks import Bar, Layer, MarkLabel, Pen, Rule, bars, from_top, labels, rules
from reportgen.charts.text_metrics import text_width, widest, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LINE, _PAD, _STRIPE = theme.LINE - 0.5, 9.0, 4.0
_LEAF_WIDEST, _LEAF_WIDEST_DEEP, _DEEP = 196.0, 152.0, 4
_QUESTION_WIDEST, _QUESTION_NARROWEST = 190.0, 70.0
_BEFORE_ELBOW, _AROUND_ANSWER, _SPARE, _ROW_GAP = 8.0, 4.0, 26.0, 8.0
_STEM, _AROUND_LIST_ANSWER, _LIST_GAP = 8.0, 3.0, 5.0


@dataclass(frozen=True)
class TreeOutcome:
    """An end of the tree: a segment, and a line on the customers who arrive there."""

    name: str
    slot: int
    detail: str


@dataclass(frozen=True)
class Question:
    """A fork: customers for whom it holds go to `yes`."""

    text: str
    yes: Question | TreeOutcome
    no: Question | TreeOutcome


Node = Question | TreeOutcome


@dataclass(frozen=True)
class TreeTexts:
    """The two answers, and the column heads of the table behind."""

    yes: str
    no: str
    heads: tuple[str, str, str]
    """Path through the questions, segment, customers."""

    @property
    def answer_width(self) -> float:
        """Pixels of the longer answer."""
        return widest((self.yes, self.no), theme.SMALL)


@for_phones()
def decision_tree(
    root: Node, texts: TreeTexts, width: int = theme.FULL, name: str = "decision-flow"
) -> Figure:
    """Draw the tree; one too deep for its width is drawn as an indented list.

    Args:
        root: The first question, up to sixteen outcomes below it.
        texts: The answers, and the heads of the table behind.
        width: Pixels; the height grows with the outcomes.
        name: Name of the figure.
    """
    columns = _columns(root, texts, width)
    height, layers = _list(root, texts, width) if columns is None else _tree(root, texts, columns)
    return draw(Canvas(name, width, height), layers, FigureData(texts.heads, tuple(_paths(root, texts))))


def _layers(edges: list[Rule], cards: Iterable[_Card], answers: list[MarkLabel]) -> list[Layer]:
    return [*rules(edges, Pen(theme.EDGE, 1.3)), *_card_layers(tuple(cards)), *labels(answers)]


def _depth(node: Node) -> int:
    """Questions on the longest path."""
    return 0 if isinstance(node, TreeOutcome) else 1 + max(_depth(node.yes), _depth(node.no))


def _nodes(node: Node) -> Iterator[Node]:
    """Every node, a question before its answers, yes before no."""
    yield node
    if isinstance(node, Question):
        yield from _nodes(node.yes)
        yield from _nodes(node.no)


def _paths(node: Node, texts: TreeTexts, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str, str]]:
    """One row an outcome: the answers that lead there, the segment, its customers."""
    if isinstance(node, TreeOutcome):
        yield "; ".join(path), node.name, node.detail
        return
    yield from _paths(node.yes, texts, (*path, f"{node.text}: {texts.yes}"))
    yield from _paths(node.no, texts, (*path, f"{node.text}: {texts.no}"))


# --- one node


@dataclass(frozen=True)
class _Card:
    """One node with its lines broken, at its place on the drawing (pixels)."""

    lines: tuple[str, ...]
    details: tuple[str, ...]
    slot: int | None
    left: float
    top: float
    width: float
    one_row: bool = False
    """Details stand behind the name, not below it."""

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        rows = len(self.lines) if self.one_row else len(self.lines) + len(self.details)
        return rows * _LINE + _PAD

    @property
    def middle(self) -> float:
        """Pixel where lines meet the card."""
        return self.top + self.height / 2


def _card(node: Node, left: float, top: float, room: float) -> _Card:
    """Break the texts of a node into lines; a question's card shrinks to them, an outcome's does not."""
    if isinstance(node, Question):
        lines = wrap(_kept_together(node.text), room - 2 * _PAD, theme.TEXT)
        return _Card(lines, (), None, left, top, widest(lines) + 2 * _PAD)
    inside = room - _STRIPE - 2 * _PAD
    names = wrap(node.name, inside, theme.TEXT, theme.SEMIBOLD)
    return _Card(names, wrap(node.detail, inside, theme.SMALL), node.slot, left, top, room)


def _row_card(node: Node, left: float, top: float, room: float) -> _Card:
    """The same in one row where there is room, else as narrow as its texts allow."""
    if isinstance(node, Question):
        return _card(node, left, top, room)
    name, detail = text_width(node.name, theme.TEXT, theme.SEMIBOLD), text_width(node.detail, theme.SMALL)
    width = _STRIPE + 3 * _PAD + name + detail
    if width > room:
        return _card(node, left, top, min(room, _full_width(node)))
    return _Card((node.name,), (node.detail,), node.slot, left, top, width, one_row=True)


def _kept_together(question: str) -> str:
    """No line break between a comparison and its number."""
    return re.sub(r"([≤≥<>=]) ", "\\1\u00a0", question)


def _full_width(node: Node) -> float:
    """Width of a card that holds the node's texts in single lines."""
    if isinstance(node, Question):
        return text_width(node.text, theme.TEXT) + 2 * _PAD + 1
    name = text_width(node.name, theme.TEXT, theme.SEMIBOLD)
    return max(name, text_width(node.detail, theme.SMALL)) + _STRIPE + 2 * _PAD + 1


def _card_layers(cards: Sequence[_Card]) -> list[Layer]:
    """Backgrounds, stripes in the segment's colour, and texts."""
    backgrounds = [_background(card, card.width, theme.TINT) for card in cards]
    stripes = [
        replace(_background(card, _STRIPE, theme.slot(card.slot).fill), slot=card.slot)
        for card in cards
        if card.slot is not None
    ]
    texts = [label for card in cards for label in _card_labels(card)]
    return [*bars(backgrounds), *bars(stripes), *labels(texts)]


def _background(card: _Card, width: float, fill: str) -> Bar:
    return Bar(card.left, card.top, card.left + width, card.top + card.height, fill)


def _card_labels(card: _Card) -> list[MarkLabel]:
    left = card.left + _PAD + (0 if card.slot is None else _STRIPE)
    weight = theme.REGULAR if card.slot is None else theme.SEMIBOLD
    lines = from_top(card.lines, MarkLabel(left, card.top + _PAD / 2 + _LINE / 2, "", weight=weight), _LINE)
    last = lines[-1]
    detail = replace(last, size=theme.SMALL, weight=theme.REGULAR, fill=theme.SECONDARY)
    if card.one_row:
        return lines + [replace(detail, x=last.x + last.width + _PAD, text=text) for text in card.details]
    return lines + [
        replace(detail, y=last.y + i * _LINE, text=text) for i, text in enumerate(card.details, 1)
    ]


# --- from left to right


@dataclass(frozen=True)
class _Columns:
    """Widths in pixels; a question stands every `step`, outcomes all stand at `outcomes`."""

    question: float
    step: float
    outcome: float
    outcomes: float
    pitch: float
    """Least distance between the middles of two outcomes, so that questions do not overlap."""


@dataclass(frozen=True)
class _Branch:
    """A placed node and what follows from it."""

    card: _Card
    elbow: float
    """Pixel where the lines to both answers part."""
    yes: _Branch | None = None
    no: _Branch | None = None


def _columns(root: Node, texts: TreeTexts, width: int) -> _Columns | None:
    """The widths, or None where questions would have too little room."""
    questions = [node for node in _nodes(root) if isinstance(node, Question)]
    if not questions:
        return None
    levels = _depth(root)
    outcome = _outcome_width(root, levels)
    gap = _BEFORE_ELBOW + 2 * _AROUND_ANSWER + texts.answer_width
    room = (width - outcome) / levels
    question = min(room - gap, _QUESTION_WIDEST, max(map(_full_width, questions)))
    words = (word for one in questions for word in _kept_together(one.text).split(" "))
    if question < max(_QUESTION_NARROWEST, widest(words) + 2 * _PAD):
        return None
    tallest = max(_card(node, 0, 0, question).height for node in questions)
    step = min(room, question + gap + _SPARE)
    return _Columns(question, step, outcome, levels * step, (tallest + _ROW_GAP) / 2)


def _outcome_width(root: Node, levels: int) -> float:
    most = _LEAF_WIDEST if levels <= _DEEP else _LEAF_WIDEST_DEEP
    return min(most, max(_full_width(node) for node in _nodes(root) if isinstance(node, TreeOutcome)))


def _tree(root: Node, texts: TreeTexts, columns: _Columns) -> tuple[int, list[Layer]]:
    """Height in pixels, and marks."""
    tree, bottom = _place(root, 0, 0.0, columns)
    branches = list(_branches(tree))
    edges = [edge for branch in branches for edge in _edges(branch)]
    answers = [answer for branch in branches for answer in _answers(branch, texts)]
    return round(bottom), _layers(edges, (branch.card for branch in branches), answers)


def _place(node: Node, level: int, top: float, columns: _Columns) -> tuple[_Branch, float]:
    """Place a node and all below it from `top` down; also gives where the next one may begin."""
    if isinstance(node, TreeOutcome):
        own = _card(node, columns.outcomes, top, columns.outcome)
        return _Branch(own, own.left + own.width), top + max(own.height + _ROW_GAP, columns.pitch)
    yes, below = _place(node.yes, level + 1, top, columns)
    no, bottom = _place(node.no, level + 1, below, columns)
    own = _card(node, level * columns.step, 0, columns.question)
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


def _answers(branch: _Branch, texts: TreeTexts) -> list[MarkLabel]:
    if branch.yes is None or branch.no is None:
        return []
    x = branch.elbow + _AROUND_ANSWER
    return [
        MarkLabel(x, child.card.middle - 8, text, theme.SMALL, fill=theme.SECONDARY)
        for child, text in ((branch.yes, texts.yes), (branch.no, texts.no))
    ]


# --- as an indented list


@dataclass(frozen=True)
class _Row:
    """A card, the answer that leads to it, and the row of the question it answers."""

    card: _Card
    answer: str
    parent: int | None


def _list(root: Node, texts: TreeTexts, width: int) -> tuple[int, list[Layer]]:
    """Height in pixels, and marks: one row a node, indented by the questions before it."""
    rows = _rows(root, texts, width)
    edges = [edge for row in rows for edge in _row_edges(row, rows)]
    last = rows[-1].card
    height = round(last.top + last.height + 1)
    return height, _layers(edges, (row.card for row in rows), [_row_answer(row) for row in rows])


def _rows(root: Node, texts: TreeTexts, width: int) -> list[_Row]:
    """Rows from top to bottom, a question before its answers, yes before no."""
    indent = _STEM + texts.answer_width + 2 * _AROUND_LIST_ANSWER
    rows: list[_Row] = []
    waiting: list[tuple[Node, str, int | None]] = [(root, "", None)]
    while waiting:
        node, answer, parent = waiting.pop()
        left = 0 if parent is None else rows[parent].card.left + indent
        top = rows[-1].card.top + rows[-1].card.height + _LIST_GAP if rows else 0.0
        rows.append(_Row(_row_card(node, left, top, width - left), answer, parent))
        if isinstance(node, Question):
            own = len(rows) - 1
            waiting += [(node.no, texts.no, own), (node.yes, texts.yes, own)]
    return rows


def _row_edges(row: _Row, rows: Sequence[_Row]) -> list[Rule]:
    """The line that hangs from the question above, and the branch to this row."""
    if row.parent is None:
        return []
    above = rows[row.parent].card
    stem = above.left + _STEM
    return [
        Rule(stem, above.top + above.height, stem, row.card.middle),
        Rule(stem, row.card.middle, row.card.left, row.card.middle),
    ]


def _row_answer(row: _Row) -> MarkLabel:
    place = (row.card.left - _AROUND_LIST_ANSWER, row.card.middle - 7.5)
    return MarkLabel(*place, row.answer, theme.SMALL, fill=theme.SECONDARY, align="right")
