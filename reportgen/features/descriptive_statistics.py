"""Descriptive statistics of the customers: distributions, levels and correlations of their features."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportgen.features.table import FeatureKind
from reportgen.options.build_options import BuildOptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
    columns = {
        feature.name: frame[feature.name].to_numpy(dtype=np.float64)
        for feature in features
        if feature.kind not in {FeatureKind.CATEGORY, FeatureKind.DATE}
    }
    return DescriptiveStatistics(
        customers=len(frame),
        numeric=tuple(
            _numeric(name, values, min_cell) for name, values in columns.items() if not np.isnan(values).all()
        ),
        categories=tuple(
            _category(f.name, frame[f.name], min_cell) for f in features if f.kind is FeatureKind.CATEGORY
        ),
        correlations=_correlations(columns),
    )


def _numeric(name: str, values: np.ndarray, min_cell: int) -> NumericSummary:
    known = np.sort(values[~np.isnan(values)])
    varied = known[0] < known[-1] and len(known) >= LEAST_KNOWN
    q05, q25, median, q75, q95 = _quantiles(known, QUANTILES)
    return NumericSummary(
        feature=name,
        n=len(known),
        missing_share=float(np.isnan(values).mean()),
        minimum=float(known[0]),
        q05=q05,
        q25=q25,
        median=median,
        q75=q75,
        q95=q95,
        maximum=float(known[-1]),
        mean=round(float(known.mean()), DIGITS),
        skew=round(float(pd.DataFrame(known).skew().iloc[0]), DIGITS) if varied else 0.0,
        histogram=_histogram(known, min_cell),
    )


def _quantiles(known: np.ndarray, shares: tuple[float, ...]) -> list[float]:
    return [float(value) for value in np.percentile(known, np.array(shares) * 100)]


def _histogram(known: np.ndarray, min_cell: int) -> tuple[Bin, ...]:
    low, high = _quantiles(known, OUTER)
    if low == high:
        low, high = float(known[0]), float(known[-1])
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


def _correlations(columns: Mapping[str, np.ndarray]) -> tuple[Correlation, ...]:
    """Of all pairs of columns, the strongest first."""
    pairs = (Correlation(*names, rho) for names, rho in rank_correlations(columns).items())
    return tuple(sorted(pairs, key=lambda pair: (-abs(pair.rho), pair.first, pair.second)))


def rank_correlations(columns: Mapping[str, np.ndarray]) -> dict[tuple[str, str], float]:
    """Spearman's, of pairs of columns in the order of their names, over the rows that both know.

    None of a pair that has them on fewer than three rows, or one of which is constant there.
    """
    places = {name: np.unique(values, return_inverse=True)[1] for name, values in columns.items()}
    alike = defaultdict[bytes, list[str]](list)
    for name in sorted(columns):
        alike[np.isnan(columns[name]).tobytes()].append(name)
    groups = [(~np.frombuffer(mask, bool), names) for mask, names in alike.items()]
    return {
        (min(one, other), max(one, other)): rho
        for (known, names), (others_known, others) in combinations_with_replacement(groups, 2)
        for one, other, rho in _rank_correlations(places, known & others_known, names, others)
    }


def _rank_correlations(
    places: Mapping[str, np.ndarray], rows: np.ndarray, names: Sequence[str], others: Sequence[str]
) -> Iterator[tuple[str, str, float]]:
    """Pairs of columns, one of each group, with their correlation over some rows."""
    chosen = np.flatnonzero(rows)
    if len(chosen) < LEAST_KNOWN:
        return
    ranks = {name: _ranks(places[name][chosen]) for name in {*names, *others}}
    for one, other in combinations(names, 2) if names is others else product(names, others):
        spread = np.sqrt((ranks[one] @ ranks[one]) * (ranks[other] @ ranks[other]))
        if spread > 0:
            yield one, other, float(np.round(ranks[one] @ ranks[other] / spread, DIGITS))


def _ranks(places: np.ndarray) -> np.ndarray:
    """Ranks less their mean, equal values sharing theirs; `places` tells the order of values."""
    counts = np.bincount(places)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    return np.asarray(ranks[places] - (len(places) + 1) / 2)
