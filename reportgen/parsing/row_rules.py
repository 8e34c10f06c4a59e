"""Row rules: which lines of a file are rows, blank, comments, headers, totals or notes, for all readers.

A line that `plain_row_test` accepts is a row whatever stands around it. Any other line is doubtful: it is
examined by the rules of `RowRules`, cause by cause. Blocks of a large file are tested from their bytes
(`plain_lines`), by values that are derived from those here; what is doubtful there is read line by line.
"""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING

from reportgen.base.word_lists import any_of, table_words
from reportgen.parsing import rejects as causes
from reportgen.parsing.cell_kinds import FILLED, TYPED, CellKind, kind_of, reads_as_header
from reportgen.parsing.records import Trouble
from reportgen.parsing.sniff import DECLARATION

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.parsing.cell_kinds import Column
    from reportgen.parsing.layout import Layout
    from reportgen.parsing.records import Record
    from reportgen.parsing.rejects import Cause

COMMENT = "#"
"""How a comment line begins."""
LEAST_WIDE = 3
"""Columns from which on a row with one filled cell is strange."""
LEAST_ROWS = 5
"""Rows of a sample from which on its columns can be compared with a row."""
START = 3
"""Letters of a word for a total that are compared before the whole word is."""


_TOTAL, _ENDINGS = (any_of(table_words("totals", kind)) for kind in ("total", "endings"))
_QUALIFIERS, _PHRASES = (any_of(table_words("totals", kind)) for kind in ("qualifiers", "phrases"))
_TOTAL_CELL = re.compile(
    rf"(?:(?:{_QUALIFIERS})[ -]?)?(?:{_TOTAL})(?: (?:{_ENDINGS}))?|{any_of(table_words('totals', 'words'))}",
    re.IGNORECASE,
)
"""A whole cell that is a word for a total."""
_TOTAL_TEXT = re.compile(
    rf"(?:(?:{_PHRASES})[ -]?)?(?:{_TOTAL})\b|.*\b(?:sub-?)?(?:{_TOTAL})$", re.IGNORECASE
)
"""The beginning of a text that speaks of a total."""
TOTAL_STARTS = frozenset(
    word[:START].casefold()
    for kind in ("total", "qualifiers", "words")
    for word in table_words("totals", kind)
)
"""How words for a total begin."""
_NOTE_SIGNS = "|".join(map(re.escape, table_words("notes", "signs")))
_NOTE = re.compile(
    rf"(?:{any_of(table_words('notes', 'beginnings'))})\b|{_NOTE_SIGNS}"
    rf"|.*\b(?:{any_of(table_words('notes', 'counted'))})\b",
    re.IGNORECASE,
)

_OF_GROUPS: dict[Trouble | None, Cause] = {
    Trouble.HEADING: causes.GROUP_HEADING,
    Trouble.GROUP_TOTAL: causes.TOTAL,
}


def most_empty(width: int) -> int:
    """Empty cells that a row may have without being doubtful: more than half are filled, see `is_total`."""
    return ceil(width * (1 - FILLED)) - 1


def is_blank(cells: Sequence[str]) -> bool:
    """Whether nothing stands in a line."""
    return not any(cells)


def is_comment(cells: Sequence[str]) -> bool:
    """Whether a line begins as a comment."""
    return cells[0].startswith(COMMENT)


def is_total(cells: Sequence[str]) -> bool:
    """Whether the first filled cell of a line says that it sums up others."""
    word = next(filter(None, cells), "").rstrip(" :*")
    if _TOTAL_CELL.fullmatch(word):
        return True
    return _filled(cells) <= FILLED * len(cells) and _TOTAL_TEXT.match(word) is not None


def plain_row_test(layout: Layout) -> Callable[[list[str]], bool]:
    """A test whether trimmed cells are a row without doubt; every other line is doubtful.

    It has the table's width, its first cell filled and more than half of all, a digit where nearly all rows
    have one, and begins neither as a comment nor as a word for a total; it is not the header again.
    """
    labels, empty = list(layout.labels), most_empty(len(layout.labels))
    width, at = len(labels), layout.digits_at or 0
    has_digit = re.compile(r"\d" if layout.digits_at is not None else "").search

    def is_plain(cells: list[str]) -> bool:
        return (
            len(cells) == width
            and cells[0] != ""
            and cells.count("") <= empty
            and has_digit(cells[at]) is not None
            and cells != labels
            and cells[0][:START].casefold() not in TOTAL_STARTS
            and cells[0][0] != COMMENT
        )

    return is_plain


class RowRules:
    """Tells the rows of a table from titles, comments, totals, notes and broken lines."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._labels = list(layout.labels)
        self._hashes = _mostly_comments(layout.columns[0])

    def cause(self, record: Record, *, after_table: bool) -> Cause | None:
        """Why a record is no row; None for the header and for rows.

        Args:
            record: a line with its cells trimmed.
            after_table: whether a second table has begun above it.
        """
        line, cells, trouble = record
        if is_blank(cells):
            return causes.BLANK
        of_group = _OF_GROUPS.get(trouble)
        if of_group is None and (line < self._layout.first_line or line in self._layout.header_lines):
            return self._cause_above(record)
        if after_table:
            return causes.SECOND_TABLE
        if of_group or trouble is Trouble.UNREADABLE:
            return of_group or causes.STRAY_QUOTE
        if is_comment(cells) and not (self._hashes and len(cells) == len(self._labels)):
            return causes.COMMENT
        return self._cause_by_content(cells)

    def may_be_note(self, record: Record) -> bool:
        """Whether a record may be a note below the table: a few words where a row has more cells."""
        cells, width, filled = record.cells, len(self._labels), _filled(record.cells)
        if not 0 < filled <= FILLED * width or any(cells[filled:]) or record.line < self._layout.first_line:
            return False
        if is_total(cells) or is_comment(cells) or record.trouble is not None:
            return False
        if len(cells) < width:
            return filled == 1 or not self.begins_as_row(record)
        return len(cells) == width >= LEAST_WIDE and not self.begins_as_row(record)

    def begins_as_row(self, record: Record) -> bool:
        """Whether the first filled cell of a record looks like the cells of its column."""
        at = next(at for at, cell in enumerate(record.cells) if cell)
        cell, column = record.cells[at], self._layout.columns[at]
        if _NOTE.match(cell) or len(cell) > 2 * column.longest or (" " in cell and not column.spaced):
            return False
        if column.kind in TYPED and kind_of(cell) is CellKind.TEXT:
            return False
        return not column.mostly_digits or any(map(str.isdigit, cell))

    def is_odd(self, cells: list[str]) -> bool:
        """Whether a row lacks what all rows have, or holds words where they hold numbers or dates."""
        pairs = list(zip(cells, self._layout.columns, strict=False))
        if self._layout.columns[0].rows < LEAST_ROWS:
            return False
        lacks = [column.always_filled and kind_of(cell) is CellKind.MISSING for cell, column in pairs]
        words = [_is_word(cell, column) for cell, column in pairs]
        odd = list(map(max, lacks, words))
        names_rows = [column.unique and column.mostly_digits for _, column in pairs]
        return any(map(min, odd, names_rows)) or sum(odd) >= max(FILLED * len(pairs), 2)

    def _cause_above(self, record: Record) -> Cause | None:
        if record.line == self._layout.header_line:
            return None
        if record.line in self._layout.header_lines:
            return causes.SECOND_HEADER
        if is_comment(record.cells):
            return causes.COMMENT
        return causes.SEPARATOR if DECLARATION.match(record.cells[0]) else causes.TITLE

    def _cause_by_content(self, cells: list[str]) -> Cause | None:
        if cells == self._labels:
            return causes.REPEATED_HEADER
        if self._is_surely_total(cells):
            return causes.TOTAL
        if len(cells) not in (len(self._labels), self._layout.row_width) or any(cells[len(self._labels) :]):
            return causes.EXTRA_CELL if len(cells) > len(self._labels) else causes.MISSING_CELL
        if all(cells) and reads_as_header(cells, self._layout.columns):
            return causes.SECOND_TABLE
        return None

    def _is_surely_total(self, cells: list[str]) -> bool:
        """Whether "Total" cannot be a name here: it stands among ids, or the row lacks its id."""
        columns = self._layout.columns
        at = next(at for at, cell in enumerate(cells) if cell)
        if at < len(columns) and columns[at].kind in TYPED and _TOTAL_TEXT.match(cells[at]):
            return True
        if not is_total(cells) or len(cells) != len(columns):
            return is_total(cells)
        lacks = any(
            c.mostly_digits and c.always_filled and not cell for c, cell in zip(columns, cells, strict=True)
        )
        return columns[at].mostly_digits or lacks


def _is_word(cell: str, column: Column) -> bool:
    """Whether a word stands where others are typed; letters of the length of all codes are another code."""
    like_codes = column.kind is CellKind.CODE and len(cell) == column.shortest == column.longest
    return column.kind in TYPED and kind_of(cell) is CellKind.TEXT and not like_codes


def _filled(cells: Sequence[str]) -> int:
    return len(cells) - cells.count("")


def _mostly_comments(column: Column) -> bool:
    """Whether most values of a column begin with the sign of a comment, as order names such as #1001 do."""
    return sum(value.startswith(COMMENT) for value in column.values) > FILLED * len(column.values)
