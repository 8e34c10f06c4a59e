"""What is said of the forecast: how it did on the last third of the file, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.features.lifetime_value import MOST_CORRELATION, Gate, LifetimeValue, Refused
from reportgen.prose.sentence import EMPTY, Sentence, joined, say

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Facts

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


def told(analysis: Analysis, facts: Facts) -> Sentence:
    """The forecast in the method section; nothing where the file holds no orders."""
    match analysis.customers.lifetime:
        case LifetimeValue() as result:
            return _given(result, facts)
        case Refused() as result:
            return _refused(result, facts)
        case None:
            return EMPTY


def _given(result: LifetimeValue, facts: Facts) -> Sentence:
    text = say(
        "Expected spend of the next twelve months is orders expected (BG/NBD) times the average order. Of "
        "{customers} customers known on {until}, {foretold} of spend was foretold for the time after it, and "
        "{seen} came. It serves for ranking customers more than for totals.",
        customers=facts["lifetime.customers"],
        until=facts["lifetime.learnt_until"],
        foretold=facts["lifetime.spend.foretold"],
        seen=facts["lifetime.spend.seen"],
    )
    return text + _average(result, facts) + _leaving(result)


def _average(result: LifetimeValue, facts: Facts) -> Sentence:
    """How the average order was found."""
    if result.spend is not None:
        return say(" The average order is drawn towards everybody\u2019s (Gamma-Gamma).")
    if abs(result.correlation) > MOST_CORRELATION:
        return say(
            " The average order is each customer\u2019s own, as what an order is worth goes with how often "
            "they come (correlation {correlation}).",
            correlation=facts["lifetime.correlation"],
        )
    return say(" The average order is each customer\u2019s own, as orders differ too widely in size.")


def _leaving(result: LifetimeValue) -> Sentence:
    if result.orders.finds_dropout:
        return EMPTY
    return say(
        " The file shows no customers leaving for good, so no chance of still being a customer is given."
    )


def _refused(result: Refused, facts: Facts) -> Sentence:
    """Every reason, with the figures that it rests on."""
    first, *others = (_reason(check.gate, facts) for check in result.reasons)
    also = joined(tuple(say(" Also, {reason}.", reason=reason) for reason in others), "")
    told = say("Expected spend is not given: {reason}.", reason=first) + also
    return told + say(" Only what customers spent is told.")


def _reason(gate: Gate, facts: Facts) -> Sentence:
    if gate is Gate.FIT:
        return say("the model found no stable answer")
    figures = ("measured", f"lifetime.{gate}"), ("limit", f"lifetime.{gate}.limit")
    totals = ("foretold", f"lifetime.{gate}.foretold"), ("seen", f"lifetime.{gate}.seen")
    parts = {slot: facts[key] for slot, key in (*figures, *totals) if key in facts}
    return say(_REASONS[gate], **parts)
