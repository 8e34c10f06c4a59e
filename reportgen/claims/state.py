"""Every number of the report, stated once with its key, its unit and its rounded text."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from reportgen.claims.habits import habits
from reportgen.claims.movement import movement
from reportgen.features.table import Feature, FeatureKind
from reportgen.prose.facts import Fact, Unit, people
from reportgen.segments.values import Leaf, Split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter

UNITS = {
    FeatureKind.MONEY: Unit.MONEY,
    FeatureKind.COUNT: Unit.COUNT,
    FeatureKind.DAYS: Unit.DAYS,
    FeatureKind.MONTHS: Unit.MONTHS,
    FeatureKind.SHARE: Unit.SHARE,
    FeatureKind.NUMBER: Unit.NUMBER,
}


def state(analysis: Analysis) -> Iterator[Fact]:
    """Facts of topics that have no folder of their own yet."""
    fmt = analysis.formatter
    parts = (
        _rules,
        habits,
        movement,
    )
    return chain.from_iterable(part(analysis, fmt) for part in parts)


def _count(key: str, number: int, unit: Unit, fmt: Formatter) -> Fact:
    return Fact.of(key, number, unit, fmt.count(number))


def _share(key: str, share: float, fmt: Formatter) -> Fact:
    return Fact.of(key, share, Unit.SHARE, fmt.share(share))


def _decimals(key: str, value: float, digits: int, fmt: Formatter) -> Fact:
    return Fact.of(key, value, Unit.NUMBER, fmt.number(value, digits))


def _rules(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    if analysis.rules is None:
        return
    yield _share("rules.fidelity", analysis.rules.fidelity, fmt)
    yield _count("rules.questions", analysis.rules.leaves - 1, Unit.COUNT, fmt)
    for rule in analysis.rules.rules:
        yield _share(f"rules.{rule.key}.recall", rule.recall, fmt)
        yield _share(f"rules.{rule.key}.precision", rule.precision, fmt)
        for path, conditions in enumerate(rule.conditions):
            for step, (name, _, limit) in enumerate(conditions):
                feature = analysis.customers.feature(name)
                yield threshold(f"rules.{rule.key}.{path}.{step}", limit, feature, fmt)
    yield from _node("rules.tree", analysis.rules.root, analysis, fmt)


def _node(key: str, node: Split | Leaf, analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    if isinstance(node, Leaf):
        yield people(f"{key}.customers", node.customers, analysis.options.min_cell, fmt)
        yield _share(f"{key}.precision", node.precision, fmt)
        return
    feature = analysis.customers.feature(node.feature)
    yield threshold(key, node.threshold, feature, fmt)
    yield from _node(f"{key}.low", node.low, analysis, fmt)
    yield from _node(f"{key}.high", node.high, analysis, fmt)


def threshold(key: str, value: float, feature: Feature, fmt: Formatter) -> Fact:
    """A limit of a rule, printed whole: rounding it again would move customers across it."""
    if feature.kind is FeatureKind.MONEY and value == round(value):
        return Fact.of(key, value, Unit.MONEY, fmt.whole_money(value))
    text = np.format_float_positional(value, trim="-")
    digits = len(text.partition(".")[2])
    if feature.kind is FeatureKind.SHARE:
        return Fact.of(key, value, Unit.SHARE, fmt.exact_share(value, max(digits - 2, 0)))
    return Fact.of(key, value, UNITS[feature.kind], fmt.number(value, digits))
