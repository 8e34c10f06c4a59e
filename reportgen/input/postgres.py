"""Reads from a PostgreSQL server: the server writes cells as text and sends them in one stream.

No row becomes an object of Python on its way into columns. Every row and every column comes here, since what
counts as a copy of a line hangs on all of its cells, and cleaning has one definition, which is DuckDB's.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.base.engine import column_names, csv_to_parquet
from reportgen.errors import InputError, SurroundingsError
from reportgen.input.parquet import as_words
from reportgen.input.raw_rows import RawRows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import psycopg

    from reportgen.options.sources import Address

DRIVER = "psycopg"
SECONDS_TO_CONNECT = 10
_SETTINGS = {
    "timezone": "UTC",
    "datestyle": "ISO",
    "client_encoding": "UTF8",
    "synchronize_seqscans": "off",
    "max_parallel_workers_per_gather": "0",
}
"""Cells do not hang on the settings of a server; the same rows come in the same order."""
_TIMESTAMP, _BYTES, _NUMBERS = 1114, 17, frozenset({700, 701, 1700})
"""PostgreSQL's numbers of types: moments without a zone, bytes, and numbers that may have no end."""


@contextmanager
def open_postgres(address: Address) -> Iterator[psycopg.Connection]:
    """A connection that only reads; the password comes from where libpq looks for it.

    Raises:
        SurroundingsError: the driver is not installed.
    """
    try:
        import psycopg  # noqa: PLC0415 - only who reads from PostgreSQL needs it
    except ImportError:
        hint = "Install it with: pip install 'reportgen[postgres]'"
        raise SurroundingsError("the driver of PostgreSQL is not installed", hint) from None
    server = str(replace(address, table=None, query=None))
    with psycopg.connect(server, connect_timeout=SECONDS_TO_CONNECT) as connection:
        connection.read_only = True
        for name, value in _SETTINGS.items():
            connection.execute(f"SET {name} = {value}".encode())
        yield connection


def read_postgres(connection: psycopg.Connection, query: str, address: Address, work: Path) -> RawRows:
    """The rows of a query as text, in constant memory; `line` is the number of the row.

    Raises:
        InputError: the query gives no columns.
    """
    asked = f"(\n{query.strip().rstrip(';')}\n) AS asked"
    # Asked by itself first: what is no query, or more than one, the server refuses here.
    described = connection.execute(f"SELECT * FROM {asked} LIMIT 0".encode(), prepare=True).description
    if not described:
        raise InputError("the query gives no rows", "Begin it with SELECT.", address.place)
    names, table, path = column_names(len(described)), work / "rows.csv", work / "rows.parquet"
    cells = (_as_text(name, column.type_code) for name, column in zip(names, described, strict=True))
    rows = f"SELECT row_number() OVER (), {', '.join(cells)} FROM {asked}({', '.join(names)})"
    with (
        table.open("wb") as target,
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({rows}) TO STDOUT (FORMAT csv)".encode()) as lines,
    ):
        unknown = connection.info.parameter_status("server_encoding") == "SQL_ASCII"
        target.writelines(map(_readable, lines) if unknown else lines)
    with table.open("rb") as stream:
        fingerprint = hashlib.file_digest(stream, "sha256").hexdigest()
    count = csv_to_parquet(table, path, len(names), new_line="\\n", written=as_words)
    table.unlink()
    labels = tuple(column.name.strip() for column in described)
    return RawRows(
        path,
        str(address.place),
        labels,
        count,
        None,
        (),
        (),
        fingerprint,
        form="database table",
        last_line=count,
    )


def _readable(line: memoryview | bytes | bytearray) -> bytes:
    """A row in UTF-8, of a database without an encoding, which sends whatever was stored."""
    return bytes(line).decode("utf-8", "replace").encode()


def _as_text(name: str, kind: int) -> str:
    """Expression: a column of a type as text; days without a time, nothing for what is no number."""
    if kind == _TIMESTAMP:
        return f"CASE WHEN {name} = date_trunc('day', {name}) THEN {name}::date::text ELSE {name}::text END"
    if kind in _NUMBERS:
        return f"nullif(nullif(nullif({name}::text, 'NaN'), 'Infinity'), '-Infinity')"
    return f"encode({name}, 'escape')" if kind == _BYTES else f"{name}::text"
