"""Removes customers from private lists and workbooks: their rows go, every other byte stays."""

from __future__ import annotations

import csv
import re
import zipfile
from html import unescape
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_MARK = "\ufeff"
_ID = "customer"
_SHEETS = "xl/worksheets/"
_ROW = re.compile(r'<row r="(\d+)"(?:[^>]*[^/>])?>.*?</row>', re.DOTALL)
_FIRST_CELL = re.compile(r'<c r="A\d+"[^>]*><is><t[^>]*>(.*?)</t></is></c>', re.DOTALL)
_CELL = re.compile(r'(<c r="[A-Z]+)\d+"')


def csv_without(data: bytes, ids: Collection[str]) -> bytes:
    """A list without the rows of some customers.

    They are looked for in the column of ids; in a table without one (lines that could not be read), in
    every cell.
    """
    text = data.decode("utf-8", "replace")
    rows = list(csv.reader(StringIO(text.removeprefix(_MARK), newline="")))
    place = rows[0].index(_ID) if rows and _ID in rows[0] else None
    kept = [row for row in rows if not _names(row if place is None else row[place:][:1], ids)]
    if len(kept) == len(rows):
        return data
    buffer = StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(kept)
    return f"{_MARK if text.startswith(_MARK) else ''}{buffer.getvalue()}".encode()


def _names(cells: Sequence[str], ids: Collection[str]) -> bool:
    """Whether a cell is one of the ids, however it is guarded against spreadsheets."""
    return any(plain_id(cell) in ids for cell in cells)


def plain_id(written: str) -> str:
    """An id as records hold it: without spaces and a guarding apostrophe; addresses in lower case."""
    plain = written.strip().removeprefix("'")
    return plain.lower() if "@" in plain else plain


def workbook_without(data: bytes, ids: Collection[str]) -> bytes:
    """A workbook of ours without the rows that begin with one of the ids; those below move up."""
    made, changed = BytesIO(), False
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.startswith(_SHEETS):
                sheet = _sheet_without(content.decode(), ids).encode()
                changed, content = changed or sheet != content, sheet
            new.writestr(entry, content)
    return made.getvalue() if changed else data


def _sheet_without(sheet: str, ids: Collection[str]) -> str:
    gone = 0

    def moved_up(row: re.Match[str]) -> str:
        nonlocal gone
        first = _FIRST_CELL.search(row[0])
        if first and plain_id(unescape(first[1])) in ids:
            gone += 1
            return ""
        if not gone:
            return row[0]
        number = int(row[1]) - gone
        return _CELL.sub(rf'\g<1>{number}"', row[0]).replace(f'r="{row[1]}"', f'r="{number}"', 1)

    return _ROW.sub(moved_up, sheet)
