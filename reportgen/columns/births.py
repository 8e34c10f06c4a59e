"""Which dates are births, told by their years alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.columns.number_date_formats import date_expr
from reportgen.columns.patterns import NEARLY_ALL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from reportgen.columns.number_date_formats import DateFormat

AGES = (14, 110)
"""Years of those who buy; a column of ages or births holds a third of them."""


def find_births(connection: duckdb.DuckDBPyConnection, dates: Mapping[str, DateFormat]) -> frozenset[str]:
    """Columns of dates, by engine name, of many years, all as far before the newest date as people are old.

    Where most are as old as buyers, there may be children, too; then all ages show more years, and none is
    that of the newest date.

    Args:
        connection: where `sampled_values` stands.
        dates: engine name -> how the dates of a column are written.
    """
    years: dict[str, list[tuple[int, int]]] = {}
    for column, written in dates.items():
        values = nw.from_native(connection.table("sampled_values"))
        days = values.filter(nw.col("c") == column).select("n", day=date_expr("v", written))
        counted = days.drop_nulls().to_native().aggregate("year(day), CAST(sum(n) AS BIGINT)", "year(day)")
        years[column] = counted.fetchall()
    newest = max((year for counts in years.values() for year, _ in counts), default=0)
    aged = {column: [(newest - year, rows) for year, rows in counts] for column, counts in years.items()}
    return frozenset(column for column, counts in aged.items() if _are_ages(counts))


def _are_ages(counts: Sequence[tuple[int, int]]) -> bool:
    """Whether years before the newest date, and their rows, are ages of buyers or of whole families."""
    least, most = AGES
    rows = sum(n for _, n in counts)
    grown = sum(n for age, n in counts if least <= age <= most)
    born = sum(n for age, n in counts if 0 < age <= most)
    buyers = len(counts) > (most - least) / 3 and grown >= NEARLY_ALL * rows
    return buyers or (len(counts) > (most - least) / 2 and 2 * grown > rows and born == rows)
