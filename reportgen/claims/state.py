"""Every number of the report, stated once with its key, its unit and its rounded text."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from reportgen.claims.allocation import allocation
from reportgen.claims.habits import habits
from reportgen.claims.movement import movement
from reportgen.features.table import Feature, FeatureKind
from reportgen.prose.facts import Fact, Unit, people
from reportgen.segments.values import Leaf, Split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter

TOP_SHARE, GIANTS_SHARE = 0.2, 0.01
MOST_VALUE = 0.8
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
        _concentration,
        _orders,
        _rules,
        _grid,
        allocation,
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


def _concentration(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    if not analysis.has_value:
        return
    curve = lorenz_curve(analysis.customers.frame[analysis.customers.value].to_numpy(dtype=float))
    if curve is None:
        return
    people_share, value_share = curve
    top = float(np.interp(TOP_SHARE, people_share, value_share))
    yield _share("concentration.top", TOP_SHARE, fmt)
    yield _share("concentration.top_value", top, fmt)
    yield _share("concentration.most_value", MOST_VALUE, fmt)
    yield _share("concentration.most_customers", float(np.interp(MOST_VALUE, value_share, people_share)), fmt)
    yield from _giants(people_share, value_share, analysis, fmt)
    gini = 2 * float(np.trapezoid(value_share, people_share)) - 1
    yield _decimals("concentration.gini", gini, 2, fmt)


def _giants(
    people_share: np.ndarray, value_share: np.ndarray, analysis: Analysis, fmt: Formatter
) -> Iterator[Fact]:
    """The top hundredth of the customers, where it is enough people to be shown."""
    number = round(GIANTS_SHARE * (len(people_share) - 1))
    if number < analysis.options.min_cell:
        return
    yield _count("concentration.giants", number, Unit.CUSTOMERS, fmt)
    yield _share("concentration.giants_share", GIANTS_SHARE, fmt)
    yield _share("concentration.giants_value", float(value_share[number]), fmt)
    yield from _where_giants_are(number, analysis, fmt)


def _where_giants_are(number: int, analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """The segment that holds most of them: how many, and what its other customers bring.

    The number is told only where those elsewhere are nobody, or enough people to be shown.
    """
    worth = analysis.customers.frame[analysis.customers.value].fillna(0).to_numpy(dtype=float)
    largest = np.argsort(-worth, kind="stable")[:number]
    place = int(np.bincount(analysis.segmentation.labels[largest]).argmax())
    inside = analysis.segmentation.labels == place
    here = int(inside[largest].sum())
    if 2 * here <= number:
        return
    key = f"segment.{analysis.segmentation.keys[place]}.giants"
    if here == number or number - here >= analysis.options.min_cell:
        yield people(key, here, analysis.options.min_cell, fmt)
    rest = worth[inside].sum() - worth[largest][inside[largest]].sum()
    yield _share(f"{key}_aside", float(rest / worth.sum()), fmt)


def _orders(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """How many customers ordered once, and what they bring."""
    if not analysis.has_orders or not analysis.has_value:
        return
    once = analysis.customers.frame["frequency"].to_numpy() <= 1
    value = analysis.customers.frame["monetary"].to_numpy(dtype=float)
    yield _share("orders.once_share", float(once.mean()), fmt)
    yield _share("orders.once_value", float(value[once].sum() / value.sum()), fmt)


def lorenz_curve(values: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Cumulative shares of customers and of value, highest value first, from (0, 0) to (1, 1).

    None where value is negative for someone or zero for all: the curve would not be one.
    """
    known = np.sort(np.nan_to_num(values))[::-1]
    if known.size == 0 or known[-1] < 0 or known.sum() <= 0:
        return None
    people_share = np.arange(known.size + 1) / known.size
    return people_share, np.concatenate(([0.0], np.cumsum(known) / known.sum()))


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


def _grid(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """Customers by recency and frequency score; small cells are withheld, and never just one of them."""
    if analysis.customers.scores is None:
        return
    counts = analysis.customers.scores.groupby(["r", "f"]).size()
    cells = {(r, f): int(counts.get((r, f), 0)) for r in range(1, 6) for f in range(1, 6)}
    small = withheld(cells, analysis.options.min_cell)
    for (r, f), number in cells.items():
        key = f"grid.{r}.{f}.customers"
        if (r, f) in small:
            yield Fact(key, f"<{analysis.options.min_cell}", Unit.CUSTOMERS, 0.0, "")
        else:
            yield _count(key, number, Unit.CUSTOMERS, fmt)


def withheld(cells: dict[tuple[int, int], int], smallest: int) -> frozenset[tuple[int, int]]:
    """Cells too small to show; the next smallest joins while their sum would still give one away."""
    filled = sorted((number, cell) for cell, number in cells.items() if number > 0)
    small = [cell for number, cell in filled if number < smallest]
    if small and (len(small) == 1 or sum(cells[cell] for cell in small) < smallest):
        small = [cell for _, cell in filled[: len(small) + 1]]
    return frozenset(small)
