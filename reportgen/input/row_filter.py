"""One pass over a file: rows into a clean CSV, everything else set aside by cause."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.input import rejects as causes
from reportgen.input.cell_kinds import (
    COMMENT,
    FILLED,
    TELLING,
    TOTAL_PHRASE,
    TOTAL_STARTS,
    CellKind,
    Column,
    is_total,
    kind_of,
)
from reportgen.input.layout import LEAST_ROWS, Layout, reads_as_header
from reportgen.input.records import Record, Records, Trouble
from reportgen.input.sniff import DECLARATION
from reportgen.input.source import INVISIBLE, REPLACEMENT
from reportgen.input.writers import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.input.dialect import Dialect
    from reportgen.input.rejects import Cause, Rejects
    from reportgen.input.source import TextSource
    from reportgen.input.writers import Outputs

MOST_HELD = 1000
LEAST_WIDE = 3
"""Columns from which on a row with one filled cell is strange."""
NOTE = re.compile(
    r"(?:source|notes?|generated|exported|printed|prepared|created|page|report|copyright|end of|all rights"
    r"|quelle|stand|hinweis)\b|[*©]|.*\b(?:rows?|records?|lines?|entries)\b",
    re.IGNORECASE,
)
END_OF_FILE = "\x1a"
"""Closes files of old systems; on a line of its own it is no content."""
_CONTROL = ("control-character", phrase("holds control characters; they were removed"))
SUSPICIOUS = {
    "\0": ("null-character", phrase("holds NUL characters; they were removed")),
    REPLACEMENT: ("encoding-error", phrase("holds characters that cannot be decoded")),
    **dict.fromkeys(
        INVISIBLE, ("invisible-character", phrase("holds characters that are not seen; they were removed"))
    ),
}


@dataclass(frozen=True)
class FilteredRows:
    """The outcome of a pass."""

    seen: Seen
    doubtful_totals: tuple[int, ...]
    """Lines of rows kept that call themselves a total, where that may be a name."""


def normalise(source: TextSource, dialect: Dialect, layout: Layout, outputs: Outputs) -> FilteredRows:
    """Sort the records of a text into rows and others, in constant memory."""
    with source.open() as text:
        lines = _watched(text, source, outputs.ledger) if source.suspects else text
        return sort_records(Records(lines, dialect, layout.row_width), layout, outputs)


def sort_records(records: Iterable[Record], layout: Layout, outputs: Outputs) -> FilteredRows:
    """Sort records into rows, which go to `outputs.rows`, and others, which go to its ledger."""
    sorter = RowFilter(layout, outputs.ledger)
    outputs.rows.writerows(sorter.rows(records))
    outputs.rows.writerows(sorter.remaining())
    return sorter.outcome()


def _watched(lines: Iterable[str], source: TextSource, ledger: Rejects) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        found = {SUSPICIOUS.get(each, _CONTROL) for each in source.suspects if each in line}
        if found and line.strip() != END_OF_FILE:
            for doubt in sorted(found):
                ledger.doubt(*doubt, number)
        yield source.cleared(line) if found else line


def most_empty(width: int) -> int:
    """Empty cells that a row may have before it is looked at."""
    return int(width * (1 - FILLED))


class RowFilter:
    """Tells rows from titles, comments, totals, notes and broken lines."""

    def __init__(self, layout: Layout, ledger: Rejects) -> None:
        self.doubtful_totals: list[int] = []
        self._seen = Seen(0, 0, 0)
        self._layout = layout
        self._ledger = ledger
        self._labels = list(layout.labels)
        self._held: list[Record] = []
        """Narrow lines that are notes if no row follows."""
        self._over = False
        """Whether a second table has begun."""
        self._wary = False
        """Whether the next record has to be looked at: after blank lines, notes and the table's end."""
        self._hashes = _mostly_hashes(layout.columns[0])

    def rows(self, records: Iterable[Record]) -> Iterator[tuple[int | str, ...]]:
        """The rows among records: line, then trimmed cells. All others go to the ledger."""
        width, labels, probe = len(self._labels), self._labels, self._layout.probe or 0
        digit = re.compile(r"\d" if self._layout.probe is not None else "").search
        first, sparse = self._layout.first_line, most_empty(width)
        seen, line = self._seen.records, self._seen.last_line
        for line, written, trouble in records:
            seen += 1
            cells = list(map(str.strip, written))
            if (
                len(cells) == width
                and cells[0]
                and cells.count("") <= sparse
                and trouble is None
                and line >= first
                and digit(cells[probe])
                and not self._wary
                and cells != labels
                and cells[0][:3].casefold() not in TOTAL_STARTS
                and cells[0][0] != COMMENT
            ):
                yield line, *cells
            else:
                yield from self._examine(Record(line, cells, trouble))
        self._seen = replace(self._seen, records=seen, last_line=line)

    @property
    def is_calm(self) -> bool:
        """Whether the next record needs no look because of those before it."""
        return not (self._wary or self._held or self._over)

    def pass_over(self, rows: int, last_line: int) -> None:
        """Count rows of one line each that were taken elsewhere."""
        records, in_parts = self._seen.records + rows, self._seen.rows_in_parts + rows
        self._seen = replace(self._seen, records=records, last_line=last_line, rows_in_parts=in_parts)

    def remaining(self) -> Iterator[tuple[int | str, ...]]:
        """Rows that were held until the end of the file was known."""
        return self._release(at_end=True)

    def outcome(self) -> FilteredRows:
        """What was seen, once all is sorted."""
        headers = 0 if self._layout.header_line is None else 1
        return FilteredRows(replace(self._seen, headers=headers), tuple(self.doubtful_totals))

    def _examine(self, record: Record) -> Iterator[tuple[int | str, ...]]:
        if self._is_note(record):
            self._held.append(record)
            self._wary = True
            if len(self._held) > MOST_HELD:
                yield from self._release()
            return
        cause = self._cause(record)
        if cause is not causes.BLANK:
            yield from self._release()
        self._wary = self._over or cause in (causes.BLANK, causes.SECOND_TABLE)
        if cause is not None:
            self._ledger.set_aside(record, cause, named=not (cause is causes.SECOND_TABLE and self._over))
            self._over = self._over or cause is causes.SECOND_TABLE
        elif record.line != self._layout.header_line:
            yield self._row(record)
        elif record.trouble is not None:
            self._ledger.doubt(
                causes.STRAY_QUOTE.key, phrase("a stray quotation mark in the header"), record.line
            )

    def _release(self, *, at_end: bool = False) -> Iterator[tuple[int | str, ...]]:
        """Let go of held lines: notes at the end of the file, else short rows or sparse ones."""
        held, self._held = self._held, []
        for record in held:
            whole = len(record.cells) == len(self._labels)
            if at_end and not self._fits(record):
                self._ledger.set_aside(record, causes.FOOTER)
            elif whole:
                if not self._is_odd(record.cells):
                    self._ledger.doubt("sparse-row", phrase("a row with few filled cells, kept"), record.line)
                yield self._row(record)
            else:
                self._ledger.set_aside(record, causes.MISSING_CELL)

    def _cause(self, record: Record) -> Cause | None:
        """Why a record is no row; None for the header and for rows."""
        line, cells, trouble = record
        if not any(cells):
            return causes.BLANK
        if line < self._layout.first_line or line in self._layout.header_lines:
            return self._cause_above(record)
        if self._over:
            return causes.SECOND_TABLE
        if trouble is Trouble.UNREADABLE:
            return causes.STRAY_QUOTE
        if cells[0].startswith(COMMENT) and not (self._hashes and len(cells) == len(self._labels)):
            return causes.COMMENT
        return self._cause_by_content(cells)

    def _cause_above(self, record: Record) -> Cause | None:
        if record.line == self._layout.header_line:
            return None
        if record.line in self._layout.header_lines:
            return causes.SECOND_HEADER
        if record.cells[0].startswith(COMMENT):
            return causes.COMMENT
        return causes.SEPARATOR if DECLARATION.match(record.cells[0]) else causes.TITLE

    def _cause_by_content(self, cells: list[str]) -> Cause | None:
        if cells == self._labels:
            return causes.REPEATED_HEADER
        if self._is_surely_total(cells):
            return causes.TOTAL
        if len(cells) not in (len(self._labels), self._layout.row_width) or any(cells[len(self._labels) :]):
            return causes.EXTRA_CELL if len(cells) > len(self._labels) else causes.MISSING_CELL
        if self._is_other_header(cells):
            return causes.SECOND_TABLE
        return None

    def _is_surely_total(self, cells: list[str]) -> bool:
        """Whether "Total" cannot be a name here: it stands among ids, or the row lacks its id."""
        columns = self._layout.columns
        at = next(at for at, cell in enumerate(cells) if cell)
        if at < len(columns) and columns[at].kind in TELLING and TOTAL_PHRASE.match(cells[at]):
            return True
        if not is_total(cells) or len(cells) != len(columns):
            return is_total(cells)
        lacks = any(
            c.mostly_digits and c.always_filled and not cell for c, cell in zip(columns, cells, strict=True)
        )
        return columns[at].mostly_digits or lacks

    def _is_other_header(self, cells: list[str]) -> bool:
        return all(cells) and reads_as_header(cells, self._layout.columns)

    def _is_note(self, record: Record) -> bool:
        """Whether a record may be a note below the table: a few words where a row has more cells."""
        cells, width = record.cells, len(self._labels)
        filled = len(cells) - cells.count("")
        if not 0 < filled <= FILLED * width or any(cells[filled:]) or record.line < self._layout.first_line:
            return False
        if self._over or is_total(cells) or cells[0].startswith(COMMENT) or record.trouble is not None:
            return False
        if len(cells) < width:
            return filled == 1 or not self._fits(record)
        return len(cells) == width >= LEAST_WIDE and not self._fits(record)

    def _fits(self, record: Record) -> bool:
        """Whether the first filled cell of a record looks like the cells of its column."""
        at = next(at for at, cell in enumerate(record.cells) if cell)
        cell, column = record.cells[at], self._layout.columns[at]
        if NOTE.match(cell) or len(cell) > 2 * column.longest or (" " in cell and not column.spaced):
            return False
        if column.kind in TELLING and kind_of(cell) is CellKind.TEXT:
            return False
        return not column.mostly_digits or any(map(str.isdigit, cell))

    def _is_odd(self, cells: list[str]) -> bool:
        """Whether a row lacks what all rows have, or holds words where they hold numbers or dates."""
        pairs = list(zip(cells, self._layout.columns, strict=False))
        if self._layout.columns[0].rows < LEAST_ROWS:
            return False
        lacks = [column.always_filled and kind_of(cell) is CellKind.MISSING for cell, column in pairs]
        words = [column.kind in TELLING and kind_of(cell) is CellKind.TEXT for cell, column in pairs]
        odd = list(map(max, lacks, words))
        names_rows = [column.unique and column.mostly_digits for _, column in pairs]
        return any(map(min, odd, names_rows)) or sum(odd) >= max(FILLED * len(pairs), 2)

    def _row(self, record: Record) -> tuple[int | str, ...]:
        """A row at its full width, with what is to be told about it."""
        line, cells, trouble = record
        if trouble is Trouble.REPAIRED:
            self._ledger.doubt(causes.STRAY_QUOTE.key, phrase("a stray quotation mark, taken as text"), line)
        if is_total(cells):
            self._ledger.doubt(
                causes.TOTAL.key, phrase("calls itself a total, but may be a name: kept"), line
            )
            self.doubtful_totals.append(line)
        elif self._is_odd(cells):
            self._ledger.doubt("odd-row", phrase("a row unlike the others, kept"), line)
        width = len(self._labels)
        return line, *cells[:width], *[""] * (width - len(cells))


def _mostly_hashes(column: Column) -> bool:
    return sum(value.startswith(COMMENT) for value in column.values) > FILLED * len(column.values)
