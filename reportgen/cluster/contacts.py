"""Contact data and consent of customers whose rows lie on a cluster; they stay there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa

from reportgen.base.engine import connect
from reportgen.cleaning.contacts import along, known_query, wants_contacts, write_contacts
from reportgen.cleaning.customer_ids import row_customer_expr
from reportgen.cluster.table import spark_schema
from reportgen.cluster.tasks import PARTS, RESULTS, pack, part_of, result_task, results, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd
    from pyspark.sql import DataFrame

    from reportgen.cleaning.clean_orders import OrderFile
    from reportgen.cluster.table import TextTable
    from reportgen.cluster.tasks import Batches, TaskRows

_WHO = "who"


@dataclass(frozen=True)
class ContactsOnCluster:
    """See `ContactRows`; they lie on the disks of the cluster, in parts of whole customers."""

    frame: DataFrame
    work: Path

    def known(self, columns: Sequence[str]) -> pd.DataFrame:
        """See `ContactRows`."""
        return self._each(known_query("contacts", columns))

    def texts(self, columns: Sequence[str], customers: pd.Index) -> pd.DataFrame:
        """See `ContactRows`."""
        query = f"SELECT {', '.join(['customer', *columns])} FROM contacts JOIN wanted USING (customer)"
        return along(self._each(query, pa.table({"customer": pa.array(customers)})), customers)

    @property
    def files(self) -> tuple[Path, ...]:
        """See `ContactRows`."""
        return ()

    def _each(self, query: str, wanted: pa.Table | None = None) -> pd.DataFrame:
        """The rows of a query over `contacts` of every part, sorted by id."""
        beside = self.frame.sparkSession.sparkContext.broadcast({} if wanted is None else {"wanted": wanted})

        def run(part: TaskRows) -> pa.Table:
            with connect(part.folder) as connection:
                connection.read_parquet(str(part.file)).create_view("contacts")
                for name, table in beside.value.items():
                    connection.register(name, table)
                return connection.sql(query).to_arrow_table()

        found = self.frame.mapInArrow(result_task(run), spark_schema(RESULTS))
        with connect(self.work) as connection:
            connection.register("parts", pa.concat_tables(results(found)))
            frame: pd.DataFrame = connection.sql("FROM parts").df()
        return frame.set_index("customer").sort_index()


def contacts_on_cluster(
    table: TextTable, file: OrderFile, parts: int, work: Path
) -> ContactsOnCluster | None:
    """What `write_contacts` writes, in parts that hold whole customers; None where nothing is asked for."""
    if not wants_contacts(file.roles, file.options):
        return None
    with_who = table.schema.append(pa.field(_WHO, pa.string()))
    keyed = table.frame.mapInArrow(_key_task(file, table.schema, with_who), spark_schema(with_who))
    packed = keyed.where(f"{_WHO} IS NOT NULL").repartition(parts, _WHO)
    packed = packed.mapInArrow(_contacts_task(file, with_who), spark_schema(PARTS))
    return ContactsOnCluster(table.kept.keep(packed), work)


def _key_task(file: OrderFile, schema: pa.Schema, with_who: pa.Schema) -> Any:  # noqa: ANN401 - of Spark
    """A task that says of each row whose it is."""
    roles = file.roles

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        with part_of(batches, schema) as part, connect(part.folder) as connection:
            rows = nw.from_native(connection.read_parquet(str(part.file)))
            keyed: Any = rows.with_columns(**{_WHO: row_customer_expr(roles)}).to_native()
            keyed.create_view("keyed")
            yield from rows_of(connection, "FROM keyed", with_who)

    return run


def _contacts_task(file: OrderFile, schema: pa.Schema) -> Any:  # noqa: ANN401 - a task of Spark
    """A task that writes what there is of whole customers."""
    raw, roles, options = file

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        with part_of(batches, schema) as part:
            rows = replace(raw, path=part.file, rows=part.rows)
            written = write_contacts(rows, roles, options, part.folder)
            if written is not None:
                yield pack(written)

    return run
