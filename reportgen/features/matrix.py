"""The matrix that is clustered: columns on a power scale, z-scored, clipped, imputed; without outliers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.spatial import KDTree
from sklearn.impute import KNNImputer

from reportgen.base.audit import Issue
from reportgen.base.language import count_of
from reportgen.base.phrases import phrase
from reportgen.errors import UnsegmentableError
from reportgen.features.column_transform import (
    CLIP,
    ColumnTransform,
    learn_column,
    relearn,
    weighted,
)
from reportgen.features.lots import lots_of
from reportgen.features.table import FeatureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from reportgen.features.table import Customers, Feature

MOST_MISSING = 0.5
NEIGHBOURS = 10
OUTLIER_DEVIATIONS = 3.5
LEAST_ROWS = 20
MOST_ROWS_FOR_NEIGHBOUR_IMPUTATION = 20_000
MOST_DONORS = 5_000
MOST_REFERENCE_ROWS = 20_000
MOST_MEASURED = 50_000
REFERENCE_STEPS, NEARLY, AT_ONCE = (0, 256, 512, 1_024, 2_048, 4_096, 8_192), 0.99, 512
"""Among the first points most customers have ten within the limit: distances in single precision tell."""
LEAF = 32
"""Points in a leaf of the tree, of which many are looked at for a tenth neighbour anyway."""
MOST_LEVELS = 12


@dataclass(frozen=True)
class Matrix:
    """Customers as points. Rows run along the customer table, columns in order of feature names."""

    ids: tuple[str, ...]
    values: np.ndarray
    """Standard deviations from the average customer, clipped, times the columns' weights; float64,
    shape (n, p), nothing missing."""
    columns: tuple[ColumnTransform, ...]
    set_aside: np.ndarray
    """True for customers unlike any other: not fitted, assigned afterwards; shape (n,)."""
    worth: np.ndarray | None
    """Value of each customer, by which segments are ordered; None where the data hold none."""
    imputed: dict[str, float]
    """Feature -> share of customers whose value was missing and filled in; only shares above 0."""
    issues: tuple[Issue, ...]
    lots: np.ndarray
    """What each customer draws in every lottery: it hangs on their own measures alone, so that
    neither ids, the order of rows and columns nor other customers change it; uint64, shape (n,)."""
    clip: float = CLIP

    @cached_property
    def by_lot(self) -> np.ndarray:
        """Positions of all customers in random order: the first m are a random sample."""
        return np.argsort(self.lots, kind="stable")

    @cached_property
    def fitted_rows(self) -> np.ndarray:
        """Positions of the customers that segments are fitted on, by lot."""
        return np.asarray(self.by_lot[~self.set_aside[self.by_lot]])

    @cached_property
    def fitted(self) -> np.ndarray:
        """The points that segments are fitted on, by lot; shape (n - set aside, p)."""
        return np.asarray(self.values[self.fitted_rows])


def encode(customers: Customers) -> Matrix:
    """Turn the features that make the segments into a matrix.

    Every column takes the power between 1 and 0 (a logarithm) that makes it most like a normal one, is
    z-scored and clipped at 3; a multimodal one counts up to twice. Customers whose 10th neighbour
    is unusually far are set aside, and the scales are learned without them. Raises
    UnsegmentableError if too few customers or no usable column remain.
    """
    features, issues = _usable(customers)
    if len(customers.frame) < LEAST_ROWS:
        raise UnsegmentableError(
            f"{count_of(len(customers.frame), 'customer is|customers are')} too few to segment",
            f"give a file with at least {LEAST_ROWS} customers",
        )
    names = [(feature.name, level) for feature in features for level in _levels(customers.frame, feature)]
    drawn = _draw(customers, names)
    sample = drawn.raw[drawn.by_lot[:MOST_REFERENCE_ROWS]]
    draft = tuple(
        learn_column(column, name, level) for column, (name, level) in zip(sample.T, names, strict=True)
    )
    calm = sample[~find_set_aside(_impute(_standardise(sample, draft), draft))]
    columns = tuple(relearn(column, first) for column, first in zip(calm.T, draft, strict=True))
    return _build(customers, drawn, tuple(map(weighted, columns, calm.T)), issues)


def encode_as(customers: Customers, columns: Sequence[ColumnTransform]) -> Matrix:
    """Turn customers into a matrix with saved transforms; nothing is learned from them.

    For the customers that the transforms were learned from the result equals that of `encode`.
    Raises UnsegmentableError if a saved feature is absent.
    """
    absent = sorted({column.name for column in columns} - set(customers.frame.columns))
    if absent:
        raise UnsegmentableError(
            f"the saved segments need measures that this file lacks: {', '.join(absent)}",
            "give a file with the same columns, or start afresh with --fresh",
        )
    drawn = _draw(customers, [(column.name, column.level) for column in columns])
    return _build(customers, drawn, tuple(columns), ())


def encode_each(customers: Customers, columns: Sequence[ColumnTransform]) -> Matrix:
    """As `encode_as`, of each customer alone: medians stand for what is missing, and nobody is set aside."""
    raw = _raw(customers.frame, [(column.name, column.level) for column in columns])
    points = _standardise(raw, columns)
    return Matrix(
        ids=(),
        values=_weighted(np.where(np.isnan(points), _fill(columns), points), columns),
        columns=tuple(columns),
        set_aside=np.zeros(len(raw), dtype=bool),
        worth=None,
        imputed={},
        issues=(),
        lots=np.zeros(0, dtype=np.uint64),
    )


def find_set_aside(points: np.ndarray) -> np.ndarray:
    """Mark points whose 10th neighbour is far: log distance > median + 3.5 MAD (normal-consistent).

    Neighbours are looked for among the first 20,000 points; the distances of the first 50,000 set the limit.
    Only those above zero do, so that many equal customers do not make everybody else look unusual. Shape
    (n, p), rows in random order -> bool (n,).
    """
    outliers = np.zeros(len(points), dtype=bool)
    if len(points) < LEAST_ROWS:
        return outliers
    first, further = points[:MOST_REFERENCE_ROWS], points[MOST_REFERENCE_ROWS:MOST_MEASURED]
    tree = KDTree(first, leafsize=LEAF)
    itself = 1
    distance = np.concatenate((_far(tree, first, NEIGHBOURS + itself), _far(tree, further, NEIGHBOURS)))
    if np.count_nonzero(distance) < LEAST_ROWS:
        return outliers
    logs = np.log(distance[distance > 0])
    centre = np.median(logs)
    spread = 1.4826 * np.median(np.abs(logs - centre))
    limit = np.exp(centre + OUTLIER_DEVIATIONS * max(float(spread), 0.1))
    outliers[:MOST_MEASURED] = distance > limit
    apart = np.arange(len(distance), len(points))
    near = np.zeros(len(apart), dtype=np.int64)
    for begin, end in pairwise(REFERENCE_STEPS):
        near += _counted_near(points[apart], first[begin:end], NEARLY * limit**2)
        apart, near = apart[near < NEIGHBOURS], near[near < NEIGHBOURS]
    outliers[apart] = _far(tree, points[apart], NEIGHBOURS) > limit
    return outliers


def _far(tree: KDTree, points: np.ndarray, neighbours: int) -> np.ndarray:
    """Distance of each point to its so manyth neighbour, or to the last there is; shape (n,)."""
    distance, _ = tree.query(points, k=[min(neighbours, tree.n)])
    return np.asarray(distance[:, 0])


def _counted_near(points: np.ndarray, few: np.ndarray, limit: float) -> np.ndarray:
    """How many of a few others are nearer to each point than a limit, squared; shape (n,)."""
    few, found = few.astype(np.float32), np.empty(len(points), dtype=np.int64)
    columns = np.concatenate((-2 * few.T, (few**2).sum(axis=1)[None], np.ones_like(few[:, :1]).T))
    for first in range(0, len(points), AT_ONCE):
        block = points[first : first + AT_ONCE].astype(np.float32)
        room = (block**2).sum(axis=1) - np.float32(limit)
        farther = np.column_stack((block, np.ones_like(room), room)) @ columns
        found[first : first + AT_ONCE] = np.bitwise_count(np.packbits(farther < 0, axis=1)).sum(axis=1)
    return found


def _usable(customers: Customers) -> tuple[tuple[Feature, ...], tuple[Issue, ...]]:
    kept: list[Feature] = []
    issues: list[Issue] = []
    for feature in customers.clustering_features:
        column = customers.frame[feature.name]
        doubt = _unusable(column, feature)
        if doubt is None:
            kept.append(feature)
        else:
            issues.append(
                Issue(
                    "left-basis",
                    phrase(doubt, label=feature.label, most=MOST_LEVELS),
                    column=feature.label,
                )
            )
    if not kept:
        raise UnsegmentableError(
            "no column is left to group customers by",
            "name numeric columns that differ between customers with --by",
        )
    return tuple(kept), tuple(issues)


def _unusable(column: pd.Series, feature: Feature) -> str | None:
    if column.isna().mean() > MOST_MISSING:
        return phrase("{label} does not group customers: more than half of its values are missing")
    distinct = column.nunique()
    if distinct < 2:  # noqa: PLR2004 - one value tells nobody apart
        return phrase("{label} does not group customers: all values are the same")
    if feature.kind is FeatureKind.CATEGORY and distinct > MOST_LEVELS:
        return phrase("{label} does not group customers: it has more than {most} levels")
    return None


def _levels(frame: pd.DataFrame, feature: Feature) -> list[str | None]:
    if feature.kind is not FeatureKind.CATEGORY:
        return [None]
    return sorted(frame[feature.name].dropna().unique())


def _raw(frame: pd.DataFrame, names: Sequence[tuple[str, str | None]]) -> np.ndarray:
    """Values in the features' own units, 0/1 for a level; shape (n, p)."""
    columns = [frame[name] if level is None else frame[name] == level for name, level in names]
    return np.column_stack([column.to_numpy(dtype=np.float64) for column in columns])


def _standardise(raw: np.ndarray, columns: Sequence[ColumnTransform]) -> np.ndarray:
    return np.column_stack([c.standardise(values) for values, c in zip(raw.T, columns, strict=True)])


class _Drawn(NamedTuple):
    """Values in the features' own units, shape (n, p), each customer's lot, and their places by lot; (n,)."""

    raw: np.ndarray
    lots: np.ndarray
    by_lot: np.ndarray


def _draw(customers: Customers, names: Sequence[tuple[str, str | None]]) -> _Drawn:
    raw = _raw(customers.frame, names)
    lots = lots_of(raw)
    return _Drawn(raw, lots, np.argsort(lots, kind="stable"))


def _build(
    customers: Customers, drawn: _Drawn, columns: tuple[ColumnTransform, ...], issues: tuple[Issue, ...]
) -> Matrix:
    raw, lots, by_lot = drawn
    points, set_aside = np.empty_like(raw), np.empty(len(raw), dtype=bool)
    points[by_lot] = _impute(_standardise(raw[by_lot], columns), columns)
    set_aside[by_lot] = find_set_aside(points[by_lot])
    missing = np.isnan(raw).mean(axis=0)
    worth = None if customers.value is None else customers.frame[customers.value].to_numpy(dtype=np.float64)
    return Matrix(
        ids=tuple(customers.frame.index.tolist()),
        values=_weighted(points, columns),
        columns=columns,
        set_aside=set_aside,
        worth=worth,
        imputed={c.name: float(share) for c, share in zip(columns, missing, strict=True) if share > 0},
        issues=issues,
        lots=lots,
    )


def _weighted(points: np.ndarray, columns: Sequence[ColumnTransform]) -> np.ndarray:
    return np.asarray(np.clip(points, -CLIP, CLIP) * [column.weight for column in columns])


def _fill(columns: Sequence[ColumnTransform]) -> np.ndarray:
    """The median of each column, which stands for what is missing."""
    return np.array([column.standardise(np.array([column.fill]))[0] for column in columns])


def _impute(points: np.ndarray, columns: Sequence[ColumnTransform]) -> np.ndarray:
    """Fill gaps from the 10 nearest complete customers, or by the median in large or tiny tables.

    Points come in random order.
    """
    gaps = np.isnan(points)
    incomplete = gaps.any(axis=1)
    if not incomplete.any():
        return points
    fill = _fill(columns)
    filled = np.where(gaps, fill, points)
    donors = points[~incomplete]
    if len(donors) > NEIGHBOURS and len(points) <= MOST_ROWS_FOR_NEIGHBOUR_IMPUTATION:
        donors = donors[:MOST_DONORS]
        filled[incomplete] = KNNImputer(n_neighbors=NEIGHBOURS).fit(donors).transform(points[incomplete])
        blank = gaps.all(axis=1)
        filled[blank] = fill
    return filled


def sample_rows(n: int, most: int) -> np.ndarray:
    """Positions of at most `most` of n rows, ascending: all of them, or a fixed random draw."""
    if n <= most:
        return np.arange(n)
    return np.sort(np.random.default_rng(0).choice(n, most, replace=False))
