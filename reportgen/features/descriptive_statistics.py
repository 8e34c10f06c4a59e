"""Descriptive statistics of the customers: distributions, levels and correlations of their features."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from reportgen.features.clustering_features import is_constant
from reportgen.features.table import FeatureKind
from reportgen.options.build_options import BuildOptions

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.features.table import Customers

MIN_CELL = BuildOptions.min_cell
BINS = 20
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
OUTER = (0.01, 0.99)
"""The outermost bins take in what lies beyond these quantiles, so that a few large values hide nothing."""
OTHER = "other"
LEAST_KNOWN = 3
DIGITS = 9


@dataclass(frozen=True)
class Bin:
    """One bar of a histogram: low <= value < high (the last one with its upper edge)."""

    low: float
    high: float
    customers: int | None
    """None where fewer people than the least cell are in it, or could be worked out."""


@dataclass(frozen=True)
class NumericSummary:
    """How one numeric feature is distributed; figures in its own unit."""

    feature: str
    n: int
    """Customers whose value is known."""
    missing_share: float
    minimum: float
    q05: float
    q25: float
    median: float
    q75: float
    q95: float
    maximum: float
    mean: float
    skew: float
    """Adjusted Fisher-Pearson coefficient; 0 where all values are equal."""
    histogram: tuple[Bin, ...]


@dataclass(frozen=True)
class Level:
    """One level of a category, and its customers."""

    name: str
    customers: int


@dataclass(frozen=True)
class CategorySummary:
    """The levels of one category, largest first; small ones together as "other", last."""

    feature: str
    n: int
    missing_share: float
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Correlation:
    """Spearman's rank correlation of two numeric features, over customers who have both."""

    first: str
    second: str
    rho: float


@dataclass(frozen=True)
class DescriptiveStatistics:
    """All features by name; correlations strongest first."""

    customers: int
    numeric: tuple[NumericSummary, ...]
    categories: tuple[CategorySummary, ...]
    correlations: tuple[Correlation, ...]


def descriptive_statistics(customers: Customers, min_cell: int = MIN_CELL) -> DescriptiveStatistics:
    """Describe the table of customers.

    Args:
        customers: the table.
        min_cell: bins and levels of fewer people are not shown.
    """
    features = sorted(customers.features, key=lambda feature: feature.name)
    frame = customers.frame
    numeric = [
        feature.name for feature in features if feature.kind not in {FeatureKind.CATEGORY, FeatureKind.DATE}
    ]
    return DescriptiveStatistics(
        customers=len(frame),
        numeric=tuple(_numeric(name, frame[name], min_cell) for name in numeric if frame[name].notna().any()),
        categories=tuple(
            _category(f.name, frame[f.name], min_cell) for f in features if f.kind is FeatureKind.CATEGORY
        ),
        correlations=_correlations(frame[numeric]),
    )


def _numeric(name: str, values: pd.Series, min_cell: int) -> NumericSummary:
    known = values.dropna().sort_values()
    varied = not is_constant(known) and len(known) >= LEAST_KNOWN
    q05, q25, median, q75, q95 = (float(value) for value in known.quantile(QUANTILES))
    return NumericSummary(
        feature=name,
        n=len(known),
        missing_share=float(values.isna().mean()),
        minimum=float(known.iloc[0]),
        q05=q05,
        q25=q25,
        median=median,
        q75=q75,
        q95=q95,
        maximum=float(known.iloc[-1]),
        mean=round(float(known.mean()), DIGITS),
        skew=round(float(known.to_frame().skew().iloc[0]), DIGITS) if varied else 0.0,
        histogram=_histogram(known, min_cell),
    )


def _histogram(known: pd.Series, min_cell: int) -> tuple[Bin, ...]:
    low, high = (float(value) for value in known.quantile(OUTER))
    if low == high:
        low, high = float(known.iloc[0]), float(known.iloc[-1])
    if low == high:
        return (Bin(low, high, len(known) if len(known) >= min_cell else None),)
    edges = np.linspace(low, high, BINS + 1).round(DIGITS)
    counts, _ = np.histogram(known.clip(edges[0], edges[-1]), bins=edges)
    shown = _hidden_where_small([int(count) for count in counts], min_cell)
    return tuple(
        Bin(float(left), float(right), count)
        for left, right, count in zip(edges[:-1], edges[1:], shown, strict=True)
    )


def _hidden_where_small(counts: list[int], min_cell: int) -> list[int | None]:
    """Counts with small ones hidden, and the next larger too if the hidden ones together are still few."""
    hidden: set[int] = set()
    for index in sorted((i for i, count in enumerate(counts) if count), key=lambda i: (counts[i], i)):
        if counts[index] >= min_cell and not 0 < sum(counts[i] for i in hidden) < min_cell:
            break
        hidden.add(index)
    return [None if index in hidden else count for index, count in enumerate(counts)]


def _category(name: str, values: pd.Series, min_cell: int) -> CategorySummary:
    counts = values.dropna().value_counts().sort_index().sort_values(ascending=False, kind="stable")
    shown = _hidden_where_small([int(count) for count in counts], min_cell)
    levels = [
        Level(str(name), count)
        for name, count in zip(counts.index, shown, strict=True)
        if count and name != OTHER
    ]
    rest = int(counts.sum()) - sum(level.customers for level in levels)
    return CategorySummary(
        feature=name,
        n=int(counts.sum()),
        missing_share=float(values.isna().mean()),
        levels=(*levels, Level(OTHER, rest)) if rest else tuple(levels),
    )


def _correlations(frame: pd.DataFrame) -> tuple[Correlation, ...]:
    rho = frame.corr(method="spearman", min_periods=LEAST_KNOWN).to_numpy().round(DIGITS)
    pairs = (
        Correlation(first, second, float(rho[row, column]))
        for (row, first), (column, second) in combinations(enumerate(frame.columns), 2)
        if not np.isnan(rho[row, column])
    )
    return tuple(sorted(pairs, key=lambda pair: (-abs(pair.rho), pair.first, pair.second)))
