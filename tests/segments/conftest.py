"""Customer tables to segment: made up with known groups, and the Mall file where it exists."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reportgen.columns.assigned_roles import Grain
from reportgen.features.table import Customers, Feature, FeatureKind, Use

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


def make_customers(frame, kinds=None, value=None, described=()):
    kinds = kinds or {}
    features = tuple(
        Feature(
            n,
            n,
            kinds.get(n, FeatureKind.NUMBER),
            Use.DESCRIBED_BY if n in described else Use.GROUPED_BY,
            "test",
        )
        for n in frame.columns
    )
    return Customers(frame.sort_index(), features, Grain.CUSTOMER, value, "", None, None, (), (), ())


@pytest.fixture(scope="session")
def shop():
    """Three clear groups of 120, 90 and 60 customers, with spend as value and a city."""
    rng = np.random.default_rng(7)
    sizes = (120, 90, 60)
    group = np.repeat(range(3), sizes)
    frame = pd.DataFrame(
        {
            "recency": np.array((30, 200, 330))[group] + rng.normal(0, 12, 270).round(),
            "orders": np.array((3, 12, 3))[group] + rng.integers(0, 3, 270).astype(float),
            "spend": (np.array((100, 900, 60))[group] * rng.lognormal(0, 0.2, 270)).round(2),
            "city": np.where((group == 1) & (rng.random(270) < 0.8), "Leeds", "York"),
        },
        index=[f"{i:04d}" for i in rng.permutation(270)],
    )
    kinds = {
        "recency": FeatureKind.DAYS,
        "orders": FeatureKind.COUNT,
        "spend": FeatureKind.MONEY,
        "city": FeatureKind.CATEGORY,
    }
    return make_customers(frame, kinds, value="spend", described=("city",))


@pytest.fixture(scope="session")
def mall():
    path = SHARED / "Mall_Customers.csv"
    if not path.exists():
        pytest.skip("the shared data are not here")
    frame = pd.read_csv(path, dtype={"CustomerID": str}).set_index("CustomerID")
    frame = frame[["Annual Income (k$)", "Spending Score (1-100)"]].astype(float)
    return make_customers(frame.set_axis(["income", "score"], axis=1))


@pytest.fixture(scope="session")
def cloud():
    """Builds a table of one column a feature from an array, named c0, c1, ..."""

    def build(points):
        names = [f"c{i}" for i in range(points.shape[1])]
        return make_customers(
            pd.DataFrame(points, columns=names, index=[f"{i:05d}" for i in range(len(points))])
        )

    return build
