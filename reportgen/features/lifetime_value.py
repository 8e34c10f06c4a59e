"""Customer lifetime value: a forecast of the next months' spend, or why there is none.

There is a forecast only where the data bear it: enough customers came back, the file is long enough, and
backtests hold, in which models of what was known on earlier days forecast as far as the forecast reaches.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from reportgen.cleaning.order_days import in_order, indexed, of_each_part
from reportgen.features.lifetime_models import (
    DAYS_A_WEEK,
    BetaGeometric,
    GammaGamma,
    PurchaseHistory,
    fit_beta_geometric,
    fit_gamma_gamma,
    history_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

    from reportgen.cleaning.clean import CleanRows, Period

DAYS_A_MONTH = 365.25 / 12
LONGEST = 12
"""Months that the forecast reaches at the most, see `horizon`."""
SPLITS, TESTED = 3, 1 / 3
"""Backtests, each half a horizon before the other, and the share of the file that each forecasts."""
LEAST_REPEATERS = 100
LEAST_GAPS = 3.0
"""Usual gaps between orders that the file must span."""
MOST_CORRELATION = 0.3
"""Between how often customers come back and what an order is worth; Gamma-Gamma assumes none."""
MOST_ERROR = 0.25
"""Of the total foretold for the last third."""
LEAST_RANK_CORRELATION = 0.3


class Gate(StrEnum):
    """What has to hold before a forecast is made."""

    REPEATERS = "repeaters"
    """Customers who ordered on two days or more."""
    SPAN = "span"
    """Length of the file, in usual gaps between orders."""
    FIT = "fit"
    """Whether the model converges."""
    ORDERS = "orders"
    """Error of the orders foretold, as a share of those that came."""
    SPEND = "spend"
    """Error of the spend foretold, likewise."""
    RANKS = "ranks"
    """Rank correlation of spend foretold and spend seen."""


@dataclass(frozen=True)
class Check:
    """One gate, what was measured, and its limit."""

    gate: Gate
    measured: float
    limit: float
    passed: bool


@dataclass(frozen=True)
class Backtest:
    """A model of what was known on a day, compared with the months after it."""

    until: dt.date
    """Last day that the model knew."""
    customers: int
    """Customers with an order by then."""
    orders_forecast: float
    orders_actual: float
    spend_forecast: float
    spend_actual: float
    rank_correlation: float
    """Spearman's, of spend foretold and seen by customer; 0 where one of them is the same for all."""


@dataclass(frozen=True)
class LifetimeValue:
    """A forecast for every customer with an order in the file."""

    frame: pd.DataFrame
    """Index: customer id. Columns: orders and value of the months foretold, average (the order to expect),
    alive (chance of still being a customer; NaN where the data show nobody leaving)."""
    orders: BetaGeometric
    spend: GammaGamma | None
    """None where what an order is worth hangs on how often customers come: their own average is used."""
    correlation: float
    """Between repeats and average order, over customers who came back."""
    checks: tuple[Check, ...]
    backtests: tuple[Backtest, ...]
    """The newest first; all over as many months as the forecast."""
    months: int
    """How far the forecast reaches."""


@dataclass(frozen=True)
class Refused:
    """No forecast, and why: the checks that failed are among `checks`."""

    checks: tuple[Check, ...]
    backtest: Backtest | None = None
    """The one that failed by most."""
    months: int = LONGEST

    @property
    def reasons(self) -> tuple[Check, ...]:
        """The gates that stayed shut."""
        return tuple(check for check in self.checks if not check.passed)


def lifetime_value(rows: CleanRows, period: Period) -> LifetimeValue | Refused:
    """Foretell each customer's spend from the whole file up to the period's end.

    Args:
        rows: order lines.
        period: its end is the last day that counts; `data_from` the first.
    """
    months = horizon(period)
    until = (period.end, *_splits(period, months))
    parts = of_each_part(rows, partial(_known, until=until, months=months))
    orders = in_order([part.orders for part in parts])
    whole, *tests = (partial(_test, orders, day, place) for place, day in enumerate(until))
    learnt = whole().learnt
    gap = _usual_gap(part.gaps for part in parts)
    enough = _data_checks(learnt, (period.end - period.data_from).days, gap)
    if not all(check.passed for check in enough):
        return Refused(enough)
    # Sums are small: more threads only wait for each other, and their last digits hang on how many there are.
    with threadpool_limits(limits=1):
        forecast = _forecast(learnt, period.end, _weeks(months))
        tested = [_backtest(test(), months) for test in tests]
    backtests = tuple(test for test in tested if test is not None)
    if forecast is None or not backtests or tested[0] is None:
        return Refused((*enough, Check(Gate.FIT, 0.0, 1.0, passed=False)), months=months)
    checks = (*enough, *_backtest_checks(backtests))
    if not all(check.passed for check in checks):
        return Refused(checks, _worst(backtests, next(c.gate for c in checks if not c.passed)), months)
    return LifetimeValue(
        forecast.frame, forecast.orders, forecast.spend, forecast.correlation, checks, backtests, months
    )


def forecast_of(rows: CleanRows, period: Period, fitted: LifetimeValue) -> pd.DataFrame:
    """The `frame` of some customers, by models that were fitted on all of them."""
    parts = of_each_part(rows, partial(_known, until=(period.end,), months=fitted.months))
    learnt = _test(in_order([part.orders for part in parts]), period.end, 0).learnt
    return _foretold(learnt, period.end, fitted.orders, fitted.spend, _weeks(fitted.months))


def horizon(period: Period) -> int:
    """Whole months that a forecast may reach: what can be tested, a third of the file; twelve at most."""
    days = (period.end - period.data_from).days
    return max(1, min(LONGEST, int(TESTED * days / DAYS_A_MONTH)))


def _splits(period: Period, months: int) -> list[dt.date]:
    """Last days known to the backtests, newest first; each leaves a horizon to learn from and one to test."""
    ahead = dt.timedelta(days=round(months * DAYS_A_MONTH))
    days = (period.end - ahead - place * ahead / 2 for place in range(SPLITS))
    newest, *earlier = days
    return [newest, *(day for day in earlier if day - period.data_from >= ahead)]


def _weeks(months: int) -> float:
    return months * DAYS_A_MONTH / DAYS_A_WEEK


class _Test(NamedTuple):
    """What a model learns from, and what came in the months after it."""

    until: dt.date
    learnt: pd.DataFrame
    seen: pd.DataFrame


class _Known(NamedTuple):
    """What the order days of some customers tell."""

    orders: pd.DataFrame
    """By customer: first day, and for each test the columns of `_ORDERS`, numbered."""
    gaps: Counter[int]
    """Days from one order of a customer to the next, with how often they occur."""


_ORDERS = {
    "last": "max(date) FILTER (date <= {until})",
    "repeats": "(count(*) FILTER (date <= {until}) - 1)::INTEGER",
    "average": """coalesce(avg(money) FILTER (date > first AND date <= {until}),
        max(money) FILTER (date = first))::DOUBLE""",
    "orders": "count(*) FILTER (date > {until} AND date <= {end})::INTEGER",
    "value": "coalesce(sum(money) FILTER (date > {until} AND date <= {end}), 0)::DOUBLE",
}
"""What a customer did by a day and, in orders and value, in the months after it."""


def _known(connection: duckdb.DuckDBPyConnection, until: Sequence[dt.date], months: int) -> _Known:
    connection.execute(
        """CREATE VIEW kept_days AS
        SELECT customer, date, kept AS money, previous, first FROM order_days WHERE kept > 0"""
    )
    gaps = connection.sql(
        "SELECT date - previous AS gap, count(*) FROM kept_days WHERE previous IS NOT NULL GROUP BY gap"
    )
    ahead = dt.timedelta(days=round(months * DAYS_A_MONTH))
    figures = (
        figure.format(until=f"DATE '{day}'", end=f"DATE '{day + ahead}'") + f" AS {name}{place}"
        for place, day in enumerate(until)
        for name, figure in _ORDERS.items()
    )
    orders = f"""SELECT customer, min(kept_days.first) AS first, {", ".join(figures)}
        FROM kept_days WHERE date <= DATE '{until[0]}' GROUP BY customer"""
    return _Known(indexed(connection, orders), Counter(dict(gaps.fetchall())))


def _test(orders: pd.DataFrame, until: dt.date, place: int) -> _Test:
    """One test of all customers with an order by its day."""
    names = {f"{name}{place}": name for name in _ORDERS}
    known = orders.loc[orders[f"repeats{place}"] >= 0, ["first", *names]].rename(columns=names)
    return _Test(until, known[["first", "last", "repeats", "average"]], known[["orders", "value"]])


@dataclass(frozen=True)
class _Forecast:
    frame: pd.DataFrame
    orders: BetaGeometric
    spend: GammaGamma | None
    correlation: float


def _usual_gap(parts: Iterable[Counter[int]]) -> float | None:
    """Median days from one order of a customer to the next; None where nobody came back."""
    counts = sum(parts, Counter[int]())
    if not counts:
        return None
    gaps = np.array(sorted(counts))
    below = np.cumsum([counts[gap] for gap in gaps])
    middle = np.searchsorted(below, ((below[-1] - 1) // 2, below[-1] // 2), side="right")
    return float(gaps[middle].mean())


def _data_checks(histories: pd.DataFrame, days: int, gap: float | None) -> tuple[Check, Check]:
    """Whether enough customers came back, and the file is long enough to see it."""
    repeaters = int((histories["repeats"] > 0).sum())
    gaps = days / gap if gap else 0.0
    return (
        Check(Gate.REPEATERS, repeaters, LEAST_REPEATERS, passed=repeaters >= LEAST_REPEATERS),
        Check(Gate.SPAN, gaps, LEAST_GAPS, passed=gaps >= LEAST_GAPS),
    )


def _forecast(histories: pd.DataFrame, until: dt.date, weeks: float) -> _Forecast | None:
    """Fit both models on what was known at the end of a day; None where the first does not converge."""
    history = history_of(histories, until)
    orders = fit_beta_geometric(history)
    if orders is None:
        return None
    correlation = _correlation(history)
    spend = fit_gamma_gamma(history) if abs(correlation) <= MOST_CORRELATION else None
    spend = spend if spend is not None and spend.has_mean else None
    frame = _foretold(histories, until, orders, spend, weeks)
    return _Forecast(frame, orders, spend, correlation) if np.isfinite(frame["orders"]).all() else None


def _foretold(
    histories: pd.DataFrame, until: dt.date, orders: BetaGeometric, spend: GammaGamma | None, weeks: float
) -> pd.DataFrame:
    history = history_of(histories, until)
    average = history.average if spend is None else spend.expected_average(history)
    expected = orders.expected_orders(history, weeks)
    alive = orders.alive(history) if orders.finds_dropout else np.full(len(average), np.nan)
    figures = {"orders": expected, "average": average, "value": expected * average, "alive": alive}
    return pd.DataFrame(figures, index=histories.index)


def _correlation(history: PurchaseHistory) -> float:
    """Pearson's r of repeats and average order over customers who came back; 0 where either is constant."""
    again = history.repeats > 0
    repeats, average = history.repeats[again], history.average[again]
    if len(repeats) == 0 or np.ptp(repeats) == 0 or np.ptp(average) == 0:
        return 0.0
    return float(round(np.corrcoef(repeats, average)[0, 1], 9))


def _backtest(test: _Test, months: int) -> Backtest | None:
    """A model fitted then, beside what came; None where it does not converge."""
    forecast = _forecast(test.learnt, test.until, _weeks(months)) if len(test.learnt) else None
    if forecast is None:
        return None
    foretold, seen = forecast.frame, test.seen
    varied = min(foretold["value"].nunique(), seen["value"].nunique()) > 1
    ranks = float(foretold["value"].rank().corr(seen["value"].rank())) if varied else 0.0
    return Backtest(
        until=test.until,
        customers=len(foretold),
        orders_forecast=float(foretold["orders"].sum()),
        orders_actual=float(seen["orders"].sum()),
        spend_forecast=float(foretold["value"].sum()),
        spend_actual=float(seen["value"].sum()),
        rank_correlation=round(ranks, 9),
    )


def _backtest_checks(backtests: tuple[Backtest, ...]) -> tuple[Check, ...]:
    """Whether it came as foretold, in total and by customer, by the worst of the backtests."""
    orders, spend = (max(map(off, backtests), key=abs) for off in (orders_error, spend_error))
    ranks = min(test.rank_correlation for test in backtests)
    return (
        Check(Gate.ORDERS, orders, MOST_ERROR, passed=abs(orders) <= MOST_ERROR),
        Check(Gate.SPEND, spend, MOST_ERROR, passed=abs(spend) <= MOST_ERROR),
        Check(Gate.RANKS, ranks, LEAST_RANK_CORRELATION, passed=ranks >= LEAST_RANK_CORRELATION),
    )


def _worst(backtests: tuple[Backtest, ...], gate: Gate) -> Backtest:
    """The backtest that failed by most at a gate."""
    off = orders_error if gate is Gate.ORDERS else spend_error
    return max(backtests, key=lambda test: abs(off(test)))


def orders_error(test: Backtest) -> float:
    """How far the orders foretold were off, as a share of those that came; 1 where none came."""
    return _error(test.orders_forecast, test.orders_actual)


def spend_error(test: Backtest) -> float:
    """How far the spend foretold was off, likewise."""
    return _error(test.spend_forecast, test.spend_actual)


def _error(foretold: float, seen: float) -> float:
    return (foretold - seen) / seen if seen > 0 else 1.0
