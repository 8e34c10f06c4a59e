"""Every number of the report, stated once with its key, its unit and its rounded text."""

from __future__ import annotations

from importlib.metadata import version
from itertools import chain
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from reportgen.base.formatting import Formatter, Shown, digits_for
from reportgen.claims.allocation import allocation
from reportgen.claims.appendix import appendix
from reportgen.claims.habits import habits
from reportgen.claims.movement import movement
from reportgen.features.table import MEDIAN_KINDS, Feature, FeatureKind
from reportgen.prose.facts import Fact, Unit, people, signed
from reportgen.record.run_record import settings_hash
from reportgen.segments.choose_k import SILHOUETTE_LOSS
from reportgen.segments.values import Candidate, Leaf, Range, Split

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from reportgen.analysis import Analysis
    from reportgen.base.audit import AuditLine

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
        _run,
        _data,
        _waterfall,
        _concentration,
        _orders,
        _choice,
        _certainty,
        _rules,
        _grid,
        allocation,
        habits,
        appendix,
        movement,
    )
    return chain.from_iterable(part(analysis, fmt) for part in parts)


def _run(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """What an analyst needs to repeat the run."""
    yield _text("run.version", version("reportgen"))
    yield _text("run.fingerprint", analysis.raw.fingerprint[:12])
    yield _text("run.settings", settings_hash(analysis.options)[:12])
    yield _count("run.seed", analysis.options.seed, Unit.COUNT, fmt)
    yield _decimals("run.silhouette_loss", SILHOUETTE_LOSS, 2, fmt)
    yield _decimals("run.clip", analysis.model.clip, 0, fmt)


def _text(key: str, text: str) -> Fact:
    return Fact(key, text, Unit.TEXT, 0.0, text)


def measure(key: str, value: float, feature: Feature, digits: int, fmt: Formatter) -> Fact:
    """A figure in a feature's own unit."""
    unit = UNITS[feature.kind]
    if isnan(value):
        return Fact(key, "", unit, 0.0, "\u2013")
    return Fact.of(key, value, unit, _shown(value, feature.kind, digits, fmt))


def _shown(value: float, kind: FeatureKind, digits: int, fmt: Formatter) -> Shown:
    match kind:
        case FeatureKind.MONEY:
            return fmt.money(value)
        case FeatureKind.SHARE:
            return fmt.share(value)
        case _:
            return fmt.number(value, digits)


def middle(values: np.ndarray, kind: FeatureKind) -> float:
    """Median or mean of the known values, as the kind of measure asks; NaN where none is known."""
    known = values[~np.isnan(values)]
    if known.size == 0:
        return float("nan")
    return float(np.median(known) if kind in MEDIAN_KINDS else known.mean())


def numeric_features(analysis: Analysis) -> tuple[Feature, ...]:
    """Features that are numbers, in the order of the table."""
    return tuple(f for f in analysis.customers.features if f.kind in UNITS)


def _count(key: str, number: int, unit: Unit, fmt: Formatter) -> Fact:
    return Fact.of(key, number, unit, fmt.count(number))


def _share(key: str, share: float, fmt: Formatter) -> Fact:
    return Fact.of(key, share, Unit.SHARE, fmt.share(share))


def _decimals(key: str, value: float, digits: int, fmt: Formatter) -> Fact:
    return Fact.of(key, value, Unit.NUMBER, fmt.number(value, digits))


def _data(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    yield _count("data.columns", len(analysis.raw.labels), Unit.COUNT, fmt)
    for group in analysis.customers.groups:
        yield people(f"group.{group.key}.customers", group.customers, analysis.options.min_cell, fmt)


def _waterfall(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    waterfall = analysis.rows.waterfall
    yield from _rows_and_amount("rows.start", waterfall.start_rows, waterfall.start_amount, fmt)
    for line in waterfall.lines:
        yield from _audit_line(line, fmt)
    yield from _rows_and_amount("rows.end", waterfall.end_rows, waterfall.end_amount, fmt)


def _audit_line(line: AuditLine, fmt: Formatter) -> Iterator[Fact]:
    """A step of the waterfall as a change: what left is negative."""
    key = f"rows.{line.step}.{line.cause}"
    yield Fact.of(key, -line.rows, Unit.ROWS, signed(fmt.count(-line.rows)))
    if line.amount is not None:
        change = 0.0 - float(line.amount)
        yield Fact.of(f"{key}.amount", change, Unit.MONEY, signed(fmt.exact_money(change)))


def _rows_and_amount(key: str, rows: int, amount: Decimal | None, fmt: Formatter) -> Iterator[Fact]:
    yield _count(key, rows, Unit.ROWS, fmt)
    if amount is not None:
        yield Fact.of(f"{key}.amount", float(amount), Unit.MONEY, fmt.exact_money(float(amount)))


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


def _choice(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    inertias = tuple(candidate.inertia for candidate in analysis.choice.candidates)
    for candidate in analysis.choice.candidates:
        yield from _candidate(candidate, digits_for(inertias), analysis, fmt)


def _candidate(candidate: Candidate, digits: int, analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    key = f"k.{candidate.k}"
    yield _count(key, candidate.k, Unit.COUNT, fmt)
    yield _decimals(f"{key}.inertia", candidate.inertia, digits, fmt)
    yield _decimals(f"{key}.silhouette", candidate.silhouette, 2, fmt)
    yield from _range(f"{key}.prediction_strength", candidate.prediction_strength, fmt)
    yield from _range(f"{key}.stability", candidate.stability, fmt)
    yield people(f"{key}.smallest", candidate.smallest, analysis.options.min_cell, fmt)


def _range(key: str, figure: Range, fmt: Formatter) -> Iterator[Fact]:
    yield _decimals(key, figure.mean, 2, fmt)
    yield _decimals(f"{key}.low", figure.low, 2, fmt)
    yield _decimals(f"{key}.high", figure.high, 2, fmt)


def _certainty(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    yield from _range("certainty.repeatability", analysis.structure.bootstrap_ari, fmt)
    for name, figure in analysis.structure.evidence:
        yield _decimals(f"certainty.{name}", figure, 3, fmt)
    for algorithm, ari in analysis.structure.opinions:
        yield _decimals(f"certainty.other.{algorithm}", ari, 2, fmt)
    if analysis.by_rules:
        return
    confident = float((analysis.segmentation.confidence >= 0.5).mean())  # noqa: PLR2004 - SegmentProfile
    yield _share("certainty.confident_share", confident, fmt)


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
