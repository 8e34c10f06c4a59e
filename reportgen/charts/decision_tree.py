"""The questions that lead to a segment, as texts, and how one of them looks: shared by both drawings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.marks import PIXELS, Bar, Layer, MarkLabel, Pen, bars, labels
from reportgen.charts.text_metrics import text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PEN = Pen(theme.EDGE, 1.3)
STEP = theme.LINE - 0.5
PAD, STRIPE = 9.0, 4.0


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
class FlowTexts:
    """The two answers, and the column heads of the table behind."""

    yes: str
    no: str
    heads: tuple[str, str, str]
    """Way through the questions, segment, customers."""


@dataclass(frozen=True)
class TreeCard:
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
        return rows * STEP + PAD

    @property
    def middle(self) -> float:
        """Pixel where lines meet the card."""
        return self.top + self.height / 2


def card(node: Node, left: float, top: float, room: float) -> TreeCard:
    """Break the texts of a node into lines; a question's card shrinks to them, an outcome's does not."""
    if isinstance(node, Question):
        lines = wrap(_kept_together(node.text), room - 2 * PAD, theme.TEXT)
        width = max(text_width(text, theme.TEXT) for text in lines) + 2 * PAD
        return TreeCard(lines, (), None, left, top, width)
    inside = room - STRIPE - 2 * PAD
    names = wrap(node.name, inside, theme.TEXT, theme.SEMIBOLD)
    return TreeCard(names, wrap(node.detail, inside, theme.SMALL), node.slot, left, top, room)


def row_card(node: Node, left: float, top: float, room: float) -> TreeCard:
    """The same in one row where there is room, else as narrow as its texts allow."""
    if isinstance(node, Question):
        return card(node, left, top, room)
    name, detail = text_width(node.name, theme.TEXT, theme.SEMIBOLD), text_width(node.detail, theme.SMALL)
    width = STRIPE + 3 * PAD + name + detail
    if width > room:
        return card(node, left, top, min(room, widest(node)))
    return TreeCard((node.name,), (node.detail,), node.slot, left, top, width, one_row=True)


def _kept_together(question: str) -> str:
    """No line break between a comparison and its number."""
    return re.sub(r"([≤≥<>=]) ", "\\1\u00a0", question)


def longest_word(question: Question) -> float:
    """Width of a question's longest word, which sets how narrow its card may be."""
    return max(text_width(word, theme.TEXT) for word in _kept_together(question.text).split(" "))


def widest(node: Node) -> float:
    """Width of a card that holds the node's texts in single lines."""
    if isinstance(node, Question):
        return text_width(node.text, theme.TEXT) + 2 * PAD + 1
    name = text_width(node.name, theme.TEXT, theme.SEMIBOLD)
    return max(name, text_width(node.detail, theme.SMALL)) + STRIPE + 2 * PAD + 1


def depth(node: Node) -> int:
    """Questions on the longest way."""
    return 0 if isinstance(node, TreeOutcome) else 1 + max(depth(node.yes), depth(node.no))


def nodes(node: Node) -> Iterator[Node]:
    """Every node, a question before its answers, yes before no."""
    yield node
    if isinstance(node, Question):
        yield from nodes(node.yes)
        yield from nodes(node.no)


def ways(node: Node, texts: FlowTexts, way: tuple[str, ...] = ()) -> Iterator[tuple[str, str, str]]:
    """One row an outcome: the answers that lead there, the segment, its customers."""
    if isinstance(node, TreeOutcome):
        yield "; ".join(way), node.name, node.detail
        return
    yield from ways(node.yes, texts, (*way, f"{node.text}: {texts.yes}"))
    yield from ways(node.no, texts, (*way, f"{node.text}: {texts.no}"))


def card_layers(cards: Iterable[TreeCard]) -> list[Layer]:
    """Grounds, stripes in the segment's colour, and texts."""
    cards = tuple(cards)
    grounds = [_ground(card, card.width, theme.TINT) for card in cards]
    stripes = [
        replace(_ground(card, STRIPE, theme.slot(card.slot).fill), slot=card.slot)
        for card in cards
        if card.slot is not None
    ]
    texts = [label for card in cards for label in _texts(card)]
    return [*bars(grounds, PIXELS, PIXELS), *bars(stripes, PIXELS, PIXELS), *labels(texts)]


def _ground(card: TreeCard, width: float, fill: str) -> Bar:
    return Bar(card.left, card.top, card.left + width, card.top + card.height, fill)


def _texts(card: TreeCard) -> list[MarkLabel]:
    left = card.left + PAD + (0 if card.slot is None else STRIPE)
    weight = theme.REGULAR if card.slot is None else theme.SEMIBOLD
    first = MarkLabel(left, card.top + PAD / 2 + STEP / 2, "", weight=weight)
    lines = [replace(first, y=first.y + i * STEP, text=text) for i, text in enumerate(card.lines)]
    last = lines[-1]
    below = replace(last, size=theme.SMALL, weight=theme.REGULAR, fill=theme.SECONDARY)
    if card.one_row:
        return lines + [replace(below, x=last.x + last.width + PAD, text=text) for text in card.details]
    return lines + [replace(below, y=last.y + i * STEP, text=text) for i, text in enumerate(card.details, 1)]
