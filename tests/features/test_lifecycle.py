"""Where customers stand by their own orders: late, new, seasonal, once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reportgen.features.build_features import build_features
from reportgen.features.lifecycle import shows_season
from reportgen.options.build_options import BuildOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from reportgen.cleaning.clean import CleanRows
    from tests.features.conftest import Lines

OPTIONS = BuildOptions(("shop.csv",))
END = dt.date(2026, 3, 31)


def orders(customer: str, days_ago: Iterable[int], amount: int = 20) -> Lines:
    """An order so many days before the window's end, each."""
    return [(customer, str(END - dt.timedelta(days=ago)), "A", 1, amount, 0, "Rome") for ago in days_ago]


def regulars(gap: int = 30) -> Lines:
    """Thirty who order at an even pace all through the file, of 450 days."""
    return [line for n in range(30) for line in orders(f"r{n:02d}", range(n, 450, gap))]


@pytest.fixture
def standing(order_rows: Callable[[Lines], CleanRows]) -> Callable[[Lines], pd.DataFrame]:
    """Where the customers of some lines stand."""

    def build(lines: Lines) -> pd.DataFrame:
        told = build_features(order_rows(lines), OPTIONS).lifecycle
        assert told is not None
        return told

    return build


def test_lateness_is_counted_in_ones_own_gaps_and_in_the_shops_after_one_order(standing) -> None:
    told = standing(
        [*regulars(), *orders("weekly", range(60, 340, 7)), *orders("once", [60]), *orders("slow", [60, 260])]
    )
    late = told["lateness"]
    assert late["r00"] == 0
    assert late["once"] == pytest.approx(60 / 30)
    assert late["weekly"] == pytest.approx(60 / 7, rel=0.1)
    assert late["slow"] == pytest.approx(60 / ((200 + 30) / 2))


def test_new_is_who_ordered_first_in_three_months_where_the_file_can_tell(order_rows, standing) -> None:
    lines = [*regulars(), *orders("new", [20]), *orders("old", [20, 200]), *orders("since", [100])]
    told = standing(lines)
    assert told["new"][told["new"]].index.tolist() == ["new"]
    rows = order_rows(lines)
    short = replace(rows, period=replace(rows.period, data_from=dt.date(2026, 2, 1)))
    assert not build_features(short, OPTIONS).lifecycle["new"].any()


def test_once_is_one_order_in_the_file_and_time_to_come_back(standing) -> None:
    told = standing([*regulars(), *orders("once", [40]), *orders("just", [10]), *orders("before", [40, 420])])
    assert told["once"][told["once"]].index.tolist() == ["once"]


def test_seasonal_is_who_comes_in_the_same_season_every_year(standing) -> None:
    lines = [*regulars(), *orders("yearly", [60, 70, 430]), *orders("all_year", [60, 250, 430])]
    told = standing(lines)
    assert told["seasonal"][told["seasonal"]].index.tolist() == ["yearly"]


def test_seasonal_is_who_came_for_the_shops_season_and_at_no_other_time(standing) -> None:
    """The window ends in March; July to September is the shop's season."""
    gifts = [line for n in range(30) for line in orders(f"gift{n:02d}", [190 + n, 192 + n], 90)]
    told = standing([*regulars(), *gifts, *orders("spring", [300]), *orders("just", [30])])
    assert told["seasonal"][told["seasonal"]].index.tolist() == [f"gift{n:02d}" for n in range(30)]


def test_the_season_groups_customers_where_enough_come_for_it_and_not_by_chance(standing) -> None:
    gifts = [line for n in range(30) for line in orders(f"gift{n:02d}", [190 + n, 192 + n], 90)]
    by_chance = [line for n in range(30) for line in orders(f"two{n:02d}", [30 + 2 * n, 330 + n])]
    assert shows_season(standing([*regulars(), *gifts]))
    told = standing([*regulars(), *by_chance])
    assert told["seasonal"].any()
    assert not shows_season(told)


def test_a_shop_without_a_season_has_no_seasonal_customers_after_one_year(standing) -> None:
    told = standing([*regulars(), *orders("once", [200]), *orders("twice", [200, 210])])
    assert not told["seasonal"].any()


def test_where_nobody_comes_back_nobody_is_late(standing) -> None:
    told = standing([line for n in range(30) for line in orders(f"c{n:02d}", [n * 10])])
    assert told["lateness"].isna().all()


def test_a_busy_start_is_no_season(standing) -> None:
    """A launch: newcomers from before the window on, who fill its first three months, then nobody."""
    launch = [line for n in range(160) for line in orders(f"l{n:03d}", [285 + n], 90)]
    assert not standing([*regulars(), *launch])["seasonal"].any()
    season = [line for n in range(85) for line in orders(f"l{n:03d}", [285 + n], 90)]
    assert standing([*regulars(), *season])["seasonal"].any()
