"""Whether another column could be the money as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportgen.columns.money.sums import is_agreed
from reportgen.columns.money.values import MOST_TESTED, has_fractions, may_be_paid
from reportgen.columns.role_guesses import GUESS
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts
    from reportgen.columns.role_guesses import RoleGuess


class Rival(NamedTuple):
    """Labels of the money and of another column that could be it as well."""

    taken: str
    other: str
    minor: bool
    """Whether the other is hardly it: smaller on nearly every row, as a tip, or round sums beside cents."""


def money_rival(
    candidates: Candidates, guesses: Mapping[str, RoleGuess], dependence: FunctionalDependence
) -> Rival | None:
    """Another column that could be the money as well, as no header says either."""
    taken = next((f for f in candidates.columns if f.column in guesses), None)
    if taken is None or len(guesses) > 1 or guesses[taken.column].confidence > GUESS:
        return None
    like = [f for f in candidates.free() if f is not taken and may_be_paid(f)]
    rivals = [Rival(taken.label, f.label, _is_minor(f, taken, dependence)) for f in like[:MOST_TESTED]]
    return min(rivals, key=lambda rival: rival.minor, default=None) if has_fractions(taken) else None


def _is_minor(other: ColumnFacts, taken: ColumnFacts, dependence: FunctionalDependence) -> bool:
    return dependence.holds(taken, other) >= ENOUGH or is_agreed(other, taken, dependence)
