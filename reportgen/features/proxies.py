"""Proxies: features that are strongly associated with one by which nobody may be grouped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportgen.features.table import FeatureKind

if TYPE_CHECKING:
    from reportgen.features.table import Feature

STRONG = 0.8
_TEXT = frozenset({FeatureKind.CATEGORY})


def is_proxy(one: Feature, other: Feature, frame: pd.DataFrame) -> bool:
    """Whether two features are associated beyond .8, whatever their kinds."""
    if FeatureKind.DATE in (one.kind, other.kind):
        return False
    known = frame[[one.name, other.name]].dropna()
    if len(known) < 2 or (known.nunique() < 2).any():  # noqa: PLR2004 - one value tells nothing
        return False
    return _association(one, other, known) > STRONG


def _association(one: Feature, other: Feature, known: pd.DataFrame) -> float:
    texts = [feature for feature in (one, other) if feature.kind in _TEXT]
    if len(texts) == 2:  # noqa: PLR2004 - both
        return _cramers_v(known[one.name], known[other.name])
    if not texts:
        return abs(float(known[one.name].corr(known[other.name], method="spearman")))
    number = other if texts[0] is one else one
    return _correlation_ratio(known[texts[0].name], known[number.name])


def _cramers_v(one: pd.Series, other: pd.Series) -> float:
    """Cramér's V with Bergsma's (2013) correction, so that many rare levels do not pass for likeness."""
    table = pd.crosstab(one, other).to_numpy(dtype=np.float64)
    n, (rows, columns) = table.sum(), table.shape
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    phi = ((table - expected) ** 2 / expected).sum() / n - (rows - 1) * (columns - 1) / (n - 1)
    most = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1
    return float(np.sqrt(max(phi, 0.0) / most)) if most > 0 else 0.0


def _correlation_ratio(levels: pd.Series, numbers: pd.Series) -> float:
    """Eta, corrected for the number of levels (Kelley's epsilon)."""
    groups = levels.nunique()
    if len(numbers) <= groups:
        return 0.0
    within = ((numbers - numbers.groupby(levels).transform("mean")) ** 2).sum() / (len(numbers) - groups)
    return float(np.sqrt(max(1 - within / numbers.var(), 0.0)))
