"""Detects the dialect of a file: the one in which most lines of a sample have the same number of cells."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.errors import InputError, Place
from reportgen.parsing.dialect import WHITESPACE, Dialect
from reportgen.parsing.records import Record, Records

if TYPE_CHECKING:
    from collections.abc import Sequence

DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x1f", "\x01")
RARE_DELIMITERS = (":", "#", "!", "&", "*", "=", "/", "%", " ")
LEAST_RARE = 3
"""Cells that a rare delimiter has to make of a line."""
LEAST_SHARE = 0.5
"""Share of lines that must agree before a file counts as a table."""
LEAST_SHARE_BLANKS = 0.9
PREAMBLE_COST, MOST_PREAMBLE = 0.1, 5
"""A dialect that leaves lines above the table unexplained is less likely."""
DECLARATION = re.compile(r'^"?sep=', re.IGNORECASE)
SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
LEAST_NUMERIC = 0.5
ONE_FOR_SEVERAL = "\x1f"
"""Stands for several signs between cells while lines are split."""
DOUBTFUL_WEIGHT = 0.5
"""A record with stray quotes speaks half as loud for a dialect."""


@dataclass(frozen=True)
class DialectFit:
    """How well a dialect explains a sample."""

    dialect: Dialect
    width: int
    """The number of cells on which most lines agree; 0 where none do."""
    share: float
    """Share of records from the first such line on that have it."""
    start: int
    """Records before the first such line."""

    @property
    def rank(self) -> tuple[float, int]:
        """Better explained lines first, then more cells."""
        return round(self.share - PREAMBLE_COST * min(self.start, MOST_PREAMBLE), 2), self.width


def sniff(lines: Sequence[str], encoding: str, source: str) -> Dialect:
    """Choose delimiter, quote and escape from the first lines of a file.

    Raises:
        InputError: no dialect makes a table of these lines.
    """
    plain = Dialect(encoding, ",", '"', None)
    declared = next(
        (match for line in lines[:1] if (match := SEPARATOR_LINE.match(line.lstrip("\ufeff")))), None
    )
    if declared is not None:
        return _quoting(replace(plain, delimiter=declared[1]), lines)
    present = [each for each in DELIMITERS if any(each in line for line in lines)]
    best = _best([_quoting(replace(plain, delimiter=each), lines) for each in present], lines, LEAST_SHARE)
    rare = None if best else _rare(plain, lines)
    fullest = best or rare
    if fullest and (parted := _several_signs(fullest, lines)):
        return parted
    best = best or _best(
        [replace(plain, delimiter=each) for each in _blank_delimiters(lines)], lines, LEAST_SHARE_BLANKS
    )
    best = best or rare
    if best is not None:
        return best.dialect
    if any(delimiter in line for line in lines for delimiter in DELIMITERS[:4]):
        raise InputError(
            "no table found: fewer than half of the lines have the same number of cells",
            "Export the table as CSV with one header line and one delimiter.",
            Place(source),
        )
    return plain


def _best(dialects: Sequence[Dialect], lines: Sequence[str], least: float) -> DialectFit | None:
    fits = [fit(dialect, lines) for dialect in dialects]
    fits = [each for each in fits if each.width > 1 and each.share >= least]
    return max(fits, key=lambda each: each.rank, default=None)


def _several_signs(best: DialectFit, lines: Sequence[str]) -> Dialect | None:
    """The dialect of cells delimited by several signs: every second cell is the same, and no word."""
    records = [record.cells for record in Records(lines, best.dialect) if len(record.cells) == best.width]
    between = {cell.strip() for cells in records for cell in cells[1::2]}
    if best.width < LEAST_RARE or best.width % 2 == 0 or len(between) != 1 or len(records) < LEAST_RARE:
        return None
    (sign,) = between
    if any(map(str.isalnum, sign)) or not any(any(cells[2::2]) for cells in records):
        return None
    parted = best.dialect.delimiter + sign + best.dialect.delimiter
    one_sign = replace(best.dialect, delimiter=ONE_FOR_SEVERAL, parted=parted)
    return _quoting(one_sign, [line.replace(parted, ONE_FOR_SEVERAL) for line in lines])


def _rare(plain: Dialect, lines: Sequence[str]) -> DialectFit | None:
    """A sign that makes cells of the header and of nearly all lines, where no usual one does."""
    present = [each for each in RARE_DELIMITERS if any(each in line for line in lines)]
    dialects = [_quoting(replace(plain, delimiter=each), lines) for each in present]
    fits = [each for each in (fit(dialect, lines) for dialect in dialects) if each.start == 0]
    fits = [each for each in fits if each.width >= LEAST_RARE and each.share >= LEAST_SHARE_BLANKS]
    return max(fits, key=lambda each: each.rank, default=None)


def _quoting(dialect: Dialect, lines: Sequence[str]) -> Dialect:
    """The dialect with other quotes, where that explains more, or as much and cells stand in apostrophes."""
    variants = [dialect]
    padded = re.compile(rf'" +{re.escape(dialect.delimiter)}')
    if dialect.delimiter != " " and any(map(padded.search, lines)):
        variants.append(replace(dialect, padded=True))
    if any('\\"' in line for line in lines):
        variants.append(replace(dialect, escape="\\"))
    apostrophes = _quoted(lines, dialect.delimiter, "'")
    if len(apostrophes) > len(_quoted(lines, dialect.delimiter, '"')):
        speaks = len(apostrophes) >= LEAST_SHARE * len(lines) or any(
            "''" in cell[1:-1] for cell in apostrophes
        )
        variants.insert(0 if speaks else len(variants), replace(dialect, quote="'"))
    return max((fit(each, lines) for each in variants), key=lambda each: each.rank).dialect


def _quoted(lines: Sequence[str], delimiter: str, quote: str) -> list[str]:
    """The cells that both begin and end with a quote."""
    edge = re.escape(delimiter)
    cell = re.compile(
        rf"(?:^|{edge}) ?({quote}(?:[^{quote}]++|{quote}{quote})*+{quote}) ?(?={edge}|$)", re.MULTILINE
    )
    return [quoted for line in lines if quote in line for quoted in cell.findall(line)]


def _blank_delimiters(lines: Sequence[str]) -> tuple[str, ...]:
    """Blanks as delimiters: single ones where cells are quoted, runs where columns hold numbers."""
    if any('"' in line for line in lines):
        return (" ",)
    columns = list(zip(*(line.split() for line in lines if line.strip()), strict=False))
    numeric = sum(all(re.search(r"\d", cell) for cell in column[1:]) for column in columns)
    return (WHITESPACE,) if columns and numeric >= LEAST_NUMERIC * len(columns) else ()


def fit(dialect: Dialect, lines: Sequence[str]) -> DialectFit:
    """Measure how well a dialect explains the lines."""
    records = [record for record in Records(lines, dialect) if any(map(str.strip, record.cells))]
    widths = Counter(len(record.cells) for record in records if len(record.cells) > 1)
    if not widths:
        return DialectFit(dialect, 0, 0.0, 0)
    width, _ = widths.most_common(1)[0]
    start = next(at for at, record in enumerate(records) if len(record.cells) == width)
    agreeing = sum(_weight(record) for record in records if len(record.cells) == width)
    return DialectFit(dialect, width, agreeing / (len(records) - start), start)


def _weight(record: Record) -> float:
    return 1 if record.trouble is None else DOUBTFUL_WEIGHT
