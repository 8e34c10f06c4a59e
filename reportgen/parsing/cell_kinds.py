"""Kinds of cells (number, date, code, ...), alone and as a column of a sample."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import currency_signs, table_words

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH = 0.8
"""Share of cells that must be numbers or dates for the column to be one; the rest are bad cells."""
APOSTROPHES = "'\u2019"
NUMBER = re.compile(
    rf"[-+(]?\s*[^\w\s.,+(-]?\s*[-+(]?\d[\d.,{APOSTROPHES}\s]*(?:[eE][-+]?\d+)?\s*[%€£$)]{{0,2}}-?"
)
"""Any cell of a column of numbers, however written, and numbers such as #5017: enough to find the layout. How
exactly the numbers of a column are written is a matter of `columns.patterns`."""
DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[T ,]+\d{1,2}:\d\d.*)?|\d{1,2}:\d\d(?::\d\d.*)?")
YEAR = re.compile(r"(?:19|20)\d\d(?:[-/]\d\d(?:\d\d)?)?")
MISSING = frozenset(table_words("missing", "words"))
_CURRENCY_SIGNS = "".join(sign for sign in currency_signs() if len(sign) == 1 and not sign.isalpha())
WRITTEN_WITH = (
    (
        phrase("thousands separators"),
        re.compile(rf"\d([.,])\d{{3}}(?:\1\d{{3}}|(?!\1)[.,]\d)|\d[{APOSTROPHES}\s]\d{{3}}\b"),
    ),
    (phrase("percent signs"), re.compile("%")),
    (phrase("currency signs"), re.compile(f"[{_CURRENCY_SIGNS}]")),
)
PREVAILING = 0.8
MOSTLY = 0.9
"""Share from which on what holds of most rows is taken to hold of all."""
_NAMED = 5
CENT = 0.011
"""How far one amount may be from another that is the same: a cent, and what rounding adds."""
SLIPS = 0.05
FILLED = 0.5
"""Below this share of filled cells a row is sparse."""


class CellKind(StrEnum):
    """The kind of a single cell."""

    MISSING = "missing"
    NUMBER = "number"
    DATE = "date"
    CONTACT = "contact"
    CODE = "code"
    TEXT = "text"


TYPED = (CellKind.NUMBER, CellKind.DATE, CellKind.CODE, CellKind.CONTACT)
"""Kinds of columns in which a word is strange."""


@dataclass(frozen=True)
class Column:
    """What the cells of a column have in common in the sample."""

    kind: CellKind
    """The kind of at least four in five cells, else TEXT."""
    rows: int
    """Cells looked at."""
    always_filled: bool
    """Whether at most one cell in twenty is empty, or a single one of at least ten."""
    unique: bool
    """Whether no value comes twice."""
    mostly_digits: bool
    """Whether nine in ten cells hold a digit."""
    shortest: int
    longest: int
    spaced: bool
    """Whether cells hold blanks."""
    values: frozenset[str]


@lru_cache(maxsize=2**16)
def kind_of(cell: str) -> CellKind:
    """The kind of a trimmed cell."""
    if cell.casefold() in MISSING:
        return CellKind.MISSING
    if NUMBER.fullmatch(cell):
        return CellKind.NUMBER
    if DATE.fullmatch(cell):
        return CellKind.DATE
    if " " not in cell and ("@" in cell or "://" in cell):
        return CellKind.CONTACT
    return CellKind.CODE if any(map(str.isdigit, cell)) and " " not in cell else CellKind.TEXT


def column_of(cells: Sequence[str]) -> Column:
    """What the cells of a column have in common."""
    kinds = Counter(kind_of(cell) for cell in cells)
    kinds.pop(CellKind.MISSING, None)
    kind, count = kinds.most_common(1)[0] if kinds else (CellKind.MISSING, 0)
    digits = sum(any(map(str.isdigit, cell)) for cell in cells)
    return Column(
        kind=kind if count >= PREVAILING * kinds.total() else CellKind.TEXT,
        rows=len(cells),
        always_filled=bool(cells) and cells.count("") <= _slips(len(cells)),
        unique=len(set(cells)) == len(cells) > 1,
        mostly_digits=bool(cells) and digits >= MOSTLY * len(cells),
        shortest=min(map(len, filter(None, cells)), default=0),
        longest=max(map(len, cells), default=0),
        spaced=any(" " in cell for cell in cells),
        values=frozenset(cells),
    )


def _slips(cells: int) -> float:
    """Empty cells that may be there by mistake."""
    return max(SLIPS * cells, cells >= 1 / (2 * SLIPS))


def header_votes(cells: Sequence[str], columns: Sequence[Column]) -> tuple[int, int]:
    """How many cells differ in kind from their column, as labels do, and how many share it."""
    names = values = 0
    for cell, column in zip(cells, columns, strict=True):
        kind = kind_of(cell)
        if (
            kind is CellKind.MISSING
            or column.kind in (CellKind.TEXT, CellKind.MISSING)
            or YEAR.fullmatch(cell)
        ):
            continue
        values += kind is column.kind
        names += kind is not column.kind and kind in (CellKind.TEXT, CellKind.CODE)
    return names, values


def reads_as_header(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether a row within the table holds words where its columns hold numbers or dates."""
    if len(cells) != len(columns):
        return False
    names, values = header_votes(cells, columns)
    sparse = sum(map(bool, cells)) <= FILLED * len(cells)
    return values == 0 and (names > 1 or (names == 1 and sparse))


def number_format_issues(labels: Sequence[str], columns: Sequence[Column]) -> list[Issue]:
    """How numbers are written that are not bare digits: one issue a way, whatever the number of columns."""
    issues = []
    for sign, pattern in WRITTEN_WITH:
        found = [
            label
            for label, column in zip(labels, columns, strict=True)
            if column.kind is CellKind.NUMBER
            and any(pattern.search(value) and kind_of(value) is CellKind.NUMBER for value in column.values)
        ]
        message = phrase("numbers are written with {sign}", sign=sign)
        if len(found) > 1:
            message = phrase(
                "numbers of {n} columns are written with {sign}: {labels}",
                n=len(found),
                sign=sign,
                labels=", ".join(found[:_NAMED]) + (", ..." if len(found) > _NAMED else ""),
            )
        if found:
            issues.append(Issue("number-format", message, column=found[0] if len(found) == 1 else None))
    return issues
