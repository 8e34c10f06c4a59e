"""Whether another column could be the money as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.word_lists import coverage
from reportgen.columns.column_values import CODE_LEVELS
from reportgen.columns.customer_ids import DETERMINED
from reportgen.columns.money.sums import is_agreed, settled
from reportgen.columns.money.values import MOST_TESTED, has_fractions, may_be_paid
from reportgen.columns.patterns import NEARLY_ALL
from reportgen.columns.role_guesses import GUESS, SURE
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts
    from reportgen.columns.role_guesses import RoleGuess


_MONEY = frozenset({Role.AMOUNT, Role.UNIT_PRICE})


class Rival(NamedTuple):
    """Labels of the money and of another column that could be it as well."""

    taken: str
    other: str
    minor: bool
    """Whether the other is hardly it: absent on many rows as tips are, one share of it, or round sums."""


def money_rival(
    candidates: Candidates,
    guesses: Mapping[str, RoleGuess],
    customer: ColumnFacts,
    dependence: FunctionalDependence,
) -> Rival | None:
    """Another column that could be the money as well, as neither a whole header nor arithmetic says either.

    What is left of another column is proved. What is the same on all rows of a customer is his own, such
    as a limit.
    """
    amounts = [f for f in candidates.columns if f.column in guesses and guesses[f.column].role in _MONEY]
    if len(amounts) != 1 or not has_fractions(amounts[0]) or _MONEY & set(candidates.fixed.values()):
        return None
    taken, guess = amounts[0], guesses[amounts[0].column]
    like = [f for f in candidates.free() if f.column not in guesses and may_be_paid(f)][:MOST_TESTED]
    few = any(0 < len(f.levels) <= CODE_LEVELS and f.shares["fives"] >= NEARLY_ALL for f in like)
    if guess.confidence >= SURE and not few:  # Few round sums may be what was handed over.
        return None
    if guess.confidence > GUESS or len(guesses) > 1:
        others = (f for f in like if _holds_more(f, taken, like, dependence))
        return next((Rival(taken.label, f.label, minor=True) for f in others), None)
    like = [f for f in like if dependence.determines(customer, f) < DETERMINED]
    like = [f for f in like if settled(candidates, f, dependence) is not taken]
    rivals = [Rival(taken.label, f.label, _is_minor(f, taken, dependence)) for f in like]
    return min(rivals, key=lambda rival: rival.minor, default=None)


def _holds_more(
    other: ColumnFacts, taken: ColumnFacts, like: Sequence[ColumnFacts], dependence: FunctionalDependence
) -> bool:
    """Whether another column is money with something unnamed, or cents or a share beside round sums."""
    parts = [f for f in like if f is not other] if taken.header_cover < 1 else []
    if any(dependence.is_difference(other, part, taken) >= NEARLY_ALL for part in parts):
        return True
    if other.header is not None or taken.shares["fives"] < NEARLY_ALL:
        return False
    return other.shares["fives"] <= 1 / 2 or dependence.has_rates(other, taken, 1)


def _is_minor(other: ColumnFacts, taken: ColumnFacts, dependence: FunctionalDependence) -> bool:
    """Whether another column is hardly the money: only the header of the money says so, or numbers tell."""
    said = taken.header is not None and taken.header_cover - coverage(other.label, taken.header) >= 1 / 2
    share = dependence.has_rates(other, taken, 1)
    return said or share or _is_optional(other, taken, dependence) or is_agreed(other, taken, dependence)


def _is_optional(other: ColumnFacts, taken: ColumnFacts, dependence: FunctionalDependence) -> bool:
    """Whether numbers stand on some rows only, and are then no larger than the money."""
    of_all, of_other, _ = dependence.sides(taken, other)
    return of_other < NEARLY_ALL * of_all and dependence.holds(taken, other) >= ENOUGH
