"""Guesses the roles of order lines: customer, order, date, product and money."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.base.word_lists import debit_counts
from reportgen.columns.assigned_roles import Grain
from reportgen.columns.column_values import CODE_LEVELS
from reportgen.columns.customer_identity import find_buyers, find_owner, named, numbers_rows
from reportgen.columns.customer_ids import DETERMINED, describes_persons, find_ids, same_customers
from reportgen.columns.events import bills, ends_late, is_log, lasts, with_facts
from reportgen.columns.money.of_rows import MoneyOfRows, lone_number, money_of_rows, with_pieces
from reportgen.columns.money.product_roles import products
from reportgen.columns.money.rivals import Rival, money_rival
from reportgen.columns.money.sides import mark_guesses, pair_guesses
from reportgen.columns.money.sums import before_discounts, is_taxed
from reportgen.columns.order_states import is_state_column, is_yes_or_no, says_void
from reportgen.columns.profile import ColumnKind
from reportgen.columns.readings import NEAR, SAID, Event, is_sure, readings
from reportgen.columns.role_guesses import (
    LIKELY,
    PERHAPS,
    STATES,
    SURE,
    RoleGuess,
    guess_role,
    like_code,
    tells_age,
)
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts
    from reportgen.columns.readings import Buyer, FileReading

_MOST_DATES = 3
_PAID = phrase("who was paid: one address on most rows, which is the file's own")
_MONEY_PARTS = {
    Role.REFUND: phrase("money that was given back"),
    Role.SHIPPING: phrase("shipping"),
    Role.TAX: phrase("tax"),
    Role.DISCOUNT: phrase("a discount"),
    Role.CANCELLED: phrase("whether the order was cancelled"),
}


@dataclass(frozen=True)
class Sale:
    """How a file was read: the readings that were weighed, and the guesses of the best."""

    readings: Sequence[FileReading]
    """The best first."""
    order: ColumnFacts | None
    guesses: Mapping[str, RoleGuess]
    """Guesses for all columns, where rows are events of a customer and no part is missing; else none."""
    grain: Grain = Grain.CUSTOMER
    """Of the guesses: an order or a visit."""
    fixed: bool = False
    """Whether the user named the customer."""
    owner: str | None = None
    """The file's own address among those of payers, in small letters."""
    before_discounts: bool = False
    """Whether money is what things cost before the discounts beside it were taken off."""
    rival: Rival | None = None
    """Another column that could be the money as well."""
    bills: ColumnFacts | None = None
    """What tells that parties sell to the owner of the file: their column, or that of their numbers."""
    numbered: bool = False
    """Whether rows or orders have a number of their own, as documents have."""

    @property
    def is_sure(self) -> bool:
        """Whether no other reading is nearly as good."""
        return self.fixed or is_sure(self.readings)

    @property
    def doubted(self) -> FileReading | None:
        """A reading that is worth a word beside the best; None where the user named the customer."""
        other, best = self.runner_up, self.readings[0]
        near = other is not None and best.points - other.points < SAID
        return other if near and not self.fixed else None

    @property
    def is_near(self) -> bool:
        """Whether another reading is less than four times as unlikely, so that a doubt says something."""
        other, best = self.runner_up, self.readings[0]
        return not self.fixed and other is not None and best.points - other.points < 2 * NEAR

    @property
    def runner_up(self) -> FileReading | None:
        """The best of the readings that differ from the one that was taken."""
        return next((each for each in self.readings if each.differs(self.readings[0])), None)


def find_sale(candidates: Candidates, dependence: FunctionalDependence, *, converted: bool) -> Sale:
    """The best reading of a file, and what its columns are for where rows are events of customers.

    A sale has a customer who comes again, a date, and money; a visit has no money. Of amounts in several
    currencies and the same `converted` by a rate the latter count, unless the user says how to convert.
    """
    date, order, buyers = _whose_and_when(candidates, dependence)
    buyers, owned = with_facts(buyers, candidates, date, dependence)
    guess = next(iter(buyers), None)
    likely = guess.facts if guess else None
    known = {facts.column for facts in (date, order, likely) if facts}
    rest = candidates.without(known)
    ledger = debit_counts(facts.label for facts in candidates.columns)
    of_customers = likely is not None and likely.header == "customer"
    sides = pair_guesses(rest, dependence, debit=ledger, of_customers=of_customers)
    found_money = MoneyOfRows(sides, {})
    log = date is not None and order is None and likely is not None and is_log(likely, date, dependence)
    if not sides and not log:
        found_money = money_of_rows(rest, likely, date, dependence, converted=converted)
    money, rest = found_money.money, rest.without(found_money.beside)
    money = with_pieces(money, rest, order, likely, dependence)
    numbered = order is not None or any(map(numbers_rows, rest.free()))
    if likely is not None and numbered and not (money or log or found_money.beside):
        money = lone_number(rest, likely, dependence)
    taxed = not buyers and is_taxed(rest, money, dependence)
    in_order = date is not None and dependence.runs_on(date) >= ENOUGH
    reached = any(each.unique and each.shares["email"] >= ENOUGH for each in candidates.columns)
    timed = date is not None and date.shares["clock"] >= ENOUGH and not reached
    described = describes_persons(candidates, dependence)
    ends = (tell(candidates, date, dependence) for tell in (lasts, ends_late))
    aged = any(facts.column not in owned for facts in candidates.columns if tells_age(facts))
    event = Event(order, date, money, taxed, in_order, timed, described, aged, *ends)
    found = readings(candidates, buyers, event)
    best, fixed = found[0], bool(candidates.fixed_to(Role.CUSTOMER))
    buyer = next((each for each in buyers if each.facts is best.customer), None)
    if buyer is None or date is None or best.grain is Grain.CUSTOMER:
        return Sale(found, order, {}, fixed=fixed)
    guesses = {date.column: _date_guess(date), buyer.facts.column: buyer.guess}
    guesses |= _order_guess(order, buyer.facts, dependence) | money | found_money.beside
    of_customer = {f.column for f in candidates.free() if f.levels and _is_of(f, buyer.facts, dependence)}
    guesses |= mark_guesses(candidates.without(guesses), _with_role(candidates, money, Role.AMOUNT))
    left = candidates.without(guesses).free()
    states = (f for f in left if is_state_column(f) and (f.header or f.column not in of_customer))
    guesses |= {facts.column: _state_guess(facts) for facts in states}
    own = find_owner(candidates.without(guesses), buyer.facts, dependence)
    guesses |= {own[0].column: RoleGuess(Role.RECIPIENT, LIKELY, _PAID)} if own else {}
    guesses |= _money_part_guesses(candidates.without(guesses))
    guesses |= _twins(candidates.without(guesses), buyer.facts, dependence)
    # What a bank writes beside a movement is no product.
    guesses |= {} if sides else products(candidates.without(guesses))
    guesses |= {
        facts.column: _outside_line(guess_role(facts)) for facts in candidates.without(guesses).columns
    }
    rival = money_rival(rest, money, buyer.facts, dependence)
    before = before_discounts(candidates, guesses, dependence)
    theirs = None if fixed else bills(buyer.facts, candidates.without({date.column}), dependence)
    address = own[1] if own else None
    return Sale(found, order, guesses, best.grain, fixed, address, before, rival, theirs, numbered)


def _is_of(facts: ColumnFacts, customer: ColumnFacts, dependence: FunctionalDependence) -> bool:
    """Whether each customer has one value, as members have a state."""
    return dependence.determines(customer, facts) >= DETERMINED


def _whose_and_when(
    candidates: Candidates, dependence: FunctionalDependence
) -> tuple[ColumnFacts | None, ColumnFacts | None, list[Buyer]]:
    """The date, the number of the order and who could buy: the first date that is no fact of the buyers."""
    dates: list[ColumnFacts | None] = [*_dates(candidates, dependence)] or [None]
    found = []
    for date in dates:
        rest = candidates.without({date.column} if date else ())
        order = _order_said(rest, date, dependence) or (date and _order_by_values(rest, date, dependence))
        buyers = find_buyers(rest.without({order.column} if order else ()), order, date, dependence)
        found.append((date, order, buyers))
        of_buyer = date and buyers and dependence.determines(buyers[0].facts, date) >= DETERMINED
        if len(dates) == 1 or (buyers and not of_buyer):
            return found[-1]
    return found[0]


def _dates(candidates: Candidates, dependence: FunctionalDependence) -> list[ColumnFacts]:
    """The dates that could be those of rows; of several as good, in the order of rows, then the earliest."""
    best = candidates.best(Role.DATE, _date_score)
    if best is None or candidates.fixed_to(Role.DATE):
        return [best] if best else []
    alike = [f for f in candidates.free() if _date_score(f) == _date_score(best)][:_MOST_DATES]
    if len(alike) == 1:
        return alike
    early = {f.column: sum(dependence.precedes(f, each) for each in alike if each is not f) for f in alike}
    runs = {f.column: dependence.runs_on(f) >= ENOUGH for f in alike}  # As rows are written down.
    return sorted(
        alike, key=lambda f: (not runs[f.column], -round(early[f.column], 6), f is not best, f.label)
    )


def _outside_line(guess: RoleGuess) -> RoleGuess:
    """The guess of a column that is not part of the order line."""
    if guess.role is Role.DATE:
        return RoleGuess(Role.IGNORE, LIKELY, phrase("dates, but another column is the date of the order"))
    if guess.role is Role.MEASURE:
        return RoleGuess(
            Role.IGNORE, PERHAPS, phrase("numbers that are neither quantity, price nor amount of the line")
        )
    return guess


def _with_role(candidates: Candidates, guesses: dict[str, RoleGuess], role: Role) -> ColumnFacts | None:
    """The column that was given a role."""
    named = (facts for facts in candidates.columns if facts.column in guesses)
    return next((facts for facts in named if guesses[facts.column].role is role), None)


def _date_score(facts: ColumnFacts) -> float:
    """Order dates before dates under other headers, and these before shipping and signing up."""
    if facts.kind is not ColumnKind.DATE or facts.header == "birth":
        return 0
    if facts.header == "date":  # Beside a word that says nothing, "date" says no more than its values do.
        return 2 + (facts.header_cover == 1)
    return 1 if facts.header == "other_date" else 2


def _date_guess(date: ColumnFacts) -> RoleGuess:
    if date.header == "date":
        return RoleGuess(
            Role.DATE, SURE, phrase("its values are dates, and the header says the date of the order")
        )
    return RoleGuess(Role.DATE, PERHAPS, phrase("its values are dates"))


def _order_said(
    rest: Candidates, date: ColumnFacts | None, dependence: FunctionalDependence
) -> ColumnFacts | None:
    """The column that a header says numbers orders: of several as good one of which each has one date."""
    best = rest.best(Role.ORDER, _order_score)
    if best is None or date is None or rest.fixed_to(Role.ORDER):
        return best
    alike = [facts for facts in rest.free() if _order_score(facts) == _order_score(best)][:_MOST_DATES]
    dated = [facts for facts in alike if dependence.determines(facts, date) >= DETERMINED]
    return best if best in dated or not dated else max(dated, key=lambda f: (f.distinct, f.label))


def _order_score(facts: ColumnFacts) -> float:
    """Columns under an order's header; then numbers such as #1001, which shops call the order's name.

    What a few orders have, or few values tell, numbers none.
    """
    if 2 * facts.filled < facts.rows or (facts.levels and facts.distinct <= CODE_LEVELS < facts.rows):
        return 0
    hashed = facts.shares["hash_number"] >= ENOUGH and facts.header in {None, "id", "name"}
    return named(facts, "order") + hashed / 2


def _order_by_values(
    candidates: Candidates, date: ColumnFacts, dependence: FunctionalDependence
) -> ColumnFacts | None:
    """Codes that come again, each with one date only; "Reference" may say an order as well as a product."""
    called = [facts for facts in candidates.free() if facts.header == "product" and like_code(facts)]
    orders = [facts for facts in (*find_ids(candidates), *called) if facts.repeats]
    return next((facts for facts in orders if dependence.determines(facts, date) >= DETERMINED), None)


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
    if dependence.determines(order, customer) < DETERMINED:
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
    if role is Role.CANCELLED:
        return says_void(facts)
    said = facts.header_cover if facts.header == role else 0
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
        for facts in find_ids(candidates)
        if same_customers(customer, facts, dependence)
    }
