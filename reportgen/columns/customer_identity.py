"""Who buys: the columns that could name the customer of a sale, and how much speaks for each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.base.word_lists import names_code
from reportgen.columns.column_values import CODE_LEVELS, SHORTEST_OF_PERSONS
from reportgen.columns.customer_ids import (
    DETERMINED,
    MOST_IDS,
    OF_PERSONS,
    describes_persons,
    find_ids,
    same_customers,
    says_id,
    tells_person,
)
from reportgen.columns.patterns import NEARLY_ALL
from reportgen.columns.profile import ColumnKind
from reportgen.columns.readings import NEAR, SAID, Buyer, in_cents, share_points
from reportgen.columns.role_guesses import GUESS, LIKELY, PERHAPS, SURE, RoleGuess, like_code
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts

_NUMBERS = OF_PERSONS - {"name", "address"}
_PERSONAL_IDS = {
    "email": phrase("e-mail addresses that come again, and nothing else names the customer"),
    "iban": phrase("bank accounts that come again, and nothing else names the customer"),
}


def named(facts: ColumnFacts, kind: str) -> float:
    """How much of the header says this kind, for columns whose values can name something.

    Where the header says more, as in "order priority", its values must look like codes.
    """
    names = facts.kind in {ColumnKind.CODE, ColumnKind.TEXT} or (facts.whole and not in_cents(facts))
    like_ids = like_code(facts) or (facts.distinct > CODE_LEVELS and facts.names_few)
    if facts.header != kind or not names or (facts.header_cover < 1 and not like_ids):
        return 0
    return facts.header_cover


def find_buyers(
    candidates: Candidates,
    order: ColumnFacts | None,
    date: ColumnFacts | None,
    dependence: FunctionalDependence,
) -> list[Buyer]:
    """Who could buy: a repeating column that the header calls so, else e-mails, else whatever fits."""
    fixed = candidates.fixed_to(Role.CUSTOMER)
    if fixed:
        sells = fixed[0].repeats or order is not None
        return [Buyer(fixed[0], RoleGuess(Role.CUSTOMER, 1, ""), 2 * SAID, said=True)] if sells else []
    said = _said(candidates, order, dependence)
    if said is not None and said.header == "account" and said.distinct <= CODE_LEVELS and date is not None:
        # A few accounts are those of the books, where others could buy.
        said = None if _by_values(candidates, order, date, dependence) else said
    if said is not None:
        reason = phrase("the header says the customer, and its values come again")
        return [Buyer(said, RoleGuess(Role.CUSTOMER, SURE, reason), SAID * _buys(said), said=True)]
    for pattern, reason in _PERSONAL_IDS.items():
        person = candidates.best(Role.CUSTOMER, partial(_repeats_as, pattern))
        if person is not None:
            known = _fuller(person, candidates, dependence)
            buyer = Buyer(known, RoleGuess(Role.CUSTOMER, LIKELY, reason), SAID - NEAR, said=True)
            return [] if _differ(known, candidates, dependence) else [buyer]
    called = any(named(facts, "customer") == 1 and facts.unique for facts in candidates.free())
    if called or describes_persons(candidates, dependence):
        return []
    if date is None:
        return _undated(candidates)
    return _by_values(candidates, order, date, dependence)


def _differ(facts: ColumnFacts, candidates: Candidates, dependence: FunctionalDependence) -> bool:
    """Whether most who share a value are different persons: born on other days, or reached in other ways."""
    told = [f for f in candidates.columns if 2 * f.filled > f.rows and f.distinct > facts.distinct]
    told = [person for person in told if _names_one(person)]
    return any(2 * dependence.agrees(facts, person) < 1 for person in told)


def _names_one(facts: ColumnFacts) -> bool:
    """Whether values tell one person from others: a birth, how to reach him, his number."""
    born = facts.header == "birth" and facts.kind is ColumnKind.DATE
    return born or _reaches(facts) or facts.shares["iban"] >= ENOUGH or facts.checked_id is not None


def _said(
    candidates: Candidates, order: ColumnFacts | None, dependence: FunctionalDependence
) -> ColumnFacts | None:
    """The repeating column that its header calls the customer: of several one that has one name each.

    Whoever pays for several of them has as many names.
    """
    called = [
        f for f in candidates.free() if _repeating(f, order) and _called(f) and not _shared(f, dependence)
    ]
    called = [facts for facts in called if not _groups(facts, candidates, dependence)]
    fullest = max((facts.filled for facts in called), default=0)
    called = [facts for facts in called if facts.filled >= ENOUGH * fullest]
    owners = [f for f in called if _has_name(f, candidates, dependence)] if len(called) > 1 else []
    allowed = {f.column for f in owners or called}
    said = candidates.best(Role.CUSTOMER, lambda f: (f.column in allowed) * _called(f))
    return said and _finer(said, candidates, dependence)


def _groups(facts: ColumnFacts, candidates: Candidates, dependence: FunctionalDependence) -> bool:
    """Whether each value holds more persons than there are values, as a rank does, and no name is its own."""
    told = [f for f in candidates.free() if tells_person(f) and f.header not in {"place", "birth"}]
    persons = [f for f in told if f.distinct > facts.distinct**2]
    grouped = any(dependence.pairs(facts, f) > facts.distinct**2 for f in persons)
    return grouped and not _has_name(facts, candidates, dependence)


def _finer(named: ColumnFacts, candidates: Candidates, dependence: FunctionalDependence) -> ColumnFacts:
    """Addresses or telephones of which each has one name, where some with the same name have several."""
    if named.kind is not ColumnKind.TEXT or named.shares["email"] >= ENOUGH:
        return named
    reached = [f for f in candidates.free() if f.filled >= named.filled and f.repeats and _reaches(f)]
    finer = (f for f in reached if dependence.determines(f, named) >= DETERMINED)
    return next((f for f in finer if 1 / 2 < dependence.determines(named, f) < 1), named)


def _reaches(facts: ColumnFacts) -> bool:
    """Whether values are e-mail addresses or telephones, or long numbers that come again."""
    digits = facts.whole and facts.shortest >= SHORTEST_OF_PERSONS and facts.repeats and facts.names_few
    return digits or max(facts.shares["email"], facts.shares["phone"]) >= ENOUGH


def _fuller(person: ColumnFacts, candidates: Candidates, dependence: FunctionalDependence) -> ColumnFacts:
    """Another way to reach persons that stands on more rows, each on those of one person only."""
    others = [f for f in candidates.free() if f.repeats and f.filled > person.filled]
    ids = {facts.column for facts in find_ids(candidates)}
    ways = [f for f in others if f.header in _NUMBERS or _reaches(f) or f.column in ids]
    same = (f for f in ways if dependence.determines(f, person) >= DETERMINED)
    return max(same, key=lambda facts: (facts.filled, facts.label), default=person)


def _shared(facts: ColumnFacts, dependence: FunctionalDependence) -> bool:
    """Whether names come again as those of different persons do."""
    return facts.kind is ColumnKind.TEXT and facts.distinct > CODE_LEVELS and dependence.drawn(facts)


def _has_name(facts: ColumnFacts, candidates: Candidates, dependence: FunctionalDependence) -> bool:
    """Whether each of its values has one name of a person or a firm, of several."""
    names = (f for f in candidates.free() if f.header == "name" and f.distinct > 1 and f is not facts)
    code = facts.kind is not ColumnKind.TEXT
    return code and any(dependence.determines(facts, name) >= DETERMINED for name in names)


def find_owner(
    candidates: Candidates, customer: ColumnFacts, dependence: FunctionalDependence
) -> tuple[ColumnFacts, str] | None:
    """The column of who was paid, and the file's own address: on most rows there, on some as the payer."""
    if customer.shares["email"] < ENOUGH:
        return None
    for facts in candidates.free():
        if facts.shares["email"] >= ENOUGH and facts is not customer:
            value, share = dependence.commonest(facts)
            if 1 / 2 < share < 1 and dependence.has(customer, value):
                return facts, value.lower()
    return None


def _called(facts: ColumnFacts) -> float:
    """How much a header says the customer, of ids half as much again as of names."""
    return _buys(facts) * (2 if facts.kind is ColumnKind.TEXT else 3)


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


def _by_values(
    candidates: Candidates, order: ColumnFacts | None, date: ColumnFacts, dependence: FunctionalDependence
) -> list[Buyer]:
    """Codes that come again on several dates, those with the fewest dates each first; and persons by name.

    Customers buy on few days, products are sold on many; an order has one date and one customer. Where rows
    have a number of their own and nothing else is proved, a few codes are those of tills and shops.
    """
    numbered = order is None and any(numbers_rows(facts) for facts in candidates.free())
    codes = [f for f in find_ids(candidates) if f.repeats and not (numbered and f.distinct <= CODE_LEVELS)]
    dates = {facts.column: dependence.determines(facts, date) for facts in codes}
    codes = [f for f in codes if says_id(f) or not f.by_chance]
    codes = [f for f in codes if 0 < dates[f.column] < DETERMINED and _has_one(order, f, dependence)]
    codes = [f for f in codes if len(codes) == 1 or not _adds_up(f, candidates, dependence)]
    codes = [f for f in codes if not _differ(f, candidates, dependence)]
    # What hardly comes again has few dates in any case: beside what does, that proves nothing.
    usual = max((share for share in dates.values() if share <= 1 / 2), default=1.0)
    dates = {column: min(share, usual) for column, share in dates.items()}
    best = max((dates[facts.column] for facts in codes), default=1.0)
    proved = order is not None and order.repeats
    found = []
    for facts in codes:
        said = says_id(facts) or _has_name(facts, candidates, dependence)
        counted = facts.dense and any(other.kind is ColumnKind.CODE for other in codes)
        points = share_points(dates[facts.column], best) + NEAR * (2 * (said or proved) - counted)
        points += share_points(facts.filled, facts.rows)
        reason = phrase("codes that come again on different dates: of all columns they fit customers best")
        guess = RoleGuess(Role.CUSTOMER, LIKELY if said or proved else GUESS, reason)
        found.append(Buyer(facts, guess, points, said=said or _owns_texts(facts, candidates, dependence)))
    persons = [b for b in _persons(candidates, dependence) if not _differ(b.facts, candidates, dependence)]
    return _one_of_twins([*found, *persons] or _texts(candidates, order, date, dependence), dependence)


def _owns_texts(facts: ColumnFacts, candidates: Candidates, dependence: FunctionalDependence) -> bool:
    """Whether each of its values has one text of several: what is told of who comes again."""
    texts = (f for f in candidates.free() if f.kind is ColumnKind.TEXT and f.repeats and f.distinct > 1)
    return any(dependence.determines(facts, text) >= DETERMINED for text in texts)


def _adds_up(facts: ColumnFacts, candidates: Candidates, dependence: FunctionalDependence) -> bool:
    """Whether numbers and two others make a sum, as weights do: then they measure something."""
    numbers = [f for f in candidates.free() if f.numbers is not None and f is not facts][:MOST_IDS]
    measured = facts.numbers is not None and not says_id(facts)
    return measured and dependence.adds_up(facts, numbers) >= NEARLY_ALL


def _undated(candidates: Candidates) -> list[Buyer]:
    """Codes that come again beside a numbering of the rows: of purchases, though nothing tells the days."""
    if not any(numbers_rows(facts) for facts in candidates.free()):
        return []
    reason = phrase("codes that come again, beside a number that differs on every row")
    guess = RoleGuess(Role.CUSTOMER, GUESS, reason)
    codes = [f for f in find_ids(candidates) if _repeats(f)]
    return [Buyer(facts, guess, 0, said=False) for facts in codes]


def _texts(
    candidates: Candidates, order: ColumnFacts | None, date: ColumnFacts, dependence: FunctionalDependence
) -> list[Buyer]:
    """Texts that come again on several dates, under headers that say nothing, where no code does."""
    texts = [f for f in candidates.free() if f.kind is ColumnKind.TEXT and _hardly_said(f) and _repeats(f)]
    texts = [f for f in texts if 2 * f.distinct <= f.filled and not _shared(f, dependence)]
    texts = [f for f in texts if not _differ(f, candidates, dependence)]
    dates = {facts.column: dependence.determines(facts, date) for facts in texts}
    texts = [f for f in texts if 0 < dates[f.column] < DETERMINED and _has_one(order, f, dependence)]
    texts = [f for f in texts if not any(_is_of(f, other, dependence) for other in texts)]
    best = max((dates[facts.column] for facts in texts), default=1.0)
    reason = phrase("texts that come again on different dates, and nothing else could name the customer")
    guess = RoleGuess(Role.CUSTOMER, GUESS, reason)
    # Names of persons stand on several rows of purchases, and hardly ever on several of customers.
    return [
        Buyer(f, guess, share_points(dates[f.column], best) - NEAR * (f.shares["names"] < ENOUGH), said=False)
        for f in texts
    ]


def _is_of(facts: ColumnFacts, other: ColumnFacts, dependence: FunctionalDependence) -> bool:
    """Whether each value of another column has one of these, which several share as they share a name."""
    return facts.distinct < other.distinct and dependence.determines(other, facts) >= DETERMINED


def _hardly_said(facts: ColumnFacts) -> bool:
    """Whether a header says nothing, or of two things no more one than the other."""
    return facts.header is None or facts.header_cover <= 1 / 2


def _has_one(order: ColumnFacts | None, facts: ColumnFacts, dependence: FunctionalDependence) -> bool:
    """Whether each order has one value, as it has one customer, and not each value one order of several rows.

    What comes again within one order only is another number of that order.
    """
    if order is None:
        return True
    twin = order.repeats and dependence.determines(facts, order) >= DETERMINED
    return not twin and dependence.determines(order, facts) >= DETERMINED


def _persons(candidates: Candidates, dependence: FunctionalDependence) -> list[Buyer]:
    """Names, numbers of cards and the like that come again."""
    known = [f for f in candidates.free() if f.header in OF_PERSONS and _repeats(f) and _can_call(f)]
    calling = {facts.column for facts in known if not _shared(facts, dependence)}
    person = candidates.best(Role.CUSTOMER, lambda facts: facts.header_cover * (facts.column in calling))
    if person is None:
        return []
    reason = phrase("it comes again, and nothing else names the customer; people who share it count as one")
    guess = RoleGuess(Role.CUSTOMER, LIKELY if person.header == "phone" else PERHAPS, reason)
    return [Buyer(person, guess, NEAR / 2 * person.header_cover, said=True)]


def _can_call(facts: ColumnFacts) -> bool:
    """Whether values could call a person: names are texts."""
    return facts.kind is not ColumnKind.NUMBER or facts.header != "name"


def _one_of_twins(buyers: Sequence[Buyer], dependence: FunctionalDependence) -> list[Buyer]:
    """Without columns that name the same customers a second time; codes, which stand first, beat names."""
    kept: list[Buyer] = []
    for buyer in sorted(buyers, key=_twin_order):
        pairs = ((other.facts, buyer.facts) for other in kept)
        if not any(same_customers(*pair, dependence, slips=1 - ENOUGH) for pair in pairs):
            kept.append(buyer)
    return kept


def _twin_order(buyer: Buyer) -> tuple[bool, float, bool, bool, int]:
    """Codes before names; of two as good, the company's own before those of authorities, and the shorter."""
    facts = buyer.facts
    own = names_code(facts.label)
    authority = facts.checked_id is not None or _reaches(facts)
    return buyer.guess.confidence == PERHAPS, -round(buyer.points, 1), authority, not own, facts.longest


def _repeats(facts: ColumnFacts) -> bool:
    return facts.repeats and facts.distinct > CODE_LEVELS


def numbers_rows(facts: ColumnFacts) -> bool:
    """Whether each row has a number of its own, under a header that says nothing else."""
    return facts.unique and facts.header in {None, "id"} and (facts.kind is ColumnKind.CODE or facts.dense)
