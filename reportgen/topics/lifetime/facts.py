"""Figures of the forecast: its limits, its back-test, the models' parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.features.lifetime_value import Check, Gate, LifetimeValue
from reportgen.prose.facts import Fact, Unit, people
from reportgen.shared.numbers import count_fact, day_fact, decimal_fact, money_fact, share_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.features.lifetime_value import Backtest
    from reportgen.shared.figures import Shared

PARAMETER_DIGITS = 3
PARTS = ("foretold", "seen")
ERRORS = frozenset({Gate.ORDERS, Gate.SPEND})


@dataclass(frozen=True)
class GateFigures:
    """What was measured at a gate, and its limit."""

    measured: Fact
    limit: Fact


@dataclass(frozen=True)
class Foretold:
    """What was foretold for the last third of the time, and what came."""

    foretold: Fact
    seen: Fact


@dataclass(frozen=True)
class BacktestFigures:
    """A model of the first two thirds of the time, compared with the rest of it."""

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
    backtest: BacktestFigures | None
    parameters: Parameters | None
    """None where no forecast is given."""


def lifetime_facts(analysis: Analysis, shared: Shared) -> LifetimeFacts | None:
    """The figures; None where the file holds no orders."""
    result, fmt = analysis.customers.lifetime, analysis.formatter
    if result is None:
        return None
    return LifetimeFacts(
        {check.gate: _gate(check, shared, fmt) for check in result.checks if check.gate is not Gate.FIT},
        None if result.backtest is None else _backtest(result.backtest, shared, fmt),
        _parameters(result, fmt) if isinstance(result, LifetimeValue) else None,
    )


def _gate(check: Check, shared: Shared, fmt: Formatter) -> GateFigures:
    key, limit = f"lifetime.{check.gate}", f"lifetime.{check.gate}.limit"
    if check.gate is Gate.REPEATERS:
        return GateFigures(
            people(key, int(check.measured), shared.min_cell, fmt),
            count_fact(limit, int(check.limit), Unit.CUSTOMERS, fmt),
        )
    if check.gate in ERRORS:
        return GateFigures(share_fact(key, check.measured, fmt), share_fact(limit, check.limit, fmt))
    return GateFigures(decimal_fact(key, check.measured, 2, fmt), decimal_fact(limit, check.limit, 1, fmt))


def _backtest(backtest: Backtest, shared: Shared, fmt: Formatter) -> BacktestFigures:
    orders = (backtest.orders_foretold, backtest.orders_seen)
    spend = (backtest.spend_foretold, backtest.spend_seen)
    return BacktestFigures(
        learnt_until=day_fact("lifetime.learnt_until", backtest.until, fmt),
        customers=people("lifetime.customers", backtest.customers, shared.min_cell, fmt),
        orders=Foretold(
            *(
                Fact.of(f"lifetime.orders.{part}", number, Unit.COUNT, fmt.count(number))
                for part, number in zip(PARTS, orders, strict=True)
            )
        ),
        spend=Foretold(
            *(
                money_fact(f"lifetime.spend.{part}", amount, fmt)
                for part, amount in zip(PARTS, spend, strict=True)
            )
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
