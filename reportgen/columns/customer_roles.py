"""Guesses the roles of a table of customers: one id, one value, one date, each other column by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.columns.customer_identity import describes_persons
from reportgen.columns.money.values import MOST_TESTED, has_fractions, is_measured
from reportgen.columns.patterns import NEARLY_ALL
from reportgen.columns.profile import ColumnKind
from reportgen.columns.role_guesses import (
    LIKELY,
    PERHAPS,
    SURE,
    RoleGuess,
    guess_role,
    id_strength,
    is_value,
    tells_age,
)
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts


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
    if len(values) != 1 or candidates.fixed_to(Role.VALUE):
        return {}
    reason = phrase("numbers, and the header says what a customer is worth")
    if proved:
        reason = phrase("money that is so many times a mean, both of which stand beside it")
    return {values[0].column: RoleGuess(Role.VALUE, LIKELY if proved else SURE, reason)}


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
