"""What each segment is like, as numbers: size, value, and what sets it apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reportgen.features.column_transform import CLIP, learn_column
from reportgen.features.matrix import MOST_MEASURED
from reportgen.features.table import MEDIAN_KINDS, FeatureKind
from reportgen.segments.values import Effect, SegmentProfile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.features.matrix import Matrix
    from reportgen.features.table import Customers, Feature
    from reportgen.segments.values import SavedModel, Segmentation, SegmentStability

HIGH_LIFT = 1.25
LOW_LIFT = 0.8
LEAST_FOR_LIFT = 30
CONFIDENT = 0.5
TYPICAL = 5
"""Customers who show what a segment is like."""
_NOT_NUMERIC = frozenset({FeatureKind.CATEGORY, FeatureKind.DATE})


def profile(
    customers: Customers,
    matrix: Matrix,
    model: SavedModel,
    segmentation: Segmentation,
    stability: Mapping[str, SegmentStability],
) -> tuple[SegmentProfile, ...]:
    """Describe each segment, in the order of the model's keys; `stability` by key."""
    measures = [_observed(customers, matrix, feature) for feature in _numeric(customers)]
    return tuple(
        _profile_one(customers, measures, segmentation, index, stability[key])
        for index, key in enumerate(model.keys)
    )


def typical_customers(matrix: Matrix, segmentation: Segmentation) -> dict[str, tuple[str, ...]]:
    """Ids of the customers nearest to the middle of each segment, nearest first, by key; ties go by id."""
    nearest = {}
    for index, key in enumerate(segmentation.keys):
        inside = np.flatnonzero((segmentation.labels == index) & ~segmentation.set_aside)
        points = matrix.values[inside]
        far = np.linalg.norm(points - np.median(points, axis=0), axis=1).round(9)
        nearest[key] = tuple(matrix.ids[inside[i]] for i in np.argsort(far, kind="stable")[:TYPICAL])
    return nearest


class _Observed(NamedTuple):
    """Figures of a feature, each of shape (n,), and what is the same for every segment."""

    feature: Feature
    raw: np.ndarray
    scaled: np.ndarray
    deviation: float
    typical: float
    """The value of all customers."""


def _observed(customers: Customers, matrix: Matrix, feature: Feature) -> _Observed:
    raw = customers.frame[feature.name].to_numpy(dtype=np.float64)
    scaled = _scaled(raw, matrix, feature)
    return _Observed(feature, raw, scaled, float(np.nanstd(scaled)), _typical(feature, raw))


def _typical(feature: Feature, values: np.ndarray) -> float:
    return _median(values) if feature.kind in MEDIAN_KINDS else _mean(values)


def _profile_one(
    customers: Customers,
    measures: Sequence[_Observed],
    segmentation: Segmentation,
    index: int,
    stability: SegmentStability,
) -> SegmentProfile:
    inside = segmentation.labels == index
    found = {measure.feature.name: _in_segment(measure, inside) for measure in measures}
    effects = [each.effect for each in found.values()]
    value, value_share = _value(customers, inside)
    count = int(inside.sum())
    return SegmentProfile(
        key=segmentation.keys[index],
        customers=count,
        customer_share=count / len(inside),
        value=value,
        value_share=value_share,
        value_each=None if value is None or count == 0 else value / count,
        stability=stability,
        means={effect.feature: effect.segment_value for effect in effects},
        z={name: each.mean for name, each in found.items()},
        effects=tuple(sorted(effects, key=lambda e: (-abs(round(e.size, 6)), e.feature))),
        levels=_standout_levels(customers, inside),
        confident_share=_mean(segmentation.confidence[inside] >= CONFIDENT),
        known={name: each.known for name, each in found.items()},
    )


def _numeric(customers: Customers) -> tuple[Feature, ...]:
    features = (f for f in customers.features if f.kind not in _NOT_NUMERIC)
    return tuple(sorted((f for f in features if customers.frame[f.name].notna().any()), key=lambda f: f.name))


def _scaled(raw: np.ndarray, matrix: Matrix, feature: Feature) -> np.ndarray:
    """The feature in standard deviations from the average customer; missing stays missing."""
    saved = next((c for c in matrix.columns if c.name == feature.name), None)
    column = learn_column(raw[matrix.by_lot[:MOST_MEASURED]], feature.name) if saved is None else saved
    return np.asarray(np.clip(column.standardise(raw), -CLIP, CLIP))


class _InSegment(NamedTuple):
    """What a measure says of the customers of a segment."""

    effect: Effect
    mean: float
    """In standard deviations from the average customer."""
    known: float
    """Share of them whose figure is known."""


def _in_segment(measure: _Observed, inside: np.ndarray) -> _InSegment:
    feature, raw, scaled, deviation, typical = measure
    own = scaled[inside]
    mean = _mean(own)
    difference = mean - _mean(scaled[~inside])
    size = difference / deviation if deviation > 0 and np.isfinite(difference) else 0.0
    effect = Effect(feature.name, size, _typical(feature, raw[inside]), typical)
    return _InSegment(effect, mean, float((~np.isnan(own)).mean()))


def _value(customers: Customers, inside: np.ndarray) -> tuple[float | None, float | None]:
    if customers.value is None:
        return None, None
    worth = customers.worth
    total = float(worth.sum())
    value = float(worth[inside].sum())
    return value, value / total if total > 0 else None


def _standout_levels(customers: Customers, inside: np.ndarray) -> tuple[Effect, ...]:
    standouts = [
        effect
        for feature in customers.features
        if feature.kind is FeatureKind.CATEGORY
        for effect in _lifts(customers, feature, inside)
        if effect.size >= HIGH_LIFT or effect.size <= LOW_LIFT
    ]
    return tuple(sorted(standouts, key=lambda e: (-abs(round(np.log(e.size), 6)), e.feature, e.level or "")))


def _lifts(customers: Customers, feature: Feature, inside: np.ndarray) -> list[Effect]:
    """Share of each level in the segment over its share elsewhere, for levels of 30 customers or more."""
    column = customers.frame[feature.name]
    known = column.notna().to_numpy()
    here, elsewhere = int((known & inside).sum()), int((known & ~inside).sum())
    if min(here, elsewhere) < LEAST_FOR_LIFT:
        return []
    counts = column.value_counts()
    lifts = []
    for level in sorted(counts.index[counts >= LEAST_FOR_LIFT]):
        has = (column == level).to_numpy(dtype=bool, na_value=False)
        own, others = int((has & inside).sum()), int((has & ~inside).sum())
        # Half a customer stands in for none, so that the ratio stays finite.
        lift = (max(own, 0.5) / here) / (max(others, 0.5) / elsewhere)
        lifts.append(Effect(feature.name, lift, own / here, (own + others) / (here + elsewhere), str(level)))
    return lifts


def _mean(values: np.ndarray) -> float:
    known = _known(values)
    return float(known.mean()) if known.size else float("nan")


def _median(values: np.ndarray) -> float:
    known = _known(values)
    return float(np.median(known)) if known.size else float("nan")


def _known(values: np.ndarray) -> np.ndarray:
    missing = np.isnan(values)
    return values[~missing] if missing.any() else values
