"""The layout of a file: its header, its first row, and the kinds of its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.base.audit import Issue
    from reportgen.parsing.cell_kinds import Column


@dataclass(frozen=True)
class Layout:
    """Where the table begins, how wide its rows are, and what its columns hold."""

    labels: tuple[str, ...]
    header_line: int | None
    first_line: int
    """Physical line of the first data row."""
    header_lines: frozenset[int]
    """Lines of the header below its first: they are no data."""
    row_width: int
    """Cells that most rows have: the width of the header, or the one other width allowed."""
    columns: tuple[Column, ...]
    issues: tuple[Issue, ...]
    grouped: bool = False
    """Whether the last column holds the headings of groups, which stand on lines of their own."""

    @property
    def digits_at(self) -> int | None:
        """The first column whose cells nearly all hold digits; a row without one there is doubtful."""
        return next((at for at, column in enumerate(self.columns) if column.mostly_digits), None)
