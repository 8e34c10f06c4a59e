from __future__ import annotations

import pytest

from reportgen.changes.control_limits import Count, judge

STEADY = [Count(40, 400, 30), Count(42, 400, 31), Count(39, 400, 30)]


def test_two_earlier_months_are_needed() -> None:
    assert judge(Count(90, 400, 30), STEADY[:1], 10) is None
    assert judge(Count(90, 400, 30), STEADY[:2], 10) is not None


@pytest.mark.parametrize(("customers", "news"), [(41, False), (55, False), (100, True), (2, True)])
def test_only_what_chance_and_the_past_do_not_explain_is_news(customers: int, news: bool) -> None:  # noqa: FBT001
    band = judge(Count(customers, 400, 30), STEADY, 10)
    assert band is not None
    assert band.news is news


def test_a_new_level_is_told_once() -> None:
    band = judge(Count(101, 400, 30), [Count(100, 400, 30), *STEADY, *STEADY], 10)
    assert band is not None
    assert band.high < 101
    assert not band.news


def test_a_small_change_is_no_news() -> None:
    none = [Count(0, 400, 30)] * 8
    band = judge(Count(9, 400, 30), none, 10)
    assert band is not None
    assert not band.news


def test_a_short_month_is_expected_to_bring_less() -> None:
    band = judge(Count(0, None, 28), [Count(310, None, 31)] * 3, 10)
    assert band is not None
    assert band.usual == pytest.approx(280)


def test_what_was_due_is_expected_and_no_more() -> None:
    """Half of the customers stopped long ago: nobody expects them."""
    past = [Count(380, 400, 30, due=378.0)] * 3
    band = judge(Count(190, 400, 30, due=189.0), past, 10)
    assert band is not None
    assert band.usual == pytest.approx(191)
    assert not band.news


def test_no_more_than_there_are_can_be_usual() -> None:
    band = judge(Count(320, 460, 31), [Count(460, 460, 30)] * 3, 10)
    assert band is not None
    assert band.high == 460
    assert band.news
