"""Fills down what an export writes on the first line of an order only: its number, its day, its customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.base.audit import Issue
from reportgen.base.engine import PARQUET, connect
from reportgen.base.phrases import phrase
from reportgen.cleaning.sums_of_rows import rows_that_sum_up
from reportgen.columns.number_date_formats import number_expr
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from reportgen.columns.assigned_roles import Roles
    from reportgen.input.read import RawRows

_OF_ORDER = (Role.ORDER, Role.DATE, Role.CUSTOMER)
_OF_LINE = (Role.AMOUNT, Role.QUANTITY, Role.UNIT_PRICE)
_ALSO = (Role.STATUS, Role.CANCELLED, Role.CURRENCY, Role.PLACE)
LEAST_ORDERS = 2
"""Orders with further lines from which on blank cells are a way of writing, and no accident."""


def filled_down(raw: RawRows, roles: Roles, work: Path) -> tuple[RawRows, tuple[Issue, ...]]:
    """The same rows with the cells of an order on all its lines, and what was done.

    Lines go on with the order above where its number, day and customer are empty all at once, never one
    without the others, and the lines still have money. Rows that sum up others look alike: they stay.
    """
    heads = [column.column for role in _OF_ORDER if (column := roles.first(role)) is not None]
    if len(heads) < len(_OF_ORDER):
        return raw, ()
    with connect(work) as connection:
        lines = _lines_below(connection, raw, roles, heads)
        if not lines:
            return raw, ()
        path = work / "filled_down.parquet"
        _write(connection, raw, heads, _also_empty(connection, raw, roles, heads), path)
    message = phrase(
        "{lines:,} {lines:row leaves|rows leave} order, day and customer blank: read as more of "
        "the order above, the first on line {line}",
        lines=len(lines),
        line=lines[0],
    )
    return raw.rewritten(path), (Issue("filled-down", message, lines[0]),)


def _lines_below(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles, heads: list[str]
) -> list[int]:
    """The lines that go on with the order above; none unless all empty cells are of this kind."""
    order, date, _ = heads
    if not connection.sql(f"SELECT 1 FROM {raw.cells(order)} WHERE {order} IS NULL LIMIT 1").fetchall():
        return []
    numbers = {
        role.value: number_expr(column.column, column.number_format, decimal=True)
        if (column := roles.first(role))
        else nw.lit(None)
        for role in _OF_LINE
    }
    rows = nw.from_native(connection.sql(f"FROM {raw.cells()}"))
    rows.select("line", *heads, **numbers).to_native().create_view("numbered")
    empty = " AND ".join(f"{column} IS NULL" for column in heads)
    connection.execute(
        f"""CREATE TABLE below AS SELECT line AS row, {empty} AS apart,
            ({order} IS NULL) <> ({date} IS NULL) OR ({order} IS NULL AND NOT ({empty})) AS otherwise,
            coalesce(amount, quantity * unit_price) AS amount FROM numbered"""
    )
    otherwise, first, orders, money = connection.sql(
        """SELECT count(*) FILTER (otherwise), arg_min(apart, row), count(*) FILTER (goes_on),
            count(*) = count(amount) FROM (
                SELECT *, apart AND NOT lag(apart, 1, true) OVER (ORDER BY row) AS goes_on FROM below)
        WHERE apart OR goes_on OR otherwise OR row = (SELECT min(row) FROM below)"""
    ).fetchall()[0]
    if otherwise or first or orders < LEAST_ORDERS or not money or rows_that_sum_up(connection, "below"):
        return []
    return [line for (line,) in connection.sql("SELECT row FROM below WHERE apart ORDER BY row").fetchall()]


def _also_empty(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles, heads: list[str]
) -> list[str]:
    """What else belongs to the order, where no line below has a cell of its own."""
    columns = [column.column for role in _ALSO for column in roles.all(role)]
    if not columns:
        return []
    counts = ", ".join(f"count({column})" for column in columns)
    below = " AND ".join(f"{column} IS NULL" for column in heads)
    (filled,) = connection.sql(f"SELECT {counts} FROM {raw.cells()} WHERE {below}").fetchall()
    return [column for column, cells in zip(columns, filled, strict=True) if not cells]


def _write(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, heads: list[str], also: list[str], path: Path
) -> None:
    empty = " AND ".join(f"{column} IS NULL" for column in heads)
    filled = ", ".join(
        f"first_value({column}) OVER (PARTITION BY head ORDER BY line) AS {column}"
        for column in [*heads, *also]
    )
    connection.execute(
        f"""COPY (SELECT * EXCLUDE (head) REPLACE ({filled})
            FROM (SELECT *, max(CASE WHEN NOT ({empty}) THEN line END) OVER (ORDER BY line) AS head
                FROM {raw.cells()}) ORDER BY line) TO $path ({PARQUET})""",
        {"path": str(path)},
    )
