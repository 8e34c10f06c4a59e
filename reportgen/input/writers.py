"""The files that a pass over a source writes, and the rows that come of them."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.engine import csv_to_parquet
from reportgen.errors import ReportgenError
from reportgen.input.raw_rows import RawRows
from reportgen.input.rejects import Rejects

if TYPE_CHECKING:
    import _csv
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reportgen.base.audit import Issue
    from reportgen.input.dialect import Dialect
    from reportgen.input.source_file import Stored


@dataclass(frozen=True)
class Outputs:
    """Where rows go, and what is set aside."""

    rows: _csv.Writer
    """Takes the line of a row, then its cells."""
    ledger: Rejects
    table: Path
    """CSV of the rows."""
    rejects: Path
    """CSV of the records that may have been data: line, cause, cells."""
    parts: Path
    """Folder of Parquet files; the engine may have put some of the rows there already."""


@dataclass(frozen=True)
class Seen:
    """What a pass went over."""

    records: int
    """Records of the source, header included."""
    headers: int
    last_line: int
    rows_in_parts: int = 0


@contextmanager
def open_outputs(work: Path) -> Iterator[Outputs]:
    """Files to write to; an empty one of rejects is removed again."""
    table, rejects, parts = work / "rows.csv", work / "rejected_rows.csv", work / "rows"
    parts.mkdir(parents=True, exist_ok=True)
    with (
        table.open("w", encoding="utf-8", errors="replace", newline="") as rows,
        rejects.open("w", encoding="utf-8", errors="replace", newline="") as rejected,
    ):
        outputs = Outputs(csv.writer(rows), Rejects(csv.writer(rejected)), table, rejects, parts)
        yield outputs
    if not outputs.ledger.rejected:
        rejects.unlink()


def raw_rows(  # noqa: PLR0913 - the parts of one value
    stored: Stored,
    outputs: Outputs,
    seen: Seen,
    labels: tuple[str, ...],
    *,
    form: str,
    dialect: Dialect | None = None,
    doubts: Iterable[Issue] = (),
    doubtful_totals: tuple[int, ...] = (),
) -> RawRows:
    """What a finished pass gives.

    Raises:
        ReportgenError: records are unaccounted for.
    """
    ledger = outputs.ledger
    rows = seen.rows_in_parts + csv_to_parquet(outputs.table, outputs.parts / "rows.parquet", len(labels))
    outputs.table.unlink()
    if seen.records != rows + ledger.total + seen.headers:
        raise ReportgenError("rows and lines set aside do not add up", "Please report this file.")
    return RawRows(
        path=outputs.parts / "*.parquet",
        source=stored.name,
        labels=labels,
        rows=rows,
        dialect=dialect,
        set_aside=ledger.audit_lines(),
        issues=tuple(sorted((*doubts, *ledger.issues()), key=_place_in_file)),
        fingerprint=stored.fingerprint,
        rejected=outputs.rejects if ledger.rejected else None,
        rejected_rows=ledger.rejected,
        doubtful_totals=doubtful_totals,
        form=form,
        last_line=seen.last_line,
    )


def _place_in_file(issue: Issue) -> int:
    return issue.line or 0
