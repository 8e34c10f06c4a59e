"""Finds where the table begins in a file, and what its columns are called."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.language import count_of
from reportgen.base.phrases import phrase
from reportgen.errors import InputError, Place
from reportgen.parsing.cell_kinds import (
    FILLED,
    MOSTLY,
    CellKind,
    column_of,
    header_votes,
    kind_of,
    number_format_issues,
    reads_as_header,
)
from reportgen.parsing.layout import Layout
from reportgen.parsing.month_labels import month_of
from reportgen.parsing.records import Trouble
from reportgen.parsing.row_rules import LEAST_ROWS, is_blank, is_comment, is_total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.parsing.cell_kinds import Column
    from reportgen.parsing.records import Record

LONGEST_LABEL = 300
MOST_COLUMNS = 10_000
LEAST_SAMPLE, SAMPLE_CELLS = 100, 200_000
"""Rows and cells of the sample; very wide tables need fewer rows."""
MOST_NAMED = 10
FEW = 0.4
"""Share of the rows that a column's different values may be for it to repeat them."""
LEAST_RUN, SHORT = 3, 3
"""Labels that count on by one: from how many on, and their most digits."""


def find_layout(sample: Sequence[Record], source: str) -> Layout:
    """Find header and first row among the first records of a file.

    Raises:
        InputError: there is no table, or its rows are wider than its header.
    """
    rows = [record._replace(cells=[cell.strip() for cell in record.cells]) for record in sample]
    blank = [record.line for record in rows if is_blank(record.cells)]
    rows = [r for r in rows if not is_blank(r.cells) and r.trouble is not Trouble.UNREADABLE]
    widths = Counter(len(record.cells) for record in rows)
    if not rows:
        raise InputError("the file holds no table", "Export it again: all lines are blank.", Place(source))
    width = max(widths, key=lambda each: (each > 1, widths[each]))
    if max(widths) > MOST_COLUMNS:
        cause = f"a row has {max(widths):,} cells, and a table at most {MOST_COLUMNS:,} columns"
        raise InputError(cause, "Check how the file is delimited.", Place(source))
    rows = rows[: max(LEAST_SAMPLE, SAMPLE_CELLS // width)]
    at = _first_row(rows, width, blank)
    if _is_header(rows[at].cells, _columns_of(rows[at + 1 :], width)):
        return _with_header(_first_table(rows, at, blank), at, source)
    if at > 0 and _names_columns(rows[at - 1].cells):
        return _with_header(_first_table(rows, at - 1, blank), at - 1, source)
    return _without_header(rows[at], _columns_of(rows[at:], width))


def _columns_of(rows: Sequence[Record], width: int) -> tuple[Column, ...]:
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


def _first_table(rows: Sequence[Record], at: int, blank: Sequence[int]) -> Sequence[Record]:
    """Rows up to the first blank line below the header, if they are enough to judge the table by."""
    end = next((line for line in blank if at + 1 < len(rows) and line > rows[at + 1].line), None)
    first = [record for record in rows if end is None or record.line < end]
    return first if len(first) - at > LEAST_ROWS else rows


def _first_row(rows: Sequence[Record], width: int, blank: Sequence[int]) -> int:
    """The first row of the table's width with most of its cells filled, else the first of that width.

    A row above a blank line and a fuller row is a title of several cells.
    """
    wide = [at for at, record in enumerate(rows) if len(record.cells) == width]
    while len(wide) > 1 and is_comment(rows[wide[0]].cells):
        del wide[0]
    filled = [
        at for at in wide if sum(map(bool, rows[at].cells)) >= FILLED * width and _short(rows[at].cells)
    ]
    while len(filled) > 1 and _stands_apart(rows[filled[0]], rows[filled[1]], blank):
        del filled[0]
    return next(iter(filled), wide[0])


def _stands_apart(first: Record, second: Record, blank: Sequence[int]) -> bool:
    parted = any(first.line < line < second.line for line in blank)
    return parted and first.cells.count("") > second.cells.count("")


def _short(cells: Sequence[str]) -> bool:
    return max(map(len, cells)) <= LONGEST_LABEL


def _names_columns(cells: Sequence[str]) -> bool:
    """Whether cells could be labels: all filled, all different, no numbers."""
    words = all(kind_of(cell) in (CellKind.TEXT, CellKind.CODE) for cell in cells)
    return len(cells) > 1 and words and len(set(cells)) == len(cells)


def _without_header(first: Record, columns: tuple[Column, ...]) -> Layout:
    labels = tuple(f"column {number}" for number in range(1, len(columns) + 1))
    message = phrase("no header line: columns are called by their number")
    hint = "Add a first line with the names of the columns."
    issues = (Issue("missing-label", message, first.line, hint=hint), *number_format_issues(labels, columns))
    return Layout(labels, None, first.line, frozenset(), len(columns), columns, issues)


def _with_header(rows: Sequence[Record], at: int, source: str) -> Layout:
    header, rows = rows[at], rows[at + 1 :]
    labels, lines, issues = tuple(header.cells), frozenset[int](), list[Issue]()
    below = _columns_of(rows[1:], len(labels)) if rows else ()
    if rows and _is_second_header(rows[0].cells, labels, below):
        issues.append(
            Issue("multiple-headers", phrase("the header has a second line: both were joined"), rows[0].line)
        )
        labels, lines, rows = _merged(labels, rows[0].cells), frozenset({rows[0].line}), rows[1:]
    elif rows and _shares_no_value(rows[0].cells, below, len(rows)):
        message = phrase("this row may be a second line of the header: kept")
        issues.append(Issue("header-doubt", message, rows[0].line))
    width = _row_width(rows, len(labels))
    columns = _columns_of(rows, width)[: len(labels)]
    columns += (column_of([]),) * (len(labels) - len(columns))
    issues += _width_issues(rows, len(labels), width, Place(source, header.line))
    issues += [*_label_issues(labels, header.line), *number_format_issues(labels, columns)]
    if width == len(labels) and _recurs(labels, columns):
        issues.append(Issue("header-doubt", phrase("the first line was taken for the header"), header.line))
    first_line = rows[0].line if rows else header.line + 1
    return Layout(labels, header.line, first_line, lines, width, columns, tuple(issues))


def _row_width(rows: Sequence[Record], header: int) -> int:
    """The width of nearly all rows, else that of the header."""
    widths = Counter(len(record.cells) for record in rows)
    return next((width for width, count in widths.items() if count >= MOSTLY * len(rows)), header)


def _width_issues(rows: Sequence[Record], header: int, width: int, place: Place) -> list[Issue]:
    """Issues where most rows have more or fewer cells than the header.

    Raises:
        InputError: they have more, and not just empty ones.
    """
    if width == header:
        return []
    if any(any(record.cells[header:]) for record in rows if len(record.cells) == width):
        cause = f"the header has {count_of(header, 'cell|cells')}, but most rows have {width}"
        raise InputError(cause, "Give every column a label; quote cells that hold the delimiter.", place)
    if width > header:
        return [Issue("extra-cell", phrase("most rows end with empty cells beyond the header"), rows[0].line)]
    return [Issue("missing-cell", phrase("most rows lack the last cells of the header"), rows[0].line)]


def _label_issues(labels: Sequence[str], line: int) -> list[Issue]:
    """Columns without a name, and names that several columns share."""
    blank = [str(at) for at, label in enumerate(labels, 1) if not label]
    shared = [label for label, count in Counter(filter(None, labels)).items() if count > 1]
    issues = [
        Issue("duplicate-label", phrase("several columns have this label"), line, label) for label in shared
    ]
    if blank:
        named = ", ".join(blank[:MOST_NAMED]) + (", ..." if len(blank) > MOST_NAMED else "")
        issues.append(Issue("blank-label", phrase("no label: column {named}", named=named), line))
    return issues


def _is_header(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether a row names the columns below it rather than being one of their rows."""
    counted = _counted(cells)
    names, values = header_votes(["" if at in counted else cell for at, cell in enumerate(cells)], columns)
    if names or values:
        return names >= values
    return not (columns and all(cell in column.values for cell, column in zip(cells, columns, strict=True)))


def _counted(cells: Sequence[str]) -> frozenset[int]:
    """Places of cells that count on by one, as the labels of weeks or days do, or that are months."""
    numbers = [int(cell) if cell.isdecimal() and len(cell) <= SHORT else None for cell in cells]
    counted, run = set[int](), list[int]()
    for at, number in enumerate(numbers):
        goes_on = bool(run) and number is not None and number == (numbers[at - 1] or 0) + 1
        run = [*run, at] if goes_on else [at] if number is not None else []
        if len(run) >= LEAST_RUN:
            counted.update(run)
    months = {at: month for at, cell in enumerate(cells) if (month := month_of(cell))}
    if len(months) == len(set(months.values())) >= LEAST_RUN:
        counted.update(months)
    return frozenset(counted)


def _recurs(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether only its position distinguishes the header from a row, and a label occurs as a value."""
    return header_votes(cells, columns) == (0, 0) and any(
        cell and cell in column.values for cell, column in zip(cells, columns, strict=True)
    )


def _is_second_header(cells: Sequence[str], labels: Sequence[str], columns: Sequence[Column]) -> bool:
    if len(cells) != len(labels) or tuple(cells) == tuple(labels):
        return False
    return reads_as_header(cells, columns)


def _shares_no_value(cells: Sequence[str], columns: Sequence[Column], rows: int) -> bool:
    """Whether a row shares no value with columns of few values, and nothing but that distinguishes it."""
    few = [
        (cell, column)
        for cell, column in zip(cells, columns, strict=False)
        if cell and column.kind is CellKind.TEXT and len(column.values) <= FEW * rows
    ]
    speaks = rows >= 2 * LEAST_ROWS and len(few) > 1 and len(few) >= FILLED * len(columns)
    return speaks and not any(cell in column.values for cell, column in few)


def _merged(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Two header lines as one; a label above an empty one spans the columns to its right."""
    labels, spanning = list[str](), ""
    for top, bottom in zip(above, below, strict=True):
        spanning = top or spanning
        labels.append(f"{spanning if bottom else top} {bottom}".strip())
    return tuple(labels)
