"""Numbers of some columns of raw rows, as DuckDB reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.columns.number_date_formats import NumberFormat, number_expr

if TYPE_CHECKING:
    import duckdb

    from reportgen.columns.profile import ColumnFacts
    from reportgen.input.raw_rows import RawRows

_FIRST_LINES = 20_000


@dataclass(frozen=True)
class RawNumbers:
    """Reads columns of raw rows."""

    connection: duckdb.DuckDBPyConnection
    raw: RawRows

    def _numbers(self, *columns: ColumnFacts) -> nw.LazyFrame[duckdb.DuckDBPyRelation]:
        """Numbers of these columns as c0, c1, ..., of the rows that have them all."""
        return self._filled(*columns).drop_nulls()

    def _filled(self, *columns: ColumnFacts) -> nw.LazyFrame[duckdb.DuckDBPyRelation]:
        """Numbers of these columns as c0, c1, ..., of all rows."""
        rows = nw.from_native(self._cast_only(*columns))
        return rows.select(**{f"c{index}": number_of(facts) for index, facts in enumerate(columns)})

    def _cast_only(self, *columns: ColumnFacts) -> duckdb.DuckDBPyRelation:
        """All rows, as text but for these columns where a cast alone reads them."""
        cast_only = (facts.column for facts in columns if facts.format is not None and facts.format.plain)
        return self.connection.sql(f"FROM {self.raw.cells(*cast_only)}")

    def rows(self) -> nw.LazyFrame[duckdb.DuckDBPyRelation]:
        """All rows as text."""
        return nw.from_native(self._cast_only())

    def first_rows(self) -> nw.LazyFrame[duckdb.DuckDBPyRelation]:
        """The rows of the first lines as text, for what shows in a part of a file as well."""
        return self.rows().filter(nw.col("line") <= _FIRST_LINES)


def number_of(facts: ColumnFacts) -> nw.Expr:
    """A column's cells as numbers, in the way they are written there."""
    number_format = facts.format if isinstance(facts.format, NumberFormat) else NumberFormat()
    return number_expr(facts.column, number_format, decimal=False)


def nowhere_nought(facts: ColumnFacts) -> bool:
    """Whether a number other than 0 stands on every row, as a cast alone shows."""
    if facts.numbers is None or facts.format is None or not facts.format.plain or facts.filled < facts.rows:
        return False
    return facts.numbers.least > 0 or facts.numbers.greatest < 0
