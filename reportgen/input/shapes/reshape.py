"""Reads a source for a report: tables laid out for eyes become one row for each thing that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.input.read import read
from reportgen.input.shapes.date_parts import join_date_parts
from reportgen.input.shapes.months import unpivot_months

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
