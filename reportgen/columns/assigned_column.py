"""A column with the role that it was given, and issues about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.columns.profile import ColumnFacts
    from reportgen.columns.role_guesses import RoleGuess
    from reportgen.options.enums import Role


class AssignedColumn(NamedTuple):
    """The facts of a column, and the guess that gave it its role."""

    facts: ColumnFacts
    guess: RoleGuess

    def issue(
        self, code: str, message: str, hint: str = "", line: int | None = None, **slots: object
    ) -> Issue:
        """An issue of this column.

        Args:
            code: that of the issue.
            message: a phrase whose slots are not filled; `label` and `line` need not be given again.
            hint: what the user can do.
            line: where it shows first.
            slots: what else fills the message.
        """
        label = self.facts.label
        return Issue(code, phrase(message, label=label, line=line, **slots), line, label, hint)


def first_of(assigned: Iterable[AssignedColumn], role: Role) -> AssignedColumn | None:
    """The first column of a role, or None."""
    return next((column for column in assigned if column.guess.role is role), None)
