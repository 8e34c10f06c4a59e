"""Figures of each measure: of all customers and of each segment, with the same decimals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from reportgen.base.formatting import digits_for
from reportgen.shared.numbers import UNITS, measure_fact, middle, share_fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.base.formatting import Formatter
    from reportgen.features.table import Customers, Feature
    from reportgen.prose.facts import Fact
    from reportgen.segments.naming import Segment


@dataclass(frozen=True)
class MeasureFigures:
    """One measure: of all customers, and of each segment."""

    feature: Feature
    everyone: Fact
    missing: Fact
    low: Fact
    median: Fact
    high: Fact
    segments: Mapping[str, Fact] = field(default_factory=dict)
    """By key of the segment."""


def measure_figures(
    customers: Customers, segments: Sequence[Segment], fmt: Formatter
) -> Mapping[str, MeasureFigures]:
    """By name, in the order of the customers' table: the middle of all customers and of each segment."""
    numbers = (feature for feature in customers.features if feature.kind in UNITS)
    return {feature.name: _figures(feature, customers, segments, fmt) for feature in numbers}


def _figures(
    feature: Feature, customers: Customers, segments: Sequence[Segment], fmt: Formatter
) -> MeasureFigures:
    values = customers.frame[feature.name].to_numpy(dtype=float)
    means = {segment.key: segment.profile.means[feature.name] for segment in segments}
    everyone, key = middle(values, feature.kind), f"all.{feature.name}"
    digits = digits_for((everyone, *means.values()))
    low, median, high = (float(np.nanquantile(values, quantile)) for quantile in (0.25, 0.5, 0.75))
    return MeasureFigures(
        feature=feature,
        everyone=measure_fact(key, everyone, feature, digits, fmt),
        missing=share_fact(f"{key}.missing", float(np.isnan(values).mean()), fmt),
        low=measure_fact(f"{key}.low", low, feature, digits, fmt),
        median=measure_fact(f"{key}.median", median, feature, digits, fmt),
        high=measure_fact(f"{key}.high", high, feature, digits, fmt),
        segments={
            own: measure_fact(f"segment.{own}.{feature.name}", mean, feature, digits, fmt)
            for own, mean in means.items()
        },
    )
