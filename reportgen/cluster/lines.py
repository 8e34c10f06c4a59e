"""Order lines that count, in parts of whole customers on a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from reportgen.base.engine import connect, parquet
from reportgen.cleaning.order_days import order_days_query
from reportgen.cluster.table import spark_schema
from reportgen.cluster.tasks import RESULTS, one_by_one, query_part, result_task, results

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd
    from pyspark.sql import DataFrame

    from reportgen.cluster.table import KeptFrames
    from reportgen.cluster.tasks import TaskRows


@dataclass(frozen=True)
class LinesOnCluster:
    """See `SoldLines`; the lines lie on the disks of the cluster."""

    frame: DataFrame
    kept: KeptFrames
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

        def run(part: TaskRows) -> pa.Table:
            return query_part(part, query, beside.value, params)

        found = self.frame.mapInArrow(result_task(run), spark_schema(RESULTS))
        with connect(self.work) as connection:
            connection.register("parts", pa.concat_tables(results(found)))
            frame: pd.DataFrame = connection.sql("FROM parts").df()
        return frame

    def order_days(self) -> Path:
        """Order days of all customers, brought to this machine part by part: a file of them."""
        days = self.kept.keep(self.frame.mapInArrow(result_task(_days_of_part), spark_schema(RESULTS)))
        target = self.work / "order_days.parquet"
        parts: list[Path] = []
        for number, packed in enumerate(one_by_one(days)):
            parts.append(self.work / f"order_days_{number}.parquet")
            parts[-1].write_bytes(packed)
        with connect(self.work) as connection:
            connection.read_parquet([str(part) for part in parts]).write_parquet(str(target))
        for part in parts:
            part.unlink()
        return target


def _days_of_part(part: TaskRows) -> bytes:
    """Lines of whole customers, added up to their days, as a Parquet file."""
    days = part.folder / "days.parquet"
    with connect(part.folder) as connection:
        connection.sql(order_days_query(parquet(part.file))).write_parquet(str(days))
    return days.read_bytes()
