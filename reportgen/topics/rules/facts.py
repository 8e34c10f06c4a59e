"""Figures of the rules: their limits, how many customers they find, and how many of those belong there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.prose.facts import Fact, Unit, people
from reportgen.segments.values import Leaf
from reportgen.shared.numbers import count_fact, share_fact, threshold_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.features.table import Customers, Feature
    from reportgen.segments.naming import Segment
    from reportgen.segments.values import SegmentRule, Split
    from reportgen.shared.figures import Shared


@dataclass(frozen=True)
class Condition:
    """One condition: a measure up to a limit (`<=`) or over it (`>`)."""

    feature: Feature
    operator: str
    limit: Fact
    yes_or_no: bool = False
    """Whether the measure is nought or one, so that no reader needs its limit."""


@dataclass(frozen=True)
class RuleFigures:
    """How to find a segment, and how well that works."""

    paths: tuple[tuple[Condition, ...], ...]
    """Any of these ways; the conditions of one hold together."""
    recall: Fact
    precision: Fact


@dataclass(frozen=True)
class TreeOutcomeFigures:
    """Where a way through the questions ends."""

    segment: Segment
    customers: Fact
    precision: Fact


@dataclass(frozen=True)
class TreeQuestionFigures:
    """A question: is the measure up to the limit? `low` is the way of those for whom it is."""

    feature: Feature
    limit: Fact
    yes_or_no: bool
    """Whether the measure is nought or one: `high` is the way of those for whom it holds."""
    low: TreeQuestionFigures | TreeOutcomeFigures
    high: TreeQuestionFigures | TreeOutcomeFigures


TreeFigures = TreeQuestionFigures | TreeOutcomeFigures


@dataclass(frozen=True)
class RulesFacts:
    """All that is said of the rules."""

    fidelity: Fact
    """Share of customers whom the questions place where the model does."""
    questions: Fact
    segments: Mapping[str, RuleFigures]
    """By key of the segment."""
    tree: TreeFigures


def rules_facts(analysis: Analysis, shared: Shared) -> RulesFacts | None:
    """The figures; None where no short rules find the segments well enough."""
    rules, fmt = analysis.rules, analysis.formatter
    if rules is None:
        return None
    return RulesFacts(
        share_fact("rules.fidelity", rules.fidelity, fmt),
        count_fact("rules.questions", rules.leaves - 1, Unit.COUNT, fmt),
        {rule.key: _rule(rule, analysis.customers, fmt) for rule in rules.rules},
        _tree("rules.tree", rules.root, analysis.customers, shared, fmt),
    )


def _rule(rule: SegmentRule, customers: Customers, fmt: Formatter) -> RuleFigures:
    key, feature = f"rules.{rule.key}", customers.feature
    paths = tuple(
        tuple(
            Condition(
                feature(name),
                operator,
                threshold_fact(f"{key}.{path}.{step}", limit, feature(name), fmt),
                customers.is_yes_or_no(name),
            )
            for step, (name, operator, limit) in enumerate(conditions)
        )
        for path, conditions in enumerate(rule.conditions)
    )
    recall, precision = rule.recall, rule.precision
    return RuleFigures(
        paths, share_fact(f"{key}.recall", recall, fmt), share_fact(f"{key}.precision", precision, fmt)
    )


def _tree(key: str, node: Split | Leaf, customers: Customers, shared: Shared, fmt: Formatter) -> TreeFigures:
    if isinstance(node, Leaf):
        return TreeOutcomeFigures(
            shared.of(node.key).segment,
            people(f"{key}.customers", node.customers, shared.min_cell, fmt),
            share_fact(f"{key}.precision", node.precision, fmt),
        )
    feature = customers.feature(node.feature)
    low, high = (
        _tree(f"{key}.{way}", after, customers, shared, fmt)
        for way, after in (("low", node.low), ("high", node.high))
    )
    limit, yes_or_no = threshold_fact(key, node.threshold, feature, fmt), customers.is_yes_or_no(node.feature)
    return TreeQuestionFigures(feature, limit, yes_or_no, low, high)
