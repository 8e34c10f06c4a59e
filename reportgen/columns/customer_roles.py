"""Guesses the roles of a table of customers: one id, one value, one date, each other column by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.columns.column_values import SHORTEST_OF_PERSONS
from reportgen.columns.customer_ids import describes_persons
from reportgen.columns.money.values import MOST_TESTED, has_fractions, is_large, is_measured, like_money, size
from reportgen.columns.patterns import NEARLY_ALL
from reportgen.columns.profile import ColumnKind
from reportgen.columns.role_guesses import (
    GUESS,
    LIKELY,
    PERHAPS,
    SURE,
    RoleGuess,
    guess_role,
    id_strength,
    is_value,
    like_code,
    tells_age,
)
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts


_LARGEST = RoleGuess(
    Role.VALUE,
    GUESS,
    phrase("the largest money of the table, though no header says what a customer is worth"),
)


def customer_guesses(
    candidates: Candidates, grouped_by: AbstractSet[str], dependence: FunctionalDependence
) -> dict[str, RoleGuess]:
    """Guesses for all columns, by engine name.

    Args:
        candidates: the columns, and what the user fixed.
        dependence: to ask which columns make up another.
        grouped_by: columns that the user wants to group by: measured even where they are places or codes.
    """
    described = describes_persons(candidates, dependence)
    customer = candidates.best(Role.CUSTOMER, partial(id_strength, described=described))
    customer = customer or candidates.best(Role.CUSTOMER, _tells_rows_apart)
    persons = described or any(map(tells_age, candidates.columns))
    taken = {} if customer is None else {customer.column: _customer_guess(customer, persons=persons)}
    rest = candidates.without(taken)
    date = rest.best(Role.DATE, _date_strength)
    singles = {facts.column: _single_column(facts, date, grouped_by) for facts in rest.columns}
    return singles | _value_guess(rest, dependence) | taken


def _customer_guess(facts: ColumnFacts, *, persons: bool) -> RoleGuess:
    """The guess of what names the rows, sure where the header says it, or rows tell of people."""
    if facts.header in {"customer", "account"} or (facts.header == "id" and facts.header_cover == 1):
        return RoleGuess(Role.CUSTOMER, SURE, _named_so(facts))
    if facts.shares["email"] >= ENOUGH:
        reason = phrase("e-mail addresses that differ on every row, and nothing else names the customer")
        return RoleGuess(Role.CUSTOMER, LIKELY if persons else PERHAPS, reason)
    reason = phrase("a code or numbering that differs on every row")
    return RoleGuess(Role.CUSTOMER, LIKELY if persons else PERHAPS, reason)


def _tells_rows_apart(facts: ColumnFacts) -> float:
    """Whether codes differ on every row, under the header of something else with a number, or are long."""
    long = facts.header is None and facts.shortest >= SHORTEST_OF_PERSONS
    return facts.unique and facts.rows > 1 and like_code(facts) and (long or facts.header == "product")


def _named_so(facts: ColumnFacts) -> str:
    if facts.unique:
        return phrase("the header says so, and its values differ on every row")
    return phrase("the header says so, and its values hardly ever come again")


def _date_strength(facts: ColumnFacts) -> float:
    if facts.kind is not ColumnKind.DATE or guess_role(facts).role is not Role.DATE:
        return 0
    return 2 if facts.header == "date" else 1


def _single_column(facts: ColumnFacts, date: ColumnFacts | None, grouped_by: AbstractSet[str]) -> RoleGuess:
    """The guess of a column by itself, less second dates, more what the user groups by."""
    guess = guess_role(facts)
    if guess.role is Role.DATE and facts is not date:
        return RoleGuess(Role.IGNORE, LIKELY, phrase("dates, but another column of dates is used"))
    wanted = facts.column in grouped_by and facts.kind is ColumnKind.NUMBER
    if wanted and guess.role in {Role.PLACE, Role.IGNORE, Role.CATEGORY}:
        return RoleGuess(Role.MEASURE, SURE, phrase("numbers, and you chose to group by them"))
    return guess


def _in_cents(facts: ColumnFacts) -> bool:
    return facts.kind is ColumnKind.NUMBER and (bool(facts.currencies) or facts.shares["cents"] >= ENOUGH)


def _value_guess(candidates: Candidates, dependence: FunctionalDependence) -> dict[str, RoleGuess]:
    """The one column whose header says a worth or that others prove, or else an amount in cents.

    None where several do.
    """
    said = [facts for facts in candidates.free() if is_value(facts)]
    proved = [] if said else [f for f in candidates.free() if _is_total(f, candidates, dependence)]
    values = said or proved or [f for f in candidates.free() if f.header == "amount" and _in_cents(f)]
    if candidates.fixed_to(Role.VALUE):
        return {}
    if not values:
        return _largest(candidates, dependence)
    if len(values) > 1:
        return {}
    reason = phrase("numbers, and the header says what a customer is worth")
    if proved:
        reason = phrase("money that is so many times a mean, both of which stand beside it")
    return {values[0].column: RoleGuess(Role.VALUE, LIKELY if proved else SURE, reason)}


def _largest(candidates: Candidates, dependence: FunctionalDependence) -> dict[str, RoleGuess]:
    """The money that holds all other money of a table of customers, where one does; else all in cents."""
    measured = (f for f in candidates.free() if guess_role(f).role is Role.MEASURE)
    large = [f for f in measured if like_money(f) and is_large(f) and (_in_cents(f) or not like_code(f))]
    cents = [facts for facts in large if _in_cents(facts)]
    for like in (large, cents) if cents else ():
        largest = max(like, key=lambda facts: (size(facts), facts.label))
        others = [facts for facts in like if facts is not largest][:MOST_TESTED]
        held = all(dependence.holds(largest, other) >= ENOUGH for other in others)
        if held and largest.numbers is not None and largest.numbers.negative == 0:
            return {largest.column: _LARGEST}
    return {}


def _is_total(facts: ColumnFacts, candidates: Candidates, dependence: FunctionalDependence) -> bool:
    """Whether money is so many times a mean, both of which stand beside it: what several things came to."""
    if not _is_money(facts):
        return False
    others = [f for f in candidates.free() if f is not facts and f.distinct > 1]
    means = [f for f in others if _is_money(f)][:MOST_TESTED]
    counts = [f for f in others if f.whole][:MOST_TESTED]
    pairs = ((count, mean) for count in counts for mean in means)
    return any(dependence.is_mean(facts, *pair) >= NEARLY_ALL for pair in pairs)


def _is_money(facts: ColumnFacts) -> bool:
    return facts.numbers is not None and has_fractions(facts) and not is_measured(facts)
