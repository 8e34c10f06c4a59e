import numpy as np
import pytest

from reportgen.features.multimodality import dip_p

RNG = np.random.default_rng(0)
ONE_HEAP = {
    "many single orders": RNG.geometric(0.6, 2_000),
    "nought or an amount": np.where(RNG.random(2_000) < 0.4, 0, np.log1p(RNG.lognormal(3.5, 0.7, 2_000))),
    "ages told in fives": np.where(
        RNG.random(2_000) < 0.5, 5 * np.round(RNG.normal(9, 3, 2_000)), np.round(RNG.normal(45, 15, 2_000))
    ),
    "answers from 1 to 5": np.clip(np.round(RNG.normal(3, 1.2, 2_000)), 1, 5),
    "filled evenly": RNG.uniform(size=2_000),
}


@pytest.mark.parametrize("name", ONE_HEAP)
def test_spikes_are_no_heaps(name):
    assert dip_p(ONE_HEAP[name].astype(float)) > 0.05


@pytest.mark.parametrize("decimals", [0, 3])
def test_two_heaps_are_told_apart_rounded_or_not(decimals):
    values = np.concatenate((RNG.normal(20, 3, 900), RNG.normal(40, 3, 300)))
    assert dip_p(values.round(decimals)) < 0.001
