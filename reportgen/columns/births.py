"""Which dates are births, told by their years alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.columns.number_date_formats import date_expr
from reportgen.columns.patterns import NEARLY_ALL

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from reportgen.columns.number_date_formats import DateFormat

AGES = (14, 110)
"""Years of those who buy; a column of ages or births holds a third of them."""


def find_births(connection: duckdb.DuckDBPyConnection, dates: Mapping[str, DateFormat]) -> frozenset[str]:
    """Columns of dates, by engine name, of many years, all as far before the newest date as buyers are old.

    Args:
        connection: where `sampled_values` stands.
        dates: engine name -> how the dates of a column are written.
    """
    least, most = AGES
    years: dict[str, list[tuple[int, int]]] = {}
    for column, written in dates.items():
        values = nw.from_native(connection.table("sampled_values"))
        days = values.filter(nw.col("c") == column).select("n", day=date_expr("v", written))
        counted = days.drop_nulls().to_native().aggregate("year(day), CAST(sum(n) AS BIGINT)", "year(day)")
        years[column] = counted.fetchall()
    newest = max((year for counts in years.values() for year, _ in counts), default=0)
    return frozenset(
        column
        for column, counts in years.items()
        if len(counts) > (most - least) / 3
        and sum(rows for year, rows in counts if least <= newest - year <= most)
        >= NEARLY_ALL * sum(rows for _, rows in counts)
    )
