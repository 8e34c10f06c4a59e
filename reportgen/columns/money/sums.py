"""Which columns of money make up which others: discounts, fees, taxes and deposits, told by arithmetic."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from reportgen.base.word_lists import holds_word
from reportgen.columns.column_values import CODE_LEVELS
from reportgen.columns.customer_ids import DETERMINED
from reportgen.columns.functional_dependency import MoneyOf
from reportgen.columns.money.values import (
    MOST_TESTED,
    has_fractions,
    is_large,
    is_measured,
    size,
)
from reportgen.columns.patterns import NEARLY_ALL
from reportgen.columns.profile import ColumnKind
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts
    from reportgen.columns.role_guesses import RoleGuess

_PERCENT = 100
_BESIDE_SALE = frozenset({"tax", "discount", "shipping", "refund"})


def settled(candidates: Candidates, money: ColumnFacts, dependence: FunctionalDependence) -> ColumnFacts:
    """What money comes to with all that a customer pays, where columns hold that; else the money itself.

    Tax and postage come on top, and so does what a fee took off, and what is not paid yet; discounts
    come off.
    """
    numbers = [f for f in candidates.free() if f.kind is ColumnKind.NUMBER and f.distinct > 1]
    seen = [money]
    while True:
        others = [f for f in numbers if f not in seen]
        found = _comes_to(money, others, dependence)
        if found is None:
            return money
        money = found
        seen.append(found)


def _comes_to(
    money: ColumnFacts, others: Sequence[ColumnFacts], dependence: FunctionalDependence
) -> ColumnFacts | None:
    """What money comes to with parts that headers or numbers tell, else with others.

    A larger amount that holds money and always something more is what that was taken off, as fees are;
    and what differs far more than money is made of it, where no whole header says money.
    """
    added = [f for f in others if _comes_on_top(f, money, dependence)][:MOST_TESTED]
    taken = [f for f in others if f.header == "discount"][:MOST_TESTED]
    rest = [f for f in others if f not in (*added, *taken)]
    totals = [f for f in rest if _can_be_total(f)][:MOST_TESTED]
    found = dependence.reached(money, added, taken, totals) if totals and (added or taken) else None
    if found is not None or not totals:
        return found
    unsaid = [f for f in rest if f.header is None or f.header_cover < 1][:MOST_TESTED]
    always = [f for f in unsaid if _is_part(f, money, dependence)]
    before = [f for f in totals if f.header == "amount" or f.distinct <= money.distinct]
    found = dependence.reached(money, [*added, *always], taken, before) if before and always else None
    if found is not None or money.header_cover == 1:
        return found
    after = [f for f in totals if 3 * f.distinct > 4 * money.distinct][:MOST_TESTED]
    return dependence.reached(money, [*added, *unsaid], [*taken, *unsaid], after) if after else None


def _comes_on_top(part: ColumnFacts, money: ColumnFacts, dependence: FunctionalDependence) -> bool:
    """Whether a part is paid beside money: tax, postage, a fee, or what stands where money does not."""
    if part.header in {"tax", "shipping"} or holds_word("fees", part.label):
        return True
    if part.header in _BESIDE_SALE or part.header == "subtotal":
        return False
    of_money, of_part, both = dependence.sides(money, part)
    share = 2 * size(part) < size(money) and part.header_cover < 1 and both >= ENOUGH * of_money
    taxed = share and dependence.has_rates(part, money, 1)
    return taxed or 2 * both <= of_part


def _is_part(part: ColumnFacts, money: ColumnFacts, dependence: FunctionalDependence) -> bool:
    """Whether a part stands on most rows on which money does, as no discount does."""
    of_money, _, both = dependence.sides(money, part)
    return 2 * size(part) < size(money) and both >= ENOUGH * of_money


def _can_be_total(facts: ColumnFacts) -> bool:
    return not is_measured(facts) and facts.header not in _BESIDE_SALE and is_large(facts)


def before_discounts(
    candidates: Candidates, guesses: Mapping[str, RoleGuess], dependence: FunctionalDependence
) -> bool:
    """Whether money is gross of the discounts beside it: its header says so, or it is quantity times price.

    Discounts are money that is never more than what it is taken off, on some rows and not on all.
    """
    found = {guesses[facts.column].role: facts for facts in candidates.columns if facts.column in guesses}
    off, amount, quantity, price = map(
        found.get, (Role.DISCOUNT, Role.AMOUNT, Role.QUANTITY, Role.UNIT_PRICE)
    )
    if off is None or off.distinct <= len(MoneyOf) or off.shares["percent"] > 0 or not has_fractions(off):
        return False
    if amount is None or candidates.fixed_to(Role.AMOUNT) or _is_rate(off):
        return False
    if holds_word("gross", amount.label) and not (quantity and price):
        return dependence.holds(amount, off) >= NEARLY_ALL
    proved = quantity and price and dependence.is_product(quantity, price, amount) >= NEARLY_ALL
    return bool(proved) and dependence.holds(amount, off) >= NEARLY_ALL


def _is_rate(facts: ColumnFacts) -> bool:
    """Whether a discount is a few whole numbers of percent, however they are written."""
    whole = facts.numbers is not None and facts.numbers.whole == 1 and facts.numbers.greatest <= _PERCENT
    return whole and facts.distinct <= CODE_LEVELS


def is_taxed(
    candidates: Candidates, guesses: Mapping[str, RoleGuess], dependence: FunctionalDependence
) -> bool:
    """Whether an amount is made up of another one and a tax on it, a few fixed shares."""
    amounts = [f for f in candidates.columns if f.column in guesses and has_fractions(f)]
    parts = [f for f in candidates.columns if f not in amounts and has_fractions(f)][:MOST_TESTED]
    found = (pair for amount in amounts for pair in parts_of(amount, parts, dependence))
    return any(dependence.has_rates(part, rest) for part, rest in found)


def parts_of(
    total: ColumnFacts, parts: Sequence[ColumnFacts], dependence: FunctionalDependence
) -> Iterator[tuple[ColumnFacts, ColumnFacts]]:
    """Two of some columns that make up a total, the smaller one first."""
    for pair in combinations(parts, 2):
        part, rest = sorted(pair, key=size)
        if size(part) > 0 and dependence.is_difference(total, part, rest) >= NEARLY_ALL:
            yield part, rest


def is_made_up(money: ColumnFacts, rest: Candidates, dependence: FunctionalDependence) -> bool:
    """Whether other columns make up money, or the only other one is a tax on it of one rate."""
    others = _others(rest, money)
    taxed = len(others) == 1 and size(others[0]) < size(money) and dependence.has_rates(others[0], money, 1)
    return taxed or is_total(money, rest, dependence)


def is_total(money: ColumnFacts, rest: Candidates, dependence: FunctionalDependence) -> bool:
    """Whether money is the sum of two to four other columns, or the product of two, to the cent."""
    numbers = [f for f in rest.free() if f.numbers is not None and f.distinct > 1 and f is not money]
    numbers.sort(key=lambda f: (not has_fractions(f), size(f) >= size(money), f.first_value, f.label))
    return dependence.makes_up(numbers[:MOST_TESTED], money) >= NEARLY_ALL


def without_deposit(rest: Candidates, money: ColumnFacts, dependence: FunctionalDependence) -> ColumnFacts:
    """What is left of money once a deposit in it is paid back, where a column holds that; else itself."""
    others = _others(rest, money)
    if not any(_is_deposit(facts, money) for facts in others):
        return money
    for pair in parts_of(money, others, dependence):
        for held, paid in (pair, pair[::-1]):
            if (
                _is_deposit(held, money)
                and paid.header not in _BESIDE_SALE
                and paid.distinct > 2 * held.distinct
            ):
                return paid
    return money


def _others(rest: Candidates, money: ColumnFacts) -> list[ColumnFacts]:
    others = (facts for facts in rest.free() if facts is not money and not is_measured(facts))
    return [facts for facts in others if has_fractions(facts)][:MOST_TESTED]


def _is_deposit(part: ColumnFacts, total: ColumnFacts) -> bool:
    """Whether a part is one of a few round sums, too large for postage: paid back once all is well."""
    few = bool(part.levels) and part.distinct <= CODE_LEVELS and part.header in {None, "other_money"}
    return few and part.shares["fives"] >= NEARLY_ALL and 4 * size(part) >= size(total)


def is_agreed(other: ColumnFacts, taken: ColumnFacts, dependence: FunctionalDependence) -> bool:
    """Whether another column holds round sums beside cents: a deposit, an insured sum, a limit.

    Cents that are a part of them, such as a tax or a tip, leave both possible, unless they are no percent.
    """
    if other.shares["fives"] < NEARLY_ALL or taken.shares["fives"] > 1 / 2:
        return False
    return dependence.holds(other, taken) < NEARLY_ALL or _PERCENT * size(taken) < size(other)


def charged_for(
    money: ColumnFacts, rest: Candidates, customer: ColumnFacts, dependence: FunctionalDependence
) -> ColumnFacts | None:
    """Money, or another column, that is a fixed share of a round sum which each customer keeps: a premium."""
    pairs = [pair for other in _others(rest, money) for pair in ((money, other), (other, money))]
    for paid, kept in pairs:
        below = _PERCENT * size(paid) < size(kept) and is_agreed(kept, paid, dependence)
        if below and dependence.determines(customer, kept) >= DETERMINED:
            return paid if dependence.grows_with(kept, paid) >= NEARLY_ALL else None
    return None
