"""What runs in the tasks of a cluster: one part of the rows, with the engine that one machine uses.

A part comes as Arrow, is written into a scratch folder of its task, and DuckDB runs the very statements on it
that it runs on a whole file. Memory and threads are those of one core.
"""

from __future__ import annotations

import pickle
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from reportgen.base.engine import connect
from reportgen.base.limits import use_limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import duckdb

    Batches = Iterable[pa.RecordBatch]

MEMORY = "1GB"
"""What DuckDB keeps in memory in a task before it writes to the disk."""
RESULT = "result"
"""The column of what a task gives besides rows, as bytes."""


@dataclass(frozen=True)
class TaskRows:
    """The rows of one task, in a file."""

    file: Path
    rows: int

    @property
    def folder(self) -> Path:
        """The task's scratch folder."""
        return self.file.parent


@contextmanager
def part_of(batches: Batches, schema: pa.Schema) -> Iterator[TaskRows]:
    """The rows of a task as a file of a scratch folder, and an engine with the limits of a task."""
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder, use_limits(MEMORY, threads=1):
        file, rows = Path(folder) / "part.parquet", 0
        with pq.ParquetWriter(file, schema) as writer:
            for batch in batches:
                rows += batch.num_rows
                writer.write_batch(batch.rename_columns(schema.names).cast(schema))
        yield TaskRows(file, rows)


@contextmanager
def engine_of_task() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine for what looks at one batch after the other and keeps none."""
    with (
        tempfile.TemporaryDirectory(prefix="reportgen-") as folder,
        use_limits(MEMORY, threads=1),
        connect(Path(folder)) as connection,
    ):
        yield connection


def rows_of(connection: duckdb.DuckDBPyConnection, query: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of a query, cast to a schema that may have a last column for the task's result."""
    fields = [name for name in schema.names if name != RESULT]
    named = ", ".join(f'"{name}"' for name in fields)
    for batch in pa.RecordBatchReader.from_stream(connection.sql(f"SELECT {named} FROM ({query})")):
        columns = [
            column.cast(schema.field(name).type) for name, column in zip(fields, batch.columns, strict=True)
        ]
        if RESULT in schema.names:
            columns.append(pa.nulls(batch.num_rows, pa.binary()))
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def result_row(result: object, schema: pa.Schema) -> pa.RecordBatch:
    """One row that holds nothing but a task's result."""
    payload = pa.array([pickle.dumps(result)], pa.binary())
    columns = [payload if name == RESULT else pa.nulls(1, schema.field(name).type) for name in schema.names]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


RESULTS = pa.schema([(RESULT, pa.binary())])


def result_task(
    find: Callable[[TaskRows], object], schema: pa.Schema
) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    """A task that gives what `find` finds in its part, and no rows."""

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        with part_of(batches, schema) as part:
            yield result_row(find(part), RESULTS)

    return run


def results(frame: Any) -> Iterator[Any]:  # noqa: ANN401 - a Spark frame, and whatever its tasks found
    """What the tasks of a frame found, one after the other."""
    for row in frame.select(RESULT).where(f"{RESULT} IS NOT NULL").toLocalIterator():
        yield pickle.loads(bytes(row[0]))  # noqa: S301 - made by tasks of our own


def query_part(part: TaskRows, query: str, tables: dict[str, pa.Table], given: dict[str, object]) -> bytes:
    """A query over `sales`, the rows of a part, as an Arrow stream."""
    with connect(part.folder) as connection:
        connection.read_parquet(str(part.file)).create_view("sales")
        for name, table in tables.items():
            connection.register(name, table)
        found = connection.sql(query, params=given).to_arrow_table()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, found.schema) as writer:
        writer.write_table(found)
    return bytes(sink.getvalue().to_pybytes())
