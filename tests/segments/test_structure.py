import numpy as np
import pytest

from reportgen.features.matrix import encode
from reportgen.segments.model import fit_model
from reportgen.segments.stability import resample
from reportgen.segments.structure import structure
from reportgen.segments.values import Verdict


def verdict(customers, k):
    matrix = encode(customers)
    model = fit_model(matrix, k)
    return structure(matrix, model, resample(matrix, model)).verdict


def test_separate_groups_are_natural(shop):
    assert verdict(shop, 3) is Verdict.NATURAL


def test_a_long_cloud_is_stable_but_not_natural(cloud):
    rng = np.random.default_rng(0)
    points = rng.normal(size=(800, 1)) + 0.5 * rng.normal(size=(800, 3))
    assert verdict(cloud(points), 2) is Verdict.REPRODUCIBLE


def test_a_round_cloud_is_cut_for_convenience(cloud):
    assert verdict(cloud(np.random.default_rng(0).normal(size=(600, 3))), 5) is Verdict.CONSTRUCTIVE


@pytest.mark.parametrize("seed", range(5))
def test_many_single_orders_are_no_group_of_their_own(cloud, seed):
    rng = np.random.default_rng(seed)
    frequency = rng.geometric(0.6, 1_000)
    shop = np.column_stack(
        (rng.integers(0, 365, 1_000), frequency, frequency * rng.lognormal(3.5, 0.7, 1_000))
    )
    assert verdict(cloud(shop.astype(float)), 3) is not Verdict.NATURAL
