"""Profiles each column of a source: facts counted by DuckDB, the same for any order of the rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp, expm1
from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.base.engine import column_names
from reportgen.base.word_lists import DATED, coverage, debit_counts, header_kind, names_currency
from reportgen.columns.births import find_births
from reportgen.columns.column_values import (
    CODE_LEVELS,
    SAMPLE,
    PlainValues,
    checked_ids,
    count_values,
    currency_signs,
    few_values,
    pattern_shares,
    plain_values,
)
from reportgen.columns.number_date_formats import DateFormat, NumberFormat, number_expr
from reportgen.columns.patterns import (
    PATTERNS,
    coded_date,
    date_format,
    is_code,
    number_format,
    number_share,
    proved_decimal_sign,
)
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    import duckdb

    from reportgen.input.read import RawRows

ONCE = 0.95
"""Different values, as a share of rows, above which hardly any comes again."""
_NO_CHANCE = 10
"""Values expected to come twice of which none does: the chance of it is 1 in 20,000."""
_OF_FEW = frozenset({"consent", "outcome"})
"""Kinds of headers of columns with few different values, or with days."""
_FACTS = """min(x) AS least, max(x) AS greatest, coalesce({rows} FILTER (x = floor(x)), 0) / {rows} AS whole,
    coalesce({rows} FILTER (x < 0), 0) / {rows} AS negative"""


class ColumnKind(StrEnum):
    """What the cells of a column are, before asking what they are for."""

    EMPTY = "empty"
    DATE = "date"
    NUMBER = "number"
    CODE = "code"
    TEXT = "text"


@dataclass(frozen=True)
class NumberFacts:
    """The numbers of a column, in its own unit."""

    least: float
    median: float
    """The lower one of two."""
    greatest: float
    whole: float
    """Share of the numbers without a fraction."""
    negative: float
    """Share of the numbers below zero."""


@dataclass(frozen=True)
class ColumnFacts:
    """One column as its values show it."""

    column: str
    label: str
    rows: int
    filled: int
    """Cells that are not empty."""
    distinct: int
    shortest: int
    longest: int
    """Characters of its shortest and longest cell."""
    first_value: str
    """The first of its values in the order of the alphabet: decides ties, and is never shown."""
    levels: tuple[tuple[str, int], ...]
    """Values and their rows, in the order of the alphabet; empty for more than 60 values."""
    shares: Mapping[str, float]
    """Share of the filled cells, 0 to 1, that match each of `patterns.PATTERNS`."""
    currencies: tuple[str, ...] = ()
    """Currency signs on the values, the most frequent first."""
    checked_id: str | None = None
    """What its values are, where they are numbers of persons with check digits."""
    wide: bool = False
    """Whether some digits are full-width; all facts are those of their usual forms."""
    born: bool = False
    """Whether its dates are births: of many years, none of them lately."""
    serial: bool = False
    """Whether all values are whole numbers from 1 on, of at most 15 digits, without a zero in front."""
    commonest: tuple[str, ...] = ()
    """The values on most rows, where they are kept, see `count_values`."""
    format: NumberFormat | DateFormat | None = None
    numbers: NumberFacts | None = None

    @property
    def kind(self) -> ColumnKind:
        """What its cells are."""
        if self.filled == 0:
            return ColumnKind.EMPTY
        if isinstance(self.format, DateFormat):
            return ColumnKind.DATE
        if self.format is not None:
            return ColumnKind.NUMBER
        return ColumnKind.CODE if self.shares["code"] >= ENOUGH else ColumnKind.TEXT

    @property
    def header(self) -> str | None:
        """The kind of `[headers]` in words.toml that its header names, among those that its values can be.

        A time of day is nobody's birth, and many codes are neither consent nor outcome; births need no
        header. Numbers under a currency are amounts in it.
        """
        unfit = {"birth"} if self.shares["clock"] >= ENOUGH else set()
        if (
            self.kind is not ColumnKind.DATE
            and self.rows > 1
            and (self.unique or self.distinct > CODE_LEVELS)
        ):
            unfit |= _OF_FEW
        kind = "birth" if self.born else header_kind(self.label, *sorted(unfit))
        return "amount" if self.kind is ColumnKind.NUMBER and names_currency(self.label) else kind

    @property
    def header_cover(self) -> float:
        """Share of the header's words that say so; 0 where it says nothing."""
        header = self.header
        if self.born or (header == "amount" and names_currency(self.label)):
            return 1.0
        return coverage(self.label, header) if header else 0.0

    @property
    def unique(self) -> bool:
        """Whether every row has a value, and none twice."""
        return self.distinct == self.rows

    @property
    def repeats(self) -> bool:
        """Whether more than one row in twenty repeats the value of another."""
        return self.distinct <= ONCE * self.filled

    @property
    def whole(self) -> bool:
        """Whether its numbers have no fraction and no minus, as those of a code."""
        return self.numbers is not None and self.numbers.whole == 1 and self.numbers.negative == 0

    @property
    def dense(self) -> bool:
        """Whether its numbers run on with hardly a gap, as in a numbering."""
        if self.numbers is None or not self.whole:
            return False
        return self.distinct >= 0.9 * (self.numbers.greatest - self.numbers.least + 1)

    @property
    def names_by_chance(self) -> float:
        """How many different values whole numbers would have if chance drew them from their range; else 0."""
        if self.numbers is None or not self.whole:
            return 0.0
        span = self.numbers.greatest - self.numbers.least + 1
        return span * -expm1(-self.filled / span)

    @property
    def by_chance(self) -> bool:
        """Whether whole numbers come again as chance would draw them from a range that they do not fill.

        Then they measure something. The variance is that of occupied cells (Johnson and Kotz 1977).
        """
        if self.numbers is None or self.dense or not self.names_by_chance:
            return False
        span = self.numbers.greatest - self.numbers.least + 1
        rows = self.filled / span
        variance = span * exp(-rows) * (1 - (1 + rows) * exp(-rows))
        return (self.names_by_chance - self.distinct) ** 2 <= 4 * variance

    @property
    def names_rows(self) -> bool:
        """Whether whole numbers differ on every row, though by chance many would have come twice."""
        return self.unique and self.names_by_chance > 0 and self.filled - self.names_by_chance >= _NO_CHANCE

    @property
    def names_few(self) -> bool:
        """Whether whole numbers come again far oftener than by chance, and do not lean to the small ones."""
        if self.numbers is None or 2 * self.distinct > self.names_by_chance:
            return False
        quarter = (self.numbers.greatest - self.numbers.least) / 4
        return self.numbers.least + quarter <= self.numbers.median <= self.numbers.greatest - quarter


def profile_columns(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, *, day_first: bool | None
) -> tuple[ColumnFacts, ...]:
    """The facts of every column, in file order.

    Args:
        connection: where the queries run; leaves nothing behind.
        raw: the source as text.
        day_first: how 03/04/2026 is read where the values do not tell; None takes the default.
    """
    count_values(connection, raw)
    counted = _counted(connection, raw)
    dated = [_with_date_format(facts, day_first=day_first) for facts in counted]
    proved = {proved_decimal_sign(facts.shares) for facts in dated if number_share(facts.shares) >= ENOUGH}
    points = [point for point in proved if point is not None]
    file_point = points[0] if len(points) == 1 else _usual_point(raw)
    plain = plain_values(connection)
    written = [_with_number_format(facts, file_point, debit=debit_counts(raw.labels)) for facts in dated]
    numbered = _with_numbers(connection, raw, [_with_plain_format(facts, plain) for facts in written])
    coded = [_with_coded_dates(facts) for facts in numbered]
    births = find_births(connection, {f.column: f.format for f in coded if isinstance(f.format, DateFormat)})
    return tuple(replace(facts, born=facts.column in births) for facts in coded)


def _with_plain_format(facts: ColumnFacts, plain: Mapping[str, PlainValues]) -> ColumnFacts:
    """The same, with a format that a cast alone can read where all values allow it."""
    if facts.wide:
        return facts
    written, values = facts.format, plain.get(facts.column, PlainValues())
    facts = replace(facts, serial=values.serial, commonest=values.commonest)
    if isinstance(written, NumberFormat) and values.number and written == NumberFormat():
        return replace(facts, format=replace(written, plain=True))
    if isinstance(written, DateFormat) and values.day and written.pattern == "%Y-%m-%d":
        return replace(facts, format=replace(written, plain=True))
    return facts


def _usual_point(raw: RawRows) -> str:
    """Where a comma is the decimal sign, spreadsheets part their columns by semicolons."""
    return "," if raw.dialect is not None and raw.dialect.delimiter == ";" else "."


def _counted(connection: duckdb.DuckDBPyConnection, raw: RawRows) -> list[ColumnFacts]:
    counted = connection.execute(
        """SELECT c, sum(filled), sum(distincts), min(shortest), max(longest), min(first), bool_or(wide)
        FROM counted GROUP BY c"""
    ).fetchall()
    counts: dict[str, tuple[int, int, int, int, str]] = {
        column: (int(filled), int(distinct), *figures) for column, filled, distinct, *figures, _ in counted
    }
    wide = {column for column, *_, wide in counted if wide}
    levels, shares = few_values(connection), pattern_shares(connection)
    currencies, checked = currency_signs(connection), checked_ids(connection)
    return [
        ColumnFacts(
            column,
            label,
            raw.rows,
            *counts.get(column, (0, 0, 0, 0, "")),
            levels.get(column, ()),
            shares.get(column, dict.fromkeys(PATTERNS, 0.0)),
            currencies.get(column, ()),
            checked.get(column),
            column in wide,
        )
        for column, label in zip(column_names(len(raw.labels)), raw.labels, strict=True)
    ]


def _with_number_format(facts: ColumnFacts, file_point: str, *, debit: bool) -> ColumnFacts:
    if facts.filled == 0 or facts.format is not None or is_code(facts.shares):
        return facts
    written = number_format(facts.shares, file_point=file_point, debit_counts=debit)
    if written is None:
        return facts
    currency = facts.currencies[0] if facts.currencies else None
    return replace(facts, format=replace(written, currency=currency, wide=facts.wide))


def _with_date_format(facts: ColumnFacts, *, day_first: bool | None) -> ColumnFacts:
    written = date_format(facts.shares, day_first=day_first)
    return replace(facts, format=replace(written, wide=facts.wide)) if written else facts


def _with_coded_dates(facts: ColumnFacts) -> ColumnFacts:
    """Numbers under a header of dates, with the format of the dates that they may stand for."""
    if facts.numbers is None or facts.header not in DATED:
        return facts
    written = coded_date(facts.shares, facts.numbers.median)
    return replace(facts, format=replace(written, wide=facts.wide)) if written else facts


def _with_numbers(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, columns: list[ColumnFacts]
) -> tuple[ColumnFacts, ...]:
    """Columns with the facts of their numbers; those written alike are read together."""
    formats = {facts.column: facts.format for facts in columns if isinstance(facts.format, NumberFormat)}
    many = {facts.column for facts in columns if facts.distinct >= 2 * SAMPLE}
    numbers: dict[str, NumberFacts] = {}
    for written, plain in dict.fromkeys((written, written.plain) for written in formats.values()):
        alike = [column for column, other in formats.items() if (other, other.plain) == (written, plain)]
        numbers |= _number_facts(connection, raw, written, alike, many.intersection(alike))
    return tuple(replace(facts, numbers=numbers.get(facts.column)) for facts in columns)


def _number_facts(
    connection: duckdb.DuckDBPyConnection,
    raw: RawRows,
    written: NumberFormat,
    columns: list[str],
    many: AbstractSet[str],
) -> dict[str, NumberFacts]:
    """The facts of columns by engine name, from their values; of `many` from the counts, or from all rows."""
    values = nw.from_native(connection.table("sampled_values")).filter(nw.col("c").is_in(columns))
    numbers = values.select("c", "n", x=number_expr("v", written, decimal=False)).to_native()
    if written.plain:  # Values of other columns share the table, and must not stop the query.
        numbers = values.to_native().project("c, n, TRY_CAST(v AS DOUBLE) AS x")
    numbers.filter("x IS NOT NULL").create_view("some_numbers", replace=True)
    rows = nw.from_native(connection.sql(f"FROM {raw.cells()}"))
    of_values, of_rows = _FACTS.format(rows="sum(n)"), _FACTS.format(rows="count(*)")
    facts = [f"SELECT c, {of_values} FROM some_numbers WHERE NOT list_contains($many, c) GROUP BY c"]
    if written.plain:
        facts.append(
            """SELECT c, min(least), max(greatest), sum(whole) / sum(filled), sum(negative) / sum(filled)
            FROM counted WHERE list_contains($many, c) GROUP BY c"""
        )
    for column in () if written.plain else sorted(many):
        numbers = rows.select(x=number_expr(column, written, decimal=False)).to_native()
        numbers.create_view(f"rows_of_{column}", replace=True)
        facts.append(
            f"SELECT '{column}', {of_rows} FROM rows_of_{column} WHERE x IS NOT NULL HAVING count(*) > 0"
        )
    rows_of_figures = connection.execute(
        f"""WITH ranked AS (
            SELECT *, sum(n) OVER (PARTITION BY c ORDER BY x) AS upto, sum(n) OVER (PARTITION BY c) AS total
            FROM some_numbers
        ), medians AS (
            SELECT c, min(x) AS median FROM ranked WHERE 2 * upto >= total GROUP BY c
        )
        SELECT c, least, coalesce(median, least), greatest, whole, negative
        FROM ({" UNION ALL ".join(facts)}) LEFT JOIN medians USING (c)""",
        {"many": sorted(many)},
    ).fetchall()
    return {column: NumberFacts(*figures) for column, *figures in rows_of_figures}
