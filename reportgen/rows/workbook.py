"""Workbooks: Excel (.xlsx, .xlsm, .xlsb, .xls) and OpenDocument (.ods)."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from reportgen.audit import Issue
from reportgen.errors import InputError
from reportgen.phrases import phrase
from reportgen.rows import workbook_cells
from reportgen.rows.layout import find_layout
from reportgen.rows.normalise import sort_records
from reportgen.rows.outputs import open_outputs, raw_rows
from reportgen.rows.records import Record
from reportgen.rows.workbook_cells import SheetCells
from reportgen.rows.workbook_parts import survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reportgen.rows.layout import Layout
    from reportgen.rows.raw import RawRows
    from reportgen.rows.stored import Stored
    from reportgen.rows.workbook_parts import BadCells

SAMPLE_ROWS = 2000
MOST_SECONDS, SECONDS_A_MEGABYTE = 15, 2
MOST_NAMED = 10


@dataclass(frozen=True)
class Sheet:
    """A sheet that holds a table."""

    cells: SheetCells
    folder: Path
    layout: Layout

    def records(self) -> Iterator[Record]:
        """Its rows, as wide as its table unless they hold more."""
        return _records(self.folder, self.cells)


def read_workbook(stored: Stored, work: Path, wanted: str | None = None) -> RawRows:
    """The table of one sheet as text: the sheet that is `wanted`, else the one with most filled cells.

    `line` is the number of the row in the sheet.

    Raises:
        InputError: the workbook is damaged, locked or too large, or has no such sheet or no table.
    """
    bad_cells = survey(stored)
    found = _cells(stored, work)
    sheets = _tables(stored, found if wanted is None else [_named(wanted, found, stored)], work)
    sheet = max(sheets, key=lambda each: (each.cells.visible, each.cells.filled))
    with open_outputs(work) as outputs:
        sorted_rows = sort_records(sheet.records(), sheet.layout, outputs)
    return raw_rows(
        stored,
        outputs,
        sorted_rows.seen,
        sheet.layout.labels,
        form=f"workbook, sheet {sheet.cells.name}",
        doubts=(*_doubts(sheet, sheets, bad_cells), *sheet.layout.issues),
        doubtful_totals=sorted_rows.doubtful_totals,
    )


def _cells(stored: Stored, work: Path) -> list[SheetCells]:
    """All sheets, read by a process of their own."""
    seconds = MOST_SECONDS + SECONDS_A_MEGABYTE * stored.path.stat().st_size // 2**20
    module = ("-P", "-m", workbook_cells.__name__)  # -P: nothing from the folder of the data is imported
    command = (sys.executable, *module, str(stored.path.resolve()), str(work.resolve()))
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
        raise InputError(cause, "Save the sheet as CSV (UTF-8) and name that file.", stored.place) from None
    if "error" in answer:
        raise InputError(answer["error"], "Save the sheet as CSV (UTF-8) and name that file.", stored.place)
    return [SheetCells(**sheet) for sheet in answer["sheets"]]


def _named(wanted: str, sheets: Sequence[SheetCells], stored: Stored) -> SheetCells:
    named = [sheet for sheet in sheets if sheet.name == wanted]
    named += [sheet for sheet in sheets if sheet.name.strip().casefold() == wanted.strip().casefold()]
    if not named:
        there = ", ".join(sheet.name for sheet in sheets)
        raise InputError(f"there is no sheet {wanted!r}", f"The sheets are: {there}", stored.place)
    return named[0]


def _tables(stored: Stored, sheets: Sequence[SheetCells], folder: Path) -> list[Sheet]:
    """The sheets that hold a table.

    Raises:
        InputError: none does; the cause is that of the fullest.
    """
    tables, causes = list[Sheet](), list[InputError]()
    for cells in sorted(sheets, key=lambda each: -each.filled):
        try:
            sample = list(islice(_records(folder, cells), SAMPLE_ROWS))
            tables.append(Sheet(cells, folder, find_layout(sample, f"{stored.name}:{cells.name}")))
        except InputError as error:
            causes.append(error)
    if tables:
        return tables
    raise next(iter(causes), InputError("the workbook has no sheets", "Export it again.", stored.place))


def _records(folder: Path, cells: SheetCells) -> Iterator[Record]:
    """The rows of a sheet, without the columns in which nothing stands."""
    with (folder / cells.file).open(encoding="utf-8", newline="") as stream:
        for line, *row in csv.reader(stream):
            yield Record(int(line), [row[at] for at in cells.columns])


def _doubts(sheet: Sheet, tables: Sequence[Sheet], bad_cells: Mapping[str, BadCells]) -> Iterator[Issue]:
    cells, others = sheet.cells, [each.cells.name for each in tables if each is not sheet]
    if others:
        names = ", ".join(others[:MOST_NAMED]) + (", ..." if len(others) > MOST_NAMED else "")
        message = phrase("sheet {name} was read, not: {names}", name=cells.name, names=names)
        yield Issue("sheet", message, hint="Choose another with --sheet NAME.")
    if cells.merged:
        message = phrase("{merged} merged cells: only the first of each holds the value", merged=cells.merged)
        yield Issue("merged-cell", message)
    if cells.long_numbers:
        message = phrase(
            "{long_numbers} numbers of more than 15 digits: the spreadsheet has rounded them",
            long_numbers=cells.long_numbers,
        )
        yield Issue("long-number", message, hint="Store such ids as text.")
    if cells.name in bad_cells:
        bad = bad_cells[cells.name]
        yield Issue(
            "error-cell",
            phrase("{count} cells hold an error such as #DIV/0!; they count as empty", count=bad.count),
            bad.row,
        )
