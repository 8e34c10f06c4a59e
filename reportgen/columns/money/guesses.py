"""Guesses which numbers of an order line are its quantity, its unit price and its total."""

from __future__ import annotations

from functools import partial
from math import log1p
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.columns.functional_dependency import MoneyOf
from reportgen.columns.money.equations import SAYS_PRICE, Equations
from reportgen.columns.money.sums import (
    is_made_up,
    is_total,
    settled,
    without_deposit,
)
from reportgen.columns.money.values import (
    LARGE,
    MOST_TESTED,
    fee,
    has_fractions,
    is_large,
    like_money,
    like_quantity,
    may_be_paid,
    mostly_zero,
    only_taxed,
    round_prices,
    says,
)
from reportgen.columns.patterns import NEARLY_ALL
from reportgen.columns.profile import ColumnKind
from reportgen.columns.role_guesses import GUESS, LIKELY, PERHAPS, SURE, RoleGuess, like_code
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts

_GROWS = 0.3
"""Correlation with the quantity from which money is a line's total: 0.8 in CDNOW, negative for the unit
prices of Online Retail."""
_GROWING = phrase("it grows with the quantity: the total of the line, not the price of a piece")
_PAID = phrase("to the cent what another column comes to with all that is paid beside it")
_NO_DEPOSIT = phrase("to the cent what another column holds without a few round sums, as of deposits")
_OF_WHAT = {
    MoneyOf.LINE: (
        Role.AMOUNT,
        phrase("divided by the quantity it is one price of each product: the total of the line"),
    ),
    MoneyOf.PIECE: (
        Role.UNIT_PRICE,
        phrase("each product has one, whatever the quantity: the price of a piece"),
    ),
}
_OF_PRODUCTS = frozenset({"product", "product_name"})
_OF_LINES = (Role.AMOUNT, Role.UNIT_PRICE, Role.QUANTITY)


def money_guesses(candidates: Candidates, dependence: FunctionalDependence) -> dict[str, RoleGuess]:
    """The same as `_guesses`, without a deposit that will be paid back."""
    guesses = _guesses(candidates, dependence)
    amounts = [f for f in candidates.free() if f.column in guesses and guesses[f.column].role is Role.AMOUNT]
    for amount in amounts:
        paid = without_deposit(candidates.without(guesses.keys() - {amount.column}), amount, dependence)
        if paid is not amount:
            others = {column: guess for column, guess in guesses.items() if column != amount.column}
            return others | {paid.column: RoleGuess(Role.AMOUNT, PERHAPS, _NO_DEPOSIT)}
    return guesses


def _guesses(candidates: Candidates, dependence: FunctionalDependence) -> dict[str, RoleGuess]:
    """Guesses for quantity, unit price and amount by engine name; none where the lines have no money.

    What multiplies to the total of a line is proved, whatever headers say; else headers tell.

    Args:
        candidates: columns that are not yet the date or an id of the line.
        dependence: to ask what money is of, and whether it grows with the quantity.
    """
    equations = Equations.of(candidates, dependence)
    line = None if any(map(candidates.fixed_to, _OF_LINES)) else equations.line()
    if line is not None:
        beside = candidates.without({line.quantity.column, line.price.column})
        return line._replace(total=_paid(line.total, beside, equations, dependence)).guesses
    price = candidates.best(Role.UNIT_PRICE, lambda facts: says(facts, "unit_price"))
    rest = candidates.without({price.column} if price else set())
    quantity = rest.best(Role.QUANTITY, lambda facts: says(facts, "quantity"))
    rest = rest.without({quantity.column} if quantity else set())
    amount = _amount(rest, equations, dependence)
    rest = rest.without({amount.column} if amount else set())
    if quantity is None and amount is None:
        quantity = rest.best(Role.QUANTITY, partial(_beside_price, price, candidates, dependence))
    rest = rest.without({quantity.column} if quantity else set())
    if amount is None and price is None:
        return _by_values(quantity, rest, equations, dependence)
    if quantity is None:
        return _without_quantity(amount, price, rest, equations, dependence)
    return {quantity.column: _quantity_guess(quantity)} | (
        _told(candidates, quantity, price, amount, dependence)
    )


def _paid(
    money: ColumnFacts, rest: Candidates, equations: Equations, dependence: FunctionalDependence
) -> ColumnFacts:
    """What is left of money once something is taken off, or what it comes to with what is paid beside it."""
    return settled(rest, equations.left_of(money) or money, dependence)


def _told(
    candidates: Candidates,
    quantity: ColumnFacts,
    price: ColumnFacts | None,
    amount: ColumnFacts | None,
    dependence: FunctionalDependence,
) -> dict[str, RoleGuess]:
    """Guesses for money under headers: of one column alone, the prices of products tell what it is of."""
    if price and amount:
        return {
            price.column: RoleGuess(Role.UNIT_PRICE, SURE, SAYS_PRICE),
            amount.column: _amount_guess(quantity, amount, dependence),
        }
    money = price or amount
    assert money is not None  # noqa: S101 - one of them was found
    of = money_of(candidates, quantity, money, dependence)
    if of is MoneyOf.LINE and price:
        reason = phrase("the header says a price, but it is the price of all pieces together")
        return {price.column: RoleGuess(Role.AMOUNT, PERHAPS, reason)}
    if of is MoneyOf.PIECE and amount:
        reason = phrase("the header says money, but each product has one, whatever the quantity: a price")
        return {amount.column: RoleGuess(Role.UNIT_PRICE, PERHAPS, reason)}
    if price:
        return {price.column: RoleGuess(Role.UNIT_PRICE, SURE, SAYS_PRICE)}
    return {money.column: _amount_guess(quantity, money, dependence)}


def _amount(
    candidates: Candidates, equations: Equations, dependence: FunctionalDependence
) -> ColumnFacts | None:
    """The column under a header that says money: of several the one that holds most.

    That is the gross figure, with all that the customer paid.
    """

    def score(facts: ColumnFacts) -> float:
        said = says(facts, "amount") or says(facts, "subtotal") / 2
        if not said or facts.numbers is None or (facts.unique and facts.dense):  # A numbering is no money.
            return 0
        # Such as a small table that stands beside the large one, or what is left to pay.
        if facts.filled < (1 - ENOUGH) * facts.rows or mostly_zero(facts):
            return said / 4
        return said + log1p(abs(facts.numbers.median)) / LARGE / 10

    best = candidates.best(Role.AMOUNT, score)
    if best is None or candidates.fixed_to(Role.AMOUNT):
        return best
    if best.header_cover < 1:
        best = _total_of_others(candidates, dependence) or best
    return _paid(best, candidates, equations, dependence)


def money_of(
    candidates: Candidates, quantity: ColumnFacts, money: ColumnFacts, dependence: FunctionalDependence
) -> MoneyOf | None:
    """What a column of money is of, by the first column of products that tells it."""
    named = [f for f in candidates.free() if f.header in _OF_PRODUCTS and f.repeats and f.distinct > 1]
    others = [f for f in candidates.free() if f.header in {None, "id"} and f.repeats]
    texts = [f for f in others if f.kind is ColumnKind.TEXT and f.distinct > 1]
    coded = [f for f in others if like_code(f)]
    coded += [f for f in texts if f not in coded and dependence.determines(f, money) >= ENOUGH]
    coded = [facts for facts in coded if facts not in (quantity, money)]
    products = named or sorted(coded, key=lambda facts: (facts.distinct, facts.first_value, facts.label))
    told = (dependence.money_within(facts, quantity, money) for facts in products[:MOST_TESTED])
    return next((of for of in told if of is not None), None)


def _beside_price(
    price: ColumnFacts | None, candidates: Candidates, dependence: FunctionalDependence, facts: ColumnFacts
) -> float:
    """Small whole numbers; beside a price those of which most are ones, and on which it does not hang."""
    like = like_quantity(facts)
    if not like or price is None or facts.numbers is None:
        return like
    ones = facts.numbers.least == 1 and max(facts.levels, key=lambda level: level[1], default="")[:1] == (
        "1",
    )
    return like if ones and money_of(candidates, facts, price, dependence) is MoneyOf.PIECE else 0


def _by_values(
    quantity: ColumnFacts | None,
    rest: Candidates,
    equations: Equations,
    dependence: FunctionalDependence,
) -> dict[str, RoleGuess]:
    """Guesses where no header speaks of money: cents do, the sign of a currency, or what products cost."""
    factors = _by_factors(quantity, rest, dependence) if quantity else {}
    money = (
        _total_of_others(rest, dependence)
        or rest.best(Role.AMOUNT, lambda facts: like_money(facts) * has_fractions(facts))
        or rest.best(Role.AMOUNT, round_prices)
        or rest.best(Role.AMOUNT, fee)
        or rest.best(Role.AMOUNT, only_taxed)
        or (quantity and _growing(quantity, rest, dependence))
    )
    if factors or money is None:
        return factors or _counted_money(quantity)
    sure = _whole(money, rest, dependence)
    grows = quantity is not None and dependence.grows_with(quantity, money) >= _GROWS
    # Without a header, nothing but chance makes small numbers a quantity.
    if quantity is None or not (grows or quantity.header == "quantity"):
        paid = _paid(money, rest, equations, dependence)
        if paid is not money:
            left = SURE if equations.is_left(paid) else LIKELY
            return {paid.column: RoleGuess(Role.AMOUNT, left, _PAID)}
        reason = phrase("the numbers of the file that look most like money")
        return {money.column: RoleGuess(Role.AMOUNT, sure, reason)}
    reason = phrase("it looks like money, and does not grow with the quantity: the price of a piece")
    guess = RoleGuess(Role.UNIT_PRICE, GUESS, reason)
    if grows:
        money = _paid(money, rest, equations, dependence)
        reason = phrase("it looks like money, and {growing}", growing=_GROWING)
        guess = RoleGuess(Role.AMOUNT, max(PERHAPS, sure), reason)
    return {quantity.column: _quantity_guess(quantity), money.column: guess}


def _total_of_others(rest: Candidates, dependence: FunctionalDependence) -> ColumnFacts | None:
    """The largest of several columns like money that others make up, such as a price with its premium."""
    if rest.fixed_to(Role.AMOUNT):
        return None
    like = [facts for facts in _likest(rest) if is_large(facts)]
    return next((f for f in like if is_total(f, rest, dependence)), None) if len(like) > 1 else None


def _growing(quantity: ColumnFacts, rest: Candidates, dependence: FunctionalDependence) -> ColumnFacts | None:
    """Whole numbers that grow with the quantity, as prices in yen do."""
    return next((f for f in _likest(rest) if dependence.grows_with(quantity, f) >= _GROWS), None)


def _likest(rest: Candidates) -> list[ColumnFacts]:
    """The columns that look most like money, the likest first."""
    like = (facts for facts in rest.free() if like_money(facts))
    return sorted(like, key=lambda facts: (-like_money(facts), facts.first_value, facts.label))[:MOST_TESTED]


def _counted_money(quantity: ColumnFacts | None) -> dict[str, RoleGuess]:
    """Money under a header that says how many, where nothing else is money: cents are no number of pieces."""
    if quantity is None or not (has_fractions(quantity) or quantity.shares["fives"] >= NEARLY_ALL):
        return {}
    reason = phrase("the header says how many, but its numbers are written as money, and nothing else is")
    sure = LIKELY if quantity.shares["cents"] >= ENOUGH else PERHAPS
    return {quantity.column: RoleGuess(Role.AMOUNT, sure, reason)}


def _by_factors(
    quantity: ColumnFacts, rest: Candidates, dependence: FunctionalDependence
) -> dict[str, RoleGuess]:
    """Guesses for the quantity and the money that the prices of products prove; none without."""
    likely = rest.best(Role.AMOUNT, like_money)
    of = money_of(rest, quantity, likely, dependence) if likely else None
    if likely is None or of is None:
        return {}
    role, reason = _OF_WHAT[of]
    return {quantity.column: _quantity_guess(quantity), likely.column: RoleGuess(role, LIKELY, reason)}


def _whole(
    money: ColumnFacts, rest: Candidates, dependence: FunctionalDependence, alone: float | None = None
) -> float:
    """How sure money is that no header fully names: what others make up is proved.

    Cents in one column alone are hardly anything else, too.
    """
    if is_made_up(money, rest, dependence):
        return LIKELY
    if any(facts is not money and may_be_paid(facts) for facts in rest.free()):
        return GUESS
    return alone or (LIKELY if money.shares["cents"] >= ENOUGH else GUESS)


def _without_quantity(
    amount: ColumnFacts | None,
    price: ColumnFacts | None,
    rest: Candidates,
    equations: Equations,
    dependence: FunctionalDependence,
) -> dict[str, RoleGuess]:
    guesses = {}
    if price and amount and price.header_cover > amount.header_cover:
        amount = None  # Such as the amount of a commission.
    paid = _paid(price, rest, equations, dependence) if price else None
    if price is not None and amount is None and paid is not None and paid is not price:
        return {
            price.column: RoleGuess(Role.UNIT_PRICE, LIKELY, SAYS_PRICE),
            paid.column: RoleGuess(Role.AMOUNT, SURE if equations.is_left(paid) else LIKELY, _PAID),
        }
    if price is not None:
        role = Role.AMOUNT if amount is None else Role.UNIT_PRICE
        guesses[price.column] = RoleGuess(
            role, LIKELY, phrase("the header says a price, and no column a quantity")
        )
    if amount is not None:
        sure = LIKELY if amount.header_cover == 1 else _whole(amount, rest, dependence, LIKELY)
        sure = SURE if equations.is_left(amount) else sure
        guesses[amount.column] = RoleGuess(Role.AMOUNT, sure, phrase("the header says an amount of money"))
    return guesses


def _quantity_guess(quantity: ColumnFacts) -> RoleGuess:
    if quantity.header == "quantity":
        return RoleGuess(Role.QUANTITY, SURE, phrase("the header says how many"))
    return RoleGuess(Role.QUANTITY, PERHAPS, phrase("small whole numbers beside a column of money"))


def _amount_guess(quantity: ColumnFacts, amount: ColumnFacts, dependence: FunctionalDependence) -> RoleGuess:
    if dependence.grows_with(quantity, amount) >= _GROWS:
        return RoleGuess(Role.AMOUNT, SURE, phrase("the header says money, and {growing}", growing=_GROWING))
    return RoleGuess(Role.AMOUNT, LIKELY, phrase("the header says an amount of money"))
