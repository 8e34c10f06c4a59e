"""Raw rows: every row of a source as text in Parquet files, and the files that a pass over it writes."""

from __future__ import annotations

import csv
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from reportgen.base.engine import connect, csv_to_parquet, parquet
from reportgen.errors import ReportgenError
from reportgen.input.stored import store_alike
from reportgen.parsing.cells import text_of
from reportgen.parsing.rejects import Rejects

if TYPE_CHECKING:
    import _csv
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from reportgen.base.audit import AuditLine, Issue
    from reportgen.input.source_file import SourceFile
    from reportgen.options.enums import Role
    from reportgen.parsing.dialect import Dialect


@dataclass(frozen=True)
class RawRows:
    """Every data row as text.

    `cells` is a table with text in the columns c0..cn (trimmed; empty cells are NULL) and `line` BIGINT, the
    physical line in the source on which the row begins; of several sources the lines are counted on.
    `labels[i]` is the header of column ci as written. The rows live as long as the work folder that they
    were read into.
    """

    path: Path
    """A Parquet file, or a pattern for several of the same columns."""
    source: str
    """File name without its folder, or the table's name, for messages."""
    labels: tuple[str, ...]
    rows: int
    dialect: Dialect | None
    """None for what is not delimited text."""
    set_aside: tuple[AuditLine, ...]
    """Records that are no data, by cause. Rows and they add up to the records of the file."""
    issues: tuple[Issue, ...]
    fingerprint: str
    """SHA-256 of the source's bytes; of the rows as text where there is no file."""
    rejected: Path | None = None
    """CSV of records that may have been data but could not be read: line, cause, cells."""
    rejected_rows: int = 0
    doubtful_totals: tuple[int, ...] = ()
    """Lines of rows that call themselves a total where that could also be a name; they are kept."""
    form: str = "delimited text"
    """What the source is, such as "Parquet" or "Excel workbook, sheet Orders"."""
    last_line: int = 0
    """The highest line number in use."""
    roles: Mapping[str, Role] = field(default_factory=dict)
    """What columns are for that the shape of the table tells, by their labels."""
    stored: Mapping[str, str] = field(default_factory=dict)
    """Engine name -> type of the columns that the files hold as numbers or days, see `stored`."""

    def cells(self, *as_stored: str, numbered: bool = False) -> str:
        """The rows, to stand behind FROM: cells as text, but for columns that may come as they are stored.

        Args:
            as_stored: engine names of columns that are only compared or cast.
            numbered: whether a column `file_row_number` tells the place of each row in its file.
        """
        files = parquet(self.path, numbered=numbered)
        columns = sorted(self.stored.keys() - set(as_stored))
        text = ", ".join(f"CAST({column} AS VARCHAR) AS {column}" for column in columns)
        return f"(SELECT * REPLACE ({text}) FROM {files})" if text else files

    def rewritten(self, path: Path, **changes: Any) -> RawRows:  # noqa: ANN401 - any field
        """The same rows with other cells, all of them text in another file."""
        return replace(self, path=path, stored={}, **changes)

    def to_pandas(self) -> pd.DataFrame:
        """Rows as text under their own labels, in file order; missing cells are empty strings."""
        query = f"SELECT * EXCLUDE (line) FROM {self.cells()} ORDER BY line"
        with connect(self.path.parent) as connection:
            frame: pd.DataFrame = connection.execute(query).df()
        frame.columns = list(self.labels)
        return frame.fillna("")

    def with_issues(self, *issues: Issue) -> RawRows:
        """The same with more issues, all in the order of their lines."""
        return replace(self, issues=tuple(sorted((*issues, *self.issues), key=_place_in_file)))


@dataclass(frozen=True)
class Outputs:
    """Where rows go, and what is set aside."""

    rows: _csv.Writer
    """Takes the line of a row, then its cells."""
    rejects: Rejects
    table: Path
    """CSV of the rows."""
    rejected: Path
    """CSV of the records that may have been data: line, cause, cells."""
    parts: Path
    """Folder of Parquet files; the engine may have put some of the rows there already."""


@dataclass(frozen=True)
class PassResult:
    """What a pass over a source saw."""

    records: int = 0
    """Records of the source, header included."""
    headers: int = 0
    last_line: int = 0
    rows_in_parts: int = 0
    doubtful_totals: tuple[int, ...] = ()
    """Lines of rows kept that call themselves a total, where that may be a name."""
    parts: Mapping[Path, Sequence[str]] = field(default_factory=dict)
    """Files of rows that the engine took, and what their columns are stored as."""


@contextmanager
def open_outputs(work: Path) -> Iterator[Outputs]:
    """Files to write to; an empty one of rejects is removed again."""
    table, rejected, parts = work / "rows.csv", work / "rejected_rows.csv", work / "rows"
    parts.mkdir(parents=True, exist_ok=True)
    with (
        table.open("w", encoding="utf-8", errors="replace", newline="") as rows,
        rejected.open("w", encoding="utf-8", errors="replace", newline="") as set_aside,
    ):
        outputs = Outputs(csv.writer(rows), Rejects(csv.writer(set_aside)), table, rejected, parts)
        yield outputs
    if not outputs.rejects.rejected:
        rejected.unlink()


def raw_rows(
    file: SourceFile, outputs: Outputs, result: PassResult, labels: tuple[str, ...], form: str
) -> RawRows:
    """The rows that a finished pass over a file gives.

    Raises:
        ReportgenError: records are unaccounted for.
    """
    rejects = outputs.rejects
    rest = outputs.parts / "rows.parquet"
    rows = result.rows_in_parts + csv_to_parquet(outputs.table, rest, len(labels))
    outputs.table.unlink()
    if result.records != rows + rejects.total + result.headers:
        raise ReportgenError("rows and lines set aside do not add up", "Please report this file.")
    return RawRows(
        path=outputs.parts / "*.parquet",
        source=file.name,
        labels=labels,
        rows=rows,
        dialect=None,
        set_aside=rejects.audit_lines(),
        issues=tuple(sorted(rejects.issues(), key=_place_in_file)),
        fingerprint=file.fingerprint,
        rejected=outputs.rejected if rejects.rejected else None,
        rejected_rows=rejects.rejected,
        doubtful_totals=result.doubtful_totals,
        form=form,
        last_line=result.last_line,
        stored=store_alike(result.parts, rest),
    )


def _place_in_file(issue: Issue) -> int:
    return issue.line or 0


def typed_rows(
    source: str, form: str, labels: Sequence[object], rows: Iterable[Sequence[object]], work: Path
) -> RawRows:
    """The rows of a table with typed cells, in constant memory; `line` is the number of the row, from 1."""
    table, path = work / "rows.csv", work / "rows.parquet"
    with table.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        csv.writer(stream).writerows(
            (number, *(text_of(cell).replace("\0", "") for cell in row)) for number, row in enumerate(rows, 1)
        )
    with table.open("rb") as stream:
        fingerprint = hashlib.file_digest(stream, "sha256").hexdigest()
    count = csv_to_parquet(table, path, len(labels))
    table.unlink()
    names = tuple(str(label).strip() for label in labels)
    return RawRows(path, source, names, count, None, (), (), fingerprint, form=form, last_line=count)


def with_column(raw: RawRows, label: str, value: str, work: Path) -> RawRows:
    """The same rows with one more column, in which all cells hold one value."""
    path = work / "with_column.parquet"
    with connect(work) as connection:
        rows = f"SELECT *, $value AS c{len(raw.labels)} FROM {raw.cells()}"
        connection.execute(
            f"COPY ({rows}) TO $path (FORMAT parquet)",
            {"value": value, "path": str(path)},
        )
    return raw.rewritten(path, labels=(*raw.labels, label))
