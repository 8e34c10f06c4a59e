from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import hyp2f1

from reportgen.features.lifetime_models import (
    BetaGeometric,
    GammaGamma,
    PurchaseHistory,
    fit_beta_geometric,
    fit_gamma_gamma,
)
from tests.draws import examples

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
PUBLISHED = BetaGeometric(r=0.243, alpha=4.414, a=0.793, b=2.426, log_likelihood=-9582.4)


def a_history(repeats: object, last: object, age: object, average: object = 1.0) -> PurchaseHistory:
    columns = np.broadcast_arrays(*(np.asarray(part, float) for part in (repeats, last, age, average)))
    return PurchaseHistory(*(np.atleast_1d(column) for column in columns))


@pytest.fixture(scope="module")
def cdnow() -> PurchaseHistory:
    path = SHARED / "cdnow_customers_summary.csv"
    if not path.exists():
        pytest.skip("the shared data are not here")
    table = pd.read_csv(path)
    return a_history(table["frequency"], table["recency"], table["T"])


@pytest.fixture(scope="module")
def repeaters() -> PurchaseHistory:
    """CDNOW customers who came back within 39 weeks: repeat days, and what these were worth."""
    path = SHARED / "CDNOW_sample.txt"
    if not path.exists():
        pytest.skip("the shared data are not here")
    lines = pd.read_csv(path, sep=r"\s+", names=["master", "customer", "date", "discs", "money"])
    days = lines[lines["date"] <= 19970930].groupby(["customer", "date"], as_index=False)["money"].sum()
    later = days[days.groupby("customer").cumcount() > 0].groupby("customer")["money"].agg(["size", "mean"])
    later = later[later["mean"] > 0]
    return a_history(later["size"], 1.0, 39.0, later["mean"])


def test_cdnow_orders_as_published(cdnow: PurchaseHistory) -> None:
    fit = fit_beta_geometric(cdnow)
    assert fit is not None
    assert (fit.r, fit.alpha, fit.a, fit.b) == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=1e-3)
    assert fit.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    one = a_history(2, 30.43, 38.86)
    assert fit.expected_orders(one, 39)[0] == pytest.approx(1.226, abs=1e-3)
    assert fit.finds_dropout


def test_cdnow_spend_as_published(repeaters: PurchaseHistory) -> None:
    fit = fit_gamma_gamma(repeaters)
    assert fit is not None
    assert len(repeaters.repeats) == 946
    assert (fit.p, fit.q, fit.v) == pytest.approx((6.25, 3.74, 15.44), abs=0.02)


def test_customers_in_another_order_give_the_same_parameters(cdnow: PurchaseHistory) -> None:
    back = PurchaseHistory(*(column[::-1] for column in vars(cdnow).values()))
    assert fit_beta_geometric(back) == fit_beta_geometric(cdnow)


def test_customers_who_never_leave_give_no_sign_of_it() -> None:
    draws = np.random.default_rng(0)
    age = draws.uniform(10, 60, 1500)
    orders = [
        np.sort(draws.uniform(0, end, draws.poisson(rate * end)))
        for rate, end in zip(draws.gamma(0.8, 1 / 8, 1500), age, strict=True)
    ]
    last = [days[-1] if len(days) else 0.0 for days in orders]
    fit = fit_beta_geometric(a_history([len(days) for days in orders], last, age))
    assert fit is not None
    assert not fit.finds_dropout


def test_expected_orders_agree_with_the_formula_as_printed() -> None:
    """Fader, Hardie & Lee's equation 10, where its terms stay small enough to be computed plainly."""
    x, last, age, t = 3.0, 20.0, 30.0, 10.0
    r, alpha, a, b = PUBLISHED.r, PUBLISHED.alpha, PUBLISHED.a, PUBLISHED.b
    ratio = (alpha + age) / (alpha + age + t)
    top = (
        (a + b + x - 1)
        / (a - 1)
        * (1 - ratio ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + age + t)))
    )
    below = 1 + a / (b + x - 1) * ((alpha + age) / (alpha + last)) ** (r + x)
    assert PUBLISHED.expected_orders(a_history(x, last, age), t)[0] == pytest.approx(top / below)


SHAPE = st.floats(1e-3, 100)
CUSTOMER = st.tuples(st.integers(0, 2000), st.floats(0, 1), st.floats(0, 2000))


@settings(max_examples=examples(200), deadline=None, derandomize=True, database=None)
@given(
    st.tuples(SHAPE, st.floats(1, 1e4), SHAPE | st.just(1.0), st.floats(1e-3, 1e4)),
    CUSTOMER,
    st.floats(0.1, 200),
)
def test_no_forecast_is_negative_or_unknown(
    parameters: tuple[float, ...], customer: tuple[int, float, float], weeks: float
) -> None:
    repeats, share, idle = customer
    age = repeats / 7 + idle
    model = BetaGeometric(*parameters, log_likelihood=0.0)  # type: ignore[misc]
    history = a_history(repeats, age * share if repeats else 0.0, age)
    expected, alive = model.expected_orders(history, weeks)[0], model.alive(history)[0]
    assert np.isfinite(expected)
    assert expected >= 0
    assert 0 <= alive <= 1


def test_an_average_order_lies_between_ones_own_and_everybodys() -> None:
    model = GammaGamma(p=6.25, q=3.74, v=15.44)
    everybody = 6.25 * 15.44 / 2.74
    few, many = model.expected_average(a_history([1, 100], 1.0, 1.0, 100.0))
    assert everybody < few < many < 100
    assert model.expected_average(a_history(0, 0, 1, 5.0))[0] == pytest.approx(everybody)
