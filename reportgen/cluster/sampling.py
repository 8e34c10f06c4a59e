"""Draws the sample from which columns get their roles: whole customers, by a hash of their id.

The hash is MD5 of the cell, which every engine has: the same customers are drawn wherever the lines lie. The
few customers with most rows, among whom a till may stand for nobody, are drawn row by row: so they neither
fill the sample nor are missing in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.engine import PARQUET, connect
from reportgen.cleaning.nobody import BESIDE_ONE
from reportgen.columns.roles import assign_roles
from reportgen.errors import InputError, Place
from reportgen.input.date_parts import join_date_parts
from reportgen.input.months import unpivot_months
from reportgen.input.raw_rows import RawRows
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import Column, DataFrame

    from reportgen.cluster.table import TextTable
    from reportgen.columns.assigned_roles import Roles
    from reportgen.options.build_options import BuildOptions

MOST_SAMPLED, HEAD = 500_000, 50_000
"""Rows of the sample, and of the beginning of the table by which the customer's column is found."""
_HASHES = 2**32

MostFrequent = list[tuple[str, int, int, int]]


class Sample(NamedTuple):
    """Rows of a table on this machine, and the roles of its columns."""

    raw: RawRows
    roles: Roles
    most: MostFrequent
    """The commonest cells of the customer's column, see `nobody`; empty where the sample is the table."""


def draw_sample(table: TextTable, options: BuildOptions, work: Path) -> Sample:
    """Rows by which roles are assigned; all of them where they are few.

    Raises:
        InputError: no role can be assigned, or the table is laid out for eyes.
    """
    if table.rows <= MOST_SAMPLED:
        raw = _plain(_kept(table, table.frame, work / "sample.parquet"), work)
        return Sample(raw, assign_roles(raw, options), [])
    head = _plain(_kept(table, table.frame.limit(HEAD), work / "head.parquet"), work)
    customer = assign_roles(head, options).first(Role.CUSTOMER)
    most = _most_frequent(table, customer.column) if customer else []
    drawn = table.frame.where(_drawn(table, customer.column if customer else None, most))
    raw = _kept(table, drawn, work / "sample.parquet")
    return Sample(raw, assign_roles(raw, options), most)


def _drawn(table: TextTable, customer: str | None, most: MostFrequent) -> Column:
    """Whether a row is in the sample."""
    from pyspark.sql import functions as sf  # noqa: PLC0415 - only a build on a cluster needs it

    cells = sf.concat_ws("\x1f", *(name for name in table.frame.columns if name != "line"))
    key, line = cells, sf.col("line").cast("string")
    if customer is not None:
        often = sf.col(customer).isin([cell for cell, *_ in most])
        key = sf.when(often, line).otherwise(sf.coalesce(sf.col(customer), cells))
    drawn = sf.conv(sf.substring(sf.md5(key), 1, 8), 16, 10).cast("bigint")
    return drawn < int(_HASHES * MOST_SAMPLED / table.rows)


def _most_frequent(table: TextTable, column: str) -> MostFrequent:
    from pyspark.sql import functions as sf  # noqa: PLC0415 - only a build on a cluster needs it

    counts = table.frame.where(sf.col(column).isNotNull()).groupBy(column)
    often = counts.agg(sf.count("*").alias("rows"), sf.min("line").alias("line"))
    first = often.orderBy(sf.desc("rows"), column).limit(BESIDE_ONE + 1).collect()
    return [(cell, rows, line, table.filled[column]) for cell, rows, line in first]


def _kept(table: TextTable, frame: DataFrame, path: Path) -> RawRows:
    """Rows of a table as a file of this machine, in their order."""
    with connect(path.parent) as connection:
        connection.register("drawn", frame.toArrow())
        ((rows,),) = connection.execute(
            f"COPY (FROM drawn ORDER BY line) TO $path ({PARQUET})", {"path": str(path)}
        ).fetchall()
    return RawRows(
        path=path,
        source=table.source,
        labels=table.labels,
        rows=int(rows),
        dialect=table.dialect,
        set_aside=table.set_aside,
        issues=table.issues,
        fingerprint=table.fingerprint,
        rejected_rows=table.rejected_rows,
        doubtful_totals=table.doubtful_totals,
        form=table.form,
        last_line=table.last_line,
    )


def _plain(raw: RawRows, work: Path) -> RawRows:
    """The same rows, which are no table laid out for eyes: these are only read on one machine."""
    if join_date_parts(unpivot_months(raw, work), work).labels != raw.labels:
        hint = "Leave out --engine spark, or give each row one date in one column."
        raise InputError("its columns are months or parts of dates", hint, Place(raw.source))
    return raw
