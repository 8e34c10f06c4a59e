"""What reading gives: rows as text, and what was doubtful about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.engine import connect

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from reportgen.base.audit import AuditLine, Issue
    from reportgen.input.dialect import Dialect


@dataclass(frozen=True)
class RawRows:
    """Every data row as text.

    `path` is a Parquet file, or a pattern for several of the same columns, with VARCHAR columns
    c0..cn (trimmed; empty cells are NULL) and `line` BIGINT, the physical line in the source on which
    the row begins; of several sources the lines are counted on. `labels[i]` is the header of column
    ci as written. The rows live as long as the work folder they were read into.
    """

    path: Path
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

    def to_pandas(self) -> pd.DataFrame:
        """Rows as text under their own labels, in file order; missing cells are empty strings."""
        query = "SELECT * EXCLUDE (line) FROM read_parquet($path) ORDER BY line"
        with connect(self.path.parent) as connection:
            frame: pd.DataFrame = connection.execute(query, {"path": str(self.path)}).df()
        frame.columns = list(self.labels)
        return frame.fillna("")
