"""Intervals agree with what their authors printed, and are undisturbed by how actions are put together."""

from __future__ import annotations

import pytest

from reportgen.experiments.intervals import mean_difference, share_difference, wilson
from reportgen.record.registered import ArmReading


def arm(ordered: int, customers: int) -> ArmReading:
    return ArmReading(customers, ordered, 10.0 * ordered, 100.0 * ordered)


@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0000),
    ],
)
def test_newcombes_own_examples(one: tuple[int, int], two: tuple[int, int], low: float, high: float) -> None:
    """Table II of the paper, method 10."""
    found = share_difference([(arm(*one), arm(*two))])
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def test_wilson_of_none() -> None:
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)


def test_equal_actions_together_give_the_difference_of_each_in_a_narrower_interval() -> None:
    pair = (arm(60, 300), arm(40, 300))
    one, three = share_difference([pair]), share_difference([pair] * 3)
    assert three.value == pytest.approx(one.value)
    assert (three.high - three.low) / (one.high - one.low) == pytest.approx(3**-0.5, abs=0.02)
    assert not one.is_shown or one.low > 0
    assert three.is_shown


def test_groups_of_unlike_shares_are_compared_within_each_action() -> None:
    """Put into one pot, the action of few controls would feign a difference."""
    strata = [(arm(400, 800), arm(50, 100)), (arm(10, 100), arm(80, 800))]
    assert share_difference(strata).value == pytest.approx(0.0, abs=1e-9)


def test_revenue_where_nobody_bought_has_no_interval() -> None:
    assert mean_difference(arm(0, 50), arm(0, 50)) is None
    found = mean_difference(arm(30, 100), arm(10, 100))
    assert found is not None
    assert found.value == pytest.approx(2.0)
    assert found.low < 2.0 < found.high
