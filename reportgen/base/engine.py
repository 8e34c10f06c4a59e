"""Opens DuckDB with the same settings everywhere: no extensions, no network, UTC, limited memory."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from reportgen.base.limits import memory_limit, thread_limit
from reportgen.errors import InputError, SurroundingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PARQUET = "FORMAT parquet, PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 4096, WRITE_BLOOM_FILTER false"
"""Dictionaries pay for the few values of a category, not for the many of an id; nobody asks for one value."""
MANY_ROWS = 100_000
"""Rows from which on the engine keeps more memory than starting another is worth."""
LONGEST_RECORD = 8 * 2**20
"""Bytes of one record; longer ones are refused before they get here."""


@contextmanager
def memory_for(most: int) -> Iterator[None]:
    """Within it this process takes at most so many more bytes, where the system can tell and hold it to that.

    Raises:
        MemoryError: it wants more; of DuckDB it is an OutOfMemoryException.
    """
    try:
        import resource  # noqa: PLC0415 - not on every system

        taken = int(Path("/proc/self/statm").read_text("ascii").split()[5]) * resource.getpagesize()
    except (ImportError, OSError):
        yield
        return
    before, most_of_all = resource.getrlimit(resource.RLIMIT_DATA)
    limits = [taken + most, *(limit for limit in (before, most_of_all) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_DATA, (min(limits), most_of_all))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, most_of_all))


def column_names(width: int) -> tuple[str, ...]:
    """Engine names c0..cn, so that no word of a file ever becomes part of a query."""
    return tuple(f"c{index}" for index in range(width))


def parquet(path: Path, *, numbered: bool = False) -> str:
    """A Parquet file, or a pattern of several, as a table of a query; `numbered` adds `file_row_number`."""
    name = str(path).replace("'", "''")
    return f"read_parquet('{name}'{', file_row_number = true' if numbered else ''})"


@contextmanager
def connect(work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty in-memory database that spills into `work`, in UTC, and never loads an extension."""
    name = f"database_{next(_NUMBERS)}"
    with _engine(str(work), memory_limit(), thread_limit()).cursor() as connection:
        connection.execute(f"ATTACH ':memory:' AS {name}; USE {name}; SET TimeZone = 'UTC'")
        try:
            yield connection
        finally:
            with suppress(duckdb.Error):  # one that failed is gone with its engine
                connection.execute(f"USE memory; DETACH {name}")


_NUMBERS = count()


@lru_cache(maxsize=2)
def _engine(work: str, memory: str, threads: int) -> duckdb.DuckDBPyConnection:
    """One for all databases of a build, since starting one takes longer than many a query.

    It ends when two others were started after it and its last database is closed.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "temp_directory": work,
        "memory_limit": memory,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(config=settings)


def forget_memory(rows: int) -> None:
    """Give back the memory that queries on many rows took; the next database starts an engine anew."""
    if rows >= MANY_ROWS:
        _engine.cache_clear()


def csv_to_parquet(
    source: Path, target: Path, width: int, new_line: str = "\\r\\n", written: Callable[[str], str] = str
) -> int:
    """Turn a clean CSV (line number, then `width` text cells) into Parquet; the number of its rows.

    Empty cells become NULL. Columns are `line` BIGINT and c0..cn VARCHAR, in file order.

    Args:
        source: the CSV.
        target: the Parquet file.
        width: text cells of a row.
        new_line: how lines end.
        written: the expression for the cells of a column.
    """
    cells = ", ".join(f"{written(name)} AS {name}" for name in column_names(width))
    columns = {"line": "BIGINT"} | dict.fromkeys(column_names(width), "VARCHAR")
    with connect(target.parent) as connection, explained_errors():
        connection.execute(
            f"""COPY (SELECT line, {cells} FROM read_csv($source, columns = {columns}, header = false,
                auto_detect = false, delim = ',', quote = '"', escape = '"', new_line = '{new_line}',
                nullstr = '', encoding = 'utf-8',
                max_line_size = {LONGEST_RECORD}, buffer_size = {2 * LONGEST_RECORD}))
            TO $target (FORMAT parquet)""",
            {"source": str(source), "target": str(target)},
        )
        counted = connection.execute("SELECT count(*) FROM read_parquet($target)", {"target": str(target)})
        return int((counted.fetchone() or (0,))[0])


@contextmanager
def explained_errors() -> Iterator[None]:
    """Turn DuckDB's errors of resources into errors for users: too little room, or a record too long."""
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        cause = f"too little room to read the file: {str(error).splitlines()[0]}"
        raise SurroundingsError(cause, "Free disk space or memory and run again.") from error
    except duckdb.InvalidInputException as error:
        cause = f"a row is longer than {LONGEST_RECORD // 2**20} MB"
        raise InputError(cause, "Check that this is a table of text.") from error


def keep_as_table(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Make a table of a view, since only a table can be changed; a table stays as it is."""
    if connection.execute("SELECT 1 FROM duckdb_views() WHERE view_name = $name", {"name": name}).fetchall():
        connection.execute(f"CREATE TABLE kept AS FROM {name}")
        connection.execute(f"DROP VIEW {name}")
        connection.execute(f"ALTER TABLE kept RENAME TO {name}")
