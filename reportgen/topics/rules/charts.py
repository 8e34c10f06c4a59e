"""The questions that place a customer, drawn as a flowchart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.charts.decision_tree import Question, TreeOutcome, TreeTexts, decision_tree
from reportgen.page.parts import Illustration
from reportgen.prose.sentence import plainly
from reportgen.shared.words import header_of
from reportgen.topics.rules.facts import TreeOutcomeFigures
from reportgen.topics.rules.words import flow_text

if TYPE_CHECKING:
    from reportgen.charts.decision_tree import Node
    from reportgen.topics.rules.facts import RulesFacts, TreeFigures


def flow_illustration(rules: RulesFacts | None) -> Illustration | None:
    """The flowchart with its words; None where there are no rules."""
    if rules is None:
        return None
    heads = (plainly("Path"), plainly("Segment"), plainly("Customers"))
    texts = TreeTexts(plainly("yes"), plainly("no"), heads)
    return Illustration(decision_tree(_node(rules.tree), texts), flow_text(rules))


def _node(node: TreeFigures) -> Node:
    if isinstance(node, TreeOutcomeFigures):
        detail = plainly(
            "{customers} customers, {right} right", customers=node.customers, right=node.precision
        )
        return TreeOutcome(node.segment.name, node.segment.slot, detail)
    if node.yes_or_no:
        return Question(plainly("{label}?", label=header_of(node.feature)), _node(node.high), _node(node.low))
    question = plainly("{label} up to {limit}?", label=header_of(node.feature), limit=node.limit)
    return Question(question, _node(node.low), _node(node.high))
