"""What a file of slides holds, read from its parts."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from pptx import Presentation
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pptx.presentation import Presentation as Pptx

    from tests.reports import Report

BOOKS = "ppt/embeddings/"


def slides_file(report: Report) -> Path:
    return report.site / f"{report.name}-{report.month}-slides.pptx"


def opened(report: Report) -> Pptx:
    return Presentation(slides_file(report))


def words_of_slides(path: Path) -> str:
    """Every part as text, the workbooks inside charts unpacked."""
    return "\n".join(data.decode("utf-8", "replace") for _, data in parts(path.read_bytes()))


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each part; of a workbook each of its own parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            content = package.read(name)
            if name.startswith(BOOKS):
                yield from ((f"{name}/{inner}", part) for inner, part in parts(content))
            else:
                yield name, content


def tables_of_charts(path: Path) -> Iterator[list[list[object]]]:
    """The table in each chart's workbook."""
    with zipfile.ZipFile(path) as package:
        for name in sorted(package.namelist()):
            if name.startswith(BOOKS):
                book = CalamineWorkbook.from_filelike(io.BytesIO(package.read(name)))
                yield book.get_sheet_by_index(0).to_python()


def texts(presentation: Pptx) -> Iterator[str]:
    """The words on the slides, but for the page number."""
    for slide in presentation.slides:
        for shape in slide.shapes:
            if shape.has_text_frame and shape.name != "Slide number":
                yield shape.text_frame.text
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
