from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from reportgen.features.scores import frequency_score, mid_rank_score, rfm_scores

whole_numbers = st.lists(st.integers(0, 9), min_size=1, max_size=60)


@given(whole_numbers)
def test_equal_values_get_equal_scores_and_larger_ones_no_smaller(values: list[int]) -> None:
    series = pd.Series(values)
    scores = mid_rank_score(series)
    assert scores.between(1, 5).all()
    assert (scores.groupby(series).min() == scores.groupby(series).max()).all()
    assert scores.groupby(series).first().is_monotonic_increasing


@given(st.lists(st.integers(1, 15), min_size=1, max_size=60))
def test_customers_of_one_order_score_one(orders: list[int]) -> None:
    series = pd.Series(orders)
    scores = frequency_score(series)
    assert (scores[series == 1] == 1).all()
    assert (scores.groupby(series).min() == scores.groupby(series).max()).all()


def test_common_counts_take_fixed_thresholds() -> None:
    orders = pd.Series([1] * 7 + [2, 3, 4, 5, 9, 10, 40])
    assert frequency_score(orders).tolist() == [1] * 7 + [2, 3, 3, 4, 4, 5, 5]


def test_few_days_since_the_last_order_score_high() -> None:
    five = pd.Series([1.0, 2, 3, 4, 5])
    assert rfm_scores(five, five, five).to_numpy().tolist() == [
        [5, 1, 1],
        [4, 2, 2],
        [3, 3, 3],
        [2, 4, 4],
        [1, 5, 5],
    ]
