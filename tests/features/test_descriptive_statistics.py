from __future__ import annotations

import numpy as np
import pandas as pd

from reportgen.columns.assigned_roles import Grain
from reportgen.features.descriptive_statistics import descriptive_statistics
from reportgen.features.table import Customers, Feature, FeatureKind, Use


def some_customers() -> Customers:
    chance = np.random.default_rng(2)
    spend = chance.lognormal(3, 1, 400)
    frame = pd.DataFrame(
        {
            "orders": np.where(np.arange(400) % 40 == 0, np.nan, np.ceil(spend / 10)),
            "spend": spend,
            "town": ["Rome"] * 300 + ["Oslo"] * 88 + ["Bonn"] * 9 + ["Bern"] * 3,
        },
        index=pd.Index([f"c{n:03d}" for n in range(400)], name="customer"),
    )
    kinds = {"orders": FeatureKind.COUNT, "spend": FeatureKind.MONEY, "town": FeatureKind.CATEGORY}
    features = tuple(Feature(name, name, kind, Use.DESCRIBED_BY, "") for name, kind in kinds.items())
    return Customers(frame, features, Grain.CUSTOMER, None, "", None, None, (), (), ())


def test_small_levels_are_shown_together() -> None:
    (town,) = descriptive_statistics(some_customers()).categories
    assert [(level.name, level.customers) for level in town.levels] == [
        ("Rome", 300),
        ("Oslo", 88),
        ("other", 12),
    ]


def test_a_small_rest_takes_in_the_next_level() -> None:
    (town,) = descriptive_statistics(some_customers(), min_cell=13).categories
    assert [(level.name, level.customers) for level in town.levels] == [("Rome", 300), ("other", 100)]


def test_no_bin_shows_or_betrays_a_few_people() -> None:
    for summary in descriptive_statistics(some_customers()).numeric:
        shown = [bar.customers for bar in summary.histogram if bar.customers is not None]
        assert all(count == 0 or count >= 10 for count in shown)
        assert summary.n - sum(shown) == 0 or summary.n - sum(shown) >= 10


def test_figures_of_a_feature() -> None:
    orders, spend = descriptive_statistics(some_customers()).numeric
    assert (orders.n, orders.missing_share) == (390, 0.025)
    assert spend.minimum < spend.q05 < spend.q25 < spend.median < spend.q75 < spend.q95 < spend.maximum
    assert spend.skew > 1
    assert len(spend.histogram) == 20


def test_what_goes_with_what() -> None:
    (pair,) = descriptive_statistics(some_customers()).correlations
    assert (pair.first, pair.second) == ("orders", "spend")
    assert pair.rho > 0.98
