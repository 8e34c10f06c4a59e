"""Reads a data frame of any library that Narwhals knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw

from reportgen.errors import InputError
from reportgen.input.parquet import read_parquet
from reportgen.input.raw_rows import typed_rows
from reportgen.input.source_file import unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.input.raw_rows import RawRows

BATCH = 50_000
NAME = "data frame"


def read_frame(source: Any, work: Path) -> RawRows:  # noqa: ANN401 - any library's frame
    """The rows of a frame as text.

    Raises:
        InputError: `source` is neither a path nor a data frame, or its library lacks a package.
    """
    if isinstance(source, duckdb.DuckDBPyRelation):
        return _read_relation(source, work)
    try:
        frame = nw.from_native(source)
        eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    except TypeError:
        cause = f"neither a file nor a data frame: {type(source).__name__}"
        raise InputError(
            cause, "Pass a path, or a frame of pandas, Polars, DuckDB, PyArrow or the like."
        ) from None
    except ModuleNotFoundError as error:
        hint = f"Install {error.name}, or collect it into a pandas or Polars frame first."
        raise InputError(f"the frame can only be collected with {error.name}", hint) from None
    return typed_rows(NAME, NAME, eager.columns, _rows(eager), work)


def _read_relation(relation: duckdb.DuckDBPyRelation, work: Path) -> RawRows:
    """A relation of DuckDB, which runs its query now; its rows never come into Python."""
    path = work / "relation.parquet"
    try:
        relation.write_parquet(str(path))
    except duckdb.Error as error:
        message = str(error).splitlines()[0]
        raise InputError(f"the relation cannot be run: {message}", "Check its query.") from None
    with unchanged(path) as file:
        return replace(read_parquet(file, work), source=NAME, form=NAME)


def _rows(frame: nw.DataFrame[Any]) -> Iterator[tuple[object, ...]]:
    for start in range(0, len(frame), BATCH):
        batch = frame[start : start + BATCH]
        yield from zip(*(_cells(batch[name]) for name in batch.columns), strict=True)


def _cells(series: nw.Series[Any]) -> list[object]:
    pairs = zip(series.to_list(), series.is_null().to_list(), strict=True)
    return [None if missing else value for value, missing in pairs]
