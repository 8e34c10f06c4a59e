"""Writes lists of customers on a cluster: lines are made in parts, sorted by Spark, and written side by side.

Where all machines reach the folder of the build, each task writes its lines to their place in the files.
Where they do not, the lines come to the machine that builds as a stream.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from reportgen.base.engine import connect, parquet
from reportgen.cleaning.clean_rows import DaysHere
from reportgen.cleaning.contacts import ContactsHere
from reportgen.cleaning.order_days import order_days_query
from reportgen.cluster.table import spark_schema
from reportgen.cluster.tasks import PACKED, PARTS, RESULTS, pack_task, result_row, results, task_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd
    from pyspark.sql import DataFrame

    from reportgen.cleaning.clean_rows import CleanRows, ListFile
    from reportgen.cluster.tasks import Batches

    Make = Callable[[CleanRows, pd.DataFrame], Iterator[pd.DataFrame]]

PART, KIND = "part", "kind"
SALES, CONTACTS, INDIVIDUALLY = "sales", "contacts", "individually"
LISTED = pa.schema(
    [("list", pa.string()), ("rank", pa.float64()), ("customer", pa.string()), ("line", pa.string())]
)
ORDER = ("list", "rank", "customer")
CHUNKS = pa.schema([("list", pa.string()), ("lines", pa.int64()), ("chunk", pa.binary())])


class Parts(NamedTuple):
    """Packed parts of the same customers."""

    sales: DataFrame
    contacts: DataFrame | None
    number: int
    """Of parts, by the hash of the customer's id."""


def write_lists(
    parts: Parts, rows: CleanRows, make: Make, individually: pd.DataFrame, files: Mapping[str, ListFile]
) -> Mapping[str, int]:
    """See `LinesElsewhere.write`."""
    with ExitStack() as opened:
        made = opened.enter_context(
            _kept(_made(parts, rows, make, individually))
        )  # where to cut is looked up
        ordered = opened.enter_context(
            _kept(made.repartitionByRange(parts.number, *ORDER).sortWithinPartitions(*ORDER))
        )
        for file in files.values():
            file.path.write_bytes(file.head)
        folder = next(iter(files.values())).path.parent
        if _all_reach(folder, ordered):
            return _written_there(ordered, files)
        return _brought_here(ordered, files)


@contextmanager
def _kept(frame: DataFrame) -> Iterator[DataFrame]:
    """A frame that is computed once, and freed at the end."""
    from pyspark.storagelevel import StorageLevel  # noqa: PLC0415 - only a build on a cluster needs it

    kept = frame.persist(StorageLevel.DISK_ONLY)
    try:
        yield kept
    finally:
        kept.unpersist()


def _made(parts: Parts, rows: CleanRows, make: Make, individually: pd.DataFrame) -> DataFrame:
    """The lines of all lists, in no order."""
    pieces = _pieces(parts.sales, SALES)
    if parts.contacts is not None:
        pieces = pieces.union(_pieces(parts.contacts, CONTACTS))
    if len(individually):
        pieces = pieces.union(_pieces(_packed(parts, individually), INDIVIDUALLY))
    bare = replace(rows, elsewhere=None, days=None, contacts=None, selection="", given_back=None)
    task = _make_task(bare, make, individually.head(0))
    return pieces.repartition(parts.number, PART).mapInArrow(task, spark_schema(LISTED))


def _pieces(packed: DataFrame, kind: str) -> DataFrame:
    """Packed parts with their number and what they hold."""
    from pyspark.sql import functions as sf  # noqa: PLC0415 - only a build on a cluster needs it

    return packed.select(sf.spark_partition_id().alias(PART), sf.lit(kind).alias(KIND), PACKED)


def _packed(parts: Parts, individually: pd.DataFrame) -> DataFrame:
    """A table of this machine in packed parts of the same customers."""
    table = pa.Table.from_pandas(individually, preserve_index=False)
    texts = [pa.string() if pa.types.is_large_string(each.type) else each.type for each in table.schema]
    schema = pa.schema(list(zip(table.schema.names, texts, strict=True)))
    frame = parts.sales.sparkSession.createDataFrame(table.cast(schema))
    split = frame.repartition(parts.number, "customer")
    return split.mapInArrow(pack_task(schema), spark_schema(PARTS))


def _make_task(rows: CleanRows, make: Make, unknown: pd.DataFrame) -> Any:  # noqa: ANN401 - a task of Spark
    """A task that makes the lines of the customers of some parts."""

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        with task_folder() as folder:
            for batch in batches:
                for part, kind, piece in zip(*batch.columns, strict=True):
                    own = folder / str(part)
                    own.mkdir(exist_ok=True)
                    (own / f"{kind}.parquet").write_bytes(piece.as_py())
            for own in sorted(folder.iterdir()):
                sales, known = own / f"{SALES}.parquet", own / f"{INDIVIDUALLY}.parquet"
                if not sales.exists() or not pq.read_metadata(sales).num_rows:
                    continue
                told = _read(known) if known.exists() else unknown
                for frame in make(_rows_of(rows, own), told.set_index("customer")):
                    yield from pa.Table.from_pandas(
                        frame[LISTED.names], LISTED, preserve_index=False
                    ).to_batches()

    return run


def _rows_of(rows: CleanRows, folder: Path) -> CleanRows:
    """The rows of a part, whose pieces lie in a folder."""
    sales, contacts, days = (folder / f"{name}.parquet" for name in (SALES, CONTACTS, "days"))
    with connect(folder) as connection:
        connection.sql(order_days_query(parquet(sales))).write_parquet(str(days))
    return replace(
        rows,
        path=sales,
        days=DaysHere(days),
        contacts=ContactsHere(contacts) if contacts.exists() else None,
    )


def _read(file: Path) -> pd.DataFrame:
    with connect(file.parent) as connection:
        frame: pd.DataFrame = connection.read_parquet(str(file)).df()
    return frame


def _all_reach(folder: Path, frame: DataFrame) -> bool:
    """Whether tasks may write into a folder of this machine, as on one machine and on a shared disk."""
    token = uuid4().hex
    probe = folder / f"{token}.tmp"
    probe.write_text(token)

    def look(_: Batches) -> Iterator[pa.RecordBatch]:
        try:
            with probe.open("r+") as file:
                yield result_row(file.read() == token, RESULTS)
        except OSError:
            yield result_row(result=False, schema=RESULTS)

    try:
        tasks = frame.sparkSession.sparkContext.defaultParallelism
        asked = frame.sparkSession.range(0, tasks, 1, tasks).mapInArrow(look, spark_schema(RESULTS))
        return all(results(asked))
    finally:
        probe.unlink()


class _Sizes(NamedTuple):
    """What one part of the ordered lines holds, by list."""

    part: int
    lines: Counter[str]
    size: Counter[str]
    """Bytes."""


def _written_there(ordered: DataFrame, files: Mapping[str, ListFile]) -> Mapping[str, int]:
    """Write each part of the lines to its place in the files; how many lines each list has."""
    sizes: list[_Sizes] = sorted(results(ordered.mapInArrow(_measure, spark_schema(RESULTS))))
    begins, ends = {}, {name: len(file.head) for name, file in files.items()}
    for each in sizes:
        begins[each.part] = {name: ends[name] for name in each.size}
        ends.update({name: ends[name] + size for name, size in each.size.items()})
    paths = {name: file.path for name, file in files.items()}
    results(ordered.mapInArrow(_write_task(paths, begins), spark_schema(RESULTS)))
    return sum((each.lines for each in sizes), Counter[str]())


def _measure(batches: Batches) -> Iterator[pa.RecordBatch]:
    """A task that counts the lines of its part."""
    from pyspark import TaskContext  # noqa: PLC0415 - only a build on a cluster needs it

    found = _Sizes(TaskContext.get().partitionId(), Counter(), Counter())
    for name, lines in _by_list(batches):
        found.lines[name] += len(lines)
        found.size[name] += pc.sum(pc.binary_length(lines)).as_py()
    yield result_row(found, RESULTS)


def _write_task(paths: Mapping[str, Path], begins: Mapping[int, Mapping[str, int]]) -> Any:  # noqa: ANN401
    """A task that writes the lines of its part."""

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext  # noqa: PLC0415 - only a build on a cluster needs it

        own = begins[TaskContext.get().partitionId()]
        with ExitStack() as opened:
            files = {name: opened.enter_context(paths[name].open("r+b")) for name in own}
            for name, file in files.items():
                file.seek(own[name])
            for name, lines in _by_list(batches):
                files[name].write(_bytes(lines))
        yield result_row(result=True, schema=RESULTS)

    return run


def _brought_here(ordered: DataFrame, files: Mapping[str, ListFile]) -> Mapping[str, int]:
    """Write the lines as they come; how many each list has."""
    counts = Counter[str]()
    with ExitStack() as opened:
        targets = {name: opened.enter_context(file.path.open("ab")) for name, file in files.items()}
        for name, lines, chunk in ordered.mapInArrow(_chunks, spark_schema(CHUNKS)).toLocalIterator():
            targets[name].write(chunk)
            counts[name] += lines
    return counts


def _chunks(batches: Batches) -> Iterator[pa.RecordBatch]:
    """A task that gives the lines of its part some at a time."""
    for name, lines in _by_list(batches):
        values = ([name], [len(lines)], [_bytes(lines)])
        yield pa.RecordBatch.from_arrays([pa.array(each) for each in values], schema=CHUNKS)


def _by_list(batches: Batches) -> Iterator[tuple[str, pa.Array]]:
    """The lines of ordered batches, with the list they belong to."""
    for batch in batches:
        lists, lines = batch.column(0), batch.column(3)
        for name in pc.unique(lists).to_pylist():
            yield name, lines.filter(pc.equal(lists, name))


def _bytes(lines: pa.Array) -> bytes:
    return "".join(lines.to_pylist()).encode()
