"""Plain rules for segments: a shallow decision tree in raw units, with rounded thresholds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.tree import DecisionTreeClassifier

from reportgen.features.matrix import sample_rows
from reportgen.features.table import FeatureKind
from reportgen.segments.values import Leaf, RuleTree, SegmentRule, Split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.features.table import Customers, Feature
    from reportgen.segments.values import Segmentation

    Path = tuple[tuple[str, str, float], ...]

FAITHFUL = 0.9
WORTH_PRINTING = 0.8
NEARLY = 0.02
SHUFFLE = 0
FOLDS = 5
MOST_TESTED_ON, MOST_GROWN_ON = 20_000, 200_000
FINE_ENOUGH = 0.03
_WHOLE = frozenset({FeatureKind.COUNT, FeatureKind.DAYS, FeatureKind.MONTHS})


@dataclass(frozen=True)
class _Table:
    """Raw values of the features that make the segments, and who is where."""

    features: tuple[Feature, ...]
    values: np.ndarray
    """Shape (n, p), gaps filled by the median."""
    labels: np.ndarray
    keys: tuple[str, ...]
    deviations: np.ndarray

    def rows(self, chosen: np.ndarray) -> _Table:
        return _Table(self.features, self.values[chosen], self.labels[chosen], self.keys, self.deviations)


def describe_rules(customers: Customers, segmentation: Segmentation) -> RuleTree | None:
    """Find the smallest tree of k to 2k leaves that puts 90% of customers where the model does.

    Its questions are rounded for reading, and all figures hold for the rounded questions. It is grown on at
    most 200,000 of the customers; who answers how is counted of all. If no
    tree reaches 90%, the smallest within two points of the best is given; None if the best stays
    below 80%.
    """
    table = _table(customers, segmentation)
    if table is None:
        return None
    k = len(segmentation.keys)
    fidelity: dict[int, float] = {}
    folds = _folds(table, 2 * k)
    for leaves in range(k, 2 * k + 1):
        fidelity[leaves] = _cross_validated(folds, leaves)
        if fidelity[leaves] >= FAITHFUL:
            break
    best = max(fidelity.values())
    if best < WORTH_PRINTING:
        return None
    limit = FAITHFUL if best >= FAITHFUL else best - NEARLY
    chosen = next(leaves for leaves, share in fidelity.items() if share >= limit)
    some = table.rows(sample_rows(len(table.labels), MOST_GROWN_ON))
    root = _count(_Grown(some, chosen).of(chosen), table)
    return RuleTree(root, sum(1 for _ in _paths(root)), fidelity[chosen], _rules(root, table))


def _table(customers: Customers, segmentation: Segmentation) -> _Table | None:
    features = tuple(f for f in customers.clustering_features if f.kind is not FeatureKind.CATEGORY)
    raw = customers.frame[[f.name for f in features]].dropna(axis=1, how="all")
    features = tuple(f for f in features if f.name in raw.columns)
    if not features:
        return None
    values = raw.fillna(raw.median()).to_numpy(dtype=np.float64)
    return _Table(features, values, segmentation.labels, segmentation.keys, values.std(axis=0))


def _folds(table: _Table, leaves: int) -> list[tuple[_Grown, _Table]]:
    """Trees grown without some of the customers, and these."""
    chosen = sample_rows(len(table.labels), MOST_TESTED_ON)
    shuffled = np.random.RandomState(SHUFFLE).permutation(len(chosen))
    tests = [np.sort(part) for part in np.array_split(shuffled, FOLDS)]
    return [(_Grown(table.rows(np.delete(chosen, test)), leaves), table.rows(chosen[test])) for test in tests]


def _cross_validated(folds: list[tuple[_Grown, _Table]], leaves: int) -> float:
    """Share of customers that trees of so many leaves, grown without them, put where the model does."""
    hits = sum(int((_predict(grown.of(leaves), tested) == tested.labels).sum()) for grown, tested in folds)
    return hits / sum(len(tested.labels) for _, tested in folds)


class _Grown:
    """A decision tree that splits the best node first: its first nodes are the tree of fewer leaves."""

    def __init__(self, table: _Table, leaves: int) -> None:
        tree = DecisionTreeClassifier(max_leaf_nodes=leaves, min_samples_leaf=5, random_state=0)
        self._nodes = tree.fit(table.values, table.labels).tree_
        self._keys = [table.keys[label] for label in tree.classes_]
        self._features, self._deviations = table.features, table.deviations

    def of(self, leaves: int, node: int = 0) -> Split | Leaf:
        """The tree of so many leaves, at most as many as it was grown with."""
        low, high = self._nodes.children_left[node], self._nodes.children_right[node]
        if not 0 < low < 2 * leaves - 1:
            return Leaf(self._keys[self._nodes.value[node, 0].argmax()], 0, 0.0)
        column = self._nodes.feature[node]
        feature = self._features[column]
        threshold = _readable(self._nodes.threshold[node], feature, self._deviations[column])
        return _merge(Split(feature.name, threshold, self.of(leaves, low), self.of(leaves, high)))


def _merge(split: Split) -> Split | Leaf:
    """A question whose answers lead to the same segment need not be asked."""
    if isinstance(split.low, Leaf) and isinstance(split.high, Leaf) and split.low.key == split.high.key:
        return split.low
    return split


def _readable(threshold: float, feature: Feature, deviation: float) -> float:
    """Round to two digits, or to as many as keep within 3% of a standard deviation.

    Whole numbers compare by <=, so 2.5 orders become 2.
    """
    if threshold == 0:
        return 0.0
    aim = math.floor(threshold) if feature.kind in _WHOLE else threshold
    first = 1 - math.floor(math.log10(abs(threshold)))
    for decimals in range(first, first + 4):
        places = min(decimals, 0) if feature.kind in _WHOLE else decimals
        rounded = round(float(aim), places)
        if abs(rounded - aim) <= FINE_ENOUGH * deviation:
            return rounded
    return float(aim)


def _predict(root: Split | Leaf, table: _Table) -> np.ndarray:
    predicted = np.empty(len(table.labels), dtype=np.int64)
    for path, leaf in _paths(root):
        predicted[_matches(path, table)] = table.keys.index(leaf.key)
    return predicted


def _paths(node: Split | Leaf, path: Path = ()) -> Iterator[tuple[Path, Leaf]]:
    if isinstance(node, Leaf):
        yield path, node
        return
    yield from _paths(node.low, (*path, (node.feature, "<=", node.threshold)))
    yield from _paths(node.high, (*path, (node.feature, ">", node.threshold)))


def _matches(path: Path, table: _Table) -> np.ndarray:
    names = [feature.name for feature in table.features]
    matches = np.ones(len(table.labels), dtype=bool)
    for name, sign, threshold in path:
        below = table.values[:, names.index(name)] <= threshold
        matches &= below if sign == "<=" else ~below
    return matches


def _count(node: Split | Leaf, table: _Table, path: Path = ()) -> Split | Leaf:
    """The same tree with the customers and the precision of each leaf."""
    if isinstance(node, Split):
        low = _count(node.low, table, (*path, (node.feature, "<=", node.threshold)))
        high = _count(node.high, table, (*path, (node.feature, ">", node.threshold)))
        return Split(node.feature, node.threshold, low, high)
    inside = _matches(path, table)
    right = table.labels[inside] == table.keys.index(node.key)
    return Leaf(node.key, int(inside.sum()), float(right.mean()) if inside.any() else 0.0)


def _rules(root: Split | Leaf, table: _Table) -> tuple[SegmentRule, ...]:
    """One rule a segment that the tree finds at all, in key order."""
    predicted = _predict(root, table)
    rules = []
    for index, key in enumerate(table.keys):
        paths = tuple(_shorten(path) for path, leaf in _paths(root) if leaf.key == key)
        said, true = predicted == index, table.labels == index
        if paths and said.any():
            both = float((said & true).sum())
            rules.append(SegmentRule(key, paths, both / max(true.sum(), 1), both / said.sum()))
    return tuple(rules)


def _shorten(path: Path) -> Path:
    """Of several limits on one side of a feature only the narrowest is needed."""
    narrowest: dict[tuple[str, str], float] = {}
    for name, sign, threshold in path:
        known = narrowest.get((name, sign), threshold)
        narrowest[name, sign] = min(known, threshold) if sign == "<=" else max(known, threshold)
    return tuple(
        (name, sign, threshold) for (name, sign), threshold in sorted(narrowest.items(), reverse=True)
    )
