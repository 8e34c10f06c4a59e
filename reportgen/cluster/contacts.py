"""Contact data and consent of customers whose rows lie on a cluster: a row each is brought here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa

from reportgen.base.engine import connect, parquet
from reportgen.cleaning.contacts import wants_contacts, write_contacts
from reportgen.cleaning.customer_ids import row_customer_expr
from reportgen.cluster.table import spark_schema
from reportgen.cluster.tasks import PARTS, RESULTS, pack_task, part_of, result_task, results, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.cleaning.clean_orders import OrderFile
    from reportgen.cluster.table import TextTable
    from reportgen.cluster.tasks import Batches, TaskRows

_WHO = "who"


def bring_contacts(table: TextTable, file: OrderFile, parts: int, work: Path) -> Path | None:
    """What `write_contacts` writes, from parts that hold whole customers; None where nothing is asked for."""
    if not wants_contacts(file.roles, file.options):
        return None
    with_who = table.schema.append(pa.field(_WHO, pa.string()))
    keyed = table.frame.mapInArrow(_key_task(file, table.schema, with_who), spark_schema(with_who))
    packed = keyed.where(f"{_WHO} IS NOT NULL").repartition(parts, _WHO)
    packed = packed.mapInArrow(pack_task(with_who), spark_schema(PARTS))
    found = packed.mapInArrow(result_task(lambda part: _contacts(part, file)), spark_schema(RESULTS))
    tables = [each for each in results(found) if each is not None]
    target = work / "contacts.parquet"
    with connect(work) as connection:
        connection.register("contacts", pa.concat_tables(tables))
        connection.sql("FROM contacts ORDER BY customer").write_parquet(str(target))
    return target


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


def _contacts(part: TaskRows, file: OrderFile) -> pa.Table | None:
    raw, roles, options = file
    written = write_contacts(replace(raw, path=part.file, rows=part.rows), roles, options, part.folder)
    if written is None:
        return None
    with connect(part.folder) as connection:
        return connection.sql(f"FROM {parquet(written)}").to_arrow_table()
