"""The measures that can be compared over segments, and how far apart the segments lie in each."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.features.table import Feature
    from reportgen.prose.facts import Facts

MOST_MISSING = 0.2
"""Share of customers without a value beyond which a measure describes segments, but does not compare them."""


def spread(analysis: Analysis, feature: Feature) -> float:
    """Range of the segments' means, standard deviations of the matrix; NaN where one has no mean."""
    means = [segment.profile.z.get(feature.name, float("nan")) for segment in analysis.segments]
    return float("nan") if any(map(isnan, means)) else round(max(means) - min(means), 6)


def compared(analysis: Analysis, facts: Facts) -> tuple[Feature, ...]:
    """Measures known in every segment and of nearly everybody; widest spread first, ties by label."""
    spreads = {
        feature: spread(analysis, feature)
        for feature in analysis.customers.features
        if f"all.{feature.name}.missing" in facts
        and facts[f"all.{feature.name}.missing"].shown <= MOST_MISSING
    }
    known = [feature for feature, width in spreads.items() if not isnan(width)]
    return tuple(sorted(known, key=lambda feature: (-spreads[feature], feature.label)))
