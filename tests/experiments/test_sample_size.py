"""Control groups are as large as they need to be, and no larger than they can be."""

from __future__ import annotations

from math import ceil

import pytest

from reportgen.experiments.base_rate import Usual
from reportgen.experiments.design import Feasible, Recommended, SegmentPeople, choose_designs
from reportgen.experiments.sample_size import arm_size, control_size, detectable


@pytest.mark.parametrize("share", [0.2, 0.35, 0.5])
def test_equal_groups_are_those_of_lehrs_rule(share: float) -> None:
    arm = arm_size(share, 0.05)
    assert detectable(arm, arm, share) == pytest.approx(0.05, abs=0.003)


@pytest.mark.parametrize("share", [0.0, 0.03, 0.05, 0.4, 0.5, 0.97, 1.0])
def test_an_arm_is_never_empty(share: float) -> None:
    held = min(max(share, 0.05), 0.95)
    assert arm_size(share, 0.05) == ceil(round(16 * held * (1 - held) / 0.05**2, 6)) >= 304


@pytest.mark.parametrize(("people", "share"), [(4000, 0.2), (20_000, 0.5), (9000, 0.1)])
def test_no_smaller_control_group_would_show_the_difference(people: int, share: float) -> None:
    size = control_size(people, share, 10)
    assert size is not None
    assert size <= people // 2
    assert detectable(people - size, size, share) <= 0.05 < detectable(people - size + 1, size - 1, share)


def test_so_many_are_left_out_that_those_who_order_may_be_told() -> None:
    """At a share of 1% the formula alone would be content with a handful, of whom nobody may be told."""
    size = control_size(40_000, 0.01, 10)
    assert size is not None
    assert size * 0.01 > 10
    assert control_size(2_000, 0.01, 10) is None


def designs(people: int, share: float, arriving: int = 0, **others: int) -> dict[str, Feasible]:
    have = {
        key: SegmentPeople(number, arriving, dict.fromkeys(range(1, 7), Usual(share)))
        for key, number in {"a": people, **others}.items()
    }
    wanted = [Recommended(key, "win-back", "Win them back", 2) for key in have]
    return {key: design.feasible for key, design in choose_designs(wanted, have, 10).items()}


def test_too_small_a_segment_is_offered_what_is_feasible() -> None:
    assert designs(4000, 0.2) == {"a": Feasible.ALONE}
    assert designs(1500, 0.2, b=1500) == dict.fromkeys("ab", Feasible.LIKE_SEGMENTS)
    assert designs(900, 0.2, arriving=500) == {"a": Feasible.MONTHS}
    assert designs(200, 0.2) == {"a": Feasible.TOO_FEW}
    assert designs(900, 0.01) == {"a": Feasible.TOO_RARE}
    assert designs(900, 0.97) == {"a": Feasible.SATURATED}


def test_a_segment_that_shows_a_larger_difference_is_halved() -> None:
    have = {"a": SegmentPeople(1000, 0, dict.fromkeys(range(1, 7), Usual(0.2)))}
    (design,) = choose_designs([Recommended("a", "win-back", "Win them back", 2)], have, 10).values()
    assert (design.contact, design.control) == (500, 500)
    assert 0.05 < design.difference < 0.10
