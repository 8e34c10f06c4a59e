"""Description selection: in very wide tables, the features in which the segments differ most."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.features.table import FeatureKind, Use

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.features.table import Customers, Feature

MOST_DESCRIBED = 50
"""Columns that a report describes besides the measures that make the segments."""


def with_distinctive_features(
    customers: Customers, labels: np.ndarray, asked: Iterable[str] = ()
) -> Customers:
    """The customers with at most 50 describing features: those in which the segments differ most.

    Dates, the value and what the user asked for stay; an issue counts what goes. The frame stays whole.

    Args:
        customers: n customers.
        labels: segment of each, shape (n,).
        asked: labels of features that stay.
    """
    wanted = {label.casefold() for label in asked}
    droppable = [
        f
        for f in customers.features
        if f.use is Use.DESCRIBED_BY
        and f.kind is not FeatureKind.DATE
        and f.name != customers.value
        and f.label.casefold() not in wanted
    ]
    if len(droppable) <= MOST_DESCRIBED:
        return customers
    gone = _least_distinctive(customers.frame, droppable, labels)
    message = phrase(
        "{count:,} columns in which the segments differ least are left out of the report and its lists",
        count=len(gone),
    )
    issue = Issue("many-columns", message, hint="--describe COLUMN keeps one")
    kept = tuple(f for f in customers.features if f.name not in gone)
    return replace(customers, features=kept, issues=(*customers.issues, issue))


def _least_distinctive(
    frame: pd.DataFrame, features: Sequence[Feature], labels: np.ndarray
) -> frozenset[str]:
    explained = {f.name: _variation_explained(frame[f.name], f.kind, labels) for f in features}
    ranked = sorted(explained, key=lambda name: (-explained[name], name))
    return frozenset(ranked[MOST_DESCRIBED:])


def _variation_explained(values: pd.Series, kind: FeatureKind, labels: np.ndarray) -> float:
    """Share of the variation that the segments account for, 0 to 1 (Light & Margolin 1971 for levels)."""
    known = values.notna().to_numpy()
    if kind is FeatureKind.CATEGORY:
        table = pd.crosstab(labels[known], values[known]).to_numpy(dtype=np.float64)
        every = ((table.sum(axis=0) / table.sum()) ** 2).sum()
        within = (table**2 / table.sum(axis=1, keepdims=True)).sum() / table.sum()
        return round(float((within - every) / (1 - every)), 9) if every < 1 else 0.0
    ranks = values[known].rank()
    whole = float(ranks.var(ddof=0))
    between = float(ranks.groupby(labels[known]).transform("mean").var(ddof=0))
    return round(between / whole, 9) if whole > 0 else 0.0
