import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.prose.rounding import shares_to_percent, split_cents
from tests.draws import examples

WEIGHT = st.floats(0, 1e9, allow_subnormal=False) | st.just(0.0)
QUICK = settings(max_examples=examples(200), deadline=None, derandomize=True, database=None)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(lambda counts: sum(counts) > 0))
def test_shares_of_a_whole_sum_to_100_and_stay_within_one_per_cent(counts: list[int]) -> None:
    shares = tuple(count / sum(counts) for count in counts)
    percents = shares_to_percent(shares)
    assert sum(percents) == 100
    assert all(abs(percent - 100 * share) < 1 for percent, share in zip(percents, shares, strict=True))


@given(st.lists(st.integers(1, 500), min_size=2, max_size=8))
def test_a_larger_share_never_prints_less(counts: list[int]) -> None:
    shares = tuple(count / sum(counts) for count in counts)
    printed = list(zip(shares, shares_to_percent(shares), strict=True))
    assert all(p <= q for a, p in printed for b, q in printed if a < b)


def test_thirds_close() -> None:
    assert shares_to_percent((1 / 3, 1 / 3, 1 / 3)) == (34, 33, 33)


@QUICK
@given(
    st.integers(1, 10**14), st.lists(WEIGHT, min_size=1, max_size=8).filter(lambda weights: sum(weights) > 0)
)
def test_a_budget_is_divided_to_the_cent(cents: int, weights: list[float]) -> None:
    parts = split_cents(cents, tuple(weights))
    assert sum(parts) == cents
    assert all(
        part >= 0 and abs(part - cents * w / sum(weights)) <= 1 + cents * 1e-12
        for part, w in zip(parts, weights, strict=True)
    )
    assert [part for part, weight in zip(parts, weights, strict=True) if weight == 0 and part] == []


def test_nothing_to_divide_by_is_refused() -> None:
    with pytest.raises(ValueError, match="not all zero"):
        split_cents(100, (0.0, 0.0))
