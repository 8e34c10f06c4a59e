from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from reportgen.base.audit import Waterfall
from reportgen.cleaning.clean import CleanRows, Period
from reportgen.cleaning.order_days import with_order_days
from reportgen.columns.assigned_roles import Grain, Roles
from reportgen.features import lifetime_value as lifetime_value_module
from reportgen.features.lifetime_models import BetaGeometric, PurchaseHistory, fit_beta_geometric
from reportgen.features.lifetime_value import (
    Gate,
    LifetimeValue,
    Refused,
    forecast_of,
    horizon,
    lifetime_value,
)

if TYPE_CHECKING:
    from pathlib import Path

START, END = dt.date(2025, 1, 1), dt.date(2026, 12, 31)
TWO_YEARS = Period(START, END, dt.date(2026, 1, 1), END, "2026-12", 0)
DAYS = (END - START).days


def shop(customers: int = 800, *, busier: float = 1.0, dearer_if_often: bool = False) -> pd.DataFrame:
    """Buyers as BG/NBD has them; `busier` times as many orders in the last third of the time."""
    draws = np.random.default_rng(7)
    lines = []
    for customer in range(customers):
        often = draws.gamma(1.0, 1 / 60)
        leaves, worth = draws.beta(0.8, 2.5), draws.gamma(6.0, 6.0)
        day = draws.integers(0, DAYS // 2)
        while day <= DAYS:
            money = worth * draws.gamma(4.0, 0.25) * ((1 + 2000 * often**2) if dearer_if_often else 1)
            lines.append((f"{customer:05d}", START + dt.timedelta(days=int(day)), round(money + 1, 2)))
            if draws.random() < leaves:
                break
            rate = often * (busier if day > DAYS * 2 / 3 else 1)
            day += max(1, round(draws.exponential(1 / rate)))
    return pd.DataFrame(lines, columns=["customer", "date", "amount"])


def rows_of(lines: pd.DataFrame, folder: Path) -> CleanRows:
    path = folder / "lines.parquet"
    with duckdb.connect() as connection:
        connection.register("shop", lines)
        connection.sql(
            """SELECT customer, date::DATE AS date, amount::DECIMAL(18, 4) AS amount,
                0::DECIMAL(18, 4) AS returned FROM shop"""
        ).write_parquet(str(path))
    rows = CleanRows(
        path, Roles(Grain.ORDER_LINE, "", (), ()), Waterfall(0, None, (), 0, None), TWO_YEARS, ()
    )
    return with_order_days(rows)


def forecast(lines: pd.DataFrame, folder: Path) -> LifetimeValue | Refused:
    return lifetime_value(rows_of(lines, folder), TWO_YEARS)


def test_some_customers_get_the_forecast_that_they_get_among_all(tmp_path: Path) -> None:
    lines = shop()
    fitted = forecast(lines, tmp_path)
    assert isinstance(fitted, LifetimeValue)
    some = rows_of(lines[lines["customer"] < "00100"], tmp_path)
    told = forecast_of(some, TWO_YEARS, fitted)
    pd.testing.assert_frame_equal(told, fitted.frame.loc[:"00099"], check_exact=True)


def test_the_fit_stays_on_one_thread_whatever_the_machine_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = list[int]()

    def spied(history: PurchaseHistory) -> BetaGeometric | None:
        threads.extend(pool["num_threads"] for pool in threadpool_info())
        return fit_beta_geometric(history)

    monkeypatch.setattr(lifetime_value_module, "fit_beta_geometric", spied)
    with threadpool_limits(limits=2):
        forecast(shop(), tmp_path)
    assert set(threads) == {1}


def shut(result: LifetimeValue | Refused) -> set[Gate]:
    assert isinstance(result, Refused)
    return {check.gate for check in result.reasons}


def test_a_steady_shop_is_foretold(tmp_path: Path) -> None:
    lines = shop()
    result = forecast(lines, tmp_path)
    assert isinstance(result, LifetimeValue)
    assert set(result.frame.index) == set(lines["customer"])
    assert (result.frame[["orders", "value"]] >= 0).all(axis=None)
    assert result.frame["alive"].between(0, 1).all()
    assert result.spend is not None
    assert len(result.backtests) == 3
    for test in result.backtests:
        last = test.until + dt.timedelta(days=round(result.months * 365.25 / 12))
        later = lines[(lines["date"] > test.until) & (lines["date"] <= last)]
        known = later[later["customer"].isin(lines.loc[lines["date"] <= test.until, "customer"])]
        assert test.spend_actual == pytest.approx(known["amount"].sum())
        assert test.spend_forecast == pytest.approx(test.spend_actual, rel=0.25)


@pytest.mark.parametrize(("days", "months"), [(90, 1), (365, 3), (546, 5), (730, 7), (1_500, 12)])
def test_a_forecast_reaches_no_further_than_it_can_be_tested(days: int, months: int) -> None:
    begun = dt.date(2024, 1, 1)
    end = begun + dt.timedelta(days)
    assert horizon(Period(begun, end, begun, end, "2026-01", 0)) == months


def test_rows_in_another_order_foretell_the_same(tmp_path: Path) -> None:
    lines = shop(400)
    one, other = forecast(lines, tmp_path), forecast(lines.sample(frac=1, random_state=1), tmp_path)
    assert isinstance(one, LifetimeValue)
    assert isinstance(other, LifetimeValue)
    pd.testing.assert_frame_equal(one.frame, other.frame)


def test_few_who_came_back_are_not_enough(tmp_path: Path) -> None:
    assert shut(forecast(shop(60), tmp_path)) == {Gate.REPEATERS}


def test_nobody_came_back(tmp_path: Path) -> None:
    assert shut(forecast(shop().drop_duplicates("customer"), tmp_path)) == {Gate.REPEATERS, Gate.SPAN}


def test_a_shop_that_gets_far_busier_is_not_foretold(tmp_path: Path) -> None:
    result = forecast(shop(busier=6.0), tmp_path)
    assert Gate.SPEND in shut(result)
    assert isinstance(result, Refused)
    assert result.backtest is not None
    assert result.backtest.spend_forecast < result.backtest.spend_actual


def test_nothing_in_the_last_third_divides_by_nothing(tmp_path: Path) -> None:
    lines = shop()
    early = lines[lines["date"] <= START + dt.timedelta(days=DAYS // 2)]
    assert {Gate.ORDERS, Gate.SPEND, Gate.RANKS} <= shut(forecast(early, tmp_path))


def test_where_often_means_dear_everyone_keeps_their_own_average(tmp_path: Path) -> None:
    result = forecast(shop(dearer_if_often=True), tmp_path)
    assert isinstance(result, LifetimeValue)
    assert abs(result.correlation) > 0.3
    assert result.spend is None
