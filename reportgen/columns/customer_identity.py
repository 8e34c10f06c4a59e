"""Who buys: the column that names the customer of a sale, and another that could as well."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.columns.coded_numbers import CODE_LEVELS
from reportgen.columns.profile import ColumnKind
from reportgen.columns.role_guesses import GUESS, LIKELY, PERHAPS, SURE, RoleGuess, like_code
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts

DETERMINED = 0.97
"""Share from which on one column determines another; the rest are slips, such as an invoice over midnight."""
_MOST_IDS = 8
_PERSONAL_IDS = {
    "email": phrase("e-mail addresses that come again, and nothing else names the customer"),
    "iban": phrase("bank accounts that come again, and nothing else names the customer"),
}
_OF_PERSONS = frozenset({"name", "phone", "address"})


def named(facts: ColumnFacts, kind: str) -> float:
    """How much of the header says this kind, for columns whose values can name something.

    Where the header says more, as in "order priority", its values must look like codes.
    """
    names = facts.kind in {ColumnKind.CODE, ColumnKind.TEXT} or facts.whole
    if facts.header != kind or not names or (facts.header_cover < 1 and not like_code(facts)):
        return 0
    return facts.header_cover


def find_customer(
    candidates: Candidates,
    order: ColumnFacts | None,
    date: ColumnFacts | None,
    dependence: FunctionalDependence,
) -> tuple[ColumnFacts, RoleGuess] | None:
    """Who buys: a repeating column that the header calls so, else e-mails, else the codes that fit."""
    fixed = candidates.fixed_to(Role.CUSTOMER)
    if fixed:
        sells = fixed[0].repeats or order is not None
        return (fixed[0], RoleGuess(Role.CUSTOMER, 1, "")) if sells else None
    said = candidates.best(Role.CUSTOMER, lambda facts: _repeating(facts, order) * _buys(facts))
    if said is not None:
        return said, RoleGuess(
            Role.CUSTOMER, SURE, phrase("the header says the customer, and its values come again")
        )
    if any(named(facts, "customer") == 1 and facts.unique for facts in candidates.free()):
        return None
    for pattern, reason in _PERSONAL_IDS.items():
        person = candidates.best(Role.CUSTOMER, partial(_repeats_as, pattern))
        if person is not None:
            return person, RoleGuess(Role.CUSTOMER, LIKELY, reason)
    return None if date is None else _customer_by_values(candidates, order, date, dependence)


def _buys(facts: ColumnFacts) -> float:
    """How much a header says the customer, or else the account."""
    account = named(facts, "account")
    return named(facts, "customer") or (account / 3 if facts.kind is ColumnKind.TEXT else account / 2)


def _repeats_as(pattern: str, facts: ColumnFacts) -> float:
    return float(facts.repeats and facts.distinct > 1 and facts.shares[pattern] >= ENOUGH)


def _repeating(facts: ColumnFacts, order: ColumnFacts | None) -> bool:
    """Whether values come again often enough; beside the number of an order, once is enough."""
    numbered = order is not None and order.header_cover == 1
    return facts.distinct > 1 and (facts.repeats or (numbered and facts.distinct < facts.filled))


def _customer_by_values(
    candidates: Candidates, order: ColumnFacts | None, date: ColumnFacts, dependence: FunctionalDependence
) -> tuple[ColumnFacts, RoleGuess] | None:
    """Codes that come again on several dates; of several, those with the fewest dates each.

    Customers buy on few days, products are sold on many; an order has one date and one customer.
    """
    if order is None and any(_numbers_rows(facts) for facts in candidates.free()):
        return _customer_by_person(candidates)
    dates = {facts.column: dependence.determines(facts, date) for facts in find_ids(candidates)}

    def score(facts: ColumnFacts) -> float:
        share = dates.get(facts.column, 0)
        if not facts.repeats or share >= DETERMINED:
            return 0
        return share if order is None or dependence.determines(order, facts) >= DETERMINED else 0

    best = candidates.best(Role.CUSTOMER, score)
    if best is None:
        return _customer_by_person(candidates)
    said = best.header == "id" and best.header_cover == 1
    proved = order is not None and order.repeats
    reason = phrase("codes that come again on different dates: of all columns they fit customers best")
    return best, RoleGuess(Role.CUSTOMER, LIKELY if said or proved else GUESS, reason)


def find_rival(
    candidates: Candidates, customer: ColumnFacts, date: ColumnFacts, dependence: FunctionalDependence
) -> ColumnFacts | None:
    """Codes that could be the customer as well as those that are taken for it, as no header says either.

    They come again on different dates, on no more than twice as many each, and name others.
    """
    if customer.header_cover == 1 or customer not in (ids := find_ids(candidates)):
        return None
    share = dependence.determines(customer, date)

    def score(facts: ColumnFacts) -> float:
        if facts is customer or not facts.repeats or facts.distinct <= CODE_LEVELS:
            return 0
        other = dependence.determines(facts, date)
        same = min(dependence.determines(*pair) for pair in ((facts, customer), (customer, facts)))
        return other if share / 2 < other < DETERMINED and same < DETERMINED else 0

    return max(ids, key=score) if any(map(score, ids)) else None


def _customer_by_person(candidates: Candidates) -> tuple[ColumnFacts, RoleGuess] | None:
    """Names, numbers of cards and the like that come again, where nothing better names the customer."""
    person = candidates.best(
        Role.CUSTOMER,
        lambda facts: facts.header_cover * (facts.header in _OF_PERSONS and _repeats(facts)),
    )
    if person is None:
        return None
    reason = phrase("it comes again, and nothing else names the customer; people who share it count as one")
    return person, RoleGuess(Role.CUSTOMER, PERHAPS, reason)


def _repeats(facts: ColumnFacts) -> bool:
    return facts.repeats and facts.distinct > CODE_LEVELS


def _numbers_rows(facts: ColumnFacts) -> bool:
    return facts.unique and facts.header in {None, "id"} and (facts.kind is ColumnKind.CODE or facts.dense)


def find_ids(candidates: Candidates) -> list[ColumnFacts]:
    """Columns whose values look like codes under headers that say nothing else, at most eight."""
    ids = [facts for facts in candidates.free() if facts.header in {None, "id"} and _can_name(facts)]
    return sorted(ids, key=lambda facts: (-facts.distinct, facts.first_value, facts.label))[:_MOST_IDS]


def _can_name(facts: ColumnFacts) -> bool:
    """Whether values look like those of an id: codes, what a bare "Id" says, or numbers as ids come again."""
    said = facts.header == "id" and facts.header_cover == 1 and (facts.whole or facts.kind is ColumnKind.CODE)
    return like_code(facts) or said or (facts.distinct > CODE_LEVELS and facts.names_few)
