"""The forecast's back-test as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.features.lifetime_value import Gate
from reportgen.page.parts import Head, Row, Table, cell, numeric_heads
from reportgen.prose.sentence import just, say

if TYPE_CHECKING:
    from reportgen.topics.lifetime.facts import Foretold, LifetimeFacts


def backtest_table(facts: LifetimeFacts | None) -> Table | None:
    """What a model of the first two thirds of the time foretold, beside what came; None without one."""
    if facts is None or facts.backtest is None:
        return None
    rows = (
        _row(phrase("Order days"), facts.backtest.orders, Gate.ORDERS, facts),
        _row(phrase("Spend"), facts.backtest.spend, Gate.SPEND, facts),
    )
    note = say(
        "Fitted on the time to {until}, {customers} customers; foretold for the rest of it. Ranks of "
        "customers by foretold and by actual spend agree at {ranks}, where one is full agreement.",
        until=facts.backtest.learnt_until,
        customers=facts.backtest.customers,
        ranks=facts.gates[Gate.RANKS].measured,
    )
    heads = (Head(say("Measure")), *numeric_heads(say("Foretold"), say("Came"), say("Off by")))
    return Table(say("The forecast compared with what happened"), heads, rows, note=note)


def _row(label: str, figures: Foretold, gate: Gate, facts: LifetimeFacts) -> Row:
    off_by = facts.gates[gate].measured
    return Row((just(label), *map(cell, (figures.foretold, figures.seen, off_by))))
