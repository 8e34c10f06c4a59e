"""Figures of the forecast: the models' parameters, the backtest, and the limits they were held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.features.lifetime_value import Check, Gate, LifetimeValue
from reportgen.prose.facts import Fact, Unit, people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.features.lifetime_value import Backtest

PARAMETER_DIGITS = 3
ERRORS = frozenset({Gate.ORDERS, Gate.SPEND})


def lifetime(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """Everything that is said of the forecast, or of why there is none."""
    result = analysis.customers.lifetime
    if result is None:
        return
    for check in result.checks:
        yield from _check(check, analysis, fmt)
    if result.backtest is not None:
        yield from _backtest(result.backtest, analysis, fmt)
    if isinstance(result, LifetimeValue):
        yield from _parameters(result, fmt)


def _check(check: Check, analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """What was measured at a gate, and its limit; an error with its sign."""
    key, limit = f"lifetime.{check.gate}", f"lifetime.{check.gate}.limit"
    if check.gate is Gate.REPEATERS:
        yield people(key, int(check.measured), analysis.options.min_cell, fmt)
        yield Fact.of(limit, int(check.limit), Unit.CUSTOMERS, fmt.count(check.limit))
    elif check.gate in ERRORS:
        yield Fact.of(key, check.measured, Unit.SHARE, fmt.share(check.measured))
        yield Fact.of(limit, check.limit, Unit.SHARE, fmt.share(check.limit))
    elif check.gate is not Gate.FIT:
        yield Fact.of(key, check.measured, Unit.NUMBER, fmt.number(check.measured, 2))
        yield Fact.of(limit, check.limit, Unit.NUMBER, fmt.number(check.limit, 1))


def _backtest(backtest: Backtest, analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    until = backtest.until
    yield Fact(
        "lifetime.learnt_until", until.isoformat(), Unit.DATE, float(until.toordinal()), fmt.date(until)
    )
    yield people("lifetime.customers", backtest.customers, analysis.options.min_cell, fmt)
    for part in ("foretold", "seen"):
        orders, spend = getattr(backtest, f"orders_{part}"), getattr(backtest, f"spend_{part}")
        yield Fact.of(f"lifetime.orders.{part}", orders, Unit.COUNT, fmt.count(orders))
        yield Fact.of(f"lifetime.spend.{part}", spend, Unit.MONEY, fmt.money(spend))


def _parameters(result: LifetimeValue, fmt: Formatter) -> Iterator[Fact]:
    """Parameters of both models, for those who want to fit them again."""
    found = {name: getattr(result.orders, name) for name in ("r", "alpha", "a", "b")}
    if result.spend is not None:
        found |= {name: getattr(result.spend, name) for name in ("p", "q", "v")}
    for name, value in found.items():
        yield Fact.of(f"lifetime.{name}", value, Unit.NUMBER, fmt.number(value, PARAMETER_DIGITS))
    log_likelihood = result.orders.log_likelihood
    yield Fact.of("lifetime.log_likelihood", log_likelihood, Unit.NUMBER, fmt.number(log_likelihood, 1))
    yield Fact.of("lifetime.correlation", result.correlation, Unit.NUMBER, fmt.number(result.correlation, 2))
