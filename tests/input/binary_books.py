"""Workbooks that no library of ours writes: .ods and .xlsb with one sheet."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
EPOCH = dt.date(1899, 12, 30)


def write_ods(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Orders">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{OFFICE}:manifest:1.0"/>')
    return path


def _ods_cell(value: object) -> str:
    match value:
        case dt.date():
            told = f'date" office:date-value="{value}'
        case int() | float():
            told = f'float" office:value="{value}'
        case _:
            told = "string"
    shown = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="{told}">{shown}</table:table-cell>'


def write_xlsb(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Records of [MS-XLSB]: type and size in 7 bits a byte, then the bytes."""
    cells = b"".join(
        _record(0, struct.pack("<IIHBBBI", at, 0, 300, 0, 0, 0, 0))
        + b"".join(_xlsb_cell(column, value) for column, value in enumerate(row))
        for at, row in enumerate(rows)
    )
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    sheet = _record(129) + _record(148, size) + _record(145) + cells + _record(146) + _record(130)
    formats = (struct.pack("<HH", 0, number) + bytes(12) for number in (0, 14))
    styles = (
        _record(278) + _record(617, struct.pack("<I", 2)) + b"".join(_record(47, each) for each in formats)
    )
    named = _record(156, struct.pack("<II", 0, 1) + _text("rId1") + _text("Orders"))
    book = (
        _record(131) + _record(153, bytes(8) + _text("")) + _record(143) + named + _record(144) + _record(132)
    )
    links = "".join(
        f'<Relationship Id="{name}" Type="{KIND}/{kind}" Target="{target}"/>'
        for name, kind, target in (
            ("rId1", "worksheet", "worksheets/sheet1.bin"),
            ("rId2", "styles", "styles.bin"),
        )
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        )
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("xl/styles.bin", styles + _record(618) + _record(279))
    return path


def _xlsb_cell(column: int, value: object) -> bytes:
    match value:
        case dt.date():
            return _record(5, struct.pack("<IId", column, 1, (value - EPOCH).days))
        case int() | float():
            return _record(5, struct.pack("<IId", column, 0, value))
    return _record(6, struct.pack("<II", column, 0) + _text(str(value)))


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size, left = b"", len(body)
    while left > 127:
        size, left = size + bytes([left & 127 | 128]), left >> 7
    return head + size + bytes([left]) + body


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
