"""Tells apart dates of two orders in one column (day or month first) by a second one, such as the till."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.columns.number_date_formats import DateFormat
from reportgen.columns.patterns import PATTERNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from reportgen.columns.profile import ColumnFacts
    from reportgen.input.read import RawRows

LEAST = 10
"""Dates that have to say the same before they tell in which order, or form, dates are written."""


def with_both_date_orders(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, columns: Sequence[ColumnFacts]
) -> tuple[ColumnFacts, ...]:
    """The same columns; formats of dates that prove both orders know what tells them apart, or how many."""
    few = [facts for facts in columns if len(facts.levels) > 1]
    return tuple(
        replace(facts, format=_format_of_both(connection, raw, facts, few)) if _proves_both(facts) else facts
        for facts in columns
    )


def _proves_both(facts: ColumnFacts) -> bool:
    numeric = isinstance(facts.format, DateFormat) and facts.format.pattern[:2] in {"%d", "%m"}
    one_form = numeric and isinstance(facts.format, DateFormat) and not facts.format.swapped
    return one_form and min(facts.shares["first_over_12"], facts.shares["second_over_12"]) > 0


def _format_of_both(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, facts: ColumnFacts, few: Sequence[ColumnFacts]
) -> DateFormat:
    written = facts.format
    assert isinstance(written, DateFormat)  # noqa: S101 - see `_proves_both`
    for other in few:
        counts = _dates_over_12(connection, raw, facts.column, other.column)
        if all(min(both) == 0 and max(both) >= LEAST for both in counts.values()):
            month_first = written.pattern.startswith("%m")
            others = tuple(sorted(value for value, (days, _) in counts.items() if bool(days) is month_first))
            if 0 < len(others) < len(counts):
                return replace(written, by=other.column, others=others)
    every = list(_dates_over_12(connection, raw, facts.column, facts.column).values())
    return replace(written, orders=(sum(days for days, _ in every), sum(months for _, months in every)))


def _dates_over_12(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, date: str, by: str
) -> dict[str, tuple[int, int]]:
    """Value of a column -> how many of its dates prove the day first, and how many the month first."""
    rows = connection.execute(
        f"""SELECT coalesce({by}, ''), count(*) FILTER (regexp_full_match({date}, $day)),
            count(*) FILTER (regexp_full_match({date}, $month))
        FROM {raw.cells()} WHERE {date} IS NOT NULL GROUP BY 1""",
        {"day": PATTERNS["first_over_12"], "month": PATTERNS["second_over_12"]},
    ).fetchall()
    return {value: (days, months) for value, days, months in rows}
