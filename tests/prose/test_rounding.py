import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.prose.rounding import split_cents
from tests.draws import examples

WEIGHT = st.floats(0, 1e9, allow_subnormal=False) | st.just(0.0)
QUICK = settings(max_examples=examples(200), deadline=None, derandomize=True, database=None)


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
