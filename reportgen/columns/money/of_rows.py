"""The money of rows, without what is no row's own: running totals, other currencies, fees of a customer."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.phrases import phrase
from reportgen.columns.column_values import CODE_LEVELS
from reportgen.columns.customer_ids import DETERMINED
from reportgen.columns.functional_dependency import MoneyOf
from reportgen.columns.money.equations import SAYS_PRICE
from reportgen.columns.money.guesses import money_guesses, money_of
from reportgen.columns.money.sums import charged_for
from reportgen.columns.money.values import MOST_TESTED, is_large, like_money, may_be_paid
from reportgen.columns.role_guesses import GUESS, LIKELY, PERHAPS, RoleGuess, guess_role
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts

_RUNNING = RoleGuess(Role.IGNORE, LIKELY, phrase("what another column adds up to, from row to row"))
_CONVERTED = RoleGuess(Role.AMOUNT, LIKELY, phrase("another column times a rate: all in one currency"))
_COIN = RoleGuess(Role.IGNORE, LIKELY, phrase("the currency of amounts that another column holds converted"))
_OWN = RoleGuess(Role.IGNORE, LIKELY, phrase("the same on all rows of a customer, beside money that differs"))
_PREMIUM = RoleGuess(
    Role.AMOUNT, LIKELY, phrase("a fixed share of a round sum that each customer keeps: what it costs")
)
_PIECES = phrase("the only whole numbers that go with no product and no order, beside the price of a piece")
_LONE = RoleGuess(
    Role.AMOUNT, GUESS, phrase("the only numbers that differ from row to row, beside a number of documents")
)
_FEE = RoleGuess(
    Role.IGNORE,
    LIKELY,
    phrase("one for each customer, on each of several rows a month: a fee, not what a row cost"),
)


class MoneyOfRows(NamedTuple):
    """Guesses by engine name: for columns of money, and for those that look like it and are none."""

    money: dict[str, RoleGuess]
    beside: dict[str, RoleGuess]


def money_of_rows(
    candidates: Candidates,
    customer: ColumnFacts | None,
    date: ColumnFacts | None,
    dependence: FunctionalDependence,
    *,
    converted: bool,
) -> MoneyOfRows:
    """The money of rows.

    Args:
        candidates: columns that are not yet the customer, the date or the order.
        customer: who buys; None if nobody is known.
        date: the day of a row.
        dependence: to ask how columns hang together.
        converted: whether an amount that is another one times a rate counts in its place.
    """
    money = money_guesses(candidates, dependence)
    if customer is None or not money:
        return MoneyOfRows(money, {})
    running = _running_totals(candidates, money, customer, dependence)
    running |= _owned(candidates.without(running), money, customer, dependence)
    if running:
        candidates = candidates.without(running)
        money = money_guesses(candidates, dependence)
    paid = _of(candidates, money)
    if len(paid) != 1:
        return MoneyOfRows(money, running)
    premium = _premium(paid[0], candidates, customer, dependence)
    if premium:
        return MoneyOfRows(premium, running)
    one, coin = _in_one_currency(candidates, paid[0], dependence) if converted else ({}, {})
    if date is not None and _is_fee(paid[0], customer, date, dependence):
        return MoneyOfRows({}, running | {paid[0].column: _FEE})
    return MoneyOfRows(one or money, running | coin)


def lone_number(
    candidates: Candidates, customer: ColumnFacts, dependence: FunctionalDependence
) -> dict[str, RoleGuess]:
    """The only whole numbers that differ from row to row of a customer: many currencies have no cents.

    It is asked where rows or orders have a number of their own, as documents of sales have.
    """
    numbers = [f for f in candidates.free() if f.whole and is_large(f) and f.distinct > CODE_LEVELS]
    numbers = [f for f in numbers if not f.names_rows and not f.dense and like_money(f)]
    numbers = [f for f in numbers if dependence.determines(customer, f) < DETERMINED]
    return {numbers[0].column: _LONE} if len(numbers) == 1 else {}


def with_pieces(
    money: dict[str, RoleGuess],
    candidates: Candidates,
    order: ColumnFacts | None,
    customer: ColumnFacts | None,
    dependence: FunctionalDependence,
) -> dict[str, RoleGuess]:
    """A price alone, with how many pieces: the only whole numbers that go with no product, order or line.

    They differ within orders, in which they come again as no numbering does, and a product keeps its price.
    Where nothing numbers orders, customers stand for them, which is a guess.
    """
    prices = [f for f in _of(candidates, money) if f.header == "unit_price"]
    group = order or customer
    if len(money) > 1 or not prices or group is None or not group.repeats:
        return money
    # An order has one place: what differs within it is none, whatever the header.
    whole = [f for f in candidates.free() if f.whole and f.header in {None, "place"} and f.levels]
    whole = [f for f in whole if f not in prices and f.numbers is not None and f.numbers.least > 0]
    whole = [f for f in whole if dependence.determines(group, f) < DETERMINED]
    whole = [f for f in whole if dependence.pairs(group, f) < f.filled]
    rest = candidates.without(money)
    pieces = [f for f in whole if money_of(rest, f, prices[0], dependence) is MoneyOf.PIECE]
    if len(pieces) != 1:
        return money
    return {
        prices[0].column: RoleGuess(Role.UNIT_PRICE, LIKELY if order else PERHAPS, SAYS_PRICE),
        pieces[0].column: RoleGuess(Role.QUANTITY, LIKELY, _PIECES),
    }


def _of(candidates: Candidates, money: Mapping[str, RoleGuess]) -> list[ColumnFacts]:
    return [facts for facts in candidates.free() if facts.column in money]


def _running_totals(
    candidates: Candidates,
    money: Mapping[str, RoleGuess],
    customer: ColumnFacts,
    dependence: FunctionalDependence,
) -> dict[str, RoleGuess]:
    """Amounts that change from one row of a customer to the next by what another column holds."""
    numbers = [facts for facts in candidates.free() if facts.numbers is not None]
    return {
        total.column: _RUNNING
        for total in _of(candidates, money)
        if money[total.column].role is Role.AMOUNT
        for parts in ([facts for facts in numbers if facts is not total][:MOST_TESTED],)
        if any(dependence.changes_by(total, parts, moves, customer) >= ENOUGH for moves in (1, -1))
    }


def _owned(
    candidates: Candidates,
    money: Mapping[str, RoleGuess],
    customer: ColumnFacts,
    dependence: FunctionalDependence,
) -> dict[str, RoleGuess]:
    """An amount that each customer keeps, where another one differs from row to row and no header says."""
    paid = [f for f in _of(candidates, money) if money[f.column].role is Role.AMOUNT and f.header_cover < 1]
    others = [f for f in candidates.free() if f.column not in money and may_be_paid(f) and f.levels == ()]
    varies = any(dependence.determines(customer, f) < DETERMINED for f in others[:MOST_TESTED])
    kept = (f for f in paid if dependence.determines(customer, f) >= DETERMINED)
    return {f.column: _OWN for f in kept} if varies and not candidates.fixed_to(Role.AMOUNT) else {}


def _premium(
    money: ColumnFacts, candidates: Candidates, customer: ColumnFacts, dependence: FunctionalDependence
) -> dict[str, RoleGuess]:
    """What is charged for a sum that is insured or lent, whatever the headers of both half say."""
    if candidates.fixed_to(Role.AMOUNT) or money.header_cover == 1:
        return {}
    paid = charged_for(money, candidates, customer, dependence)
    return {} if paid is None else {paid.column: _PREMIUM}


def _in_one_currency(
    candidates: Candidates, amount: ColumnFacts, dependence: FunctionalDependence
) -> tuple[dict[str, RoleGuess], dict[str, RoleGuess]]:
    """Of an amount and another one times a rate, beside a currency: what differs less by currency."""
    coins = [f for f in candidates.free() if f.distinct > 1 and guess_role(f).role is Role.CURRENCY]
    numbers = [f for f in candidates.free() if f.numbers is not None and f is not amount]
    for rate, other in permutations(numbers[:MOST_TESTED], 2) if len(coins) == 1 else ():
        both = (amount, other)
        if any(dependence.is_product(rate, *pair) >= ENOUGH for pair in (both, both[::-1])):
            even = min(both, key=lambda facts: dependence.spread(facts, coins[0]))
            return {even.column: _CONVERTED}, {coins[0].column: _COIN}
    return {}, {}


def _is_fee(
    paid: ColumnFacts, customer: ColumnFacts, date: ColumnFacts, dependence: FunctionalDependence
) -> bool:
    """Whether money is a fact of the customer that each of several rows a month repeats.

    A header that says nothing but an amount is believed all the same.
    """
    said = paid.header == "amount" and paid.header_cover == 1
    if said or paid.distinct == 1 or customer.distinct <= CODE_LEVELS:
        return False
    repeated = dependence.determines(customer, paid) >= DETERMINED
    return repeated and dependence.months_of(customer, date) <= 1 / 2
