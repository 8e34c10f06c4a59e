"""Small complete values for tests: `a_profile(customers=3)` beats a fixture of twenty lines."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reportgen.customers.table import Customers, Feature, Kind, Use
from reportgen.rows.roles import Grain
from reportgen.segments.values import Effect, Segmentation, SegmentProfile, SegmentStability


def a_feature(name: str, label: str = "", kind: Kind = Kind.NUMBER, use: Use = Use.GROUPED_BY) -> Feature:
    return Feature(name, label or name, kind, use, "measured")


def a_profile(key: str = "a", *, customers: int = 50, share: float = 0.5, **effects: float) -> SegmentProfile:
    """A segment that differs on the named features by the given effect sizes."""
    strongest = sorted(effects.items(), key=lambda item: -abs(item[1]))
    return SegmentProfile(
        key=key,
        customers=customers,
        customer_share=share,
        value=None,
        value_share=None,
        value_each=None,
        stability=SegmentStability(0.9, 0.5),
        means=dict(effects),
        z=dict(effects),
        effects=tuple(Effect(name, size, size, 0.0) for name, size in strongest),
        levels=(),
        confident_share=0.8,
    )


def some_customers(*features: Feature, rows: int = 100, scores: pd.DataFrame | None = None) -> Customers:
    """A table with the given features, all zero."""
    ids = pd.Index([f"{i:04d}" for i in range(rows)])
    frame = pd.DataFrame({feature.name: np.zeros(rows) for feature in features}, index=ids)
    return Customers(
        frame=frame,
        features=features,
        grain=Grain.CUSTOMER,
        value=None,
        value_definition="No value column.",
        period=None,
        scores=scores,
        groups=(),
        audit=(),
        issues=(),
    )


def a_segmentation(*labels: int) -> Segmentation:
    """Who is where, all sure."""
    keys = tuple("abcdefgh"[: max(labels) + 1])
    places = np.array(labels)
    nobody = np.zeros(len(places), bool)
    return Segmentation(keys, places, np.ones(len(places)), 1 - places.clip(max=1), nobody)
        keys, places, np.ones(len(places)), 1 - places.clip(max=1), np.zeros(len(places), bool)
    )
