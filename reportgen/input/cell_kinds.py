"""What cells look like, alone and as a column."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.input.records import Record

ENOUGH = 0.8
"""Share of cells that must be numbers or dates for the column to be one; the rest are bad cells."""
APOSTROPHES = "'\u2019"
NUMBER = re.compile(rf"[-+(]?\s*[^\w\s.,+(-]?\s*[-+]?\d[\d.,{APOSTROPHES}\s]*(?:[eE][-+]?\d+)?\s*[%€£$)]?-?")
DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[T ,]+\d{1,2}:\d\d.*)?|\d{1,2}:\d\d(?::\d\d.*)?")
MISSING = frozenset({"", "-", "--", "n/a", "#n/a", "na", "nan", "null", "none", "?", "."})
COMMENT = "#"
TOTAL = re.compile(
    r"(?:(?:grand|sub|net|overall|running)[ -]?)?totals?(?: general)?|total général|totale|totaal"
    r"|total geral|totale (?:complessivo|generale)|eindtotaal|subtotaal|(?:genel |ara )?toplam"
    r"|\u5408[\u8ba1\u8a08]|[\u603b\u7dcf\u5c0f][\u8ba1\u8a08]|[\ud569\ucd1d\uc18c]\uacc4"
    r"|sum|summe|gesamt|gesamtsumme|insgesamt|zwischensumme|somme|suma|soma|итого",
    re.IGNORECASE,
)
TOTAL_PHRASE = re.compile(
    r"(?:(?:grand|sub|net|overall)[ -]?)?totals?\b|.*\b(?:sub-?)?totals?$", re.IGNORECASE
)
TOTAL_STARTS = frozenset(
    ("tot", "gra", "sub", "net", "ove", "run", "sum", "ges", "ins", "zwi", "som", "ито", "ein", "top", "gen")
) | {"ara", "合计", "合計", "总计", "総計", "小计", "小計", "합계", "총계", "소계"}
"""How the words for a total begin, in small letters."""
WRITTEN_WITH = (
    (
        phrase("thousands separators"),
        re.compile(rf"\d([.,])\d{{3}}(?:\1\d{{3}}|(?!\1)[.,]\d)|\d[{APOSTROPHES}\s]\d{{3}}\b"),
    ),
    (phrase("percent signs"), re.compile("%")),
    (phrase("currency signs"), re.compile("[$€£¥₹]")),
)
PREVAILING = 0.8
DIGITS = 0.9
SLIPS = 0.05
FILLED = 0.5
"""Below this share of filled cells a row is sparse."""


class CellKind(StrEnum):
    """What a single cell looks like."""

    MISSING = "missing"
    NUMBER = "number"
    DATE = "date"
    CONTACT = "contact"
    CODE = "code"
    TEXT = "text"


TELLING = (CellKind.NUMBER, CellKind.DATE, CellKind.CODE, CellKind.CONTACT)
"""Kinds of columns in which a word is strange."""


@dataclass(frozen=True)
class Column:
    """What the cells of a column look like in the sample."""

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
    longest: int
    spaced: bool
    """Whether cells hold blanks."""
    values: frozenset[str]


def is_total(cells: Sequence[str]) -> bool:
    """Whether the first filled cell of a row says that it sums up others."""
    word = next(filter(None, cells), "").rstrip(" :*")
    if TOTAL.fullmatch(word):
        return True
    return len(cells) - cells.count("") <= FILLED * len(cells) and TOTAL_PHRASE.match(word) is not None


@lru_cache(maxsize=2**16)
def kind_of(cell: str) -> CellKind:
    """What a trimmed cell looks like."""
    if cell.casefold() in MISSING:
        return CellKind.MISSING
    if NUMBER.fullmatch(cell):
        return CellKind.NUMBER
    if DATE.fullmatch(cell):
        return CellKind.DATE
    if " " not in cell and ("@" in cell or "://" in cell):
        return CellKind.CONTACT
    return CellKind.CODE if any(map(str.isdigit, cell)) and " " not in cell else CellKind.TEXT


def columns_of(rows: Sequence[Record], width: int) -> tuple[Column, ...]:
    """The columns of those rows that have this width and are neither totals nor notes."""
    full = [row.cells for row in rows if len(row.cells) == width and not is_total(row.cells)]
    full = _without_notes([cells for cells in full if cells.count("") < max(width - 1, 2)])
    return tuple(column_of([cells[at] for cells in full]) for at in range(width))


def _without_notes(rows: list[list[str]]) -> list[list[str]]:
    """All but the last rows, where these fill at most half as many cells as rows do."""
    filled = [len(cells) - cells.count("") for cells in rows]
    usual = FILLED * median(filled) if filled else 0
    end = next((at for at in range(len(rows), 0, -1) if filled[at - 1] > max(usual, 1)), len(rows))
    return rows[:end]


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
        mostly_digits=bool(cells) and digits >= DIGITS * len(cells),
        longest=max(map(len, cells), default=0),
        spaced=any(" " in cell for cell in cells),
        values=frozenset(cells),
    )


def _slips(cells: int) -> float:
    """Empty cells that may be there by mistake."""
    return max(SLIPS * cells, cells >= 1 / (2 * SLIPS))


def number_doubts(labels: Sequence[str], columns: Sequence[Column]) -> list[Issue]:
    """Columns of numbers that are not written as bare digits."""
    return [
        Issue("number-format", phrase("numbers are written with {sign}", sign=sign), column=label)
        for label, column in zip(labels, columns, strict=True)
        for sign, pattern in WRITTEN_WITH
        if column.kind is CellKind.NUMBER
        and any(pattern.search(value) and kind_of(value) is CellKind.NUMBER for value in column.values)
    ]
