"""Reads a source for a report: tables laid out for eyes become one row for each thing that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.input.date_parts import join_date_parts
from reportgen.input.months import unpivot_months
from reportgen.input.read import read

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.input.raw_rows import RawRows
    from reportgen.options.enums import Repeats


def read_plain(
    source: Any,  # noqa: ANN401 - any library's data frame
    work: Path,
    sheet: str | None = None,
    repeats: Repeats | None = None,
) -> RawRows:
    """What `read` gives, with months that were columns as rows, and dates that stood in parts as one column.

    Raises:
        InputError: as `read`.
    """
    raw = unpivot_months(read(source, work, sheet, repeats), work)
    return join_date_parts(raw, work)
