"""Figures of the forecast: its limits, its back-test, the models' parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.features.lifetime_value import Check, Gate, LifetimeValue, orders_error, spend_error
from reportgen.prose.facts import Fact, Unit, people
from reportgen.shared.numbers import count_fact, day_fact, decimal_fact, money_fact, share_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.features.lifetime_value import Backtest, Refused
    from reportgen.shared.figures import Shared

PARAMETER_DIGITS = 3
ERRORS = frozenset({Gate.ORDERS, Gate.SPEND})


@dataclass(frozen=True)
class GateFigures:
    """What was measured at a gate, and its limit."""

    measured: Fact
    limit: Fact


@dataclass(frozen=True)
class Foretold:
    """What was foretold for some months, and what came."""

    foretold: Fact
    seen: Fact
    error: Fact
    """How far it was off, as a share of what came."""


@dataclass(frozen=True)
class BacktestFigures:
    """A model of what was known on a day, compared with the months after it."""

    learnt_until: Fact
    customers: Fact
    orders: Foretold
    spend: Foretold


@dataclass(frozen=True)
class Parameters:
    """Both models, for those who want to fit them again."""

    values: Mapping[str, Fact]
    log_likelihood: Fact
    correlation: Fact
    """Of what an order is worth with how often customers come."""


@dataclass(frozen=True)
class LifetimeFacts:
    """All that is said of the forecast, or of why there is none."""

    gates: Mapping[Gate, GateFigures]
    """Gates whose measure is a number, in the order they were tried."""
    months: Fact
    """How far the forecast reaches, and how far each back-test does."""
    backtests: tuple[BacktestFigures, ...]
    """The newest first; of a forecast that failed the one that failed by most."""
    parameters: Parameters | None
    """None where no forecast is given."""


def lifetime_facts(analysis: Analysis, shared: Shared) -> LifetimeFacts | None:
    """The figures; None where the file holds no orders."""
    result, fmt = analysis.customers.lifetime, analysis.formatter
    if result is None:
        return None
    return LifetimeFacts(
        {check.gate: _gate(check, shared, fmt) for check in result.checks if check.gate is not Gate.FIT},
        count_fact("lifetime.months", result.months, Unit.MONTHS, fmt),
        tuple(_backtest(_key(place), test, shared, fmt) for place, test in enumerate(_tests(result))),
        _parameters(result, fmt) if isinstance(result, LifetimeValue) else None,
    )


def _tests(result: LifetimeValue | Refused) -> tuple[Backtest, ...]:
    if isinstance(result, LifetimeValue):
        return result.backtests
    return () if result.backtest is None else (result.backtest,)


def _key(place: int) -> str:
    """What the figures of a back-test are called: the first without a number."""
    return f"lifetime.{place + 1}" if place else "lifetime"


def _gate(check: Check, shared: Shared, fmt: Formatter) -> GateFigures:
    key, limit = f"lifetime.{check.gate}", f"lifetime.{check.gate}.limit"
    if check.gate is Gate.REPEATERS:
        return GateFigures(
            people(key, int(check.measured), shared.min_cell, fmt),
            count_fact(limit, int(check.limit), Unit.CUSTOMERS, fmt),
        )
    if check.gate in ERRORS:
        return GateFigures(share_fact(key, check.measured, fmt), share_fact(limit, check.limit, fmt))
    return GateFigures(
        decimal_fact(key, check.measured, 2, fmt, check.limit), decimal_fact(limit, check.limit, 1, fmt)
    )


def _backtest(key: str, backtest: Backtest, shared: Shared, fmt: Formatter) -> BacktestFigures:
    def orders(part: str, number: float) -> Fact:
        return Fact.of(f"{key}.orders.{part}", number, Unit.COUNT, fmt.count(number))

    def spend(part: str, amount: float) -> Fact:
        return money_fact(f"{key}.spend.{part}", amount, fmt)

    return BacktestFigures(
        learnt_until=day_fact(f"{key}.learnt_until", backtest.until, fmt),
        customers=people(f"{key}.customers", backtest.customers, shared.min_cell, fmt),
        orders=Foretold(
            orders("foretold", backtest.orders_forecast),
            orders("seen", backtest.orders_actual),
            share_fact(f"{key}.orders.error", orders_error(backtest), fmt),
        ),
        spend=Foretold(
            spend("foretold", backtest.spend_forecast),
            spend("seen", backtest.spend_actual),
            share_fact(f"{key}.spend.error", spend_error(backtest), fmt),
        ),
    )


def _parameters(result: LifetimeValue, fmt: Formatter) -> Parameters:
    values = {name: getattr(result.orders, name) for name in ("r", "alpha", "a", "b")}
    if result.spend is not None:
        values |= {name: getattr(result.spend, name) for name in ("p", "q", "v")}
    return Parameters(
        {
            name: decimal_fact(f"lifetime.{name}", value, PARAMETER_DIGITS, fmt)
            for name, value in values.items()
        },
        decimal_fact("lifetime.log_likelihood", result.orders.log_likelihood, 1, fmt),
        decimal_fact("lifetime.correlation", result.correlation, 2, fmt),
    )
