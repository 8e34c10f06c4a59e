"""Reads a table or a query of SQLite, DuckDB or PostgreSQL; nothing is ever written there."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

import duckdb

from reportgen.base.engine import LONGEST_RECORD, column_names, connect, memory_for, parquet
from reportgen.base.limits import memory_bytes, memory_limit, thread_limit
from reportgen.errors import InputError
from reportgen.input.parquet import as_text
from reportgen.input.postgres import DRIVER, open_postgres, read_postgres
from reportgen.input.raw_rows import RawRows, typed_rows
from reportgen.input.source_file import MOST_GROWTH, unchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from reportgen.options.sources import Address

BATCH = 20_000
MOST_SECONDS, SECONDS_A_MEGABYTE = 300, 2
"""For the rows of a file: a view in one that somebody sent may look for its first row for ever."""
MOST_MEMORY = 2**31
"""Bytes beyond what the engine may take, for the same: a view may make cells of any length."""
_TOO_BIG = "too big"
"""What SQLite says of a cell that is longer than it may be."""
ROWS_FREE = 10_000_000
"""Rows that even a small file may give, as a query can join what it holds."""
MOST_NAMED, MOST_TABLES = 20, 10_000
_TABLES_OF_SQLITE = """SELECT '', name FROM sqlite_master
    WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"""
_TABLES_OF_OTHERS = """SELECT
    CASE WHEN table_schema IN ('main', 'public') THEN '' ELSE table_schema END, table_name
    FROM information_schema.tables WHERE table_schema NOT IN ('information_schema', 'pg_catalog')"""


class Cursor(Protocol):
    """What the drivers have in common."""

    @property
    def description(self) -> Sequence[Sequence[Any]] | None:
        """A sequence a column, that begins with its name."""

    def execute(self, query: str, /) -> object:
        """Run a query."""

    def fetchmany(self, size: int, /) -> Sequence[Sequence[object]]:
        """The next rows; none at the end."""


def read_database(address: Address, work: Path) -> RawRows:
    """The rows of a table or a query as text, in constant memory; `line` is the number of the row.

    Raises:
        InputError: the database cannot be opened, or has no such table, or refuses the query.
        SurroundingsError: the driver of PostgreSQL is not installed.
    """
    if address.is_file:
        return _read_file(address, work)
    with _failures_named(address), open_postgres(address) as connection:
        query = address.query or _whole_table(address, connection.cursor())
        return read_postgres(connection, query, address, work)


def _read_file(address: Address, work: Path) -> RawRows:
    with unchanged(Path(address.path)) as file:
        most = max(ROWS_FREE, MOST_GROWTH * file.path.stat().st_size)
        if address.scheme == "sqlite":
            raw = _read(address, _sqlite(file.path), work, most)
        else:
            raw = _read_duckdb(address, file.path, work, most)
        return replace(raw, fingerprint=file.fingerprint)


def _read_duckdb(address: Address, file: Path, work: Path, most: int) -> RawRows:
    """The rows of a DuckDB file, which its own engine writes as text: none of them comes into Python."""
    folder = work / "from_duckdb"
    folder.mkdir(exist_ok=True)
    with _failures_named(address), _duckdb(file, folder) as connection:
        asked = connection.sql(address.query or _whole_table(address, connection))
        if asked is None:
            raise InputError("the query gives no rows", "Begin it with SELECT.", address.place)
        labels = tuple(label.strip() for label in asked.columns)
        names, path = column_names(len(labels)), folder / "rows.parquet"
        kinds = zip(names, map(str, asked.types), strict=True)
        cells = ", ".join(f"{as_text(name, kind)} AS {name}" for name, kind in kinds)
        rows = asked.query(
            "asked",
            f"""SELECT row_number() OVER () AS line, {cells} FROM asked AS rows({", ".join(names)})
            LIMIT {most + 1}""",
        )
        assert rows is not None  # noqa: S101 - a SELECT gives rows
        rows.write_parquet(str(path))
    with connect(work) as own:
        ((count,),) = own.sql(f"SELECT count(*) FROM {parquet(path)}").fetchall()
    if count > most:
        raise _endless(address, most)
    return RawRows(
        path, str(address.place), labels, count, None, (), (), "", form="database table", last_line=count
    )


def _read(address: Address, opened: AbstractContextManager[Cursor], work: Path, most: int) -> RawRows:
    with _failures_named(address), opened as cursor:
        cursor.execute(address.query or _whole_table(address, cursor))
        if cursor.description is None:
            raise InputError("the query gives no rows", "Begin it with SELECT.", address.place)
        labels = [column[0] for column in cursor.description]
        return typed_rows(str(address.place), "database table", labels, _rows(address, cursor, most), work)


def _rows(address: Address, cursor: Cursor, most: int) -> Iterator[Sequence[object]]:
    """A view in a file that somebody sent may never end."""
    seen = 0
    while rows := cursor.fetchmany(BATCH):
        seen += len(rows)
        if seen > most:
            raise _endless(address, most)
        yield from rows


def _endless(address: Address, most: int) -> InputError:
    cause = f"it gives more than {most:,} rows, far more than such a file holds"
    return InputError(cause, "Ask for less of it with ?query=SELECT ...", address.place)


@contextmanager
def _sqlite(file: Path) -> Iterator[Cursor]:
    with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as connection:
        connection.set_authorizer(_no_other_file)
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_RECORD)
        with _bounded(file, connection.interrupt):
            yield connection.cursor()


@contextmanager
def _bounded(file: Path, interrupt: Callable[[], None]) -> Iterator[None]:
    """Give up a query that takes far longer, or far more memory, than the rows of such a file."""
    timer = Timer(MOST_SECONDS + SECONDS_A_MEGABYTE * file.stat().st_size / 2**20, interrupt)
    timer.daemon = True
    timer.start()
    try:
        with memory_for(memory_bytes() + MOST_MEMORY):
            yield
    except MemoryError:
        raise sqlite3.DataError(_TOO_BIG) from None
    finally:
        timer.cancel()


def _no_other_file(action: int, *_: object) -> int:
    """Read-only holds for the database alone: ATTACH and VACUUM INTO would make files of their own."""
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK


@contextmanager
def _duckdb(file: Path, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database; of all other files it reaches only those of a folder, into which its rows go."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(folder),
        "memory_limit": memory_limit(),
        "threads": thread_limit(),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    allowed = str(folder).replace("'", "''")
    with (
        duckdb.connect(file, read_only=True, config=settings) as connection,
        _bounded(file, connection.interrupt),
    ):
        connection.execute(f"SET allowed_directories = ['{allowed}']; SET enable_external_access = false")
        yield connection


@contextmanager
def _failures_named(address: Address) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        ours = isinstance(error, sqlite3.Error | duckdb.Error) or type(error).__module__.startswith(DRIVER)
        if not ours:
            raise
        raise _failure(address, error) from None


_NO_DATABASE = ("file is not a database", "not a valid DuckDB database file")
"""What SQLite and DuckDB say of a file that is something else."""


def _failure(address: Address, error: Exception) -> InputError:
    """What a driver says, in one line; no driver repeats a password that it was not given in the address."""
    message = next(iter(str(error).splitlines()), type(error).__name__).strip()
    if address.is_file and any(words in message for words in _NO_DATABASE):
        cause = f"this is no database that {address.scheme} can open"
        return InputError(cause, "Check the path, and what kind of database it is.", address.place)
    if _TOO_BIG in message or isinstance(error, duckdb.OutOfMemoryException):
        return InputError(
            "its cells are too long for a table", "Ask for less of it with ?query=SELECT ...", address.place
        )
    if "interrupt" in message.lower():
        cause = "it takes far longer than the rows of such a file"
        return InputError(cause, "Ask for less of it with ?query=SELECT ...", address.place)
    return InputError(
        f"the database says: {message}", "Check the address, and what you may read there.", address.place
    )


def _whole_table(address: Address, cursor: Cursor) -> str:
    """The query for all rows of the table that is named, or of the only one.

    Raises:
        InputError: there is no such table, or there are several to choose from.
    """
    cursor.execute(_TABLES_OF_SQLITE if address.scheme == "sqlite" else _TABLES_OF_OTHERS)
    tables = {".".join(filter(None, row)): row for row in sorted(map(_words, cursor.fetchmany(MOST_TABLES)))}
    name = next(iter(tables)) if address.table is None and len(tables) == 1 else address.table
    if name not in tables:
        raise _no_such_table(address, list(tables))
    return "SELECT * FROM " + ".".join(
        '"{}"'.format(word.replace('"', '""')) for word in tables[name] if word
    )


def _words(row: Sequence[object]) -> tuple[str, ...]:
    return tuple(map(str, row))


def _no_such_table(address: Address, tables: list[str]) -> InputError:
    named = ", ".join(tables[:MOST_NAMED]) + (", ..." if len(tables) > MOST_NAMED else "") or "none"
    if address.table is None:
        return InputError("no table is named", f"Add ?table=NAME; there are: {named}", address.place)
    near = get_close_matches(address.table, tables, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {named}"
    return InputError("there is no such table", hint, address.place)
