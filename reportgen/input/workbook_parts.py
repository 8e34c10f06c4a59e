"""Scans the parts of a workbook before its cells are read: its true size, and cells with errors."""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.errors import InputError
from reportgen.input.source_file import CHUNK, MOST_GROWTH, SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SAVE_AS_CSV = "Save the sheet as CSV (UTF-8) and name that file."
LONGEST_CELL = 2**16
CELLS_FREE, MOST_CELLS_A_BYTE = 2_000_000, 10
"""How many cells a workbook may hold for its size, once it has passed CELLS_FREE."""
FOLDER = "xl/"
_CELL_TAGS = (b"<c ", b"<c>", b"<c/", b":c r=")
_ERROR_CELL = re.compile(rb'<c r="[A-Z]+(\d+)"[^>]{0,60}\bt="e"')
_FORMULA_CELL = re.compile(rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v>([^<]*)</v>)?")
_HIDDEN_ROW = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')
_FROM_1904 = re.compile(rb'\bdate1904="(?:1|true)"')
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True)
class SheetFacts:
    """What the reader of cells does not give of a sheet."""

    errors: int = 0
    """Cells that hold an error; they are shown as empty."""
    error_row: int | None = None
    """The first row with one."""
    formulas: int = 0
    computed: int = 0
    """Formulas with a result other than 0."""
    hidden: int = 0
    """Rows that are not shown, as those that a filter leaves out."""


def survey(file: SourceFile) -> Mapping[str, SheetFacts]:
    """Go over the parts of a workbook as a stream; name of a sheet -> what stands in it (.xlsx only).

    Raises:
        InputError: it is damaged, or grows beyond all bounds when it is unpacked.
    """
    if not zipfile.is_zipfile(file.path):
        return {}
    try:
        with zipfile.ZipFile(file.path) as archive:
            _refuse_excess(file, sum(part.file_size for part in archive.infolist()))
            _refuse_many_cells(file, sum(_cells(archive, part) for part in archive.infolist()))
            parts = {part.filename: _sheet_facts(archive, part) for part in archive.infolist()}
            names = dict(_sheet_names(archive)) if f"{FOLDER}workbook.xml" in parts else {}
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, OSError):
        cause = "the workbook is damaged, or locked with a password"
        raise InputError(cause, SAVE_AS_CSV, file.place) from None
    return {name: parts[part] for part, name in names.items() if part in parts}


def counts_from_1904(file: SourceFile) -> bool:
    """Whether the days of a workbook count from 1904, as those of old Macintosh programs (.xlsx only)."""
    try:
        with zipfile.ZipFile(file.path) as archive:
            return _FROM_1904.search(archive.read(f"{FOLDER}workbook.xml")) is not None
    except (zipfile.BadZipFile, KeyError):
        return False


def _refuse_excess(file: SourceFile, size: int) -> None:
    """Sizes are stated by the archive; a part that is longer than it states fails its checksum."""
    if size > file.most_bytes:
        cause = f"the workbook grows to more than {MOST_GROWTH} times its size"
        raise InputError(cause, SAVE_AS_CSV, file.place)


def _refuse_many_cells(file: SourceFile, cells: int) -> None:
    if cells > max(CELLS_FREE, MOST_CELLS_A_BYTE * file.path.stat().st_size):
        cause = f"the workbook holds {cells:,} cells, too many for its size"
        raise InputError(cause, SAVE_AS_CSV, file.place)


def _cells(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """About how many cells a sheet of Excel's holds: tags that are cut in two go uncounted."""
    if not part.filename.startswith(f"{FOLDER}worksheets/"):
        return 0
    with archive.open(part) as stream:
        chunks = iter(lambda: stream.read(CHUNK), b"")
        return sum(chunk.count(tag) for chunk in chunks for tag in _CELL_TAGS)


def _sheet_facts(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> SheetFacts:
    """What a sheet's part holds; reads it to its end, which proves its size."""
    errors, formulas, computed, hidden, rest = Counter[int](), 0, 0, 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            text = rest + chunk
            # A cell may be cut in two: it is looked at with the next chunk.
            cut = text.rfind(b"<c ") if len(chunk) == CHUNK else len(text)
            whole, rest = (text[:cut], text[cut:]) if cut > 0 else (text, b"")
            rest = rest if len(rest) < LONGEST_CELL else b""
            if b" hidden=" in whole:
                hidden += len(_HIDDEN_ROW.findall(whole))
            if b't="e"' in whole:
                errors.update(int(match[1]) for match in _ERROR_CELL.finditer(whole))
            if b"<f" in whole:
                results = [match[1] or b"" for match in _FORMULA_CELL.finditer(whole)]
                formulas += len(results)
                computed += sum(result.strip() not in (b"", b"0") for result in results)
    return SheetFacts(errors.total(), min(errors, default=None), formulas, computed, hidden)


def _sheet_names(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Part of the archive and name of every sheet."""
    book = archive.read(f"{FOLDER}workbook.xml").decode("utf-8", "replace")
    relations = archive.read(f"{FOLDER}_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {
        each.get("Id"): each.get("Target", "") for each in map(_attributes, _RELATION.findall(relations))
    }
    for sheet in map(_attributes, _SHEET.findall(book)):
        target = targets.get(sheet.get("r:id"), "")
        yield target.removeprefix("/") if target.startswith("/") else FOLDER + target, sheet.get("name", "")


def _attributes(tag: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
