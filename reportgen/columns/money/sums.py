"""Which columns of money make up which others: discounts, fees, taxes and deposits, told by arithmetic."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from reportgen.base.word_lists import holds_word
from reportgen.columns.coded_numbers import CODE_LEVELS
from reportgen.columns.customer_identity import DETERMINED
from reportgen.columns.functional_dependency import MoneyOf
from reportgen.columns.money.values import MOST_TESTED, has_fractions, is_measured, size
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


def after_discounts(
    candidates: Candidates, gross: ColumnFacts, dependence: FunctionalDependence
) -> ColumnFacts:
    """What is left of an amount once a discount beside it is off, where a column holds that; else itself."""
    numbers = [facts for facts in candidates.free() if facts.kind is ColumnKind.NUMBER and facts is not gross]
    discounts = [facts for facts in numbers if facts.header == "discount"]
    nets = [facts for facts in numbers if facts.header in {None, "amount", "subtotal"}]
    pairs = ((off, net) for off in discounts[:MOST_TESTED] for net in nets[:MOST_TESTED])
    left = (net for off, net in pairs if dependence.is_difference(gross, off, net) >= ENOUGH)
    return next(left, gross)


def with_tax(candidates: Candidates, net: ColumnFacts, dependence: FunctionalDependence) -> ColumnFacts:
    """What an amount and a tax on it beside it come to, where a column holds that; else the amount itself."""
    numbers = [facts for facts in candidates.free() if facts.kind is ColumnKind.NUMBER and facts is not net]
    taxes = [facts for facts in numbers if facts.header == "tax" and facts.distinct > 1]
    totals = [facts for facts in numbers if has_fractions(facts) and facts.header not in _BESIDE_SALE]
    pairs = ((tax, total) for tax in taxes[:MOST_TESTED] for total in totals[:MOST_TESTED])
    taxed = (total for tax, total in pairs if dependence.is_difference(total, tax, net) >= NEARLY_ALL)
    return next(taxed, net)


def before_fees(candidates: Candidates, net: ColumnFacts, dependence: FunctionalDependence) -> ColumnFacts:
    """What customers paid, where an amount is what a fee beside it left of that; else the amount itself."""
    numbers = [facts for facts in candidates.free() if facts.kind is ColumnKind.NUMBER and facts is not net]
    fees = [facts for facts in numbers if holds_word("fees", facts.label) and facts.distinct > 1]
    grosses = [facts for facts in numbers if facts not in fees and has_fractions(facts)]
    pairs = ((gross, fee) for fee in fees[:MOST_TESTED] for gross in grosses[:MOST_TESTED])
    paid = (gross for gross, fee in pairs if dependence.is_difference(gross, fee, net) >= ENOUGH)
    return next(paid, net)


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
    if amount is None or candidates.fixed_to(Role.AMOUNT):
        return False
    if holds_word("gross", amount.label):
        return dependence.holds(amount, off) >= NEARLY_ALL
    proved = quantity and price and dependence.is_product(quantity, price, amount) >= NEARLY_ALL
    return bool(proved) and dependence.holds(amount, off) >= NEARLY_ALL


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
