"""Columns that describe: of very many those in which the segments differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reportgen.features.table import FeatureKind, Use
from reportgen.segments.description_selection import MOST_DESCRIBED, with_distinctive_features
from tests.builders import a_feature, some_customers


def test_of_very_many_columns_those_in_which_the_segments_differ_are_described_and_the_rest_counted() -> None:
    names = [f"about{at:03d}" for at in range(80)]
    customers = some_customers(
        a_feature("spend"),
        *(a_feature(name, name, FeatureKind.NUMBER, Use.DESCRIBED_BY) for name in names),
        a_feature("town", "Town", FeatureKind.CATEGORY, Use.DESCRIBED_BY),
        a_feature("asked", "Asked", FeatureKind.NUMBER, Use.DESCRIBED_BY),
    )
    labels = np.arange(len(customers.frame)) % 2
    random = np.random.default_rng(0)
    frame = customers.frame.assign(
        **{name: random.normal(size=len(labels)) for name in [*names, "asked"]},
        town=np.where(labels == 0, "Ulm", "Bonn"),
    )
    frame["about007"] = labels.astype(float)

    found = with_distinctive_features(replace(customers, frame=frame), labels, ["Asked"])

    described = [feature.name for feature in found.features if feature.use is Use.DESCRIBED_BY]
    assert len(described) == MOST_DESCRIBED + 1
    assert {"town", "about007", "asked"} <= set(described)
    assert found.frame is frame
    assert "31 columns in which the segments differ least are left out" in found.issues[-1].message
