"""Reads a data frame of any library that Narwhals knows."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
import numpy as np

from reportgen.base.engine import PARQUET, column_names, connect, explained_errors, parquet
from reportgen.errors import InputError
from reportgen.input.parquet import as_text, as_words, read_parquet
from reportgen.input.raw_rows import RawRows
from reportgen.input.source_file import unchanged
from reportgen.parsing.cells import text_of

if TYPE_CHECKING:
    from pathlib import Path

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
    return _read_eager(eager, work)


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


def _read_eager(frame: nw.DataFrame[Any], work: Path) -> RawRows:
    """The rows of a frame in memory: its columns go to the engine as they are, which writes them as text."""
    path, names = work / "rows.parquet", column_names(len(frame.columns))
    if not names:
        raise InputError("the data frame has no columns", "Pass one with a column for each measure.")
    columns = zip(names, frame.columns, strict=True)
    cells = {name: np.ascontiguousarray(_cells(frame[label])) for name, label in columns}
    with connect(work) as connection, explained_errors():
        try:
            _write_text(connection, cells, path)
        except duckdb.InvalidInputException:
            _write_text(connection, {name: _encodable(column) for name, column in cells.items()}, path)
        row = ", ".join(["line", *(f"coalesce({name}, chr(30))" for name in names)])
        ((count, digest),) = connection.execute(
            f"SELECT count(*), bit_xor(md5_number(concat_ws(chr(31), {row}))) FROM {parquet(path)}"
        ).fetchall()
    labels = tuple(str(label).strip() for label in frame.columns)
    fingerprint = hashlib.sha256(repr((labels, count, digest)).encode()).hexdigest()
    return RawRows(path, NAME, labels, count, None, (), (), fingerprint, form=NAME, last_line=count)


def _write_text(connection: duckdb.DuckDBPyConnection, cells: dict[str, np.ndarray], path: Path) -> None:
    connection.register("frame", cells)
    described = connection.execute("DESCRIBE frame").fetchall()
    text = ", ".join(f"{_text(name, str(kind))} AS {name}" for name, kind, *_ in described)
    connection.execute(
        f"COPY (SELECT row_number() OVER () AS line, {text} FROM frame) TO $path ({PARQUET})",
        {"path": str(path)},
    )


def _text(name: str, kind: str) -> str:
    """Expression: a column as text."""
    return as_words(name) if kind == "VARCHAR" else as_text(name, kind)


def _cells(series: nw.Series[Any]) -> np.ndarray:
    """A column as an array that the engine reads; what it would read in another way becomes text here."""
    kind = series.dtype
    if kind.is_float():
        return np.asarray(series.to_numpy(), dtype=np.float64)
    whole = kind.is_integer() or isinstance(kind, nw.Boolean)
    moment = isinstance(kind, nw.Datetime) and kind.time_zone is None
    if moment or isinstance(kind, nw.String) or (whole and not series.is_null().any()):
        return np.asarray(series.to_numpy())
    pairs = zip(series.to_list(), series.is_null().to_list(), strict=True)
    return np.array([None if missing else text_of(value) for value, missing in pairs], dtype=object)


def _encodable(cells: np.ndarray) -> np.ndarray:
    """Cells without halves of characters, which cannot be written; a question mark stands for each."""
    if cells.dtype != object:
        return cells
    written = (cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else None for cell in cells)
    return np.array(list(written), dtype=object)
