"""Opens a table on a cluster as rows of text, each with its line, as every source is read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from reportgen.base.engine import column_names
from reportgen.cluster.tasks import RESULTS, engine_of_task, result_row, results
from reportgen.errors import InputError
from reportgen.input.parquet import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    rows: int
    source: str
    form: str
    kept: KeptFrames
    dialect: Dialect | None = None
    set_aside: tuple[AuditLine, ...] = ()
    issues: tuple[Issue, ...] = ()
    rejected_rows: int = 0
    totals: tuple[tuple[str, int], ...] = ()
    """File and place of rows that call themselves a total."""
    doubtful_totals: tuple[int, ...] = ()
    """Their lines."""
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
    """Rows as text that have a place in a file instead of a line."""
    cells = ((name, pa.string()) for name in column_names(width))
    return pa.schema([*cells, (FILE, pa.string()), (PLACE, pa.int64())])


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
    kinds = placed_schema(len(names))
    kept = KeptFrames()
    text = kept.keep(placed.mapInArrow(_texts(names, kinds), spark_schema(kinds)))
    counts: dict[str, int] = dict(map(tuple, text.groupBy(FILE).count().collect()))
    about = TextTable(text, labels, sum(counts.values()), source, form, kept)
    return numbered(spark, about, counts)


def numbered(spark: SparkSession, table: TextTable, counts: Mapping[str, int]) -> TextTable:
    """A table whose rows have their line, and no longer their file and their place in it.

    Args:
        spark: the session.
        table: rows with `FILE` and `PLACE`, the latter from 0.
        counts: lines of each file.
    """
    from pyspark.sql import functions as sf  # noqa: PLC0415 - only a build on a cluster needs it

    begins, seen = [], 0
    for name in sorted(counts, key=lambda name: (len(name) if name.isdigit() else 0, name)):
        begins.append((name, seen))
        seen += counts[name]
    files = spark.createDataFrame(begins, f"{FILE} string, begins bigint")
    line = (sf.col("begins") + sf.col(PLACE) + 1).alias("line")
    names = column_names(len(table.labels))
    frame = table.frame.join(sf.broadcast(files), FILE).select(line, *names)
    schema = text_schema(len(names))
    digest = 0
    for each in results(frame.mapInArrow(_fingerprints(schema), spark_schema(RESULTS))):
        digest ^= each
    places = dict(begins)
    totals = tuple(places[name] + place + 1 for name, place in table.totals)
    fingerprint = hashlib.sha256(f"{table.labels} {seen} {digest}".encode()).hexdigest()
    return replace(table, frame=frame, last_line=seen, doubtful_totals=totals, fingerprint=fingerprint)


def _texts(names: tuple[str, ...], schema: pa.Schema) -> Any:  # noqa: ANN401 - a task of Spark
    """A task that writes cells as text, as those of a file are."""

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        with engine_of_task() as connection:
            for batch in batches:
                connection.register("batch", pa.Table.from_batches([batch]))
                kinds = connection.execute("DESCRIBE batch").fetchall()
                cells = [f"{as_text(name, kind)} AS {name}" for name, kind, *_ in kinds if name in names]
                query = f"SELECT {', '.join([*cells, FILE, PLACE])} FROM batch"
                yield from connection.sql(query).to_arrow_table().cast(schema).to_batches()

    return run


def _fingerprints(schema: pa.Schema) -> Any:  # noqa: ANN401 - a task of Spark
    """A task that folds its rows into a number that does not hang on their order."""

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        row, digest = ", ".join(f"coalesce({name}::VARCHAR, chr(30))" for name in schema.names), 0
        with engine_of_task() as connection:
            for batch in batches:
                connection.register("batch", pa.Table.from_batches([batch]))
                ((folded,),) = connection.sql(
                    f"SELECT coalesce(bit_xor(md5_number(concat_ws(chr(31), {row}))), 0) FROM batch"
                ).fetchall()
                digest ^= int(folded)
        yield result_row(digest, RESULTS)

    return run
