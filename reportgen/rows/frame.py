"""A data frame of any kind that Narwhals knows, written as text."""

from __future__ import annotations

import csv
import math
from datetime import datetime
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import narwhals as nw

from reportgen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BATCH = 50_000


def write_frame(source: Any, target: Path) -> tuple[str, ...]:  # noqa: ANN401 - any library's frame
    """Write the rows of a frame as CSV: row number from 1, then cells as text; its labels.

    Whole numbers are written as such, other numbers so that they read back the same; missing
    cells are empty.

    Raises:
        InputError: `source` is neither a path nor a data frame.
    """
    try:
        frame = nw.from_native(source)
    except TypeError:
        cause = f"neither a file nor a data frame: {type(source).__name__}"
        raise InputError(
            cause, "Pass a path, or a frame of pandas, Polars, DuckDB, PyArrow or the like."
        ) from None
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    with target.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(_rows(eager))
    return tuple(str(name).strip() for name in eager.columns)


def _rows(frame: nw.DataFrame[Any]) -> Iterator[tuple[int | str, ...]]:
    for start in range(0, len(frame), BATCH):
        batch = frame[start : start + BATCH]
        columns = [_texts(batch[name]) for name in batch.columns]
        for number, cells in enumerate(zip(*columns, strict=True), start + 1):
            yield number, *cells


def _texts(series: nw.Series[Any]) -> list[str]:
    pairs = zip(series.to_list(), series.is_null().to_list(), strict=True)
    return ["" if missing else _text(value) for value, missing in pairs]


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, Real):
        return value.isoformat(" ") if isinstance(value, datetime) else str(value)
    if isinstance(value, Integral):
        return str(int(value))
    number = float(value)
    return "" if math.isnan(number) else repr(number)
