"""Figures of how value is spread: concentration, the largest customers, one-time buyers, the score grid."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from reportgen.features.scores import SCORES
from reportgen.prose.facts import Fact, Unit, people
from reportgen.shared.numbers import count_fact, decimal_fact, money_fact, share_fact
from reportgen.topics.money.lorenz import lorenz_curve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.features.table import Customers
    from reportgen.segments.values import Segmentation
    from reportgen.shared.figures import Shared
    from reportgen.topics.money.lorenz import LorenzCurve

TOP_SHARE, GIANTS_SHARE = 0.2, 0.01
MOST_VALUE = 0.8

GridCell = tuple[int, int]
"""Recency score and frequency score, 1 to 5."""


@dataclass(frozen=True)
class GiantsHome:
    """The segment that holds more than half of the largest customers."""

    key: str
    customers: Fact | None
    """How many of them; None where those elsewhere are too few to be shown."""
    aside: Fact
    """Share of all value that its other customers bring."""


@dataclass(frozen=True)
class GiantFigures:
    """The largest hundredth of the customers."""

    customers: Fact
    share: Fact
    value: Fact
    """Share of all value."""
    spent: Fact
    """The same in money."""
    home: GiantsHome | None


@dataclass(frozen=True)
class ConcentrationFigures:
    """How unevenly value is spread over customers."""

    top: Fact
    top_value: Fact
    most_value: Fact
    most_customers: Fact
    """Share of the customers who bring most of the value."""
    gini: Fact
    giants: GiantFigures | None
    """None where a hundredth of the customers is too few to be shown."""
    curve: tuple[tuple[float, float], ...]
    """Points of the Lorenz curve."""


@dataclass(frozen=True)
class OnceFigures:
    """Customers who ordered on one day only."""

    customers: Fact
    spent: Fact | None
    """None of too few people."""
    share: Fact
    """Of all customers."""
    value: Fact
    """Share of all value."""
    home: str | None = None
    """Key of the segment that holds most of them, where they can be counted in it,"""
    here: Fact | None = None
    """and how many of them it holds."""


@dataclass(frozen=True)
class MoneyFacts:
    """Where the value is."""

    concentration: ConcentrationFigures | None
    """None without value, or where somebody's is negative."""
    once: OnceFigures | None
    """None without orders or value."""
    grid: Mapping[GridCell, Fact] | None
    """Customers by recency and frequency score; a withheld cell has no text. None without orders."""


def money_facts(analysis: Analysis, shared: Shared) -> MoneyFacts:
    """All that is said of how value is spread."""
    return MoneyFacts(
        concentration=_concentration(analysis.customers, analysis.segmentation, shared, analysis.formatter),
        once=_once(analysis.customers, analysis.segmentation, shared, analysis.formatter),
        grid=_grid(analysis.customers.scores, shared.min_cell, analysis.formatter),
    )


def _concentration(
    customers: Customers, segmentation: Segmentation, shared: Shared, fmt: Formatter
) -> ConcentrationFigures | None:
    if not shared.has_value:
        return None
    worth = customers.worth
    curve = lorenz_curve(worth)
    if curve is None:
        return None
    return ConcentrationFigures(
        top=share_fact("concentration.top", TOP_SHARE, fmt),
        top_value=share_fact("concentration.top_value", curve.value_of(TOP_SHARE), fmt),
        most_value=share_fact("concentration.most_value", MOST_VALUE, fmt),
        most_customers=share_fact("concentration.most_customers", curve.customers_for(MOST_VALUE), fmt),
        gini=decimal_fact("concentration.gini", curve.gini, 2, fmt),
        giants=_giants(worth, curve, segmentation, shared.min_cell, fmt),
        curve=curve.points(shared.min_cell),
    )


def _giants(
    worth: np.ndarray, curve: LorenzCurve, segmentation: Segmentation, smallest: int, fmt: Formatter
) -> GiantFigures | None:
    """The largest hundredth of the customers, where it is enough people to be shown."""
    number = round(GIANTS_SHARE * worth.size)
    if number < smallest:
        return None
    largest = np.argsort(-worth, kind="stable")[:number]
    return GiantFigures(
        customers=count_fact("concentration.giants", number, Unit.CUSTOMERS, fmt),
        share=share_fact("concentration.giants_share", GIANTS_SHARE, fmt),
        value=share_fact("concentration.giants_value", float(curve.value[number]), fmt),
        spent=money_fact("concentration.giants_spent", float(worth[largest].sum()), fmt),
        home=_home(largest, worth, segmentation, smallest, fmt),
    )


def _home(
    giants: np.ndarray, worth: np.ndarray, segmentation: Segmentation, smallest: int, fmt: Formatter
) -> GiantsHome | None:
    """The segment that holds more than half of them: how many, and what its other customers bring.

    The number is given only where those elsewhere are nobody, or enough people to be shown.
    """
    labels = segmentation.labels
    place = int(np.bincount(labels[giants]).argmax())
    inside = labels == place
    here, elsewhere = int(inside[giants].sum()), int((~inside[giants]).sum())
    if here <= elsewhere:
        return None
    name = segmentation.keys[place]
    key = f"segment.{name}.giants"
    shown = elsewhere == 0 or elsewhere >= smallest
    rest = worth[inside].sum() - worth[giants][inside[giants]].sum()
    return GiantsHome(
        name,
        people(key, here, smallest, fmt) if shown else None,
        share_fact(f"{key}_aside", float(rest / worth.sum()), fmt),
    )


def _once(
    customers: Customers, segmentation: Segmentation, shared: Shared, fmt: Formatter
) -> OnceFigures | None:
    """How many customers ordered once, what they bring, and which segment holds most of them.

    That is not all of them: a segment's name may ask for a long silence, or for a season, too.
    """
    if not shared.has_orders or not shared.has_value:
        return None
    once = customers.frame["frequency"].to_numpy() <= 1
    value = customers.frame["monetary"].to_numpy(dtype=float)
    number, smallest = int(once.sum()), shared.min_cell
    hidden = 0 < number < smallest
    place = int(np.bincount(segmentation.labels[once], minlength=1).argmax())
    inside = segmentation.labels == place
    here = int((inside & once).sum())
    countable = here > 0 and not any(
        0 < group.sum() < smallest for group in (inside & once, inside & ~once, ~inside & once)
    )
    key = segmentation.keys[place]
    return OnceFigures(
        people("orders.once_customers", number, smallest, fmt),
        None if hidden else money_fact("orders.once_spent", float(value[once].sum()), fmt),
        share_fact("orders.once_share", float(once.mean()), fmt),
        share_fact("orders.once_value", float(value[once].sum() / value.sum()), fmt),
        key if countable else None,
        count_fact(f"segment.{key}.once", here, Unit.CUSTOMERS, fmt) if countable else None,
    )


def _grid(scores: DataFrame | None, min_cell: int, fmt: Formatter) -> Mapping[GridCell, Fact] | None:
    """Customers by recency and frequency score; small cells are withheld, and never just one of them."""
    if scores is None:
        return None
    counts = scores.groupby(["r", "f"]).size()
    steps = range(1, SCORES + 1)
    cells = {cell: int(counts.get(cell, 0)) for cell in product(steps, steps)}
    small = withheld(cells, min_cell)
    return {
        cell: _hidden(cell, min_cell)
        if cell in small
        else count_fact(_key(cell), number, Unit.CUSTOMERS, fmt)
        for cell, number in cells.items()
    }


def _key(cell: GridCell) -> str:
    recency, frequency = cell
    return f"grid.{recency}.{frequency}.customers"


def _hidden(cell: GridCell, min_cell: int) -> Fact:
    return Fact(_key(cell), f"<{min_cell}", Unit.CUSTOMERS, 0.0, "")


def withheld(cells: Mapping[GridCell, int], smallest: int) -> frozenset[GridCell]:
    """Cells too small to show; the next smallest joins while their sum would still give one away."""
    filled = sorted((number, cell) for cell, number in cells.items() if number > 0)
    small = [cell for number, cell in filled if number < smallest]
    if small and (len(small) == 1 or sum(cells[cell] for cell in small) < smallest):
        small = [cell for _, cell in filled[: len(small) + 1]]
    return frozenset(small)
