"""Reads workbooks: Excel (.xlsx, .xlsm, .xlsb, .xls) and OpenDocument (.ods)."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import DATED, header_kind
from reportgen.errors import InputError
from reportgen.input import workbook_cells
from reportgen.input.concat import concat
from reportgen.input.date_parts import SHEET
from reportgen.input.raw_rows import RawRows, open_outputs, raw_rows, with_column
from reportgen.input.row_filter import filter_records
from reportgen.input.workbook_cells import DECIMAL_COMMA, SheetCells
from reportgen.input.workbook_parts import SAVE_AS_CSV, SheetFacts, counts_from_1904, survey
from reportgen.parsing.cell_kinds import ENOUGH, CellKind
from reportgen.parsing.group_headings import find_shape
from reportgen.parsing.month_labels import month_of
from reportgen.parsing.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reportgen.input.source_file import SourceFile
    from reportgen.parsing.group_headings import GroupHeadings
    from reportgen.parsing.layout import Layout

SAMPLE_ROWS = 2000
MOST_SECONDS, SECONDS_A_MEGABYTE = 15, 2
MOST_NAMED = 10
DAYS_TO_1904 = 1462
"""From the day 0 of workbooks that count from 1900 to that of those that count from 1904."""
DAY_NUMBER = re.compile(r"\d{5}")


@dataclass(frozen=True)
class SheetTable:
    """A sheet that holds a table."""

    cells: SheetCells
    folder: Path
    layout: Layout
    headings: GroupHeadings | None = None
    days_of_1904: frozenset[int] = frozenset()
    """Columns of bare day numbers that count from 1904."""

    def records(self) -> Iterator[Record]:
        """Its rows, as wide as its table unless they hold more.

        Day numbers count from 1900, and texts among real numbers have their decimal sign.
        """
        records = _records(self.folder, self.cells)
        if self.cells.mixed_signs:
            records = map(self._with_points, records)
        records = map(self._from_1900, records) if self.days_of_1904 else records
        return records if self.headings is None else self.headings.filled(records)

    def _with_points(self, record: Record) -> Record:
        cells = [
            _with_point(cell) if at in self.cells.mixed_signs and "," in cell else cell
            for at, cell in enumerate(record.cells)
        ]
        return record._replace(cells=cells)

    def _from_1900(self, record: Record) -> Record:
        moved = (
            str(int(cell) + DAYS_TO_1904) if at in self.days_of_1904 and DAY_NUMBER.fullmatch(cell) else cell
            for at, cell in enumerate(record.cells)
        )
        return record._replace(cells=list(moved))


def read_workbook(file: SourceFile, work: Path, wanted: str | None = None) -> RawRows:
    """The table of one sheet as text: the sheet that is `wanted`, else the one with most numbers and dates.

    Other sheets with the same columns belong to it. `line` is the number of the row in the sheet; of several
    sheets lines are counted on.

    Raises:
        InputError: the workbook is damaged, locked or too large, or has no such sheet or no table.
    """
    facts = survey(file)
    all_sheets = _cells(file, work)
    sheets = _tables(file, all_sheets if wanted is None else [_named(wanted, all_sheets, file)], work)
    if counts_from_1904(file):
        sheets = [replace(sheet, days_of_1904=_day_columns(sheet)) for sheet in sheets]
    main = max(sheets, key=lambda each: (each.cells.visible, each.cells.measured, each.cells.filled))
    alike = [each for each in sheets if each is main or _continues(each, main)]
    alike.sort(key=lambda each: all_sheets.index(each.cells))
    others = [each.cells.name for each in sheets if each not in alike]
    if len(alike) == 1:
        return _read_sheet(file, main, work, (*_not_read(main, others), *_issues(main, facts)))
    months = _months(alike)
    parts = list[RawRows]()
    for number, sheet in enumerate(alike):
        folder = work / f"sheet{number}"
        folder.mkdir()
        part = _read_sheet(file, sheet, folder, tuple(_issues(sheet, facts)))
        part = part if months is None else with_column(part, SHEET, months[number], folder)
        parts.append(replace(part, source=f"{file.name}:{sheet.cells.name}"))
    raw = concat(parts, work)
    names = _listed([each.cells.name for each in alike])
    message = phrase(
        "{n} sheets have the same columns and were read as one table: {names}", n=len(alike), names=names
    )
    one_table = Issue.of("sheets", message, "Choose one alone with --sheet NAME.")
    return replace(
        raw,
        source=file.name,
        fingerprint=file.fingerprint,
        form=f"workbook, {len(alike)} sheets",
        issues=(one_table, *_not_read(main, others), *raw.issues),
    )


def _months(sheets: Sequence[SheetTable]) -> list[str] | None:
    """The months that sheets are called by, where each has another one and their rows hold no whole dates."""
    months = [month for sheet in sheets if (month := month_of(sheet.cells.name))]
    dated = any(column.kind is CellKind.DATE for sheet in sheets for column in sheet.layout.columns)
    return months if len(set(months)) == len(sheets) and not dated else None


def _with_point(cell: str) -> str:
    """12,50 and 1.234,50 as the real numbers beside them are written."""
    match = DECIMAL_COMMA.fullmatch(cell.strip())
    if match is None:
        return cell
    before, whole, fraction, after = match.groups()
    return f"{before}{whole.replace('.', '')}.{fraction}{after}"


def _day_columns(sheet: SheetTable) -> frozenset[int]:
    """Columns under a header of dates whose cells are nearly all bare day numbers."""
    sample = [
        record for record in islice(sheet.records(), SAMPLE_ROWS) if record.line >= sheet.layout.first_line
    ]
    columns = set[int]()
    for at, label in enumerate(sheet.layout.labels):
        cells = [record.cells[at] for record in sample if at < len(record.cells) and record.cells[at]]
        days = sum(DAY_NUMBER.fullmatch(cell) is not None for cell in cells)
        if header_kind(label) in DATED and cells and days >= ENOUGH * len(cells):
            columns.add(at)
    return frozenset(columns)


def _continues(sheet: SheetTable, main: SheetTable) -> bool:
    """Whether a sheet is a part of the same table, such as another month of it."""
    return (
        sheet.cells.visible
        and sheet.layout.header_line is not None
        and sheet.layout.labels == main.layout.labels
    )


def _read_sheet(file: SourceFile, sheet: SheetTable, work: Path, issues: tuple[Issue, ...]) -> RawRows:
    with open_outputs(work) as outputs:
        result = filter_records(sheet.records(), sheet.layout, outputs)
    rows = raw_rows(file, outputs, result, sheet.layout.labels, f"workbook, sheet {sheet.cells.name}")
    return rows.with_issues(*issues, *sheet.layout.issues)


def _cells(file: SourceFile, work: Path) -> list[SheetCells]:
    """All sheets, read by a process of their own."""
    seconds = MOST_SECONDS + SECONDS_A_MEGABYTE * file.path.stat().st_size // 2**20
    module = ("-P", "-m", workbook_cells.__name__)  # -P: nothing from the folder of the data is imported
    command = (sys.executable, *module, str(file.path.resolve()), str(work.resolve()))
    ours = os.pathsep.join(path for path in sys.path if path)
    try:
        ended = subprocess.run(  # noqa: S603 - our own module, its arguments are paths
            command,
            capture_output=True,
            check=False,
            timeout=seconds,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": ours},
        )
        answer = json.loads(ended.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        cause = "the workbook is too large to be read"
        raise InputError(cause, SAVE_AS_CSV, file.place) from None
    if "error" in answer:
        raise InputError(answer["error"], SAVE_AS_CSV, file.place)
    return [SheetCells(**sheet) for sheet in answer["sheets"]]


def _named(wanted: str, sheets: Sequence[SheetCells], file: SourceFile) -> SheetCells:
    named = [sheet for sheet in sheets if sheet.name == wanted]
    named += [sheet for sheet in sheets if sheet.name.strip().casefold() == wanted.strip().casefold()]
    if not named:
        there = ", ".join(sheet.name for sheet in sheets)
        raise InputError(f"there is no sheet {wanted!r}", f"The sheets are: {there}", file.place)
    return named[0]


def _tables(file: SourceFile, sheets: Sequence[SheetCells], folder: Path) -> list[SheetTable]:
    """The sheets that hold a table.

    Raises:
        InputError: none does; the cause is that of the fullest.
    """
    tables, causes = list[SheetTable](), list[InputError]()
    for cells in sorted(sheets, key=lambda each: -each.filled):
        try:
            sample = list(islice(_records(folder, cells), SAMPLE_ROWS))
            layout, headings = find_shape(sample, f"{file.name}:{cells.name}")
            tables.append(SheetTable(cells, folder, layout, headings))
        except InputError as error:
            causes.append(error)
    if tables:
        return tables
    raise next(iter(causes), InputError("the workbook has no sheets", "Export it again.", file.place))


def _records(folder: Path, cells: SheetCells) -> Iterator[Record]:
    """The rows of a sheet, without the columns in which nothing stands."""
    with (folder / cells.file).open(encoding="utf-8", newline="") as stream:
        for line, *row in csv.reader(stream):
            yield Record(int(line), [row[at] for at in cells.columns])


def _not_read(sheet: SheetTable, others: list[str]) -> Iterator[Issue]:
    if others:
        message = phrase("sheet {name} was read, not: {names}", name=sheet.cells.name, names=_listed(others))
        yield Issue("sheet", message, hint="Choose another with --sheet NAME.")


def _listed(names: list[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (", ..." if len(names) > MOST_NAMED else "")


def _issues(sheet: SheetTable, facts: Mapping[str, SheetFacts]) -> Iterator[Issue]:
    cells = sheet.cells
    if cells.merged:
        message = phrase(
            "{merged} merged {merged:cell|cells}: only the first of each holds the value", merged=cells.merged
        )
        yield Issue("merged-cell", message)
    if cells.long_numbers:
        message = phrase(
            "{long_numbers} {long_numbers:number|numbers} of more than 15 digits, rounded by the spreadsheet",
            long_numbers=cells.long_numbers,
        )
        yield Issue("long-number", message, hint="Store such ids as text.")
    bad = facts.get(cells.name, SheetFacts())
    if bad.errors:
        yield Issue(
            "error-cell",
            phrase(
                "{count} {count:cell holds|cells hold} an error such as #DIV/0!; counted as empty",
                count=bad.errors,
            ),
            bad.error_row,
        )
    if bad.hidden:
        message = phrase(
            "{rows:,} {rows:row is hidden|rows are hidden}, as by a filter; counted all the same",
            rows=bad.hidden,
        )
        yield Issue("hidden-row", message, hint="Delete them from the sheet to leave them out.")
    for at in sorted(sheet.days_of_1904):
        message = phrase(
            "the workbook counts days from 1904, and so this column\u2019s bare day numbers were read"
        )
        yield Issue("date-1904", message, column=sheet.layout.labels[at])
    for at in (at for at in cells.mixed_signs if at < len(sheet.layout.labels)):
        message = phrase("texts with a decimal comma stand among real numbers: read as numbers")
        yield Issue("number-format", message, column=sheet.layout.labels[at])
    if bad.formulas and bad.computed == 0:
        message = phrase(
            "none of the {formulas:,} formulas has a result: they were never computed", formulas=bad.formulas
        )
        yield Issue(
            "no-result", message, hint="Open the workbook in a spreadsheet program, save it, and build again."
        )
