"""Cleans order lines on a cluster: the steps of `cleaning`, each on parts that hold what it needs.

1. The sample goes through all steps on this machine, which makes the decisions that no part can make alone.
2. What a sample may miss (a currency, a gap, a day) is counted on all rows, and the decisions are made again.
3. Parts of whole orders are typed, and each line gets its cause.
4. Parts of whole customers have their returns taken off, are counted, and keep what was sold.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from reportgen.base.decisions import Decisions
from reportgen.base.engine import connect
from reportgen.cleaning.clean import refuse_unclear, with_control_total
from reportgen.cleaning.clean_orders import (
    OrderFile,
    sales_query,
    settle_returns,
    sold_rows,
    type_orders,
)
from reportgen.cleaning.currencies import currencies
from reportgen.cleaning.fill_down import filled_down
from reportgen.cleaning.nobody import MOST_FREQUENT, with_addresses
from reportgen.cleaning.order_lines import create_lines, rows_by_date
from reportgen.cleaning.order_steps import steps_of
from reportgen.cleaning.parent_orders import NO_PARENT, PARENT_COLUMN
from reportgen.cleaning.repeated_lines import repeated_blocks
from reportgen.cleaning.step_counts import added_up
from reportgen.cluster.contacts import contacts_on_cluster
from reportgen.cluster.lines import LinesOnCluster
from reportgen.cluster.table import spark_schema
from reportgen.cluster.tasks import (
    PARTS,
    RESULTS,
    pack,
    pack_task,
    part_of,
    result_task,
    results,
    rows_of,
    unpacked,
)
from reportgen.errors import InputError, Place
from reportgen.options.enums import Role

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import duckdb
    from pyspark.sql import DataFrame

    from reportgen.cleaning.clean_orders import TypedOrders
    from reportgen.cleaning.clean_rows import CleanRows
    from reportgen.cleaning.period import Period
    from reportgen.cluster.sampling import Sample
    from reportgen.cluster.table import TextTable
    from reportgen.cluster.tasks import Batches, TaskRows
    from reportgen.options.build_options import BuildOptions

LEAST_A_PART, ROWS_A_PART = 5_000, 1_000_000
"""Rows of one task, which takes a second to begin; DuckDB works through a million in a few 100 MB."""
MOST_ALIKE = 20_000_000
"""Rows that come again among which blocks are looked for on this machine; of more, 500 MB."""
GAPS, CURRENCIES, DATES, BLOCKS = "gaps", "currencies", "dates", "repeated-blocks"
"""Decisions that hang on every row of the table."""
STEPS = pa.schema(
    [
        ("row", pa.int64()),
        *((name, pa.string()) for name in ("customer", "order")),
        ("date", pa.date32()),
        *((name, pa.string()) for name in ("product", "product_name")),
        ("quantity", pa.decimal128(18, 4)),
        ("place", pa.string()),
        *((name, pa.decimal128(18, 4)) for name in ("amount", "refund_written", "refund")),
        *((name, pa.string()) for name in ("cause", "parent")),
        *((name, pa.bool_()) for name in ("refunded", "again")),
    ]
)
"""What `write_steps` writes, and what it leaves out."""


class _Found(NamedTuple):
    """What one part of whole orders says of the decisions that hang on every row."""

    gaps: Mapping[str, str]
    currencies: Mapping[str, int]
    dates: list[tuple[dt.date | None, int, int]]
    alike: pa.Table | None
    """Rows that come again, where some of them may be copies in a block."""


class _Job(NamedTuple):
    """What every task of a step knows."""

    file: OrderFile
    decided: Mapping[str, Any]
    schema: pa.Schema


def clean_on_cluster(table: TextTable, sample: Sample, options: BuildOptions, work: Path) -> CleanRows:
    """Sales of known customers, as `clean_orders` finds them; the lines stay on the cluster.

    Args:
        table: all rows as text.
        sample: of its rows, with the roles of all columns.
        options: what the user wishes.
        work: a folder of this machine for what is brought here.
    """
    file = OrderFile(sample.raw, sample.roles, options)
    refuse_unclear(replace(sample.raw, rows=table.rows), sample.roles)
    _refuse_what_needs_the_order_of_rows(file, work)
    parts = _parts(table)
    known: dict[str, Any] = {MOST_FREQUENT: sample.most} if sample.most else {}
    typed, decided = _typed(file, known, work)
    ordered = _by_order(table, sample, decided[PARENT_COLUMN], parts)
    ordered = table.kept.keep(ordered.mapInArrow(pack_task(table.schema), spark_schema(PARTS)))
    if sample.raw.rows < table.rows:
        counted = _counted(ordered, _job(file, decided, table), table.rows, work)
        typed, decided = _typed(file, {**known, **counted, PARENT_COLUMN: decided[PARENT_COLUMN]}, work)
    steps = ordered.mapInArrow(_type_task(_job(file, decided, table)), spark_schema(STEPS))
    settled = _by_customer(steps, parts).mapInArrow(_settle_task(typed.period), spark_schema(PARTS))
    settled = table.kept.keep(settled)
    counts = added_up(results(settled))
    whole = replace(sample.raw, rows=table.rows)
    lines = work / "order_lines.parquet"
    rows = sold_rows(OrderFile(whole, sample.roles, options), typed, counts, lines)
    contacts = contacts_on_cluster(table, file, parts, work)
    sold = LinesOnCluster(settled, table.kept, work, parts, contacts and contacts.frame)
    rows = replace(rows, elsewhere=sold, days=sold.order_days(), contacts=contacts)
    return with_control_total(rows, options)


def _parts(table: TextTable) -> int:
    """One for each core, unless that makes them too small or too large."""
    cores: int = table.frame.sparkSession.sparkContext.defaultParallelism
    return max(min(cores, table.rows // LEAST_A_PART + 1), -(-table.rows // ROWS_A_PART))


def _refuse_what_needs_the_order_of_rows(file: OrderFile, work: Path) -> None:
    """Stop where rows are read by those beside them, wherever these are.

    Raises:
        InputError: they are.
    """
    raw, roles, _ = file
    causes = (
        (
            filled_down(raw, roles, work)[1],
            "rows leave order, day and customer blank below the first of an order",
        ),
        (with_addresses(raw, roles, work)[1], "rows without a customer number stand beside e-mail addresses"),
    )
    hint = "Fill these cells where the table is made, or leave out --engine spark."
    for found, cause in causes:
        if found:
            raise InputError(cause, hint, Place(raw.source))


def _job(file: OrderFile, decided: Mapping[str, Any], table: TextTable) -> _Job:
    """What tasks are told: nothing that takes room, and no doubts, which are said once."""
    nobody, _ = decided["nobody"]
    told = {**decided, "nobody": (nobody, ()), "contracts": ()}
    # A sample does not show that all ids of the table are whole numbers.
    columns = tuple(replace(column, serial=False) for column in file.roles.columns)
    roles = replace(file.roles, columns=columns, issues=(), refusal=None)
    return _Job(file._replace(roles=roles), told, table.schema)


def _typed(file: OrderFile, known: Mapping[str, Any], work: Path) -> tuple[TypedOrders, dict[str, Any]]:
    """What the sample says of the table, and the decisions that every part goes by."""
    decided = Decisions(known)
    with connect(work) as connection:
        typed = type_orders(connection, file, work / "sampled_lines.parquet", decided)
    return typed, decided.made


def _by_order(table: TextTable, sample: Sample, parent: str | None, parts: int) -> DataFrame:
    """The rows in parts that hold whole orders, with the refunds that name them, and rows that are alike."""
    from pyspark.sql import functions as sf  # noqa: PLC0415 - only a build on a cluster needs it

    cells = [name for name in table.frame.columns if name != "line"]
    order = sample.roles.first(Role.ORDER)
    if order is None:
        return table.frame.repartition(parts, *cells)
    named = [sf.nullif(sf.col(parent), sf.lit(NO_PARENT))] if parent else []
    key = sf.coalesce(*named, sf.col(order.column), sf.concat_ws("\x1f", *cells))
    return table.frame.repartition(parts, key)


def _by_customer(steps: DataFrame, parts: int) -> DataFrame:
    """Lines in parts that hold whole customers; those of nobody lie anywhere, by their orders."""
    from pyspark.sql import functions as sf  # noqa: PLC0415 - only a build on a cluster needs it

    return steps.repartition(parts, sf.coalesce("customer", "order", sf.col("row").cast("string")))


def _counted(ordered: DataFrame, job: _Job, rows: int, work: Path) -> dict[str, Any]:
    """The decisions that hang on every row, from all parts."""
    find = result_task(partial(_find, job=job))
    found: list[_Found] = results(ordered.mapInArrow(find, spark_schema(RESULTS)))
    codes = sum((Counter(each.currencies) for each in found), Counter[str]())
    return {
        GAPS: {name: column for each in found for name, column in each.gaps.items()},
        CURRENCIES: dict(sorted(codes.items(), key=lambda item: (-item[1], item[0]))),
        DATES: _added_dates(date for each in found for date in each.dates),
        BLOCKS: _blocks([each.alike for each in found if each.alike is not None], rows, work),
    }


def _blocks(alike: list[pa.Table], rows: int, work: Path) -> list[tuple[int, int]]:
    """Lines of blocks that come again as a whole; none where too many rows come again to look."""
    if not alike or sum(part.num_rows for part in alike) > MOST_ALIKE:
        return []
    with connect(work) as connection:
        connection.register("alike", pa.concat_tables(alike))
        connection.execute("CREATE TABLE repeated_rows AS SELECT line, distance, copy FROM alike WHERE again")
        return repeated_blocks(connection, rows)


def _added_dates(
    dates: Iterable[tuple[dt.date | None, int, int]],
) -> list[tuple[dt.date | None, int, int]]:
    """Dates in order, those of nothing last, with all their rows and the first line."""
    added: dict[dt.date | None, tuple[int, int]] = {}
    for date, rows, line in dates:
        before, first = added.get(date, (0, line))
        added[date] = (before + rows, min(first, line))
    ordered = sorted(added, key=lambda date: (date is None, date and date.toordinal()))
    return [(date, *added[date]) for date in ordered]


def _find(part: TaskRows, job: _Job) -> _Found:
    raw, roles, options = job.file
    raw = replace(raw, path=part.file, rows=part.rows)
    own = Decisions({name: each for name, each in job.decided.items() if name != GAPS} | {BLOCKS: []})
    with connect(part.folder) as connection:
        create_lines(connection, raw, roles, options.repeats, own)
        dates = rows_by_date(connection, raw, roles)
        alike = None if options.repeats else _alike(connection)
        return _Found(own.made[GAPS], currencies(connection, raw, roles), dates, alike)


def _alike(connection: duckdb.DuckDBPyConnection) -> pa.Table | None:
    """Rows of whole orders that come again; None where all of them are known to be copies."""
    if not connection.sql("SELECT 1 FROM repeated_rows WHERE NOT copy LIMIT 1").fetchall():
        return None
    return connection.sql(
        """SELECT line, key, distance, again, coalesce(copy, false) AS copy
        FROM alike LEFT JOIN (SELECT row, copy FROM repeated_rows) USING (row)"""
    ).to_arrow_table()


def _type_task(job: _Job) -> Any:  # noqa: ANN401 - a task of Spark
    """A task that types whole orders."""

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        for part in unpacked(batches):
            with connect(part.folder) as connection:
                raw = replace(job.file.raw, path=part.file, rows=part.rows)
                steps = part.folder / "steps.parquet"
                type_orders(connection, job.file._replace(raw=raw), steps, Decisions(job.decided))
                yield from rows_of(connection, f"FROM {steps_of(steps)}", STEPS)

    return run


def _settle_task(period: Period) -> Any:  # noqa: ANN401 - a task of Spark
    """A task that takes returns off the lines of whole customers: what was sold, with the counts."""

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        with part_of(batches, STEPS) as part, connect(part.folder) as connection:
            returned, counts = settle_returns(connection, part.file, period)
            sold = part.folder / "sold.parquet"
            connection.sql(sales_query(part.file, returned, period)).write_parquet(str(sold))
            yield pack(sold, counts)

    return run
