"""What multiplications prove: a quantity or a measure, times a price, is a total."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.columns.money.values import MOST_TESTED, has_fractions, like_money, size
from reportgen.columns.role_guesses import LIKELY, RoleGuess
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts

SAYS_PRICE = phrase("the header says the price of a piece")
_OF_MEASURE = phrase("it is the price times another column, to the cent")


def price_and_total(
    quantity: ColumnFacts, rest: Candidates, dependence: FunctionalDependence
) -> tuple[ColumnFacts, ColumnFacts] | None:
    """The two columns of which the second is quantity x the first on most rows, whatever headers say."""
    money = sorted(
        (facts for facts in rest.free() if facts.numbers is not None and facts.distinct > 1),
        key=lambda facts: (-like_money(facts), -size(facts), facts.first_value, facts.label),
    )
    pairs = list(permutations(money[:MOST_TESTED], 2))
    shares = [dependence.is_product(quantity, *pair) for pair in pairs]
    best = max(shares, default=0)
    return pairs[shares.index(best)] if best >= ENOUGH else None


def by_measure(
    amount: ColumnFacts | None,
    price: ColumnFacts | None,
    candidates: Candidates,
    dependence: FunctionalDependence,
) -> dict[str, RoleGuess]:
    """Guesses for the total that a price and a measure such as a weight give, whatever headers say."""
    if price is None or candidates.fixed_to(Role.AMOUNT) or candidates.fixed_to(Role.UNIT_PRICE):
        return {}
    numbers = [f for f in candidates.free() if f.numbers is not None and f is not price and f.distinct > 1]
    numbers = sorted(numbers, key=lambda f: (f is not amount, not has_fractions(f), f.first_value, f.label))
    for total, measure in permutations(numbers[:MOST_TESTED], 2):
        if has_fractions(total) and dependence.is_product(measure, price, total) >= ENOUGH:
            return {
                price.column: RoleGuess(Role.UNIT_PRICE, LIKELY, SAYS_PRICE),
                total.column: RoleGuess(Role.AMOUNT, LIKELY, _OF_MEASURE),
            }
    return {}
