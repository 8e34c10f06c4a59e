"""What the segmentation hands to the rest: choice of k, model, labels, profiles, rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from reportgen.features.column_transform import ColumnTransform  # noqa: TC001 - also imported from here


@dataclass(frozen=True)
class Range:
    """A figure with its spread over repeats: mean, 10th and 90th percentile."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Candidate:
    """One number of segments that was tried."""

    k: int
    inertia: float
    silhouette: float
    prediction_strength: Range
    stability: Range
    """Adjusted Rand index between the segments and refits on bootstrap samples."""
    smallest: int
    """Customers in the smallest segment."""
    allowed: bool
    """Whether the smallest segment is large enough."""
    chosen_in: int = 0
    """Resamples in which this number came out; 0 in records of earlier versions."""


@dataclass(frozen=True)
class KChoice:
    """The number of segments, and why."""

    k: int
    candidates: tuple[Candidate, ...]
    """k = 2 upwards, in order."""
    reason: str
    """`resamples`, `given`, or `rules` where limits make the segments; `prediction-strength` and `silhouette`
    in records of earlier versions."""
    rivals: tuple[int, ...]
    """Other k that came out in at least a third of the resamples, best first."""
    resamples: int = 0
    """How often a number was chosen; 0 in records of earlier versions."""

    def candidate(self, k: int) -> Candidate:
        """The figures of one k."""
        return next(c for c in self.candidates if c.k == k)


class Verdict(StrEnum):
    """How real the segments are (Dolnicar & Leisch 2010)."""

    NATURAL = "natural"
    REPRODUCIBLE = "reproducible"
    CONSTRUCTIVE = "constructive"


@dataclass(frozen=True)
class Structure:
    """The verdict with its evidence."""

    verdict: Verdict
    bootstrap_ari: Range
    gaps: bool
    evidence: tuple[tuple[str, float], ...]
    """Named figures behind `gaps`: dip p-value of columns; how much emptier and more bimodal the
    borders are than without groups, in standard deviations of simulated references; agreement
    (adjusted Rand) with clusters that follow dense places; how well the segment
    that is found again least is found again (Jaccard)."""
    opinions: tuple[tuple[str, float], ...] = ()
    """Other algorithm -> adjusted Rand index of its segments, at the same number, with these."""
    continuum: bool = False
    """Whether the data look in every way like a continuum; False in records of earlier versions."""


@dataclass(frozen=True)
class SegmentStability:
    """Per segment: overlap with its best match in refits (Jaccard), and separation (silhouette)."""

    jaccard: float
    silhouette: float


@dataclass(frozen=True)
class SavedModel:
    """A fitted segmentation that can be written as JSON and assign customers later."""

    keys: tuple[str, ...]
    """One stable key a segment; row i of `centres` belongs to keys[i]."""
    centres: tuple[tuple[float, ...], ...]
    columns: tuple[ColumnTransform, ...]
    clip: float
    distance_limit: float
    """99th percentile of the distance to the own centre at fitting time."""
    k: int
    seed: int
    algorithm: str
    """`kmeans`, `gmm` or `ward`; `rules` where fixed limits make the segments."""
    customers: int
    month: str | None
    weights: tuple[float, ...] = ()
    """Share of each part of a Gaussian mixture; empty for other algorithms."""
    covariances: tuple[tuple[tuple[float, ...], ...], ...] = ()
    """Covariance matrix of each part of a Gaussian mixture; empty for other algorithms."""
    days: tuple[int, ...] = ()
    orders: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    joined: tuple[tuple[str, str], ...] = ()
    given: tuple[str, ...] = ()
    """Limits and groups where rules make the segments, see `SegmentMap`; empty for algorithms."""


@dataclass(frozen=True)
class Segmentation:
    """Who is where. Arrays run along the index of the customer table."""

    keys: tuple[str, ...]
    labels: np.ndarray
    """Index into `keys`, int64, shape (n,)."""
    confidence: np.ndarray
    """1 - distance to own centre / distance to the runner-up's, rescaled to 0..1, shape (n,)."""
    runner_up: np.ndarray
    """Index into `keys` of the second nearest segment, shape (n,)."""
    set_aside: np.ndarray
    """True for customers unlike any segment, assigned after fitting, shape (n,)."""
    groups: tuple[str, ...] = ()
    """Group of the recency x frequency map of each key, where fixed limits make the segments."""

    @property
    def key_of_each(self) -> np.ndarray:
        """The key of every customer's segment, as text, shape (n,)."""
        return np.asarray(np.array(self.keys, dtype=object)[self.labels])


@dataclass(frozen=True)
class Effect:
    """How a segment differs from everyone else on one feature."""

    feature: str
    size: float
    """(segment mean - mean of everyone else) / population standard deviation, on the matrix scale for
    skewed features; for a level of a category: share in the segment / share in all others."""
    segment_value: float
    """In the feature's own unit: median for money, counts and days, else mean; share for a level."""
    everyone_value: float
    level: str | None = None
    """The category's level, or None for a numeric feature."""


@dataclass(frozen=True)
class SegmentProfile:
    """One segment, as numbers; names and colours are added by `naming`."""

    key: str
    customers: int
    customer_share: float
    value: float | None
    value_share: float | None
    value_each: float | None
    stability: SegmentStability
    means: dict[str, float]
    """Feature -> the figure printed for the segment (see Effect.segment_value)."""
    z: dict[str, float]
    """Feature -> mean on the matrix scale (standard deviations from the average customer)."""
    effects: tuple[Effect, ...]
    """Numeric features, strongest first, ties by name."""
    levels: tuple[Effect, ...]
    """Category levels that stand out (lift >= 1.25 or <= .8, >= 30 customers), strongest first."""
    confident_share: float
    """Share of its customers with confidence >= .5."""
    known: dict[str, float] = field(default_factory=dict)
    """Feature -> share of its customers of whom it is known; one that is missing is known of all."""


@dataclass(frozen=True)
class Split:
    """An inner node of the rule tree: `feature` <= `threshold` goes to `low`, else to `high`."""

    feature: str
    threshold: float
    """In raw units, rounded for reading; the rounded value is the one that is applied."""
    low: Split | Leaf
    high: Split | Leaf


@dataclass(frozen=True)
class Leaf:
    """An end of the rule tree."""

    key: str
    customers: int
    precision: float
    """Share of the leaf's customers who are in segment `key`."""


@dataclass(frozen=True)
class SegmentRule:
    """Plain conditions that find one segment."""

    key: str
    conditions: tuple[tuple[tuple[str, str, float], ...], ...]
    """Any of these paths; a path is (feature, "<=" or ">", threshold) joined by and."""
    recall: float
    precision: float


@dataclass(frozen=True)
class RuleTree:
    """A shallow decision tree that approximates the segments in raw units."""

    root: Split | Leaf
    leaves: int
    fidelity: float
    """Shuffled cross-validated share of customers that the tree puts where the model does."""
    rules: tuple[SegmentRule, ...]
