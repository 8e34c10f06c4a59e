"""Cleans a table of customers: one typed row a customer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.base.audit import AuditLine, Issue, Step, Waterfall
from reportgen.base.decisions import Decisions
from reportgen.base.engine import column_names, connect, keep_as_table
from reportgen.base.phrases import phrase
from reportgen.cleaning.clean_rows import CleanRows, Unread
from reportgen.cleaning.currencies import exchange_rates
from reportgen.cleaning.customer_ids import (
    EXCLUDED,
    LABEL,
    create_excluded,
    excluded_ids,
    no_sale_expr,
    row_customer_expr,
)
from reportgen.cleaning.period import USUAL_GAPS_OF_SILENCE, DayRows, table_period, without_stray_days
from reportgen.columns.labels import NUMERIC, value_columns
from reportgen.columns.number_date_formats import MONEY, date_expr, number_expr
from reportgen.errors import InputError, UnsegmentableError
from reportgen.options.enums import Role
from reportgen.parsing.rejects import NAMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from reportgen.cleaning.period import Period
    from reportgen.columns.assigned_roles import ColumnRole, Roles
    from reportgen.input.read import RawRows
    from reportgen.options.build_options import BuildOptions

TEXT = frozenset(
    {Role.CATEGORY, Role.SENSITIVE, Role.PLACE, Role.OUTCOME, Role.STATUS, Role.CURRENCY, Role.PRODUCT}
)
ZERO = Decimal(0)
CAUSES = {
    "total-row": phrase("rows that sum up others"),
    EXCLUDED: LABEL,
    "no-sale": phrase("rows that --not-sales names"),
    "other-currency": phrase("in other currencies: set aside, not added up"),
    "no-id": phrase("without a customer id"),
    "blank-row": phrase("without any value"),
    "duplicate": phrase("repeated rows, identical in every cell: each counts once"),
    "earlier-month": phrase("earlier months of the same customers: the latest counts"),
    "duplicate-id": phrase("older rows of a customer who appears again: the last row counts"),
}
MESSAGES = {
    "duplicate": phrase(
        "{rows:,} {rows:row repeats|rows repeat} another one in every cell, the first on line "
        "{line}; each counts once"
    ),
    "no-id": phrase(
        "{rows:,} {rows:row has|rows have} no customer id, the first on line {line}; left out, as "
        "a total may be among them"
    ),
    "total-row": phrase(
        "{rows:,} {rows:row calls itself|rows call themselves} a total, the first on line {line}; left out"
    ),
}
"""Cause -> the message of the issue about rows that were left out."""
NO_CHANCE = 5
"""Standard deviations of a count that chance hardly ever goes beyond."""
AT_ONCE = 40
"""Columns that one query counts: each takes memory."""


def clean_customers(raw: RawRows, roles: Roles, options: BuildOptions, work: Path) -> CleanRows:
    """One typed row a customer; see `clean`.

    Raises:
        UnsegmentableError: no column of the table can be used.
    """
    used = tuple(column for column in roles.columns if column.role in NUMERIC | TEXT | {Role.DATE})
    if not used:
        raise UnsegmentableError(
            "no column holds a measure or a category", "give a column its role in reportgen.toml"
        )
    target = work / "customer_rows.parquet"
    with connect(work) as connection:
        create_excluded(connection, options.exclude_ids, Decisions())
        values = value_columns(roles, options)
        foreign = _foreign(
            roles, exchange_rates(connection, raw, roles, options, Decisions()) if values else {}
        )
        _create_rows(connection, raw, roles, used, foreign)
        waterfall = _waterfall(connection, raw, values)
        period = _period(connection, roles, options)
        issues = (*_unreadable(connection, used), *_not_known(connection, roles), *_set_aside(connection))
        _write(connection, used, target)
        excluded = excluded_ids(connection)
        unread = _unread_values(connection, values) if values else Unread()
    return CleanRows(target, roles, waterfall, period, issues, excluded=excluded, unread=unread)


def _create_rows(
    connection: duckdb.DuckDBPyConnection,
    raw: RawRows,
    roles: Roles,
    used: tuple[ColumnRole, ...],
    foreign: str,
) -> None:
    """Create `people`: cells c0..cn, typed t_c0..t_cn, `customer`, and `cause` (NULL for rows that count).

    A view where no row is replaced by another: then none has to wait for others.
    """
    cast_only = roles.cast_only(each for each in used if each.role in {*NUMERIC, Role.DATE})
    relation = nw.from_native(connection.sql(f"FROM {raw.cells(*cast_only)}"))
    typed = relation.with_columns(
        customer=row_customer_expr(roles),
        no_sale=no_sale_expr(roles),
        **{f"t_{column.column}": _typed(column) for column in used},
    )
    typed.to_native().create_view("typed")
    empty = " AND ".join(f"{column.column} IS NULL" for column in used)
    superseded = _superseded(connection, raw, roles)
    connection.execute(
        f"""CREATE {"TABLE" if superseded else "VIEW"} people AS SELECT *,
            CASE WHEN list_contains({list(raw.doubtful_totals)}::BIGINT[], line) THEN 'total-row'
                WHEN customer IN (FROM excluded) THEN 'excluded'
                WHEN no_sale THEN 'no-sale'
                WHEN {foreign} THEN 'other-currency'
                WHEN customer IS NULL THEN 'no-id' WHEN empty THEN 'blank-row'
                {superseded} END AS cause
        FROM (SELECT *, {empty} AS empty FROM typed)"""
    )


def _foreign(roles: Roles, rates: Mapping[str, Decimal]) -> str:
    """Whether the values of a row stand in a currency that was not chosen: a condition on raw cells.

    Raises:
        InputError: values of several currencies would have to be converted; only orders are.
    """
    column = roles.first(Role.CURRENCY)
    if not rates or column is None:
        return "false"
    if len(rates) > 1:
        hint = "keep one with --currency CODE and no rates, or export one currency a file"
        cause = "the values of customers stand in several currencies, and only orders are converted"
        raise InputError(cause, hint)
    kept = next(iter(rates)).replace("'", "''")
    return f"upper({column.column}) IS DISTINCT FROM '{kept}'"


def _superseded(connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles) -> str:
    """Cases of rows that a later row replaces; nothing where there is none."""
    customer = roles.first(Role.CUSTOMER)
    if customer is None:
        return ""
    month = roles.first(Role.DATE)
    earlier = f"WHEN t_{month.column} < max(t_{month.column}) OVER () THEN 'earlier-month'" if month else ""
    cases = earlier if roles.snapshots else ""
    name = customer.column if customer.serial else "customer"  # numbers are told apart sooner than their text
    rows = raw.cells(name) if customer.serial else "typed"
    again = f"SELECT 1 FROM {rows} WHERE {name} IS NOT NULL GROUP BY {name} HAVING count(*) > 1 LIMIT 1"
    if not connection.sql(again).fetchall():
        return cases
    # The last row of an id, and rows identical in every cell, need windows.
    cells = ", ".join(column_names(len(raw.labels)))
    return f"""{cases}
        WHEN row_number() OVER (PARTITION BY {cells} ORDER BY line DESC) > 1 THEN 'duplicate'
        WHEN row_number() OVER (PARTITION BY empty, customer ORDER BY line DESC) > 1 THEN 'duplicate-id'"""


def _typed(column: ColumnRole) -> nw.Expr:
    if column.role is Role.DATE:
        return date_expr(column.column, column.date_format)
    if column.role in NUMERIC:
        return number_expr(column.column, column.number_format, decimal=False)
    return nw.col(column.column)


def _waterfall(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, values: tuple[ColumnRole, ...]
) -> Waterfall:
    """Rows, and their money where a value is known, from the whole file to the customers that count."""
    sums = {cause: (rows, amount) for cause, rows, amount in _sums(connection, values)}
    lines = tuple(
        AuditLine(Step.CLEAN, cause, label, *sums[cause]) for cause, label in CAUSES.items() if cause in sums
    )
    end_rows, end_amount = sums.get(None, (0, ZERO if values else None))
    return Waterfall(
        start_rows=sum(rows for rows, _ in sums.values()) + sum(line.rows for line in raw.set_aside),
        start_amount=sum((amount or ZERO for _, amount in sums.values()), ZERO) if values else None,
        lines=(*raw.set_aside, *lines),
        end_rows=end_rows,
        end_amount=end_amount,
    )


def _sums(
    connection: duckdb.DuckDBPyConnection, values: tuple[ColumnRole, ...]
) -> list[tuple[str | None, int, Decimal | None]]:
    money = [number_expr(column.column, column.number_format, decimal=True) for column in values]
    people = nw.from_native(connection.table("people"))
    amounts = people.select(
        "cause", **{f"v{index}": nw.coalesce(part, nw.lit(0).cast(MONEY)) for index, part in enumerate(money)}
    )
    amounts.to_native().create_view("amounts")
    total = " + ".join(f"v{index}" for index in range(len(money))) or "NULL"
    return connection.sql(f"SELECT cause, count(*), sum({total}) FROM amounts GROUP BY cause").fetchall()


def _period(connection: duckdb.DuckDBPyConnection, roles: Roles, options: BuildOptions) -> Period | None:
    """The period of the latest column of dates."""
    spans = []
    for column in roles.all(Role.DATE):
        days = _days(connection, column)
        if days:
            spans.append(without_stray_days(days))
    latest = max(spans, key=lambda days: days[-1].day, default=())
    return table_period(latest, options)


def _days(connection: duckdb.DuckDBPyConnection, column: ColumnRole) -> list[DayRows]:
    days = connection.sql(
        f"""SELECT t_{column.column} AS day, count(*) FROM people
        WHERE day IS NOT NULL AND cause IS NULL GROUP BY day ORDER BY day"""
    )
    return [DayRows(*day) for day in days.fetchall()]


def _unreadable(connection: duckdb.DuckDBPyConnection, used: tuple[ColumnRole, ...]) -> tuple[Issue, ...]:
    """One issue for every column with cells that are no number, or no date."""
    parts = (used[first : first + AT_ONCE] for first in range(0, len(used), AT_ONCE))
    figures = [figure for part in parts for figure in _bad_cells(connection, part)]
    issues = []
    for column, (cells, line) in zip(used, figures, strict=True):
        if cells:
            kind = phrase("date") if column.role is Role.DATE else phrase("number")
            message = phrase(
                "{cells:,} {cells:cell is|cells are} no {kind}, the first on line {line}; counted as missing",
                cells=cells,
                kind=kind,
                line=line,
            )
            issues.append(Issue("type-error", message, line, column.label))
    return tuple(issues)


def _not_known(connection: duckdb.DuckDBPyConnection, roles: Roles) -> Iterator[Issue]:
    """Empty numbers that stand for "not known", such as an age of 118 or 999, and name them.

    One end of a measure is such a number where it stands far from all others, by as many usual steps as part
    stray dates from others, or as the only one below 0, and on more rows than chance would give any number.
    0 is never one.
    """
    measures = {f"t_{c.column}": c for c in roles.all(Role.MEASURE) if c.confidence < 1}
    names = list(measures)
    for part in (names[first : first + AT_ONCE] for first in range(0, len(names), AT_ONCE)):
        ends = connection.sql(
            f"""SELECT c, x, n FROM (
                SELECT *, (rows - n) / (values - 1) AS usual, (span - gap) / (values - 2) AS step FROM (
                    SELECT *, count(*) OVER every AS values, sum(n) OVER every AS rows,
                        max(x) OVER every - min(x) OVER every AS span,
                        coalesce(CASE WHEN x = max(x) OVER every THEN x - lag(x) OVER up
                            WHEN x = min(x) OVER every THEN lead(x) OVER up - x END, 0) AS gap
                    FROM (SELECT c, x, count(*) AS n
                        FROM (UNPIVOT (SELECT {", ".join(part)} FROM people WHERE cause IS NULL)
                            ON {", ".join(part)} INTO NAME c VALUE x) GROUP BY c, x)
                    WINDOW every AS (PARTITION BY c), up AS (PARTITION BY c ORDER BY x)) WHERE values > 2)
            WHERE x <> 0 AND (gap > {USUAL_GAPS_OF_SILENCE} * step OR x < 0 AND x + gap >= 0)
                AND n > usual + {NO_CHANCE} * sqrt(usual)
            ORDER BY c, x"""
        ).fetchall()
        for name, value, rows in ends:
            first = f"SELECT min(line) FROM people WHERE {name} = $value AND cause IS NULL"
            ((line,),) = connection.execute(first, {"value": value}).fetchall()
            keep_as_table(connection, "people")
            connection.execute(f"UPDATE people SET {name} = NULL WHERE {name} = $value", {"value": value})
            label = measures[name].label
            message = phrase(
                "{rows:,} {rows:cell holds|cells hold} in {label!r} one number far from all others, as is "
                "written for what is not known: counted as missing",
                rows=rows,
                label=label,
            )
            hint = f"--role {label!r}=measure keeps it"
            yield Issue("stand-in-number", message, line, label, hint)


def _unread_values(connection: duckdb.DuckDBPyConnection, values: tuple[ColumnRole, ...]) -> Unread:
    """Customers whose value is written in a way that cannot be read."""
    cells = [(column, *found) for column, found in zip(values, _bad_cells(connection, values), strict=True)]
    rows = max((count for _, count, _ in cells), default=0)
    causes = tuple(f"{count:,} with no number under {column.label!r}" for column, count, _ in cells if count)
    return Unread(rows, line=min((line for *_, line in cells if line), default=None), causes=causes)


def _bad_cells(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[ColumnRole]
) -> Iterator[tuple[int, int | None]]:
    """How many filled cells of each column could not be typed, and the line of the first."""
    bad = [f"{column.column} IS NOT NULL AND t_{column.column} IS NULL" for column in columns]
    counted = ", ".join(f"count(*) FILTER ({each}), min(line) FILTER ({each})" for each in bad)
    figures = iter(connection.sql(f"SELECT {counted} FROM people").fetchall()[0])
    return zip(figures, figures, strict=True)


def _set_aside(connection: duckdb.DuckDBPyConnection) -> tuple[Issue, ...]:
    """Issues of rows left out, with the first line of each cause."""
    causes = connection.sql(
        "SELECT cause, count(*), min(line) FROM people WHERE cause IS NOT NULL GROUP BY cause ORDER BY cause"
    ).fetchall()
    issues = (
        Issue(cause, phrase(MESSAGES[cause], rows=rows, line=line), line)
        for cause, rows, line in causes
        if cause in MESSAGES
    )
    again = _repeated(connection) if any(cause == "duplicate-id" for cause, *_ in causes) else ()
    return (*issues, *again)


def _repeated(connection: duckdb.DuckDBPyConnection) -> tuple[Issue, ...]:
    """The lines on which a customer comes again with other values; of very many the first."""
    lines = connection.sql(
        """SELECT min(line) OVER later FROM people
        WHERE customer IS NOT NULL AND (cause IS NULL OR cause = 'duplicate-id')
        WINDOW later AS (PARTITION BY customer ORDER BY line ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
        QUALIFY cause = 'duplicate-id' ORDER BY 1"""
    ).fetchall()
    message = phrase("a customer comes again here with other values; the last row counts")
    named = tuple(Issue("duplicate-id", message, line) for (line,) in lines[:NAMED])
    more = Issue.of(
        "duplicate-id",
        phrase("{count:,} more {count:line like this|lines like these}", count=len(lines) - NAMED),
    )
    return (*named, more) if len(lines) > NAMED else named


def _write(connection: duckdb.DuckDBPyConnection, used: tuple[ColumnRole, ...], target: Path) -> None:
    columns = ", ".join(f"t_{column.column} AS {column.column}" for column in used)
    connection.execute(
        f"""COPY (SELECT customer, line, {columns} FROM people WHERE cause IS NULL ORDER BY customer, line)
        TO $target (FORMAT parquet)""",
        {"target": str(target)},
    )
