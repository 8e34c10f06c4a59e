"""The CSV dialect of a file: delimiter, quote and escape, and how they split a line into cells."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase

if TYPE_CHECKING:
    import _csv
    from collections.abc import Iterable

WHITESPACE = "whitespace"
USUAL = frozenset((",", ";", "\t", "|", "^", "~", "\x1f", "\x01", " ", WHITESPACE))
"""Delimiters that raise no issue."""
LONGEST_CELL = 2**20
MASK = "\ue000"
"""Stands for a quote that is text while a line is split into cells."""
ESCAPED_QUOTE = re.compile(r'(?<!\\)((?:\\\\)*)\\"')

csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True)
class Dialect:
    """Encoding, delimiter, quote and escape of a file."""

    encoding: str
    delimiter: str
    """One character, or "whitespace" for runs of blanks."""
    quote: str
    header_line: int | None
    """Physical line of the header; None where the file has none."""
    escape: str = ""
    r"""A backslash where quotes inside a cell are written \", else empty (they are doubled)."""
    padded: bool = False
    """Whether blanks follow closing quotes."""
    parted: str = ""
    """The signs between cells where they are several, such as || or a bar between tabs; else empty."""

    @property
    def is_standard(self) -> bool:
        """Whether lines can be split as they are."""
        return not self.escape and not self.padded and not self.parted and self.quote != "'"

    def standard(self, line: str) -> str:
        r"""The line in standard CSV: \" becomes "", and apostrophes within words are masked.

        In a file quoted with apostrophes, "" is left over from an earlier quoting and means one ". Several
        signs between cells become one.
        """
        if self.parted:
            line = line.replace(self.parted, self.delimiter)
        if self.padded:
            return _padding(self.delimiter).sub('"', line)
        if self.escape:
            return ESCAPED_QUOTE.sub(r'\1""', line)
        if self.quote == "'":
            return _inner_apostrophe(self.delimiter).sub(MASK, line.replace('""', '"'))
        return line

    def issues(self) -> tuple[Issue, ...]:
        """What is unusual about delimiter and quotes, and how they were read."""
        return self._delimiter_issues() + self._quote_issues()

    def _delimiter_issues(self) -> tuple[Issue, ...]:
        if self.delimiter in USUAL and not self.parted:
            return ()
        sign = self.parted or self.delimiter
        return (Issue("delimiter", phrase("cells are parted by {sign!r}", sign=sign)),)

    def _quote_issues(self) -> tuple[Issue, ...]:
        if self.escape:
            return (
                Issue("quote-escape", phrase("quotes inside cells follow a backslash and were read as such")),
            )
        if self.quote == "'":
            return (Issue("quote-character", phrase("cells are quoted with apostrophes")),)
        return ()

    def as_written(self, cell: str) -> str:
        """A cell with its masked quotes back, and the signs between cells where a quoted one holds them."""
        cell = cell.replace(MASK, self.quote)
        return cell.replace(self.delimiter, self.parted) if self.parted else cell

    def reader(self, lines: Iterable[str]) -> _csv.Reader:
        """A strict reader: text after a closing quote is an error, not silently glued on."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            skipinitialspace=self.delimiter not in " \t",
            strict=True,
        )


@cache
def _padding(delimiter: str) -> re.Pattern[str]:
    """A closing quote and the blanks after it."""
    return re.compile(rf'" +(?={re.escape(delimiter)}|[\r\n]|$)')


@cache
def _inner_apostrophe(delimiter: str) -> re.Pattern[str]:
    """An apostrophe, single or doubled, that stands neither at the start nor at the end of a cell."""
    edge = re.escape(delimiter)
    return re.compile(rf"(?<=[^{edge}'\s])''?(?=[^{edge}'\r\n])")
