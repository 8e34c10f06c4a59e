"""What runs in the tasks of a cluster: one part of the rows, with the engine that one machine uses.

A part lies in a file of a scratch folder of its task, and DuckDB runs the very statements on it that it runs
on a whole file, with the memory and the threads of one core. Spark sees rows only where it brings them
together; else a part goes from step to step packed, as the bytes of a Parquet file.
"""

from __future__ import annotations

import pickle
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from reportgen.base.engine import connect
from reportgen.base.limits import use_limits
from reportgen.base.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import duckdb

    Batches = Iterable[pa.RecordBatch]

MEMORY = "1GB"
"""What DuckDB keeps in memory in a task before it writes to the disk."""
PACKED, RESULT = "packed", "result"
"""The columns of a part as bytes, and of what else a task gives."""
PARTS = pa.schema([(PACKED, pa.binary()), (RESULT, pa.binary())])
RESULTS = pa.schema([(RESULT, pa.binary())])


@dataclass(frozen=True)
class TaskRows:
    """The rows of one part, in a file."""

    file: Path
    rows: int

    @property
    def folder(self) -> Path:
        """The task's scratch folder."""
        return self.file.parent


@contextmanager
def task_folder() -> Iterator[Path]:
    """A scratch folder, in which the engine has the limits of a task."""
    with scratch_folder() as folder, use_limits(MEMORY, threads=1):
        yield folder


@contextmanager
def part_of(batches: Batches, schema: pa.Schema) -> Iterator[TaskRows]:
    """The rows that Spark brought together, as a file."""
    with task_folder() as folder:
        file, rows = folder / "part.parquet", 0
        with pq.ParquetWriter(file, schema) as writer:
            for batch in batches:
                rows += batch.num_rows
                writer.write_batch(batch.rename_columns(schema.names).cast(schema))
        yield TaskRows(file, rows)


def unpacked(batches: Batches) -> Iterator[TaskRows]:
    """The packed parts of a task, each as a file for as long as it is looked at."""
    for batch in batches:
        for packed in batch.column(0):
            with task_folder() as folder:
                file = folder / "part.parquet"
                file.write_bytes(packed.as_py())
                yield TaskRows(file, pq.read_metadata(file).num_rows)


def pack(file: Path, result: object = None) -> pa.RecordBatch:
    """A Parquet file as a packed part, with what else there is to know of it."""
    columns = [pa.array([file.read_bytes()], pa.binary()), pa.array([pickle.dumps(result)], pa.binary())]
    return pa.RecordBatch.from_arrays(columns, schema=PARTS)


def pack_task(schema: pa.Schema) -> Any:  # noqa: ANN401 - a task of Spark
    """A task that packs the rows that Spark brought together."""

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        with part_of(batches, schema) as part:
            yield pack(part.file)

    return run


def result_task(find: Callable[[TaskRows], object]) -> Any:  # noqa: ANN401 - a task of Spark
    """A task that gives what `find` finds in each packed part, and no rows."""

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        for part in unpacked(batches):
            yield result_row(find(part), RESULTS)

    return run


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


def results(frame: Any) -> list[Any]:  # noqa: ANN401 - a Spark frame, and whatever its tasks found
    """What the tasks of a frame found, all at once."""
    return [_loaded(row) for row in frame.select(RESULT).where(f"{RESULT} IS NOT NULL").collect()]


def _loaded(row: Any) -> Any:  # noqa: ANN401 - a row of Spark, and whatever a task found
    return pickle.loads(bytes(row[0]))  # noqa: S301 - made by tasks of our own


def query_part(part: TaskRows, query: str, tables: dict[str, pa.Table], given: dict[str, object]) -> pa.Table:
    """A query over `sales`, the rows of a part."""
    with connect(part.folder) as connection:
        connection.read_parquet(str(part.file)).create_view("sales")
        for name, table in tables.items():
            connection.register(name, table)
        return connection.sql(query, params=given).to_arrow_table()
