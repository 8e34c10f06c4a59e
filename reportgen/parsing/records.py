"""Parses physical lines into records, so that a stray quote never swallows the lines below it."""

from __future__ import annotations

import csv
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from reportgen.parsing.dialect import MASK, WHITESPACE, Dialect

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

BLOCK = 4096
LOOKAHEAD = 2000
"""Lines a quoted cell may span."""
MOST_QUOTES = 60
"""A line with more quotes is not repaired: each of them would have to be tried."""
SWALLOWED = 0.8
"""From this share of complete rows inside a quoted cell on, its opening quote counts as stray."""


class Trouble(StrEnum):
    """What was wrong with the quotes of a record."""

    REPAIRED = "repaired"
    UNREADABLE = "unreadable"
    HEADING = "heading"
    """Nothing: it heads the rows below it."""
    GROUP_TOTAL = "group-total"
    """Nothing: it sums up the rows below a heading, and repeats it."""


class Record(NamedTuple):
    """One record: the physical line on which it begins, its cells, and its trouble if any."""

    line: int
    cells: list[str]
    trouble: Trouble | None = None


class Lines:
    """Physical lines of a stream, which can be looked at before they are taken."""

    def __init__(self, stream: Iterable[str], first: int) -> None:
        self._stream = iter(stream)
        self._buffer: list[str] = []
        self._at = 0
        self.number = first

    def block(self) -> list[str]:
        """The lines at hand, or the next block; empty at the end."""
        if self._at == len(self._buffer):
            self._buffer, self._at = list(islice(self._stream, BLOCK)), 0
        return self._buffer[self._at :] if self._at else self._buffer

    def ahead(self) -> list[str]:
        """As many of the next lines as a quoted cell may span."""
        if len(self._buffer) - self._at < LOOKAHEAD:
            self._buffer, self._at = self._buffer[self._at :] + list(islice(self._stream, BLOCK)), 0
        return self._buffer[self._at : self._at + LOOKAHEAD]

    def drop(self, count: int) -> None:
        """Pass over lines."""
        self._at += count
        self.number += count


class Records:
    """The records of a text.

    Regions without doubtful quotes go through the C reader. A line whose quotes do not come in
    pairs is read with care: as a cell that really spans lines if they make a whole row
    together, else alone, with the one quote taken as text that gives the row its `width`.
    """

    def __init__(
        self, stream: Iterable[str], dialect: Dialect, width: int | None = None, first_line: int = 1
    ) -> None:
        self._lines = Lines(stream if dialect.is_standard else map(dialect.standard, stream), first_line)
        self._dialect = dialect
        self._width = width

    def __iter__(self) -> Iterator[Record]:
        plain = self._blanks if self._dialect.delimiter == WHITESPACE else self._plain
        while block := self._lines.block():
            done = yield from plain(block)
            self._lines.drop(done)
            if done < len(block):
                yield self._doubtful()

    def _restored(self, cells: list[str]) -> list[str]:
        return cells if self._dialect.is_standard else [self._dialect.as_written(cell) for cell in cells]

    def _blanks(self, block: list[str]) -> Generator[Record, None, int]:
        first = self._lines.number
        for number, line in enumerate(block, first):
            yield Record(number, line.split())
        return len(block)

    def _plain(self, block: list[str]) -> Generator[Record, None, int]:
        """Records of one line each, up to the first line that is not; the number of lines done."""
        quote, first, done = self._dialect.quote, self._lines.number, 0
        standard = self._dialect.is_standard
        end = next((i for i, line in enumerate(block) if line.count(quote) & 1), len(block))
        reader = self._dialect.reader(islice(block, end))
        try:
            for cells in reader:
                if reader.line_num != done + 1:
                    break
                trouble = _literal_quote(cells, block[done], quote) if quote in block[done] else None
                yield Record(first + done, cells if standard else self._restored(cells), trouble)
                done += 1
        except csv.Error:
            return done
        return done

    def _doubtful(self) -> Record:
        first, ahead = self._lines.number, self._lines.ahead()
        cells, count, trouble = self._resolve(ahead)
        self._lines.drop(count)
        return Record(first, self._restored(cells), trouble)

    def _resolve(self, ahead: list[str]) -> tuple[list[str], int, Trouble | None]:
        alone = self._alone(ahead[0])
        if alone is not None and len(alone) == self._width:
            return alone, 1, Trouble.REPAIRED
        joined = self._joined(ahead)
        if joined is not None and self._belong_together(*joined, ahead):
            return *joined, None
        repaired = self._repaired(ahead[0])
        if repaired is not None:
            return repaired, 1, Trouble.REPAIRED
        return ahead[0].rstrip("\r\n").split(self._dialect.delimiter), 1, Trouble.UNREADABLE

    def _alone(self, line: str) -> list[str] | None:
        """Cells of a line that is a record by itself."""
        try:
            return next(self._dialect.reader((line,)), [])
        except csv.Error:
            return None

    def _joined(self, ahead: list[str]) -> tuple[list[str], int] | None:
        """Cells and number of lines of the record that begins here, if its quotes close properly."""
        reader = self._dialect.reader(ahead)
        try:
            cells = next(reader, [])
        except csv.Error:
            return None
        return cells, reader.line_num

    def _belong_together(self, cells: list[str], count: int, ahead: list[str]) -> bool:
        """Whether joined lines are one record, and not rows swallowed by a stray quote."""
        if self._width is None or count == 1:
            return True
        complete = sum(self._breadth(line) == self._width for line in ahead[:count])
        if len(cells) == self._width:
            return self._width == 1 or complete < SWALLOWED * count
        return complete == 0

    def _breadth(self, line: str) -> int:
        alone = self._alone(line)
        return line.count(self._dialect.delimiter) + 1 if alone is None else len(alone)

    def _repaired(self, line: str) -> list[str] | None:
        """The row that comes out when one of the quotes is text; None if none or several do."""
        quote = self._dialect.quote
        if self._width is None or MASK in line or line.count(quote) > MOST_QUOTES:
            return None
        repaired = []
        for at, character in enumerate(line):
            cells = self._alone(line[:at] + MASK + line[at + 1 :]) if character == quote else None
            if cells is not None and len(cells) == self._width:
                repaired.append([cell.replace(MASK, quote) for cell in cells])
        return _fewest_quotes(repaired, quote)


def _literal_quote(cells: list[str], line: str, quote: str) -> Trouble | None:
    """Whether a quote stands in a cell that is not quoted itself: harmless, or a lost delimiter."""
    for cell in cells:
        if quote in cell and quote + cell.replace(quote, 2 * quote) + quote not in line:
            return Trouble.REPAIRED
    return None


def _fewest_quotes(rows: list[list[str]], quote: str) -> list[str] | None:
    left = [sum(cell.count(quote) for cell in row) for row in rows]
    best = [row for row, count in zip(rows, left, strict=True) if count == min(left)]
    return best[0] if best and all(row == best[0] for row in best) else None
