from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.options.response_curve import ResponseCurve
from reportgen.topics.budget.formulas import equal_marginal, orders_to_break_even
from tests.draws import examples

QUICK = settings(max_examples=examples(200), deadline=None, derandomize=True, database=None)
AMOUNT = st.floats(0.01, 1e6)


@QUICK
@given(st.integers(1, 10**6), AMOUNT, AMOUNT)
def test_no_fewer_orders_pay_for_the_contact(customers: int, cost: float, margin: float) -> None:
    orders = orders_to_break_even(customers, cost, margin)
    slack = 1e-9 * customers * cost
    assert orders * margin >= customers * cost - slack
    assert (orders - 1) * margin < customers * cost + slack


def test_break_even_of_round_figures() -> None:
    assert orders_to_break_even(1000, 0.1, 10.0) == 10
    assert orders_to_break_even(1001, 0.1, 10.0) == 11


@QUICK
@given(st.lists(st.builds(ResponseCurve, AMOUNT, AMOUNT), min_size=1, max_size=8), AMOUNT)
def test_the_last_unit_brings_the_same_wherever_money_goes(
    curves: list[ResponseCurve], budget: float
) -> None:
    spent = equal_marginal(curves, budget)
    assert sum(spent) == pytest.approx(budget, rel=1e-6)
    marginal = [c.most * c.half / (s + c.half) ** 2 for c, s in zip(curves, spent, strict=True)]
    used = [m for m, s in zip(marginal, spent, strict=True) if s > 1e-6 * budget]
    assert max(used) == pytest.approx(min(used), rel=1e-3)
    assert max(marginal) <= max(used) * (1 + 1e-3)
