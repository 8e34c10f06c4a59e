"""What counts as success is what a reading would call one, and rare where nothing was done."""

from __future__ import annotations

import datetime as dt

import pytest
from scipy.stats import binom

from reportgen.experiments.base_rate import Usual
from reportgen.experiments.design import Recommended, SegmentPeople, choose_designs
from reportgen.experiments.intervals import share_difference
from reportgen.experiments.pass_mark import counted_until, least_orders, trial
from reportgen.record.registered import ArmReading


@pytest.mark.parametrize(("people", "share"), [(230, 0.1), (60, 0.3), (1000, 0.02)])
def test_what_is_usual_rarely_reaches_the_mark(people: int, share: float) -> None:
    goal = least_orders(people, Usual(share))
    assert goal is not None
    assert binom.sf(goal - 1, people, share) <= 0.025 < binom.sf(goal - 2, people, share)


@pytest.mark.parametrize(("contact", "control", "share"), [(300, 300, 0.2), (1150, 707, 0.27)])
def test_against_a_control_group_it_is_the_fewest_that_its_interval_shows(
    contact: int, control: int, share: float
) -> None:
    goal = least_orders(contact, Usual(share), control)
    assert goal is not None
    usual = ArmReading(control, round(share * control), 0.0, 0.0)
    enough, one_less = (
        share_difference([(ArmReading(contact, ordered, 0.0, 0.0), usual)]) for ordered in (goal, goal - 1)
    )
    assert enough.low > 0 >= one_less.low


def test_where_all_order_anyway_no_number_tells() -> None:
    assert least_orders(40, Usual(0.97)) is None


@pytest.mark.parametrize("people", [39, 200, 340, 360, 1123])
def test_with_orders_and_without_the_same_segments_are_large_enough_to_test(people: int) -> None:
    own = SegmentPeople(people, 0, dict.fromkeys(range(1, 7)))
    (design,) = choose_designs([Recommended("a", "win-back", "Win them back", 2)], {"a": own}, 10).values()
    assert bool(design.control) == bool(trial(people, 10).control)


def test_orders_that_are_too_few_to_be_shown_are_no_success() -> None:
    """One of 230 orders as a rule: three would be a surprise, but no page would ever show them."""
    own = SegmentPeople(230, 0, dict.fromkeys(range(1, 7), Usual(1 / 230)))
    (design,) = choose_designs([Recommended("a", "win-back", "Win them back", 2)], {"a": own}, 10).values()
    assert design.mark == pytest.approx(10 / 230)


def test_orders_count_for_the_months_after_the_day_of_contact() -> None:
    assert counted_until(dt.date(2026, 9, 30), 2) == dt.date(2026, 12, 15)
