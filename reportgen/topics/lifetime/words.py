"""What is said of the forecast: how it did on the last third of the file, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.features.lifetime_value import MOST_CORRELATION, Gate, LifetimeValue, Refused
from reportgen.prose.sentence import EMPTY, Sentence, joined, say

if TYPE_CHECKING:
    from reportgen.topics.lifetime.facts import BacktestFigures, Foretold, LifetimeFacts, Parameters

_REASONS = {
    Gate.REPEATERS: phrase("{measured} customers ordered on more than one day, and {limit} are needed"),
    Gate.SPAN: phrase("the file spans {measured} of the usual gaps between orders, and {limit} are needed"),
    Gate.ORDERS: phrase(
        "{foretold} order days were foretold for the last third of the time, and {seen} came, "
        "which is more than {limit} off"
    ),
    Gate.SPEND: phrase(
        "{foretold} of spend was foretold for the last third of the time, and {seen} came, "
        "which is more than {limit} off"
    ),
    Gate.RANKS: phrase(
        "customers ranked by foretold and by actual spend agree at {measured}, and {limit} is needed "
        "(one is full agreement)"
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
    if facts.backtest is None or facts.parameters is None:
        raise ValueError("a forecast is given only after its back-test")
    text = say(
        "Expected spend of the next twelve months is orders expected (BG/NBD) times the average order. Of "
        "{customers} customers known on {until}, {foretold} of spend was foretold for the time after it, and "
        "{seen} came. It serves for ranking customers more than for totals.",
        customers=facts.backtest.customers,
        until=facts.backtest.learnt_until,
        foretold=facts.backtest.spend.foretold,
        seen=facts.backtest.spend.seen,
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
    """Every reason, with the figures that it rests on."""
    first, *others = (_reason(check.gate, facts) for check in result.reasons)
    also = joined(tuple(say(" Also, {reason}.", reason=reason) for reason in others), "")
    given = say("Expected spend is not given: {reason}.", reason=first) + also
    return given + say(" Only what customers spent is told.")


def _reason(gate: Gate, facts: LifetimeFacts) -> Sentence:
    if gate is Gate.FIT:
        return say("the model found no stable answer")
    figures, tested = facts.gates[gate], _tested(gate, facts.backtest)
    if tested is None:
        return say(_REASONS[gate], measured=figures.measured, limit=figures.limit)
    return say(_REASONS[gate], foretold=tested.foretold, seen=tested.seen, limit=figures.limit)


def _tested(gate: Gate, backtest: BacktestFigures | None) -> Foretold | None:
    """What a gate of the back-test compared; None for other gates."""
    if backtest is None:
        return None
    return {Gate.ORDERS: backtest.orders, Gate.SPEND: backtest.spend}.get(gate)
