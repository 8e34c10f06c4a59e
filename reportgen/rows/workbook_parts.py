"""What a workbook's own parts tell before its cells are read: its true size, and cells with errors."""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.errors import InputError
from reportgen.rows.stored import MOST_GROWTH, Stored

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CHUNK, LONGEST_TAG = 2**20, 200
CELLS_FREE, MOST_CELLS_A_BYTE = 2_000_000, 10
"""How many cells a workbook may hold for its size, once it has passed CELLS_FREE."""
FOLDER = "xl/"
_CELL_TAGS = (b"<c ", b"<c>", b"<c/", b":c r=")
_ERROR_CELL = re.compile(rb'<c r="[A-Z]+(\d+)"[^>]{0,60}\bt="e"')
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True)
class BadCells:
    """Cells of a sheet that hold an error; the reader of cells shows them as empty."""

    count: int
    row: int
    """The first row with one."""


def survey(stored: Stored) -> Mapping[str, BadCells]:
    """Go over the parts of a workbook as a stream; name of a sheet -> its cells with errors (.xlsx only).

    Raises:
        InputError: it is damaged, or grows beyond all bounds when it is unpacked.
    """
    if not zipfile.is_zipfile(stored.path):
        return {}
    try:
        with zipfile.ZipFile(stored.path) as archive:
            _refuse_excess(stored, sum(part.file_size for part in archive.infolist()))
            _refuse_many_cells(stored, sum(_cells(archive, part) for part in archive.infolist()))
            rows = {part.filename: _error_rows(archive, part) for part in archive.infolist()}
            names = dict(_sheet_names(archive)) if f"{FOLDER}workbook.xml" in rows else {}
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, OSError):
        cause = "the workbook is damaged, or locked with a password"
        raise InputError(cause, "Save the sheet as CSV (UTF-8) and name that file.", stored.place) from None
    found = {name: rows.get(part, Counter()) for part, name in names.items()}
    return {name: BadCells(count.total(), min(count)) for name, count in found.items() if count}


def _refuse_excess(stored: Stored, size: int) -> None:
    """Sizes are stated by the archive; a part that is longer than it states fails its checksum."""
    if size > stored.most_bytes:
        cause = f"the workbook grows to more than {MOST_GROWTH} times its size"
        raise InputError(cause, "Save the sheet as CSV (UTF-8) and name that file.", stored.place)


def _refuse_many_cells(stored: Stored, cells: int) -> None:
    if cells > max(CELLS_FREE, MOST_CELLS_A_BYTE * stored.path.stat().st_size):
        cause = f"the workbook holds {cells:,} cells, too many for its size"
        raise InputError(cause, "Save the sheet as CSV (UTF-8) and name that file.", stored.place)


def _cells(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """About how many cells a sheet of Excel's holds: tags that are cut in two go uncounted."""
    if not part.filename.startswith(f"{FOLDER}worksheets/"):
        return 0
    with archive.open(part) as stream:
        chunks = iter(lambda: stream.read(CHUNK), b"")
        return sum(chunk.count(tag) for chunk in chunks for tag in _CELL_TAGS)


def _error_rows(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Counter[int]:
    """Row -> cells with errors; reads the part to its end, which proves its size."""
    found, rest = Counter[int](), b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            text = rest + chunk
            if b't="e"' in text:
                found.update(int(match[1]) for match in _ERROR_CELL.finditer(text))
            cut = text[text.rfind(b"<", max(0, len(text) - LONGEST_TAG)) :]
            rest = b"" if b't="e"' in cut else cut
    return found


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
