"""Guesses which numbers of an order line are its quantity, its unit price and its total."""

from __future__ import annotations

from functools import partial
from math import log1p
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.columns.functional_dependency import MoneyOf
from reportgen.columns.money.products import SAYS_PRICE, by_measure, price_and_total
from reportgen.columns.money.sums import (
    is_large,
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
    like_money,
    like_quantity,
    may_be_paid,
    mostly_zero,
    only_taxed,
    round_prices,
    says,
)
from reportgen.columns.patterns import NEARLY_ALL
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

    Args:
        candidates: columns that are not yet the date or an id of the line.
        dependence: to ask whether quantity x price is the total, and whether money grows with it.
    """
    price = candidates.best(Role.UNIT_PRICE, lambda facts: says(facts, "unit_price"))
    rest = candidates.without({price.column} if price else set())
    quantity = rest.best(Role.QUANTITY, lambda facts: says(facts, "quantity"))
    rest = rest.without({quantity.column} if quantity else set())
    amount = _amount(rest, quantity, price, dependence)
    if quantity and price and amount is None and not candidates.fixed_to(Role.UNIT_PRICE):
        amount = _line(quantity, price, rest, dependence)
    if quantity and price and amount is None and not candidates.fixed_to(Role.QUANTITY):
        pieces = rest.best(Role.QUANTITY, partial(_fits_between, price, quantity, dependence))
        quantity, amount = (pieces, quantity) if pieces else (quantity, None)
    rest = rest.without({each.column for each in (quantity, amount) if each})
    if quantity is None and amount is None:
        quantity = rest.best(Role.QUANTITY, partial(_beside_price, price, candidates, dependence))
    elif quantity is None and amount and price:
        quantity = rest.best(Role.QUANTITY, partial(_fits_between, price, amount, dependence))
    rest = rest.without({quantity.column} if quantity else set())
    if amount is None and price is None:
        return _by_values(quantity, rest, dependence)
    if quantity is None:
        found = by_measure(amount, price, candidates, dependence)
        return found or _without_quantity(amount, price, rest, dependence)
    price, amount = _corrected(quantity, price, amount, candidates, dependence)
    return {quantity.column: _quantity_guess(quantity)} | (
        _told(candidates, quantity, price, amount, dependence)
    )


def _line(
    quantity: ColumnFacts, price: ColumnFacts, rest: Candidates, dependence: FunctionalDependence
) -> ColumnFacts | None:
    """What lines come to, whatever the header: their quantity times their price, on some less a discount."""
    like = [facts for facts in _likest(rest) if is_large(facts)]
    line = next((facts for facts in like if dependence.below_product(quantity, price, facts)), None)
    return line and settled(rest, line, dependence)


def _corrected(
    quantity: ColumnFacts,
    price: ColumnFacts | None,
    amount: ColumnFacts | None,
    candidates: Candidates,
    dependence: FunctionalDependence,
) -> tuple[ColumnFacts | None, ColumnFacts | None]:
    """Price and total as headers have them, or as a multiplication does where the total does not grow."""
    fixed = candidates.fixed_to(Role.AMOUNT) or candidates.fixed_to(Role.UNIT_PRICE)
    if fixed or amount is None or dependence.grows_with(quantity, amount) >= _GROWS:
        return price, amount
    rest = candidates.without({quantity.column})
    return price_and_total(quantity, rest, dependence) or (price, amount)


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
    of = _money_of(candidates, quantity, money, dependence)
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
    candidates: Candidates,
    quantity: ColumnFacts | None,
    price: ColumnFacts | None,
    dependence: FunctionalDependence,
) -> ColumnFacts | None:
    """The column under a header that says money: of several the line's total, else the one that holds most.

    What holds most is the gross figure, with all that the customer paid.
    """

    def score(facts: ColumnFacts) -> float:
        said = says(facts, "amount") or says(facts, "subtotal") / 2
        if not said or facts.numbers is None or (facts.unique and facts.dense):  # A numbering is no money.
            return 0
        # Such as a small table that stands beside the large one, or what is left to pay.
        if facts.filled < (1 - ENOUGH) * facts.rows or mostly_zero(facts):
            return said / 4
        is_total = quantity and price and dependence.is_product(quantity, price, facts) >= ENOUGH
        return said + bool(is_total) / 10 + log1p(abs(facts.numbers.median)) / LARGE / 10

    best = candidates.best(Role.AMOUNT, score)
    if best is None or candidates.fixed_to(Role.AMOUNT):
        return best
    return settled(candidates, best, dependence)


def _money_of(
    candidates: Candidates, quantity: ColumnFacts, money: ColumnFacts, dependence: FunctionalDependence
) -> MoneyOf | None:
    """What a column of money is of, by the first column of products that tells it."""
    named = [f for f in candidates.free() if f.header in _OF_PRODUCTS and f.repeats and f.distinct > 1]
    coded = [f for f in candidates.free() if f.header in {None, "id"} and f.repeats and like_code(f)]
    coded = [facts for facts in coded if facts not in (quantity, money)]
    products = named or sorted(coded, key=lambda facts: (facts.distinct, facts.first_value, facts.label))
    told = (dependence.money_within(facts, quantity, money) for facts in products[:MOST_TESTED])
    return next((of for of in told if of is not None), None)


def _beside_price(
    price: ColumnFacts | None, candidates: Candidates, dependence: FunctionalDependence, facts: ColumnFacts
) -> float:
    """Small whole numbers; beside a price those that give a third column, or of which most are ones."""
    like = like_quantity(facts)
    if not like or price is None or facts.numbers is None:
        return like
    others = [
        f for f in candidates.free() if f.numbers is not None and f.column not in {facts.column, price.column}
    ]
    if any(dependence.is_product(facts, price, total) >= ENOUGH for total in others[:MOST_TESTED]):
        return like
    pieces = facts.numbers.least == facts.numbers.median == 1
    return like if pieces and _money_of(candidates, facts, price, dependence) is MoneyOf.PIECE else 0


def _fits_between(
    price: ColumnFacts, amount: ColumnFacts, dependence: FunctionalDependence, facts: ColumnFacts
) -> float:
    """Small whole numbers which, times the price, give the amount."""
    like = like_quantity(facts)
    return like if like and dependence.is_product(facts, price, amount) >= ENOUGH else 0


def _by_values(
    quantity: ColumnFacts | None, rest: Candidates, dependence: FunctionalDependence
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
        paid = settled(rest, money, dependence)
        if paid is not money:
            return {paid.column: RoleGuess(Role.AMOUNT, LIKELY, _PAID)}
        reason = phrase("the numbers of the file that look most like money")
        return {money.column: RoleGuess(Role.AMOUNT, sure, reason)}
    reason = phrase("it looks like money, and does not grow with the quantity: the price of a piece")
    guess = RoleGuess(Role.UNIT_PRICE, GUESS, reason)
    if grows:
        money = settled(rest, money, dependence)
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
    """Guesses for the quantity and the money that products or a multiplication prove; none without either."""
    guesses = {quantity.column: _quantity_guess(quantity)}
    factors = price_and_total(quantity, rest, dependence)
    if factors is not None:
        price, total = factors
        of_piece = phrase("times the quantity it gives the line's total")
        of_line = phrase("it is the quantity times another column, to the cent")
        return guesses | {
            price.column: RoleGuess(Role.UNIT_PRICE, LIKELY, of_piece),
            total.column: RoleGuess(Role.AMOUNT, LIKELY, of_line),
        }
    likely = rest.best(Role.AMOUNT, like_money)
    of = _money_of(rest, quantity, likely, dependence) if likely else None
    if likely is None or of is None:
        return {}
    role, reason = _OF_WHAT[of]
    return guesses | {likely.column: RoleGuess(role, LIKELY, reason)}


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
    amount: ColumnFacts | None, price: ColumnFacts | None, rest: Candidates, dependence: FunctionalDependence
) -> dict[str, RoleGuess]:
    guesses = {}
    if price and amount and price.header_cover > amount.header_cover:
        amount = None  # Such as the amount of a commission.
    paid = settled(rest, price, dependence) if price else None
    if price is not None and amount is None and paid is not None and paid is not price:
        return {
            price.column: RoleGuess(Role.UNIT_PRICE, LIKELY, SAYS_PRICE),
            paid.column: RoleGuess(Role.AMOUNT, LIKELY, _PAID),
        }
    if price is not None:
        role = Role.AMOUNT if amount is None else Role.UNIT_PRICE
        guesses[price.column] = RoleGuess(
            role, LIKELY, phrase("the header says a price, and no column a quantity")
        )
    if amount is not None:
        sure = LIKELY if amount.header_cover == 1 else _whole(amount, rest, dependence, LIKELY)
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
