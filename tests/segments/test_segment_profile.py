import numpy as np
import pytest

from reportgen.features.matrix import encode
from reportgen.segments.model import assign, fit_model
from reportgen.segments.profile import profile
from reportgen.segments.stability import assess_stability, resample


@pytest.fixture(scope="module")
def profiles(shop):
    matrix = encode(shop)
    model = fit_model(matrix, 3)
    stability = assess_stability(model, resample(matrix, model))
    return profile(shop, matrix, model, assign(model, matrix), stability)


def test_shares_and_values_add_up(shop, profiles):
    assert sum(p.customers for p in profiles) == 270
    assert sum(p.customer_share for p in profiles) == pytest.approx(1)
    assert sum(p.value_share for p in profiles) == pytest.approx(1)
    assert sum(p.value for p in profiles) == pytest.approx(shop.frame["spend"].sum())


def test_effects_compare_with_everyone_else_and_come_strongest_first(shop, profiles):
    best = profiles[0]
    assert [p.key for p in profiles] == ["a", "b", "c"]
    assert {e.feature for e in best.effects} == {"orders", "recency", "spend"}
    assert {e.feature: e.size > 2 for e in best.effects}["spend"]
    assert [abs(e.size) for e in best.effects] == sorted((abs(e.size) for e in best.effects), reverse=True)
    assert best.means["spend"] == pytest.approx(np.median(np.sort(shop.frame["spend"])[-90:]))


def test_a_level_stands_out_by_its_lift(profiles):
    leeds = next(level for level in profiles[0].levels if level.level == "Leeds")
    assert leeds.size > 5
    assert 0.7 < leeds.segment_value < 0.9
    assert leeds.everyone_value < leeds.segment_value
    assert all(e.size >= 1.25 or e.size <= 0.8 for p in profiles for e in p.levels)


def test_clear_segments_are_found_again_and_their_customers_are_sure(profiles):
    assert min(p.stability.jaccard for p in profiles) > 0.95
    assert min(p.confident_share for p in profiles) > 0.9
