"""Group headings: lines of one cell above the rows that they hold for, as accounts print customers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import header_kind
from reportgen.parsing.cell_kinds import FILLED, TYPED, CellKind, kind_of
from reportgen.parsing.find_layout import find_layout
from reportgen.parsing.records import Record, Trouble
from reportgen.parsing.row_rules import is_blank, is_comment, is_total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.parsing.layout import Layout

LEAST_GROUPS = 2
_NAMES_OF_WHOM = ("customer", "account", "name")
_OF_GROUPS = frozenset({Trouble.HEADING, Trouble.GROUP_TOTAL})
GROUP = "group"
"""What the column of headings is called where nothing says whose they are."""


@dataclass(frozen=True)
class GroupHeadings:
    """How a table is grouped: which cell holds the headings, and what they are."""

    at: int
    """Place of the cell."""
    width: int
    """Cells of a row."""
    first_line: int
    """The first heading."""
    header_line: int
    label: str
    prefix: str = ""
    """What stands before the name in every heading, such as "Customer:"."""
    beside: bool = False
    """Whether rows use the cell themselves, so that the headings need a column of their own."""

    def filled(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records with the label in the header, and in each row the heading above it."""
        heading = ""
        for record in records:
            line, cells, trouble = record
            if line == self.header_line:
                yield Record(line, self._with(cells, self.label), trouble)
            elif line < self.first_line or is_blank(cells) or len(cells) > self.width:
                yield record
            elif (place := _lone(cells)) == self.at:
                heading = cells[place].strip().removeprefix(self.prefix).strip()
                yield Record(line, cells, Trouble.HEADING)
            elif _repeats(heading, cells, self.at) or _stands_for_a_total(cells, self.at):
                yield Record(line, cells, Trouble.GROUP_TOTAL)
            elif len(cells) < self.width or is_total([cell.strip() for cell in cells]):
                yield record
            else:
                yield Record(line, self._with(cells, heading), trouble)

    def _with(self, cells: list[str], cell: str) -> list[str]:
        return [*cells, cell] if self.beside else [*cells[: self.at], cell, *cells[self.at + 1 :]]

    def issue(self) -> Issue:
        """What was done."""
        message = phrase("lines of one cell head the rows below them: they are read as a column of their own")
        return Issue("group-heading", message, self.first_line, self.label)


def find_shape(records: Sequence[Record], source: str) -> tuple[Layout, GroupHeadings | None]:
    """The layout of a table, and how it is grouped; its headings are then its last column.

    Raises:
        InputError: there is no table, or its rows are wider than its header.
    """
    layout = find_layout(records, source)
    headings = find_headings(records, layout)
    if headings is None:
        return layout, None
    rows = [each for each in headings.filled(records) if each.trouble not in _OF_GROUPS]
    layout = find_layout(rows, source)
    return replace(layout, grouped=True, issues=(*layout.issues, headings.issue())), headings


def find_headings(records: Sequence[Record], layout: Layout) -> GroupHeadings | None:
    """How a table is grouped; None where its rows stand alone.

    Each row has a heading above it, two groups at least, no heading stands right above another, and in its
    cell rows have nothing, or something of another kind.
    """
    if layout.header_line is None or layout.row_width < 2:  # noqa: PLR2004 - one cell a row cannot be told from a heading
        return None
    body = [_trimmed(each) for each in records if each.line > layout.header_line and not is_blank(each.cells)]
    lone = [_lone(each.cells) for each in body]
    rows = [len(each.cells) == layout.row_width and at is None for each, at in zip(body, lone, strict=True)]
    heads = [n for n, at in enumerate(lone[:-1]) if at is not None and rows[n + 1]]
    if len(heads) < LEAST_GROUPS or heads[0] != 0 or len({lone[n] for n in heads}) > 1:
        return None
    if any(at is not None and n not in set(heads) for n, at in enumerate(lone[: heads[-1]])):
        return None
    at, names = lone[0] or 0, [body[n].cells[lone[n] or 0] for n in heads]
    heading, cells = "", list[str]()
    for each, row, head in zip(body, rows, lone, strict=True):
        heading = heading if head is None else each.cells[at]
        sums_up = is_total(each.cells) or _repeats(heading, each.cells, at)
        if row and not (sums_up or _stands_for_a_total(each.cells, at)):
            cells.append(each.cells[at])
    if len(cells) < FILLED * sum(rows) or not _unlike(names, cells):
        return None
    beside = any(cells)
    prefix, label = _said(names, layout, records, "" if beside else layout.labels[at])
    return GroupHeadings(at, layout.row_width, body[0].line, layout.header_line, label, prefix, beside)


def _trimmed(record: Record) -> Record:
    return record._replace(cells=[cell.strip() for cell in record.cells])


def _lone(cells: Sequence[str]) -> int | None:
    """Where the only filled cell stands, unless it is a comment or a total; None where there are more."""
    filled = [at for at, cell in enumerate(cells) if cell.strip()]
    if len(filled) != 1 or is_comment(cells) or is_total([cell.strip() for cell in cells]):
        return None
    return filled[0]


def _repeats(heading: str, cells: Sequence[str], at: int) -> bool:
    """Whether a row names the group once more: it is its total, in whatever words."""
    cell = cells[at].strip() if at < len(cells) else ""
    name = heading.rsplit(":", maxsplit=1)[-1].strip()
    return bool(name) and name in cell and kind_of(cell) in {CellKind.TEXT, CellKind.CODE}


def _stands_for_a_total(cells: Sequence[str], at: int) -> bool:
    """Whether words stand where rows have a date, a number or nothing, and other cells are empty."""
    return len(cells) > at and not all(cells) and kind_of(cells[at].strip()) is CellKind.TEXT


def _unlike(names: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether the cells of rows are empty, or numbers or dates where names are none."""
    filled = [cell for cell in cells if cell]
    if len(set(names)) < len(names) / 2 or not cells:
        return False
    kinds = {kind_of(cell) for cell in filled}
    return kinds <= {*TYPED, CellKind.MISSING} - {kind_of(name) for name in names}


def _said(names: Sequence[str], layout: Layout, records: Sequence[Record], header: str) -> tuple[str, str]:
    """What stands before each name, and whose names they are, as the file itself says it."""
    first = [name.split()[0] for name in names]
    if len(set(first)) == 1 and all(len(name.split()) > 1 for name in names):
        word = first[0].strip(" :-#")
        if first[0].endswith(":") or header_kind(word) in _NAMES_OF_WHOM:
            return first[0], header or word
    if header:
        return "", header
    titles = [cell for each in records if each.line < (layout.header_line or 0) for cell in each.cells]
    said = [word for title in titles for word in title.split() if header_kind(word) in _NAMES_OF_WHOM]
    return "", said[0] if said else GROUP
