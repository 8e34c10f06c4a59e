"""Detects the type of a file from its first bytes."""

from __future__ import annotations

import codecs
import re
import zipfile
from enum import Enum, auto
from typing import TYPE_CHECKING

from reportgen.errors import InputError
from reportgen.input.source import damage_named, head_of

if TYPE_CHECKING:
    from reportgen.input.source_file import SourceFile

ZIP, PARQUET, OLE = b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"
SQLITE, DUCKDB, DUCKDB_AT = b"SQLite format 3\x00", b"DUCK", 8
JSON = re.compile(rb"""\{\s*["'}\[]|\[\s*[{"'\[\]]""")
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


class FileType(Enum):
    """How a file holds its table."""

    TEXT = auto()
    ZIP = auto()
    WORKBOOK = auto()
    PARQUET = auto()
    JSON = auto()


def type_of_file(file: SourceFile) -> FileType:
    """What a file is; text if nothing else is known.

    Raises:
        InputError: it is empty, damaged, or something that holds no table, by name.
    """
    with damage_named(file):
        head = head_of(file)
    _refuse_database(file, head)
    if head.startswith(ZIP):
        return _type_of_zip(file)
    if head.startswith(OLE):
        return FileType.WORKBOOK
    if head.startswith(PARQUET):
        return FileType.PARQUET
    return FileType.JSON if JSON.match(head.removeprefix(codecs.BOM_UTF8).lstrip()) else FileType.TEXT


def _refuse_database(file: SourceFile, head: bytes) -> None:
    known = {"an SQLite database": "sqlite"} if head.startswith(SQLITE) else {}
    known |= {"a DuckDB database": "duckdb"} if head[DUCKDB_AT:].startswith(DUCKDB) else {}
    for what, scheme in known.items():
        hint = f"Name a table in it: {scheme}:///{file.name}?table=NAME"
        raise InputError(f"this is {what}", hint, file.place)


def _type_of_zip(file: SourceFile) -> FileType:
    try:
        with zipfile.ZipFile(file.path) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        cause = "this is a damaged zip archive"
        raise InputError(cause, "Export or download it again.", file.place) from None
    if mimetype == SPREADSHEET or any(name.startswith("xl/") for name in names):
        return FileType.WORKBOOK
    if mimetype or "[Content_Types].xml" in names:
        cause = "this is an office document, but no spreadsheet"
        raise InputError(cause, "Save its table as CSV (UTF-8) and name that file.", file.place)
    return FileType.ZIP
