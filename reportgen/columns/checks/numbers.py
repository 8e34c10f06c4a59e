"""Issues of numbers: cells of sales that are no number, and numbers far beyond all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.base.phrases import phrase
from reportgen.columns.labels import NUMERIC
from reportgen.columns.number_date_formats import NumberFormat, number_expr
from reportgen.columns.patterns import number_share
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from reportgen.base.audit import Issue
    from reportgen.columns.assigned_column import AssignedColumn
    from reportgen.columns.profile import ColumnFacts
    from reportgen.input.raw_rows import RawRows

BEYOND = 1e6
"""How many times the median a number has to be to count as a slip."""
_MAKE_MONEY = frozenset({Role.QUANTITY, Role.UNIT_PRICE})


def number_issues(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, assigned: Sequence[AssignedColumn]
) -> Iterator[Issue]:
    """Bad cells in columns of numbers that no later step reports.

    Rows whose money cannot be read are named when it is summed, so that only the numbers beside it are
    checked here.
    """
    roles = {guess.role for _, guess in assigned}
    reported_later = {Role.AMOUNT} if Role.AMOUNT in roles else _MAKE_MONEY
    for column in assigned:
        facts, role = column.facts, column.guess.role
        if role not in NUMERIC or not isinstance(facts.format, NumberFormat) or facts.numbers is None:
            continue
        if role not in reported_later and number_share(facts.shares) < 1:
            bad, line = _first(connection, raw, facts, nw.col("x").is_null())
            message = phrase(
                "{bad:,} {bad:cell|cells} of {label!r} cannot be read as {bad:a number|numbers}, the first "
                "on line {line}"
            )
            yield column.issue("type-error", message, line=line, bad=bad)
        most = BEYOND * max(abs(facts.numbers.median), 1)
        if max(facts.numbers.greatest, -facts.numbers.least) > most:
            bad, line = _first(connection, raw, facts, (nw.col("x") > most) | (nw.col("x") < -most))
            message = phrase(
                "{bad:,} {bad:number|numbers} of {label!r} {bad:is|are} over a million times the usual, "
                "the first on line {line}"
            )
            yield column.issue("stray-number", message, "correct it, or leave out the row", line, bad=bad)


def _first(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, facts: ColumnFacts, wanted: nw.Expr
) -> tuple[int, int | None]:
    """How many filled cells are as wanted, and the line of the first."""
    if not isinstance(facts.format, NumberFormat):
        return 0, None
    column = connection.sql(f"SELECT line, {facts.column} AS v FROM {raw.cells()}")
    cells = nw.from_native(column).filter(~nw.col("v").is_null())
    bad = cells.select("line", x=number_expr("v", facts.format, decimal=False)).filter(wanted)
    ((count, line),) = bad.to_native().aggregate("count(*), min(line)").fetchall()
    return count, line
