from __future__ import annotations

import pytest

from reportgen.changes.control_limits import Count, control_limits

STEADY = [Count(40, 400, 30), Count(42, 400, 31), Count(39, 400, 30)]


def test_two_earlier_months_are_needed() -> None:
    assert control_limits(Count(90, 400, 30), STEADY[:1], 10) is None
    assert control_limits(Count(90, 400, 30), STEADY[:2], 10) is not None


@pytest.mark.parametrize(("customers", "news"), [(41, False), (55, False), (100, True), (2, True)])
def test_only_what_chance_and_the_past_do_not_explain_is_news(customers: int, news: bool) -> None:  # noqa: FBT001
    band = control_limits(Count(customers, 400, 30), STEADY, 10)
    assert band is not None
    assert band.is_signal is news


def test_a_new_level_is_told_once() -> None:
    band = control_limits(Count(101, 400, 30), [Count(100, 400, 30), *STEADY, *STEADY], 10)
    assert band is not None
    assert band.high < 101
    assert not band.is_signal


def test_a_small_change_is_no_news() -> None:
    none = [Count(0, 400, 30)] * 8
    band = control_limits(Count(9, 400, 30), none, 10)
    assert band is not None
    assert not band.is_signal


def test_a_short_month_is_expected_to_bring_less() -> None:
    band = control_limits(Count(0, None, 28), [Count(310, None, 31)] * 3, 10)
    assert band is not None
    assert band.expected == pytest.approx(280)


def test_what_was_due_is_expected_and_no_more() -> None:
    """Half of the customers stopped long ago: nobody expects them."""
    past = [Count(380, 400, 30, due=378.0)] * 3
    band = control_limits(Count(190, 400, 30, due=189.0), past, 10)
    assert band is not None
    assert band.expected == pytest.approx(191)
    assert not band.is_signal


def test_no_more_than_there_are_can_be_usual() -> None:
    band = control_limits(Count(320, 460, 31), [Count(460, 460, 30)] * 3, 10)
    assert band is not None
    assert band.high == 460
    assert band.is_signal
