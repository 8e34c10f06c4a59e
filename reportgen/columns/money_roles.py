"""Guesses which numbers of an order line are its quantity, its unit price and its total."""

from __future__ import annotations

from functools import partial
from itertools import permutations
from math import log1p
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.columns.patterns import NEARLY_ALL
from reportgen.columns.profile import ColumnKind
from reportgen.columns.role_guesses import GUESS, LIKELY, PERHAPS, SURE, RoleGuess
from reportgen.input.cell_kinds import ENOUGH
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts

_USUAL_QUANTITY = 12
"""The median of a quantity is seldom higher; that of money seldom lower."""
_GROWS = 0.3
"""Correlation with the quantity from which money is a line's total: 0.8 in CDNOW, negative for the unit
prices of Online Retail."""
_GROWING = phrase("it grows with the quantity: the total of the line, not the price of a piece")
_SPARSE = 0.2
"""Share of filled cells below which another column of money is taken."""
_MOST_TESTED = 6
_LARGE = 100


def money_guesses(candidates: Candidates, dependence: FunctionalDependence) -> dict[str, RoleGuess]:
    """Guesses for quantity, unit price and amount by engine name; none where the lines have no money.

    Args:
        candidates: columns that are not yet the date or an id of the line.
        dependence: to ask whether quantity x price is the total, and whether money grows with it.
    """
    price = candidates.best(Role.UNIT_PRICE, lambda facts: _said(facts, "unit_price"))
    rest = candidates.without({price.column} if price else set())
    quantity = rest.best(Role.QUANTITY, lambda facts: _said(facts, "quantity"))
    rest = rest.without({quantity.column} if quantity else set())
    amount = _amount(rest, quantity, price, dependence)
    rest = rest.without({amount.column} if amount else set())
    if quantity is None and amount is None:
        quantity = rest.best(Role.QUANTITY, _like_quantity)
    elif quantity is None and amount and price:
        quantity = rest.best(Role.QUANTITY, partial(_fits_between, price, amount, dependence))
    rest = rest.without({quantity.column} if quantity else set())
    if amount is None and price is None:
        return _by_values(quantity, rest, dependence)
    if quantity is None:
        return _without_quantity(amount, price)
    if price and amount is None and _is_of_all_pieces(candidates, quantity, price, dependence):
        reason = phrase("the header says a price, but it is the price of all pieces together")
        return {
            quantity.column: _quantity_guess(quantity),
            price.column: RoleGuess(Role.AMOUNT, PERHAPS, reason),
        }
    return (
        {quantity.column: _quantity_guess(quantity)}
        | (
            {price.column: RoleGuess(Role.UNIT_PRICE, SURE, phrase("the header says the price of a piece"))}
            if price
            else {}
        )
        | ({amount.column: _amount_guess(quantity, amount, dependence)} if amount else {})
    )


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
        said = _said(facts, "amount") or _said(facts, "subtotal") / 2
        if not said or facts.numbers is None:
            return 0
        if facts.filled < _SPARSE * facts.rows:  # Such as a small table that stands beside the large one.
            return said / 4
        is_total = quantity and price and dependence.is_product(quantity, price, facts) >= ENOUGH
        return said + bool(is_total) / 10 + log1p(abs(facts.numbers.median)) / _LARGE / 10

    return candidates.best(Role.AMOUNT, score)


def _is_of_all_pieces(
    candidates: Candidates, quantity: ColumnFacts, price: ColumnFacts, dependence: FunctionalDependence
) -> bool:
    """Whether the price of a product hangs on the quantity, as some shops export it."""
    product = candidates.best(
        Role.PRODUCT, lambda facts: float(facts.header in {"product", "product_name"} and facts.repeats)
    )
    return product is not None and dependence.is_total(product, quantity, price)


def _said(facts: ColumnFacts, kind: str) -> float:
    return facts.header_cover if facts.kind is ColumnKind.NUMBER and facts.header == kind else 0


def _like_quantity(facts: ColumnFacts) -> float:
    """Small whole numbers under a header that says nothing, the smaller the likelier."""
    if facts.numbers is None or facts.header is not None or facts.distinct == 1:
        return 0
    small = facts.numbers.whole >= NEARLY_ALL and abs(facts.numbers.median) <= _USUAL_QUANTITY
    return 1 / (1 + abs(facts.numbers.median)) if small else 0


def _fits_between(
    price: ColumnFacts, amount: ColumnFacts, dependence: FunctionalDependence, facts: ColumnFacts
) -> float:
    """Small whole numbers which, times the price, give the amount."""
    like = _like_quantity(facts)
    return like if like and dependence.is_product(facts, price, amount) >= ENOUGH else 0


def _like_money(facts: ColumnFacts) -> float:
    """Numbers under a header that says nothing: fractions first, then the larger the likelier."""
    if (
        facts.numbers is None
        or (facts.header is not None and not _of_something(facts))
        or facts.distinct == 1
        or facts.shares["year"] >= ENOUGH
    ):
        return 0
    return (2 if facts.numbers.whole < 1 else 1) + log1p(abs(facts.numbers.median)) / _LARGE


def _of_something(facts: ColumnFacts) -> bool:
    """Whether a header names an order or a product besides more, and its fractions cannot be their codes."""
    half_said = facts.header in {"order", "product", "customer"} and facts.header_cover < 1
    return half_said and facts.numbers is not None and facts.numbers.whole < 1


def _by_values(
    quantity: ColumnFacts | None, rest: Candidates, dependence: FunctionalDependence
) -> dict[str, RoleGuess]:
    """Guesses where no header speaks of money."""
    money = rest.best(Role.AMOUNT, _like_money)
    if money is None:
        return {}
    if quantity is None:
        return {
            money.column: RoleGuess(
                Role.AMOUNT, GUESS, phrase("the numbers of the file that look most like money")
            )
        }
    guesses = {quantity.column: _quantity_guess(quantity)}
    factors = _price_and_total(quantity, rest, dependence)
    if factors is not None:
        price, total = factors
        return guesses | {
            price.column: RoleGuess(
                Role.UNIT_PRICE, LIKELY, phrase("times the quantity it gives the line's total")
            ),
            total.column: RoleGuess(
                Role.AMOUNT, LIKELY, phrase("it is the quantity times another column, to the cent")
            ),
        }
    if dependence.grows_with(quantity, money) >= _GROWS:
        return guesses | {
            money.column: RoleGuess(
                Role.AMOUNT, PERHAPS, phrase("it looks like money, and {growing}", growing=_GROWING)
            )
        }
    reason = phrase("it looks like money, and does not grow with the quantity: the price of a piece")
    return guesses | {money.column: RoleGuess(Role.UNIT_PRICE, GUESS, reason)}


def _price_and_total(
    quantity: ColumnFacts, rest: Candidates, dependence: FunctionalDependence
) -> tuple[ColumnFacts, ColumnFacts] | None:
    """The two columns of which the second is quantity x the first on most rows."""
    money = sorted(
        (facts for facts in rest.free() if _like_money(facts)),
        key=lambda facts: (-_like_money(facts), facts.first_value, facts.label),
    )
    pairs = list(permutations(money[:_MOST_TESTED], 2))
    shares = [dependence.is_product(quantity, *pair) for pair in pairs]
    best = max(shares, default=0)
    return pairs[shares.index(best)] if best >= ENOUGH else None


def _without_quantity(amount: ColumnFacts | None, price: ColumnFacts | None) -> dict[str, RoleGuess]:
    guesses = {}
    if price and amount and price.header_cover > amount.header_cover:
        amount = None  # Such as the amount of a commission.
    if price is not None:
        role = Role.AMOUNT if amount is None else Role.UNIT_PRICE
        guesses[price.column] = RoleGuess(
            role, LIKELY, phrase("the header says a price, and no column a quantity")
        )
    if amount is not None:
        guesses[amount.column] = RoleGuess(Role.AMOUNT, LIKELY, phrase("the header says an amount of money"))
    return guesses


def _quantity_guess(quantity: ColumnFacts) -> RoleGuess:
    if quantity.header == "quantity":
        return RoleGuess(Role.QUANTITY, SURE, phrase("the header says how many"))
    return RoleGuess(Role.QUANTITY, PERHAPS, phrase("small whole numbers beside a column of money"))


def _amount_guess(quantity: ColumnFacts, amount: ColumnFacts, dependence: FunctionalDependence) -> RoleGuess:
    if dependence.grows_with(quantity, amount) >= _GROWS:
        return RoleGuess(Role.AMOUNT, SURE, phrase("the header says money, and {growing}", growing=_GROWING))
    return RoleGuess(Role.AMOUNT, LIKELY, phrase("the header says an amount of money"))
