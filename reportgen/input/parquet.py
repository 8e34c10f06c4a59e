"""Reads Parquet files as text, with DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from reportgen.base.engine import column_names, connect
from reportgen.errors import InputError
from reportgen.input.raw_rows import RawRows
from reportgen.parsing.cells import MOST_WHOLE

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.input.source_file import SourceFile

CELLS_FREE, MOST_CELLS_A_BYTE = 100_000_000, 50
"""A few bytes can stand for billions of equal cells: so many are read of a file of any size."""
_BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001))))
"""What `str.strip` takes away."""
_SCAN = "read_parquet($source, binary_as_string = true, file_row_number = true)"


def read_parquet(file: SourceFile, work: Path) -> RawRows:
    """Every row of a Parquet file as text; whole numbers without a point, days without a time.

    Raises:
        InputError: the file is damaged, or holds too many cells for its size.
    """
    path, source = work / "rows.parquet", {"source": str(file.path)}
    try:
        with connect(work) as connection:
            described = connection.execute(
                f"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {_SCAN}", source
            )
            labels, types = zip(*((row[0], row[1]) for row in described.fetchall()), strict=True)
            counted = connection.execute(f"SELECT count(*) FROM {_SCAN}", source).fetchone()
            rows = int((counted or (0,))[0])
            _refuse_excess(file, rows * len(labels))
            connection.execute(_query(types), source | {"target": str(path)})
    except (duckdb.Error, ValueError) as error:
        cause = "the Parquet file cannot be read: it is damaged, cut off, or of a kind that is not known"
        raise InputError(cause, "Export it again.", file.place) from error
    names = tuple(str(label).strip() for label in labels)
    return RawRows(
        path,
        file.name,
        names,
        rows,
        None,
        (),
        (),
        file.fingerprint,
        form="Parquet",
        last_line=rows,
    )


def _refuse_excess(file: SourceFile, cells: int) -> None:
    if cells > max(CELLS_FREE, MOST_CELLS_A_BYTE * file.path.stat().st_size):
        cause = f"the file holds {cells:,} cells, too many for its size"
        raise InputError(cause, "Export only the rows that count.", file.place)


def _query(types: tuple[object, ...]) -> str:
    names = column_names(len(types))
    cells = ", ".join(
        f"{as_text(name, str(kind))} AS {name}" for name, kind in zip(names, types, strict=True)
    )
    return f"""COPY (SELECT row_number + 1 AS line, {cells} FROM {_SCAN} AS t({", ".join(names)}, row_number))
        TO $target (FORMAT parquet)"""


def as_text(name: str, kind: str) -> str:
    """Expression: a column of the engine's type as text, without spaces around it; NULL for nothing.

    Whole numbers have no point, days no time.
    """
    return f"nullif(trim({_text(name, kind)}), '')"


def as_words(name: str) -> str:
    """Expression: a column of words without blanks of any kind around them, and without null characters."""
    edges = f"regexp_matches({name}, '^[!-~]$|^[!-~].*[!-~]$', 's')"
    bare = f"replace(trim({name}, '{_BLANKS}'), chr(0), '')"
    return f"nullif(CASE WHEN {edges} AND NOT contains({name}, chr(0)) THEN {name} ELSE {bare} END, '')"


def _text(name: str, kind: str) -> str:
    plain = f"CAST({name} AS VARCHAR)"
    if kind in ("FLOAT", "DOUBLE"):
        whole = f"{name} = trunc({name}) AND abs({name}) < {MOST_WHOLE}"
        return f"""CASE WHEN isnan({name}) THEN NULL
            WHEN {whole} THEN CAST(CAST({name} AS BIGINT) AS VARCHAR) ELSE {plain} END"""
    if kind.startswith("TIMESTAMP") and "TIME ZONE" not in kind:
        day = f"{name} = date_trunc('day', {name})"
        return f"CASE WHEN {day} THEN strftime({name}, '%Y-%m-%d') ELSE {plain} END"
    return plain
