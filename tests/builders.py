"""Small complete values for tests: `a_profile(customers=3)` beats a fixture of twenty lines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportgen.analysis import Analysis
from reportgen.base.audit import Waterfall
from reportgen.cleaning.clean import CleanRows, Period
from reportgen.columns.assigned_roles import Grain, Roles
from reportgen.features.column_transform import learn_column
from reportgen.features.descriptive_statistics import descriptive_statistics
from reportgen.features.matrix import Matrix
from reportgen.features.scores import rfm_scores
from reportgen.features.table import Customers, Feature, FeatureKind, Use
from reportgen.input.read import RawRows
from reportgen.options.build_options import BuildOptions
from reportgen.segments.fit import FitEvidence, SegmentedCustomers
from reportgen.segments.naming import name_segments
from reportgen.segments.profile import profile
from reportgen.segments.rules import describe_rules
from reportgen.segments.values import (
    Candidate,
    Effect,
    KChoice,
    Range,
    SavedModel,
    Segmentation,
    SegmentProfile,
    SegmentStability,
    Structure,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

YEAR = Period(
    dt.date(2025, 9, 1), dt.date(2026, 11, 7), dt.date(2025, 11, 1), dt.date(2026, 10, 31), "2026-10", 0
)
SPREAD = Range(0.9, 0.85, 0.95)


def a_feature(
    name: str, label: str = "", kind: FeatureKind = FeatureKind.NUMBER, use: Use = Use.GROUPED_BY
) -> Feature:
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


def a_candidate(k: int, strength: float = 0.9, silhouette: float = 0.5, smallest: int = 20) -> Candidate:
    """One number of segments that was tried."""
    return Candidate(
        k, 100.0 / k, silhouette, Range(strength, strength, strength), SPREAD, smallest, smallest >= 10
    )


def a_table(frame: pd.DataFrame, kinds: Mapping[str, FeatureKind], value: str | None = None) -> Customers:
    """Customers of a frame; order data where it has recency, frequency and monetary."""
    orders = {"recency", "frequency", "monetary"} <= set(frame.columns)
    features = tuple(
        Feature(
            name, name.replace("_", " "), kinds[name], Use.GROUPED_BY, "measured", "counted" if orders else ""
        )
        for name in frame.columns
    )
    return Customers(
        frame=frame,
        features=features,
        grain=Grain.ORDER_LINE if orders else Grain.CUSTOMER,
        value=value,
        value_definition="What a customer spent.",
        period=YEAR if orders else None,
        scores=rfm_scores(frame["recency"], frame["frequency"], frame["monetary"]) if orders else None,
        groups=(),
        audit=(),
        issues=(),
    )


def an_analysis(
    customers: Customers,
    segmentation: Segmentation,
    choice: KChoice | None = None,
    *,
    verdict: Verdict = Verdict.NATURAL,
    rules: bool = False,
) -> Analysis:
    """Everything that is known of customers whose segments are given; figures are computed as in a build."""
    k = len(segmentation.keys)
    columns = tuple(
        learn_column(customers.frame[f.name].to_numpy(), f.name) for f in customers.clustering_features
    )
    shape = len(customers.frame), len(columns)
    matrix = Matrix(
        tuple(customers.frame.index),
        np.zeros(shape),
        columns,
        segmentation.set_aside,
        None,
        {},
        (),
        np.arange(shape[0]),
    )
    model = SavedModel(segmentation.keys, ((0.0,),) * k, columns, 3.0, 1.0, k, 0, "kmeans", shape[0], None)
    stability = {key: SegmentStability(0.9, 0.5) for key in segmentation.keys}
    choice = choice or KChoice(k, (a_candidate(k),), "given", ())
    evidence = FitEvidence(choice, Structure(verdict, SPREAD, gaps=True, evidence=()), stability)
    profiles = profile(customers, matrix, model, segmentation, stability)
    return Analysis(
        options=BuildOptions(("shop.csv",)),
        raw=RawRows(
            Path("rows.parquet"), "shop.csv", tuple(customers.frame.columns), shape[0], None, (), (), "0" * 64
        ),
        rows=CleanRows(
            Path("rows.parquet"),
            Roles(customers.grain, "", (), ()),
            Waterfall(shape[0], None, (), shape[0], None),
            customers.period,
            (),
        ),
        customers=customers,
        statistics=descriptive_statistics(customers),
        segmented=SegmentedCustomers(customers, matrix, model, segmentation, evidence),
        segments=name_segments(profiles, customers, segmentation),
        rules=describe_rules(customers, segmentation) if rules else None,
    )


def with_evidence(analysis: Analysis, **changed: object) -> Analysis:
    """The same analysis, with other evidence for its segments: `choice`, `structure` or `stability`."""
    evidence = replace(analysis.segmented.evidence, **changed)
    return replace(analysis, segmented=replace(analysis.segmented, evidence=evidence))
