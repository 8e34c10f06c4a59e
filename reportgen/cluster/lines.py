"""Order lines that count, in parts of whole customers on a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from reportgen.base.engine import connect, parquet
from reportgen.cleaning.order_days import order_days_query
from reportgen.cluster.table import spark_schema
from reportgen.cluster.tasks import RESULTS, part_of, query_part, result_row, results, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd
    from pyspark.sql import DataFrame

    from reportgen.cluster.tasks import Batches

SALES = pa.schema(
    [
        *((name, pa.string()) for name in ("customer", "order")),
        ("date", pa.date32()),
        *((name, pa.string()) for name in ("product", "product_name")),
        *((name, pa.decimal128(18, 4)) for name in ("quantity", "amount", "returned")),
        ("place", pa.string()),
        ("line", pa.int64()),
    ]
)
"""What `sales_query` selects."""
DAYS = pa.schema(
    [
        ("customer", pa.string()),
        ("date", pa.date32()),
        ("lines", pa.int64()),
        *((name, pa.decimal128(38, 4)) for name in ("gross", "returned", "net", "kept")),
        *((name, pa.date32()) for name in ("previous", "first")),
    ]
)
"""What `order_days_query` selects."""
AT_ONCE = 8
"""Parts whose order days are brought here at a time."""


@dataclass(frozen=True)
class LinesOnCluster:
    """See `SoldLines`; the lines lie on the disks of the cluster."""

    frame: DataFrame
    work: Path

    def each(
        self,
        query: str,
        given: Mapping[str, object] | None = None,
        tables: Mapping[str, pd.DataFrame] | None = None,
    ) -> pd.DataFrame:
        """See `SoldLines`."""
        context = self.frame.sparkSession.sparkContext
        beside = context.broadcast({name: pa.Table.from_pandas(t) for name, t in (tables or {}).items()})
        params = dict(given or {})

        def run(batches: Batches) -> Iterator[pa.RecordBatch]:
            with part_of(batches, SALES) as part:
                yield result_row(query_part(part, query, beside.value, params), RESULTS)

        found = self.frame.mapInArrow(run, spark_schema(RESULTS))
        parts = [pa.ipc.open_stream(each).read_all() for each in results(found)]
        with connect(self.work) as connection:
            connection.register("parts", pa.concat_tables(parts))
            frame: pd.DataFrame = connection.sql("FROM parts").df()
        return frame

    def order_days(self) -> Path:
        """Order days of all customers, brought to this machine part by part: a file of them."""
        days = self.frame.mapInArrow(_days_task, spark_schema(DAYS))
        target = self.work / "order_days.parquet"
        parts: list[Path] = []
        with connect(self.work) as connection:
            for number, rows in enumerate(_in_parts(days)):
                parts.append(self.work / f"order_days_{number}.parquet")
                connection.register("days", rows)
                connection.sql("FROM days").write_parquet(str(parts[-1]))
            of_parts = connection.read_parquet([str(part) for part in parts])
            of_parts.write_parquet(str(target))
        for part in parts:
            part.unlink()
        return target


def _in_parts(frame: DataFrame) -> Iterator[pa.Table]:
    """The rows of a frame, a few parts at a time; each part is computed once."""
    from pyspark.sql import functions as sf  # noqa: PLC0415 - only a build on a cluster needs it

    parts: Any = frame.rdd.getNumPartitions()
    if parts <= AT_ONCE:
        yield frame.toArrow()
        return
    kept = frame.persist()
    for first in range(0, parts, AT_ONCE):
        number = sf.spark_partition_id()
        yield kept.where((number >= first) & (number < first + AT_ONCE)).toArrow()
    kept.unpersist()


def _days_task(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Lines of whole customers, added up to their days."""
    with part_of(batches, SALES) as part, connect(part.folder) as connection:
        yield from rows_of(connection, order_days_query(parquet(part.file)), DAYS)
