"""Opens a table on a cluster as rows of text, each with its line, as every source is read."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from reportgen.base.engine import column_names, connect
from reportgen.cluster.tasks import RESULT, result_row, results, rows_of, task_folder
from reportgen.errors import InputError
from reportgen.input.parquet import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb
    from pyspark.sql import DataFrame, SparkSession

    from reportgen.base.audit import AuditLine, Issue
    from reportgen.cluster.tasks import Batches
    from reportgen.parsing.dialect import Dialect

FRAME, PARQUET, TABLE = "data frame", "Parquet", "table"
FILE, PLACE = "source_file", "source_place"
"""Columns that tell where a row stands until it has its line."""


class KeptFrames:
    """Frames whose rows stay on the disks of the cluster until a build is done."""

    def __init__(self) -> None:
        self._frames: list[Any] = []

    def keep(self, frame: Any) -> Any:  # noqa: ANN401 - a frame of Spark
        """The same frame, which is computed once."""
        from pyspark.storagelevel import StorageLevel  # noqa: PLC0415 - only a build on a cluster needs it

        self._frames.append(frame.persist(StorageLevel.DISK_ONLY))
        return self._frames[-1]

    def let_go(self) -> None:
        """Free the disks."""
        while self._frames:
            self._frames.pop().unpersist()


@dataclass(frozen=True)
class TextTable:
    """A table on a cluster as text: `line`, then c0..cn; kept there until it is let go."""

    frame: DataFrame
    labels: tuple[str, ...]
    source: str
    form: str
    kept: KeptFrames
    rows: int = 0
    dialect: Dialect | None = None
    set_aside: tuple[AuditLine, ...] = ()
    issues: tuple[Issue, ...] = ()
    rejected_rows: int = 0
    doubtful_totals: tuple[int, ...] = ()
    """Lines of rows that call themselves a total."""
    filled: Mapping[str, int] = field(default_factory=dict)
    """Cells of each column that are not empty."""
    last_line: int = 0
    fingerprint: str = ""

    @property
    def schema(self) -> pa.Schema:
        """Its columns in Arrow."""
        return text_schema(len(self.labels))


def text_schema(width: int) -> pa.Schema:
    """Rows as text in Arrow."""
    return pa.schema([("line", pa.int64()), *((name, pa.string()) for name in column_names(width))])


def placed_schema(width: int) -> pa.Schema:
    """Rows as text that have a place in a file instead of a line, and a column for results."""
    cells = ((name, pa.string()) for name in column_names(width))
    return pa.schema([*cells, (FILE, pa.string()), (PLACE, pa.int64()), (RESULT, pa.binary())])


def spark_schema(schema: pa.Schema) -> str:
    """A schema of Arrow as Spark writes it."""
    return ", ".join(f"`{field.name}` {_spark_type(field.type)}" for field in schema)


def _spark_type(kind: pa.DataType) -> str:
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    return _SPARK_TYPES[kind]


_SPARK_TYPES = {
    pa.int64(): "bigint",
    pa.string(): "string",
    pa.binary(): "binary",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.float64(): "double",
}


def text_table(spark: SparkSession, frame: Any, source: str, form: str) -> TextTable:  # noqa: ANN401
    """The rows of a frame as text, with lines that run on in the order of its files.

    Raises:
        InputError: it has no columns.
    """
    from pyspark.sql import functions as sf  # noqa: PLC0415 - only a build on a cluster needs it

    labels = tuple(label.strip() for label in frame.columns)
    if not labels:
        raise InputError("the table has no columns", "Name one with a column for each measure.")
    names = column_names(len(labels))
    place = (
        [sf.col("_metadata.file_path"), sf.col("_metadata.row_index")]
        if form == PARQUET
        else [sf.spark_partition_id().cast("string"), sf.monotonically_increasing_id().bitwiseAND(2**33 - 1)]
    )
    cells = [sf.col(f"`{label.replace('`', '``')}`") for label in frame.columns]
    placed = frame.select(*cells, *place).toDF(*names, FILE, PLACE)
    schema, kept = placed_schema(len(names)), KeptFrames()
    text = kept.keep(placed.mapInArrow(_text_task(schema), spark_schema(schema)))
    parts: list[ReadPart] = results(text)
    return numbered(spark, TextTable(text, labels, source, form, kept), parts)


def numbered(spark: SparkSession, table: TextTable, parts: Sequence[ReadPart]) -> TextTable:
    """A table whose rows have their line, and no longer their file and their place in it.

    Args:
        spark: the session.
        table: rows with `FILE` and `PLACE`, the latter from 0, and rows that only hold results.
        parts: these.
    """
    from pyspark.sql import functions as sf  # noqa: PLC0415 - only a build on a cluster needs it

    names, counts = column_names(len(table.labels)), Counter[str]()
    for part in parts:
        counts.update(part.lines)
    begins, seen = [], 0
    for name in sorted(counts, key=lambda name: (len(name) if name.isdigit() else 0, name)):
        begins.append((name, seen))
        seen += counts[name]
    files = spark.createDataFrame(begins, f"{FILE} string, begins bigint")
    line = (sf.col("begins") + sf.col(PLACE) + 1).alias("line")
    places, digest = dict(begins), sum(part.digest for part in parts) % 2**64
    return replace(
        table,
        frame=table.frame.where(f"{RESULT} IS NULL").join(sf.broadcast(files), FILE).select(line, *names),
        rows=sum(part.rows for part in parts),
        filled={name: sum(part.filled[at] for part in parts if part.filled) for at, name in enumerate(names)},
        last_line=seen,
        doubtful_totals=tuple(places[name] + place + 1 for part in parts for name, place in part.totals),
        fingerprint=hashlib.sha256(f"{table.labels} {seen} {digest}".encode()).hexdigest(),
    )


def _text_task(schema: pa.Schema) -> Any:  # noqa: ANN401 - a task of Spark
    """A task that writes cells as text, as those of a file are; the last row counts them."""
    names = tuple(name for name in schema.names if name not in (FILE, PLACE, RESULT))

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        found = ReadPart()
        with task_folder() as folder, connect(folder) as connection:
            for batch in batches:
                connection.register("batch", pa.Table.from_batches([batch]))
                kinds = connection.execute("DESCRIBE batch").fetchall()
                cells = [f"{as_text(name, kind)} AS {name}" for name, kind, *_ in kinds if name in names]
                query = f"SELECT {', '.join([*cells, FILE, PLACE])} FROM batch"
                connection.execute(f"CREATE OR REPLACE TABLE texts AS {query}")
                yield from rows_of(connection, "FROM texts", schema)
                found = found.with_rows(connection, "texts", names)
        yield result_row(found, schema)

    return run


@dataclass(frozen=True)
class ReadPart:
    """What reading a part of a table gave besides rows."""

    lines: Mapping[str, int] = field(default_factory=dict)
    """Lines of each of its files."""
    rows: int = 0
    filled: tuple[int, ...] = ()
    digest: int = 0
    """Folded from all cells, whatever the order of the rows."""
    set_aside: tuple[AuditLine, ...] = ()
    rejected: int = 0
    totals: tuple[tuple[str, int], ...] = ()
    """File and place of rows that call themselves a total."""

    def with_rows(self, connection: duckdb.DuckDBPyConnection, rows: str, names: Sequence[str]) -> ReadPart:
        """The same with more rows: a table with cells and, in `FILE`, where they are from."""
        cells = ", ".join(f"coalesce({name}, chr(30))" for name in names)
        filled = ", ".join(f"count({name})" for name in names)
        counted = connection.sql(
            f"""SELECT {FILE}, count(*), sum(md5_number_lower(concat_ws(chr(31), {cells}))), {filled}
            FROM {rows} GROUP BY {FILE}"""
        ).fetchall()
        lines = Counter(self.lines)
        lines.update({name: count for name, count, *_ in counted})
        columns = [self.filled or (0,) * len(names), *(cells for _, _, _, *cells in counted)]
        return replace(
            self,
            lines=dict(lines),
            rows=self.rows + sum(count for _, count, *_ in counted),
            filled=tuple(map(sum, zip(*columns, strict=True))),
            digest=self.digest + sum(int(digest) for _, _, digest, *_ in counted),
        )
