"""Filters the rows out of all records of a source; the others are set aside by cause."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.input.raw_rows import PassResult
from reportgen.input.source import C1, INVISIBLE, REPLACEMENT
from reportgen.parsing import rejects as causes
from reportgen.parsing.records import Record, Records, Trouble
from reportgen.parsing.row_rules import RowRules, is_total, plain_row_test

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.input.raw_rows import Outputs
    from reportgen.input.source import TextSource
    from reportgen.parsing.dialect import Dialect
    from reportgen.parsing.group_headings import GroupHeadings
    from reportgen.parsing.layout import Layout
    from reportgen.parsing.rejects import Rejects

    Row = tuple[int | str, ...]

MOST_PENDING = 1000
END_OF_FILE = "\x1a"
"""Closes files of old systems; on a line of its own it is no content."""
_CONTROL = ("control-character", phrase("holds control characters; they were removed"))
SUSPICIOUS = {
    "\0": ("null-character", phrase("holds NUL characters; they were removed")),
    REPLACEMENT: ("encoding-error", phrase("holds characters that cannot be decoded")),
    **dict.fromkeys(
        C1,
        (
            "control-character",
            phrase("holds C1 control characters, as texts of a wrong code page do; read as Windows-1252"),
        ),
    ),
    **dict.fromkeys(
        INVISIBLE, ("invisible-character", phrase("holds characters that are not seen; they were removed"))
    ),
}


def filter_text(
    source: TextSource, dialect: Dialect, layout: Layout, outputs: Outputs, headings: GroupHeadings | None
) -> PassResult:
    """Filter the records of a text, in constant memory."""
    with source.open() as text:
        lines = _checked(text, source, outputs.rejects) if source.suspects else text
        records = Records(lines, dialect, layout.row_width if headings is None else headings.width)
        return filter_records(records if headings is None else headings.filled(records), layout, outputs)


def filter_records(records: Iterable[Record], layout: Layout, outputs: Outputs) -> PassResult:
    """Write the rows among records to `outputs.rows`, and all others to `outputs.rejects`."""
    row_filter = RowFilter(layout, outputs.rejects)
    outputs.rows.writerows(row_filter.rows(records))
    outputs.rows.writerows(row_filter.remaining())
    return row_filter.result()


def _checked(lines: Iterable[str], source: TextSource, rejects: Rejects) -> Iterator[str]:
    """The lines without the characters that nobody sees; each line that holds any is named."""
    for number, line in enumerate(lines, 1):
        issues = {SUSPICIOUS.get(each, _CONTROL) for each in source.suspects if each in line}
        if issues and line.strip() != END_OF_FILE:
            for issue in sorted(issues):
                rejects.add_issue(*issue, number)
        yield source.cleared(line) if issues else line


class RowFilter:
    """Goes through the records of a source; remembers what the rules for the next one depend on."""

    def __init__(self, layout: Layout, rejects: Rejects) -> None:
        self._doubtful_totals: list[int] = []
        self._seen = PassResult()
        self._layout = layout
        self._rules = RowRules(layout)
        self._rejects = rejects
        self._pending: list[Record] = []
        """Narrow lines that are notes if no row follows."""
        self._after_table = False
        """Whether a second table has begun."""
        self._examine_next = False
        """Whether even a plain row has to be examined: after blank lines, notes and the table's end."""

    def rows(self, records: Iterable[Record]) -> Iterator[Row]:
        """The rows among records: line, then trimmed cells. All others go to the rejects."""
        is_plain, first = plain_row_test(self._layout), self._layout.first_line
        seen, line = self._seen.records, self._seen.last_line
        for line, written, trouble in records:
            seen += 1
            cells = list(map(str.strip, written))
            if trouble is None and line >= first and not self._examine_next and is_plain(cells):
                yield line, *cells
            else:
                yield from self._examine(Record(line, cells, trouble))
        self._seen = replace(self._seen, records=seen, last_line=line)

    @property
    def takes_plain_rows(self) -> bool:
        """Whether a plain row that comes next is a row, whatever came before."""
        return not (self._examine_next or self._pending or self._after_table)

    def pass_over(self, rows: int, last_line: int) -> None:
        """Count rows of one line each that were taken elsewhere."""
        records, in_parts = self._seen.records + rows, self._seen.rows_in_parts + rows
        self._seen = replace(self._seen, records=records, last_line=last_line, rows_in_parts=in_parts)

    def remaining(self) -> Iterator[Row]:
        """Rows that could not be decided until the end of the file was known."""
        return self._decide_pending(at_end=True)

    def result(self) -> PassResult:
        """What was seen, once all records are through."""
        headers = 0 if self._layout.header_line is None else 1
        return replace(self._seen, headers=headers, doubtful_totals=tuple(self._doubtful_totals))

    def _examine(self, record: Record) -> Iterator[Row]:
        if not self._after_table and self._rules.may_be_note(record):
            self._pending.append(record)
            self._examine_next = True
            if len(self._pending) > MOST_PENDING:
                yield from self._decide_pending()
            return
        cause = self._rules.cause(record, after_table=self._after_table)
        if cause is not causes.BLANK:
            yield from self._decide_pending()
        self._examine_next = self._after_table or cause in (causes.BLANK, causes.SECOND_TABLE)
        if cause is not None:
            named = not (cause is causes.SECOND_TABLE and self._after_table)
            self._rejects.set_aside(record, cause, named=named)
            self._after_table = self._after_table or cause is causes.SECOND_TABLE
        elif record.line != self._layout.header_line:
            yield self._row(record)
        elif record.trouble is not None:
            message = phrase("a stray quotation mark in the header")
            self._rejects.add_issue(causes.STRAY_QUOTE.key, message, record.line)

    def _decide_pending(self, *, at_end: bool = False) -> Iterator[Row]:
        """Pending lines are notes at the end of the file, else short rows or sparse ones."""
        pending, self._pending = self._pending, []
        for record in pending:
            if at_end and not self._rules.begins_as_row(record):
                self._rejects.set_aside(record, causes.FOOTER)
            elif len(record.cells) == len(self._layout.labels):
                if not self._rules.is_odd(record.cells):
                    message = phrase("a row with few filled cells, kept")
                    self._rejects.add_issue("sparse-row", message, record.line)
                yield self._row(record)
            else:
                self._rejects.set_aside(record, causes.MISSING_CELL)

    def _row(self, record: Record) -> Row:
        """A row at its full width, and an issue for what is strange about it."""
        line, cells, trouble = record
        if trouble is Trouble.REPAIRED:
            message = phrase("a stray quotation mark, taken as text")
            self._rejects.add_issue(causes.STRAY_QUOTE.key, message, line)
        if is_total(cells):
            message = phrase("calls itself a total, but may be a name: kept")
            self._rejects.add_issue(causes.TOTAL.key, message, line)
            self._doubtful_totals.append(line)
        elif self._rules.is_odd(cells):
            self._rejects.add_issue("odd-row", phrase("a row unlike the others, kept"), line)
        width = len(self._layout.labels)
        return line, *cells[:width], *[""] * (width - len(cells))
