"""A source as it stands: text cells, the physical line of every row, and what was doubtful."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.errors import ReportgenError
from reportgen.rows.dialect import Dialect
from reportgen.rows.engine import connect, csv_to_parquet
from reportgen.rows.frame import write_frame
from reportgen.rows.layout import find_layout
from reportgen.rows.normalise import normalise
from reportgen.rows.records import Records
from reportgen.rows.sniff import fit, sniff
from reportgen.rows.source import TextSource, inspect

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.audit import AuditLine, Issue

__all__ = ["Dialect", "RawRows", "read"]

SAMPLE_LINES, SAMPLE_CHARACTERS = 2000, 4 * 2**20


@dataclass(frozen=True)
class RawRows:
    """Every data row as text.

    `path` is a Parquet file with VARCHAR columns c0..cn (trimmed; empty cells are NULL) and
    `line` BIGINT, the physical line in the source on which the row begins. `labels[i]` is the
    header of column ci as written. It lives as long as the work folder it was read into.
    """

    path: Path
    source: str
    """File name without its folder, for messages."""
    labels: tuple[str, ...]
    rows: int
    dialect: Dialect | None
    """None for a data frame."""
    set_aside: tuple[AuditLine, ...]
    """Records that are no data, by cause. Rows and they add up to the records of the file."""
    issues: tuple[Issue, ...]
    fingerprint: str
    """SHA-256 of the source's bytes."""
    rejected: Path | None = None
    """CSV of records that may have been data but could not be read: line, cause, cells."""
    rejected_rows: int = 0
    doubtful_totals: tuple[int, ...] = ()
    """Lines of rows that call themselves a total where that could also be a name; they are kept."""

    def to_pandas(self) -> pd.DataFrame:
        """Rows as text under their own labels, in file order; missing cells are empty strings."""
        query = "SELECT * EXCLUDE (line) FROM read_parquet($path) ORDER BY line"
        with connect(self.path.parent) as connection:
            frame: pd.DataFrame = connection.execute(query, {"path": str(self.path)}).df()
        frame.columns = list(self.labels)
        return frame.fillna("")


def read(source: Path | str | Any, work: Path) -> RawRows:  # noqa: ANN401 - any library's data frame
    """Read a delimited text file, plain or gzipped, or a data frame.

    Nothing is typed and nothing dropped without a word: every record is a row, or counted in
    `set_aside`. Doubts are issues with their line.

    Args:
        source: a path, or a data frame that Narwhals knows.
        work: an existing folder for the Parquet file, which must outlive the result.

    Raises:
        InputError: the file is missing, empty, of another format, or holds no table.
        SurroundingsError: the file must not be read.
    """
    return _read_file(Path(source), work) if isinstance(source, str | Path) else _read_frame(source, work)


def _read_frame(source: object, work: Path) -> RawRows:
    table, path = work / "rows.csv", work / "rows.parquet"
    labels = write_frame(source, table)
    with table.open("rb") as stored:
        fingerprint = hashlib.file_digest(stored, "sha256").hexdigest()
    rows = csv_to_parquet(table, path, len(labels))
    table.unlink()
    return RawRows(path, "data frame", labels, rows, None, (), (), fingerprint)


def _read_file(source: Path, work: Path) -> RawRows:
    text, path = inspect(source), work / "rows.parquet"
    sample = _sample(text)
    dialect = sniff(sample, text.encoding, source.name)
    layout = find_layout(list(Records(sample, dialect, fit(dialect, sample).width or None)), source.name)
    result = normalise(text, dialect, layout, work)
    rows = csv_to_parquet(result.path, path, len(layout.labels))
    result.path.unlink()
    headers = 0 if layout.header_line is None else 1
    if result.records != rows + result.ledger.total + headers:
        raise ReportgenError("rows and lines set aside do not add up", "Please report this file.")
    return RawRows(
        path=path,
        source=source.name,
        labels=layout.labels,
        rows=rows,
        dialect=replace(dialect, header_line=layout.header_line),
        set_aside=result.ledger.audit_lines(),
        issues=tuple(
            sorted(
                (*text.issues, *dialect.doubts(), *layout.issues, *result.ledger.issues()), key=_place_in_file
            )
        ),
        fingerprint=text.fingerprint,
        rejected=result.rejected,
        rejected_rows=result.ledger.rejected,
        doubtful_totals=result.doubtful_totals,
    )


def _place_in_file(issue: Issue) -> int:
    return issue.line or 0


def _sample(text: TextSource) -> list[str]:
    """The first lines of a text."""
    lines, characters = list[str](), 0
    with text.open() as stream:
        for line in islice(stream, SAMPLE_LINES):
            lines.append(line.replace("\0", ""))
            characters += len(line)
            if characters > SAMPLE_CHARACTERS:
                break
    return lines
