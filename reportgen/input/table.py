"""Tables that come with their labels and typed cells, written as text."""

from __future__ import annotations

import csv
import hashlib
from typing import TYPE_CHECKING

from reportgen.base.engine import csv_to_parquet
from reportgen.input.cells import text_of
from reportgen.input.raw_rows import RawRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def read_table(
    source: str, form: str, labels: Sequence[object], rows: Iterable[Sequence[object]], work: Path
) -> RawRows:
    """Rows of typed cells as text, in constant memory; `line` is the number of the row, from 1."""
    table, path = work / "rows.csv", work / "rows.parquet"
    with table.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        csv.writer(stream).writerows(
            (number, *(text_of(cell).replace("\0", "") for cell in row)) for number, row in enumerate(rows, 1)
        )
    with table.open("rb") as stored:
        fingerprint = hashlib.file_digest(stored, "sha256").hexdigest()
    count = csv_to_parquet(table, path, len(labels))
    table.unlink()
    names = tuple(str(label).strip() for label in labels)
    return RawRows(path, source, names, count, None, (), (), fingerprint, form=form, last_line=count)
