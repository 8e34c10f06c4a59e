"""What is said of the forecast: how far it reaches and how it did before, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.features.lifetime_value import MOST_CORRELATION, Gate, LifetimeValue, Refused
from reportgen.prose.sentence import EMPTY, Sentence, say

if TYPE_CHECKING:
    from reportgen.topics.lifetime.facts import BacktestFigures, Foretold, LifetimeFacts, Parameters

_REASONS = {
    Gate.REPEATERS: phrase("{measured} customers ordered on more than one day, and {limit} are needed"),
    Gate.SPAN: phrase("the file spans {measured} of the usual gaps between orders, and {limit} are needed"),
    Gate.ORDERS: phrase(
        "the forecast for {months} months was {foretold} order days, and {seen} came: more than {limit} off"
    ),
    Gate.SPEND: phrase(
        "the forecast for {months} months was {foretold} of spend, and {seen} came: more than {limit} off"
    ),
    Gate.RANKS: phrase(
        "ranking customers by forecast and by actual spend gives an agreement of {measured} of 1, "
        "and {limit} is needed"
    ),
}
"""Why a gate stayed shut."""


def forecast_note(result: LifetimeValue | Refused | None, facts: LifetimeFacts | None) -> Sentence:
    """The forecast in the method section; nothing where the file holds no orders."""
    if result is None or facts is None:
        return EMPTY
    if isinstance(result, Refused):
        return _refused(result, facts)
    return _given(result, facts)


def _given(result: LifetimeValue, facts: LifetimeFacts) -> Sentence:
    if not facts.backtests or facts.parameters is None:
        raise ValueError("a forecast is given only after its back-tests")
    errors = sorted((test.spend.error for test in facts.backtests), key=lambda fact: float(fact.value))
    text = say(
        "Expected spend of the next {months} months is orders expected (BG/NBD) times the average order. "
        "Tested over as many months before, it was off by between {low} and {high}. It serves for "
        "ranking customers more than for totals.",
        months=facts.months,
        low=errors[0],
        high=errors[-1],
    )
    return text + _average(result, facts.parameters) + _leaving(result)


def _average(result: LifetimeValue, parameters: Parameters) -> Sentence:
    """How the average order was found."""
    if result.spend is not None:
        return say(" The average order is drawn towards everybody\u2019s (Gamma-Gamma).")
    if abs(result.correlation) > MOST_CORRELATION:
        return say(
            " The average order is each customer\u2019s own, as what an order is worth goes with how often "
            "they come (correlation {correlation}).",
            correlation=parameters.correlation,
        )
    return say(" The average order is each customer\u2019s own, as orders differ too widely in size.")


def _leaving(result: LifetimeValue) -> Sentence:
    if result.orders.finds_dropout:
        return EMPTY
    return say(
        " The file shows no customers leaving for good, so no chance of still being a customer is given."
    )


def _refused(result: Refused, facts: LifetimeFacts) -> Sentence:
    """The first reason, with the figures that it rests on, in a line."""
    reason = _reason(result.reasons[0].gate, facts)
    return say("Expected spend is not given: {reason}.", reason=reason)


def _reason(gate: Gate, facts: LifetimeFacts) -> Sentence:
    if gate is Gate.FIT:
        return say("the model found no stable answer")
    figures, tested = facts.gates[gate], _tested(gate, facts.backtests)
    if tested is None:
        return say(_REASONS[gate], measured=figures.measured, limit=figures.limit)
    return say(
        _REASONS[gate], foretold=tested.foretold, seen=tested.seen, limit=figures.limit, months=facts.months
    )


def _tested(gate: Gate, backtests: tuple[BacktestFigures, ...]) -> Foretold | None:
    """What a gate of the back-test compared; None for other gates."""
    if not backtests:
        return None
    return {Gate.ORDERS: backtests[0].orders, Gate.SPEND: backtests[0].spend}.get(gate)
