"""A table of very many columns: which of them make the segments, and what is said of the others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reportgen.features.clustering_features import choose_clustering_features
from reportgen.features.feature_selection import MOST_MEASURES
from reportgen.features.table import Use
from tests.builders import a_feature

NOISE, TOGETHER = 140, 20


def _wide_table() -> pd.DataFrame:
    """Noise; twenty measures that tell the same two groups; one with heaps that goes with no other."""
    random = np.random.default_rng(0)
    group = random.integers(0, 2, 400)
    columns = {f"noise{at:03d}": random.normal(size=400) for at in range(NOISE)}
    columns |= {f"told{at:02d}": group + random.normal(size=400) for at in range(TOGETHER)}
    columns["alone"] = 9.0 * random.integers(0, 2, 400) + random.normal(size=400)
    columns["repeated"] = columns["told00"] * 2
    return pd.DataFrame(columns)


def test_of_very_many_measures_those_that_tell_groups_make_the_segments_and_it_is_said() -> None:
    frame = _wide_table()

    chosen, issues = choose_clustering_features(tuple(map(a_feature, frame.columns)), frame, ())

    grouping = {feature.name for feature in chosen if feature.use is Use.GROUPED_BY}
    assert len(grouping) == MOST_MEASURES
    assert {"alone", *(f"told{at:02d}" for at in range(1, TOGETHER))} <= grouping
    assert len({"told00", "repeated"} & grouping) == 1
    assert [issue.code for issue in issues] == ["many-columns"]
    assert "162 measures could make the segments; only 100 do" in issues[0].message


def test_measures_that_the_user_names_all_make_the_segments() -> None:
    frame = _wide_table()

    chosen, issues = choose_clustering_features(
        tuple(map(a_feature, frame.columns)), frame, tuple(frame.columns)
    )

    assert all(feature.use is Use.GROUPED_BY for feature in chosen)
    assert not issues
