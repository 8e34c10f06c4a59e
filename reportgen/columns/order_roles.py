"""Guesses the roles of order lines: customer, order, date, product and money."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.base.word_lists import debit_counts
from reportgen.columns.debit_credit import mark_guesses, pair_guesses
from reportgen.columns.money_roles import money_guesses
from reportgen.columns.order_states import is_state_column
from reportgen.columns.profile import ColumnKind
from reportgen.columns.role_guesses import (
    CODE_LEVELS,
    GUESS,
    LIKELY,
    PERHAPS,
    STATES,
    SURE,
    RoleGuess,
    guess_role,
    is_yes_or_no,
    like_code,
)
from reportgen.input.cell_kinds import ENOUGH
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts

_DETERMINED = 0.97
"""Share from which on one column determines another; the rest are slips, such as an invoice over midnight."""
_MOST_IDS = 8
_FLAG_LEVELS = 2
_PERSONAL_IDS = {
    "email": phrase("e-mail addresses that come again, and nothing else names the customer"),
    "iban": phrase("bank accounts that come again, and nothing else names the customer"),
}
_OF_PERSONS = frozenset({"name", "phone", "address"})
_MONEY_PARTS = {
    Role.REFUND: phrase("money that was given back"),
    Role.SHIPPING: phrase("shipping"),
    Role.TAX: phrase("tax"),
    Role.DISCOUNT: phrase("a discount"),
    Role.CANCELLED: phrase("whether the order was cancelled"),
}


def order_guesses(candidates: Candidates, dependence: FunctionalDependence) -> dict[str, RoleGuess]:
    """Guesses for all columns, by engine name, if rows are order lines; else nothing.

    An order line has a customer who comes again, a date, and money.
    """
    line = _order_line(candidates, dependence)
    rest = candidates.without(line).columns if line else ()
    return line | {facts.column: _outside_line(guess_role(facts)) for facts in rest}


def _outside_line(guess: RoleGuess) -> RoleGuess:
    """The guess of a column that is not part of the order line."""
    if guess.role is Role.DATE:
        return RoleGuess(Role.IGNORE, LIKELY, phrase("dates, but another column is the date of the order"))
    if guess.role is Role.MEASURE:
        return RoleGuess(
            Role.IGNORE, PERHAPS, phrase("numbers that are neither quantity, price nor amount of the line")
        )
    return guess


def _order_line(candidates: Candidates, dependence: FunctionalDependence) -> dict[str, RoleGuess]:
    """Guesses for the columns that make an order line; nothing if customer, date or money is missing."""
    date = candidates.best(Role.DATE, _date_score)
    if date is None:
        return {}
    rest = candidates.without({date.column})
    order = rest.best(Role.ORDER, _order_score) or _order_by_values(rest, date, dependence)
    buyer = _customer(rest.without({order.column} if order else set()), order, date, dependence)
    if buyer is None:
        return {}
    customer, customer_guess = buyer
    guesses = {date.column: _date_guess(date), customer.column: customer_guess} | _order_guess(
        order, customer, dependence
    )
    debit = debit_counts(facts.label for facts in candidates.columns)
    sides = pair_guesses(candidates.without(guesses), dependence, debit=debit)
    money = sides or money_guesses(candidates.without(guesses), dependence)
    if not money:
        return {}
    guesses |= money
    guesses |= mark_guesses(candidates.without(guesses), _with_role(candidates, money, Role.AMOUNT))
    left = candidates.without(guesses).free()
    guesses |= {facts.column: _state_guess(facts) for facts in left if is_state_column(facts)}
    guesses |= _money_part_guesses(candidates.without(guesses))
    guesses |= _twins(candidates.without(guesses), customer, dependence)
    # What a bank writes beside a movement is no product.
    return guesses if sides else guesses | _products(candidates.without(guesses))


def _with_role(candidates: Candidates, guesses: dict[str, RoleGuess], role: Role) -> ColumnFacts | None:
    """The column that was given a role."""
    named = (facts for facts in candidates.columns if facts.column in guesses)
    return next((facts for facts in named if guesses[facts.column].role is role), None)


def _date_score(facts: ColumnFacts) -> float:
    """Order dates before dates under other headers, and these before shipping and signing up."""
    if facts.kind is not ColumnKind.DATE or facts.header == "birth":
        return 0
    if facts.header == "date":
        return 2 + facts.header_cover
    return 1 if facts.header == "other_date" else 2


def _date_guess(date: ColumnFacts) -> RoleGuess:
    if date.header == "date":
        return RoleGuess(
            Role.DATE, SURE, phrase("its values are dates, and the header says the date of the order")
        )
    return RoleGuess(Role.DATE, PERHAPS, phrase("its values are dates"))


def _order_score(facts: ColumnFacts) -> float:
    """Columns under an order's header; then numbers such as #1001, which shops call the order's name."""
    hashed = facts.shares["hash_number"] >= ENOUGH and facts.header in {None, "id", "name"}
    return _named(facts, "order") + hashed / 2


def _named(facts: ColumnFacts, kind: str) -> float:
    """How much of the header says this kind, for columns whose values can name something.

    Where the header says more, as in "order priority", its values must look like codes.
    """
    names = facts.kind in {ColumnKind.CODE, ColumnKind.TEXT} or facts.whole
    if facts.header != kind or not names or (facts.header_cover < 1 and not like_code(facts)):
        return 0
    return facts.header_cover


def _customer(
    candidates: Candidates, order: ColumnFacts | None, date: ColumnFacts, dependence: FunctionalDependence
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
    if any(_named(facts, "customer") == 1 and facts.unique for facts in candidates.free()):
        return None
    for pattern, reason in _PERSONAL_IDS.items():
        person = candidates.best(Role.CUSTOMER, partial(_repeats_as, pattern))
        if person is not None:
            return person, RoleGuess(Role.CUSTOMER, LIKELY, reason)
    return _customer_by_values(candidates, order, date, dependence)


def _buys(facts: ColumnFacts) -> float:
    """How much a header says the customer, or else the account."""
    account = _named(facts, "account")
    return _named(facts, "customer") or (account / 3 if facts.kind is ColumnKind.TEXT else account / 2)


def _repeats_as(pattern: str, facts: ColumnFacts) -> float:
    return float(facts.repeats and facts.distinct > 1 and facts.shares[pattern] >= ENOUGH)


def _repeating(facts: ColumnFacts, order: ColumnFacts | None) -> bool:
    """Whether values come again often enough; beside the number of an order, once is enough."""
    numbered = order is not None and order.header_cover == 1
    return facts.repeats or (numbered and facts.distinct < facts.filled)


def _customer_by_values(
    candidates: Candidates, order: ColumnFacts | None, date: ColumnFacts, dependence: FunctionalDependence
) -> tuple[ColumnFacts, RoleGuess] | None:
    """Codes that come again on several dates; of several, those with the fewest dates each.

    Customers buy on few days, products are sold on many; an order has one date and one customer.
    """
    if order is None and any(_numbers_rows(facts) for facts in candidates.free()):
        return _customer_by_person(candidates)
    dates = {facts.column: dependence.determines(facts, date) for facts in _ids(candidates)}

    def score(facts: ColumnFacts) -> float:
        share = dates.get(facts.column, 0)
        if not facts.repeats or share >= _DETERMINED:
            return 0
        return share if order is None or dependence.determines(order, facts) >= _DETERMINED else 0

    best = candidates.best(Role.CUSTOMER, score)
    if best is None:
        return _customer_by_person(candidates)
    reason = phrase("codes that come again on different dates: of all columns they fit customers best")
    return best, RoleGuess(Role.CUSTOMER, PERHAPS if order is not None else GUESS, reason)


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


def _ids(candidates: Candidates) -> list[ColumnFacts]:
    """Columns whose values look like codes under headers that say nothing else, at most eight."""
    ids = [facts for facts in candidates.free() if facts.header in {None, "id"} and like_code(facts)]
    return sorted(ids, key=lambda facts: (-facts.distinct, facts.first_value, facts.label))[:_MOST_IDS]


def _order_by_values(
    candidates: Candidates, date: ColumnFacts, dependence: FunctionalDependence
) -> ColumnFacts | None:
    """Codes that come again, each with one date only; "Reference" may say an order as well as a product."""
    called = [facts for facts in candidates.free() if facts.header == "product" and like_code(facts)]
    orders = [facts for facts in (*_ids(candidates), *called) if facts.repeats]
    return next((facts for facts in orders if dependence.determines(facts, date) >= _DETERMINED), None)


def _order_guess(
    order: ColumnFacts | None, customer: ColumnFacts, dependence: FunctionalDependence
) -> dict[str, RoleGuess]:
    if order is None:
        return {}
    if order.header == "order":
        return {order.column: RoleGuess(Role.ORDER, SURE, phrase("the header says the number of an order"))}
    if order.shares["hash_number"] >= ENOUGH:
        return {
            order.column: RoleGuess(
                Role.ORDER, LIKELY, phrase("numbers after a #, as shops number their orders")
            )
        }
    if dependence.determines(order, customer) < _DETERMINED:
        return {}
    return {
        order.column: RoleGuess(
            Role.ORDER, PERHAPS, phrase("each of its codes has one date and one customer")
        )
    }


def _money_part_guesses(candidates: Candidates) -> dict[str, RoleGuess]:
    """Guesses for what belongs to the money of an order: refunds, shipping, tax, discounts, cancellation."""
    guesses: dict[str, RoleGuess] = {}
    for role, words in _MONEY_PARTS.items():
        best = candidates.without(guesses).best(role, partial(_beside_money, role))
        if best is not None:
            guesses[best.column] = RoleGuess(role, LIKELY, phrase("the header says {words}", words=words))
    return guesses


def _beside_money(role: Role, facts: ColumnFacts) -> float:
    said = facts.header_cover if facts.header == role else 0
    flag = 0 < facts.distinct <= _FLAG_LEVELS
    if role is Role.CANCELLED:
        given_back = facts.header_cover * (facts.header == Role.REFUND and is_yes_or_no(facts))
        return said * (facts.kind is ColumnKind.DATE or flag) or given_back
    return said * (facts.kind is ColumnKind.NUMBER and not is_yes_or_no(facts))


def _state_guess(facts: ColumnFacts) -> RoleGuess:
    if facts.header == "status":
        return RoleGuess(Role.STATUS, LIKELY, phrase("the header says the state of an order"))
    return STATES


def _twins(
    candidates: Candidates, customer: ColumnFacts, dependence: FunctionalDependence
) -> dict[str, RoleGuess]:
    """Codes that name the same customers a second time."""
    return {
        facts.column: RoleGuess(Role.IGNORE, LIKELY, phrase("a second number of the same customers"))
        for facts in _ids(candidates)
        if min(dependence.determines(customer, facts), dependence.determines(facts, customer)) >= _DETERMINED
    }


def _products(candidates: Candidates) -> dict[str, RoleGuess]:
    """What was bought: its code, by header or else the codes that are left, and its name."""
    product = candidates.best(Role.PRODUCT, _product_score)
    guesses = {}
    if product is not None:
        said = product.header == "product"
        reason = (
            phrase("the header says the product")
            if said
            else phrase("codes that come again with many customers")
        )
        guesses[product.column] = RoleGuess(Role.PRODUCT, SURE if said else GUESS, reason)
    name = candidates.without(guesses).best(Role.PRODUCT_NAME, _product_name_score)
    if name is not None:
        said = name.header in {"product", "product_name"}
        reason = (
            phrase("the header says what was bought")
            if said
            else phrase("texts that come again on many lines")
        )
        guesses[name.column] = RoleGuess(Role.PRODUCT_NAME, LIKELY if said else GUESS, reason)
    return guesses


def _product_score(facts: ColumnFacts) -> float:
    """Columns under a product's header, codes before texts; then codes that are not the customer's."""
    said = _named(facts, "product")
    if said and facts.repeats and facts.distinct > 1:
        return said + (facts.kind is not ColumnKind.TEXT)
    coded = facts.header is None and facts.repeats and facts.distinct > CODE_LEVELS and like_code(facts)
    return coded / _MOST_IDS


def _product_name_score(facts: ColumnFacts) -> float:
    if facts.kind is not ColumnKind.TEXT or not facts.repeats or facts.distinct == 1:
        return 0
    if facts.header in {"product", "product_name"}:
        return facts.header_cover
    return (facts.header is None and not facts.levels) / _MOST_IDS
