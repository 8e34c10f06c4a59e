"""Order lines that count, in parts of whole customers on a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa

from reportgen.base.engine import connect, parquet
from reportgen.cleaning.order_days import order_days_query
from reportgen.cluster.listing import Parts, write_lists
from reportgen.cluster.session import LOOK, STOPPED, spark_errors
from reportgen.cluster.table import spark_schema
from reportgen.cluster.tasks import PARTS, RESULTS, pack, query_part, result_task, results, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import duckdb
    import pandas as pd
    from pyspark.sql import DataFrame

    from reportgen.cleaning.clean_rows import CleanRows, ListFile
    from reportgen.cluster.table import KeptFrames
    from reportgen.cluster.tasks import Batches, TaskRows

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class LinesOnCluster:
    """See `SoldLines`; the lines lie on the disks of the cluster."""

    frame: DataFrame
    kept: KeptFrames
    work: Path
    parts: int
    contacts: DataFrame | None = None
    """Packed parts of the contact data of the same customers."""

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

        def run(part: TaskRows) -> pa.Table:
            return query_part(part, query, beside.value, params)

        found = self.frame.mapInArrow(result_task(run), spark_schema(RESULTS))
        with connect(self.work) as connection:
            connection.register("parts", pa.concat_tables(results(found)))
            frame: pd.DataFrame = connection.sql("FROM parts").df()
        return frame

    def write(
        self,
        rows: CleanRows,
        make: Callable[[CleanRows, pd.DataFrame], Iterator[pd.DataFrame]],
        individually: pd.DataFrame,
        files: Mapping[str, ListFile],
    ) -> Mapping[str, int]:
        """See `LinesElsewhere`."""
        with spark_errors(STOPPED, LOOK):
            parts = Parts(self.frame, self.contacts, self.parts)
            return write_lists(parts, rows, make, individually, files)

    def order_days(self) -> DaysOnCluster:
        """Order days of the same customers, in the same parts."""
        return DaysOnCluster(self.kept.keep(self.frame.mapInArrow(_days_task, spark_schema(PARTS))))


@dataclass(frozen=True)
class DaysOnCluster:
    """See `OrderDays`; they lie on the disks of the cluster, and what is looked for runs in its tasks."""

    frame: DataFrame

    def each(self, find: Callable[[duckdb.DuckDBPyConnection], _Found]) -> list[_Found]:
        """See `OrderDays`."""
        found = self.frame.mapInArrow(result_task(lambda part: _look(part, find)), spark_schema(RESULTS))
        return list(results(found))

    @property
    def files(self) -> tuple[Path, ...]:
        """See `OrderDays`."""
        return ()


def _look(part: TaskRows, find: Callable[[duckdb.DuckDBPyConnection], _Found]) -> _Found:
    """What is found in the order days of a part."""
    with connect(part.folder) as connection:
        connection.read_parquet(str(part.file)).create_view("order_days")
        return find(connection)


def _days_task(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Lines of whole customers, added up to their days."""
    for part in unpacked(batches):
        days = part.folder / "days.parquet"
        with connect(part.folder) as connection:
            connection.sql(order_days_query(parquet(part.file))).write_parquet(str(days))
        yield pack(days)
