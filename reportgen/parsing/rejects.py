"""Rejects: records that are no rows, counted by cause, with issues for those that a user should know of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.audit import AuditLine, Issue, Step
from reportgen.base.phrases import phrase

if TYPE_CHECKING:
    import _csv

    from reportgen.parsing.records import Record

NAMED = 20
"""Issues of one code that name their line; further ones are counted."""


@dataclass(frozen=True)
class Cause:
    """Why records are set aside."""

    key: str
    label: str
    message: str = ""
    """The message of its issue; empty where there is none."""
    rejected: bool = False
    """Whether it may have been data, so that the user should look at it."""


BLANK = Cause("blank-row", phrase("blank lines"))
SEPARATOR = Cause("separator-line", phrase("a line that names the delimiter"))
COMMENT = Cause("comment", phrase("comment lines"), phrase("a comment line, left out"))
TITLE = Cause("title", phrase("title lines above the table"), phrase("a line above the table, left out"))
SECOND_HEADER = Cause("second-header", phrase("further lines of the header"))
REPEATED_HEADER = Cause(
    "repeated-header", phrase("repeated header lines"), phrase("the header again, left out")
)
TOTAL = Cause("total-row", phrase("total lines"), phrase("a total line, left out"))
FOOTER = Cause("footer", phrase("notes below the table"), phrase("a note below the table, left out"))
GROUP_HEADING = Cause("group-heading", phrase("lines that head a group of rows"))
SECOND_TABLE = Cause(
    "second-table", phrase("lines of a second table"), phrase("a second table begins here"), rejected=True
)
EXTRA_CELL = Cause(
    "extra-cell", phrase("lines with too many cells"), phrase("more cells than the header"), rejected=True
)
MISSING_CELL = Cause(
    "missing-cell", phrase("lines with too few cells"), phrase("fewer cells than the header"), rejected=True
)
STRAY_QUOTE = Cause(
    "stray-quote",
    phrase("lines with a stray quotation mark"),
    phrase("a stray quotation mark"),
    rejected=True,
)


class Rejects:
    """Counts records by cause and names the first of each."""

    def __init__(self, rejected: _csv.Writer) -> None:
        self._rejected = rejected
        self._counts: Counter[Cause] = Counter()
        self._issues: list[Issue] = []
        self._named: Counter[str] = Counter()

    def set_aside(self, record: Record, cause: Cause, *, named: bool = True) -> None:
        """Leave a record out of the rows."""
        self._counts[cause] += 1
        if cause.rejected:
            self._rejected.writerow((record.line, cause.label, *record.cells))
        if cause.message and named:
            self.add_issue(cause.key, cause.message, record.line)

    def add_issue(self, code: str, message: str, line: int) -> None:
        """Name a line with an issue; after the first twenty of a code they are only counted."""
        self._named[code] += 1
        if self._named[code] <= NAMED:
            self._issues.append(Issue(code, message, line=line))

    @property
    def total(self) -> int:
        """All records set aside."""
        return self._counts.total()

    @property
    def rejected(self) -> int:
        """Records set aside that may have been data."""
        return sum(count for cause, count in self._counts.items() if cause.rejected)

    def audit_lines(self) -> tuple[AuditLine, ...]:
        """One line per cause, in the order in which they first came up."""
        return tuple(
            AuditLine(Step.READ, cause.key, cause.label, rows) for cause, rows in self._counts.items()
        )

    def issues(self) -> tuple[Issue, ...]:
        """The named lines, and how many more there are of each code."""
        more = [(code, count - NAMED) for code, count in self._named.items() if count > NAMED]
        return (
            *self._issues,
            *(
                Issue(code, phrase("{count:,} more {count:line like this|lines like these}", count=count))
                for code, count in more
            ),
        )
