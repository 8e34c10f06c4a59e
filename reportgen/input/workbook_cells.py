"""Reads the cells of a workbook as text, in a process of its own.

Run as `python -m reportgen.input.workbook_cells WORKBOOK FOLDER`: writes one CSV a sheet into the
folder, and prints what they hold as JSON. The library lays every sheet out as a full grid, so that
two cells far apart can take all memory and end the process: it must not be the user's.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from reportgen.parsing.cells import MOST_WHOLE, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineSheet

MEASURED = re.compile(r"[-+(]?\W{0,3}\d[\d.,:/ -]*\W{0,3}")
DECIMAL_COMMA = re.compile(r"([-+(]?\D{0,4})(\d{1,3}(?:\.\d{3})+|\d+),(\d{1,2})(\D{0,4})")
"""A number with a decimal comma, file as text; three digits behind it could be thousands."""
MOST_BYTES, BYTES_A_BYTE = 2**30, 50
"""Address space of the process, and how much more for every byte of the workbook."""


@dataclass(frozen=True)
class SheetCells:
    """One sheet."""

    name: str
    visible: bool
    file: str
    """CSV without header: the row's number in the sheet, then its cells."""
    filled: int
    measured: int
    """Cells with a number or a date, also where it is file as text."""
    columns: tuple[int, ...]
    """Which of its columns are not empty."""
    merged: int
    """Ranges of merged cells."""
    mixed_signs: tuple[int, ...]
    """Of the columns that are not empty, those with real numbers and texts with decimal commas."""
    long_numbers: int
    """Whole numbers of more digits than a spreadsheet keeps."""


def main(workbook: Path, folder: Path) -> None:
    """Write the sheets, and print what there is, or why there is nothing."""
    _limit_memory(MOST_BYTES + BYTES_A_BYTE * workbook.stat().st_size)
    sys.stdout.write(json.dumps(_answer(workbook, folder)))


def _answer(workbook: Path, folder: Path) -> dict[str, object]:
    try:
        with CalamineWorkbook.from_path(workbook) as book:
            return {"sheets": [asdict(sheet) for sheet in _written(book, folder)]}
    except PasswordError:
        return {"error": "the workbook is locked with a password"}
    except (CalamineError, OSError):
        return {"error": "the workbook is damaged, or no workbook"}


def _limit_memory(most: int) -> None:
    """Let the process end rather than the machine; Windows has no such limit."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _written(book: CalamineWorkbook, folder: Path) -> Iterator[SheetCells]:
    for at, sheet in enumerate(book.sheets_metadata):
        if sheet.typ is SheetTypeEnum.WorkSheet:
            visible = sheet.visible is SheetVisibleEnum.Visible
            yield _sheet(book.get_sheet_by_index(at), folder / f"{at}.csv", visible=visible)


def _sheet(sheet: CalamineSheet, target: Path, *, visible: bool) -> SheetCells:
    filled, long_numbers, measured = Counter[int](), 0, 0
    real, commas = set[int](), set[int]()
    with target.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        writer = csv.writer(stream)
        for line, row in enumerate(sheet.iter_rows(), 1):
            cells = list(map(_text, row))
            measured += sum(MEASURED.fullmatch(cell) is not None for cell in cells if cell)
            filled.update(at for at, cell in enumerate(cells) if cell)
            real.update(at for at, value in enumerate(row) if isinstance(value, float))
            commas.update(at for at, value in enumerate(row) if _has_decimal_comma(value))
            long_numbers += sum(isinstance(value, float) and abs(value) >= MOST_WHOLE for value in row)
            writer.writerow((line, *cells))
    merged = len(sheet.merged_cell_ranges or ())
    columns = tuple(sorted(filled))
    mixed = tuple(place for place, at in enumerate(columns) if at in real & commas)
    return SheetCells(
        sheet.name, visible, target.name, filled.total(), measured, columns, merged, mixed, long_numbers
    )


def _has_decimal_comma(value: object) -> bool:
    return isinstance(value, str) and "," in value and DECIMAL_COMMA.fullmatch(value.strip()) is not None


def _text(value: object) -> str:
    """A cell as a spreadsheet shows it: numbers to 15 digits."""
    if isinstance(value, float):
        return text_of(int(value) if abs(value) >= MOST_WHOLE else float(f"{value:.15g}"))
    return text_of(value).replace("\0", "")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
