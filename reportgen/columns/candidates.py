"""Chooses the column for a role: the one that the user named, else the candidate with the highest score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from reportgen.columns.profile import ColumnFacts
    from reportgen.options.enums import Role


@dataclass(frozen=True)
class Candidates:
    """The columns of a source, and the roles that the user fixed (engine name -> role)."""

    columns: tuple[ColumnFacts, ...]
    fixed: Mapping[str, Role]

    def fixed_to(self, role: Role) -> tuple[ColumnFacts, ...]:
        """Columns whose role was fixed to this one."""
        return tuple(facts for facts in self.columns if self.fixed.get(facts.column) is role)

    def free(self) -> tuple[ColumnFacts, ...]:
        """Columns without a fixed role."""
        return tuple(facts for facts in self.columns if facts.column not in self.fixed)

    def without(self, taken: Container[str]) -> Candidates:
        """All but some columns, given by engine name."""
        return Candidates(tuple(facts for facts in self.columns if facts.column not in taken), self.fixed)

    def best(self, role: Role, score: Callable[[ColumnFacts], float]) -> ColumnFacts | None:
        """The user's column for a role, else the one with the highest score above 0.

        Ties go to what is filled more, then to the first by its values and header, so that the
        order of columns does not matter.
        """
        if self.fixed_to(role):
            return self.fixed_to(role)[0]
        scored = [(score(facts), facts) for facts in self.free()]
        ranked = sorted(
            (-points, -facts.filled, facts.first_value, facts.label, facts.column, facts)
            for points, facts in scored
            if points > 0
        )
        return ranked[0][-1] if ranked else None
