"""The forecast's back-tests as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.features.lifetime_value import Gate
from reportgen.page.parts import Head, Row, Table, cell, numeric_heads
from reportgen.prose.sentence import say

if TYPE_CHECKING:
    from reportgen.topics.lifetime.facts import BacktestFigures, LifetimeFacts


def backtest_table(facts: LifetimeFacts | None) -> Table | None:
    """What models of what was known on earlier days foretold, beside what came; None without a forecast."""
    if facts is None or facts.parameters is None:
        return None
    heads = (
        Head(say("Known until")),
        *numeric_heads(say("Orders forecast"), say("Actual"), say("Off by")),
        *numeric_heads(say("Spend forecast"), say("Actual"), say("Off by")),
    )
    note = say(
        "Each row: fitted on the orders up to that day, with a forecast for the {months} months "
        "after it, as far as the forecast reaches. Ranks of customers by forecast and by actual "
        "spend agree at {ranks} of 1 or more.",
        months=facts.months,
        ranks=facts.gates[Gate.RANKS].measured,
    )
    rows = tuple(map(_row, facts.backtests))
    return Table(say("The forecast compared with what happened"), heads, rows, note=note)


def _row(test: BacktestFigures) -> Row:
    orders, spend = test.orders, test.spend
    figures = (orders.foretold, orders.seen, orders.error, spend.foretold, spend.seen, spend.error)
    return Row(tuple(map(cell, (test.learnt_until, *figures))))
