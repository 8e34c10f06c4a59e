"""Types order lines: customer, date, product, quantity and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw
import numpy as np

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import debit_counts
from reportgen.cleaning.customer_ids import customer_expr, no_sale_expr
from reportgen.cleaning.nobody import find_nobody
from reportgen.cleaning.order_money import is_priced, some_orders
from reportgen.cleaning.parent_orders import create_parents
from reportgen.cleaning.period import DayRows, without_stray_days
from reportgen.cleaning.repeated_lines import find_repeated
from reportgen.cleaning.sums_of_rows import rows_that_sum_up
from reportgen.columns.assigned_roles import Grain
from reportgen.columns.money.sides import other_side
from reportgen.columns.number_date_formats import MONEY, date_expr, number_expr
from reportgen.errors import InputError, UnsegmentableError
from reportgen.options.enums import Role

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    import duckdb

    from reportgen.base.decisions import Decisions
    from reportgen.columns.assigned_roles import ColumnRole, Roles
    from reportgen.input.read import RawRows
    from reportgen.options.enums import Repeats

MOST_MONEY = 10**13
MOST_ROWS = 2**32
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Buddhist, Persian and other calendars count years outside of these."""
_OF_ORDER = {
    "customer": Role.CUSTOMER,
    "date": Role.DATE,
    "status": Role.STATUS,
    "cancelled": Role.CANCELLED,
    "currency": Role.CURRENCY,
    "place": Role.PLACE,
}
"""What all lines of an order share."""
_MONEY = (Role.AMOUNT, Role.UNIT_PRICE, Role.REFUND, Role.DISCOUNT, Role.OTHER_SIDE)
_READ = (Role.DATE, Role.QUANTITY, *_MONEY)
"""What is read as a number or a day."""


def create_lines(
    connection: duckdb.DuckDBPyConnection,
    raw: RawRows,
    roles: Roles,
    repeats: Repeats | None,
    decided: Decisions,
) -> tuple[Issue, ...]:
    """Create the view `lines` on `typed`: one row a raw row, typed, cells that cannot be read NULL.

    The view `some_orders` holds those of `typed` that tell where money stands.

    Columns: row (unique, in the order of the file), line, customer (text, or BIGINT, see
    `Roles.whole_customers`), order (text, or BIGINT where all are whole numbers), date, product,
    product_name, quantity, price, written (the amount column; negative where `opposite`, on the other
    side), computed (quantity x price), refund (never negative),
    status, cancelled, currency, place, no_sale, repeated (an identical row came before), copy (it is
    the same purchase), total (it calls itself one), parent (the order that a refund is of).
    What stands on an order's first line only is filled down. The result is what was doubtful.

    Raises:
        InputError: no column for the customer, the date or the money.
    """
    _require(roles)
    cells = connection.sql(f"FROM {raw.cells(*_cast_only(roles), numbered=True)}")
    opposite = _opposite(connection, raw, roles, decided)
    _typed(cells, roles, opposite).create_view("typed")
    # A condition on `typed` would be asked of rows whose cells were read as dates and numbers first.
    _typed(cells.filter(some_orders(roles, raw.rows)), roles, opposite).create_view("some_orders")
    find_repeated(connection, raw, roles, repeats, decided)
    connection.execute(
        "CREATE TABLE totals AS SELECT unnest($lines::BIGINT[]) AS line", {"lines": list(raw.doubtful_totals)}
    )
    gaps = decided.once("gaps", lambda: _with_gaps(connection, raw, roles))
    whole = {name: _filled(name, gaps.get(name)) for name in _OF_ORDER}
    nobody, issues = decided.once("nobody", lambda: find_nobody(connection, raw, roles, decided))
    for each in nobody:
        quoted = each.replace("'", "''")
        whole["customer"] = f"nullif({whole['customer']}, '{quoted}')"
    parent, refunds = "CAST(NULL AS VARCHAR)", ""
    if create_parents(connection, raw, roles, decided):
        parent, refunds = "parents.parent", "LEFT JOIN parents USING (row)"
        whole["customer"] = f"coalesce({whole['customer']}, payer)"
    filled = ", ".join(f"{expression} AS {name}" for name, expression in whole.items())
    # Identical rows need a window over all raw columns and order-wide filling, which expressions cannot say.
    connection.execute(
        f"""CREATE VIEW lines AS SELECT row, line, {filled}, "order",
            product, product_name, quantity, price, written, computed, refund, opposite, no_sale,
            row IN (SELECT row FROM repeated_rows) AS repeated,
            row IN (SELECT row FROM repeated_rows WHERE copy) AS copy, line IN (FROM totals) AS total,
            {parent} AS parent
        FROM typed {refunds}"""
    )
    return issues


def _cast_only(roles: Roles) -> Iterator[str]:
    """Columns that no line needs as text: numbers, days, and numbers of orders and customers."""
    yield from roles.cast_only(column for role in _READ if (column := roles.first(role)) is not None)
    order, customer = roles.first(Role.ORDER), roles.first(Role.CUSTOMER)
    yield from (order.column,) if order is not None and order.serial else ()
    yield from (customer.column,) if customer is not None and roles.whole_customers else ()


def _typed(cells: duckdb.DuckDBPyRelation, roles: Roles, opposite: nw.Expr) -> duckdb.DuckDBPyRelation:
    """Raw rows with what their cells say of one line."""
    typed = nw.from_native(cells).with_columns(
        **_identity(roles), **_texts(roles), **_figures(roles), opposite=opposite, no_sale=no_sale_expr(roles)
    )
    rows = typed.with_columns(
        written=nw.when(nw.col("opposite")).then(-_other_money(roles)).otherwise(nw.col("written")),
        # Rows of one file may share a line, those of several files never do.
        row=nw.col("line") * MOST_ROWS + nw.col("file_row_number"),
        computed=_within_money(nw.col("quantity") * nw.col("price")),
    )
    return rows.to_native()


def trading_days(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles, decided: Decisions
) -> tuple[tuple[DayRows, ...], tuple[Issue, ...]]:
    """Days with rows, in order; dates far from all others are named, and emptied in the view `dated`.

    Raises:
        UnsegmentableError: no date can be read.
    """
    dates = decided.once("dates", lambda: rows_by_date(connection, raw, roles))
    days = [DayRows(day, rows) for day, rows, _ in dates if day is not None]
    if not days:
        raise UnsegmentableError(
            "no date in the whole file can be read", "name the column of the order date with --date COLUMN"
        )
    kept = tuple(without_stray_days(days))
    _refuse_other_calendars(kept[0].day, kept[-1].day)
    inside = f"date BETWEEN DATE '{kept[0].day}' AND DATE '{kept[-1].day}'"
    undated = len(days) < len(dates)
    sums = decided.once("sums-of-rows", lambda: _sums_of_rows(connection) if undated else [])
    connection.register("sums_of_rows", {"row": np.array(sums, np.int64)})
    connection.execute(
        f"""CREATE VIEW dated AS SELECT * REPLACE (CASE WHEN {inside} THEN date END AS date,
            total OR row IN (FROM sums_of_rows) AS total) FROM lines"""
    )
    stray = sum(day.rows for day in days) - sum(day.rows for day in kept)
    if not stray:
        return kept, ()
    line = min(line for day, _, line in dates if day and not kept[0].day <= day <= kept[-1].day)
    message = phrase(
        "{stray:,} {stray:row has a date|rows have dates} far from all others, taken for wrong; "
        "the first is on line {line}",
        stray=stray,
        line=line,
    )
    return kept, (Issue("stray-date", message, line),)


def _sums_of_rows(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """Rows without a date that sum up the rows above or below them."""
    return rows_that_sum_up(
        connection, "(SELECT row, date IS NULL AS apart, coalesce(written, computed) AS amount FROM lines)"
    )


def rows_by_date(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles
) -> list[tuple[dt.date | None, int, int]]:
    """Dates in order, how many rows have each, and the first of their lines."""
    dates = _dates(connection, raw, roles)
    return dates.aggregate("date, sum(rows)::BIGINT, min(line)", "date").order("date").fetchall()


def _dates(connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles) -> duckdb.DuckDBPyRelation:
    """Dates with their rows; dates that need no filling are read once for all rows of a cell."""
    column, expression = _date(roles)
    if roles.first(Role.ORDER) is not None and _has_gaps(connection, raw, column):
        return connection.sql("SELECT date, 1 AS rows, line FROM lines")
    told = _date_role(roles).date_format.by
    columns = column if told is None else f"{column}, {told}"
    cells = connection.sql(f"FROM {raw.cells(*_cast_only(roles))}").aggregate(
        f"{columns}, count(*) AS rows, min(line) AS line", columns
    )
    return nw.from_native(cells).select("rows", "line", date=expression).to_native()


def _date(roles: Roles) -> tuple[str, nw.Expr]:
    """The engine name of the column of dates, and how to read it."""
    date = _date_role(roles)
    return date.column, date_expr(date.column, date.date_format)


def _date_role(roles: Roles) -> ColumnRole:
    date = roles.first(Role.DATE)
    assert date is not None  # noqa: S101 - _require has seen to it
    return date


def _refuse_other_calendars(first: dt.date, last: dt.date) -> None:
    if first.year >= FIRST_YEAR and last.year <= LAST_YEAR:
        return
    cause = f"the dates run from {first} to {last}: no years of the common calendar in which a shop sells"
    raise InputError(cause, "Export them as YYYY-MM-DD, or name another column with --date COLUMN.")


def _require(roles: Roles) -> None:
    needed = ((Role.CUSTOMER, "customer", "--id"), (Role.DATE, "order date", "--date"))
    for role, words, flag in needed:
        if roles.first(role) is None:
            raise InputError(f"no column was found for the {words}", f"name it with {flag} COLUMN")
    if roles.grain is not Grain.VISIT and roles.first(Role.AMOUNT) is None and not is_priced(roles):
        raise InputError(
            "no column was found for the money: neither an amount nor quantity and price",
            "name it with --amount COLUMN",
        )


def _identity(roles: Roles) -> dict[str, nw.Expr]:
    customer = roles.first(Role.CUSTOMER)
    assert customer is not None  # noqa: S101 - _require has seen to it
    return {"customer": _buyer(roles, customer), "date": _date(roles)[1]}


def _buyer(roles: Roles, customer: ColumnRole) -> nw.Expr:
    """The customer, or the recipient where money goes back."""
    if roles.whole_customers:
        return nw.col(customer.column).cast(nw.Int64)
    payer = customer_expr(customer.column, guests=True)
    recipient = roles.first(Role.RECIPIENT)
    if recipient is None:
        return payer
    if roles.owner is not None:
        payer = nw.when(nw.col(customer.column).str.to_lowercase() != roles.owner).then(payer)
    paid_back = (_number(roles.first(Role.AMOUNT)) < 0) & ~nw.col(recipient.column).is_null()
    return nw.when(paid_back).then(customer_expr(recipient.column, guests=True)).otherwise(payer)


def _texts(roles: Roles) -> dict[str, nw.Expr]:
    product, name = roles.first(Role.PRODUCT), roles.first(Role.PRODUCT_NAME)
    return {
        "order": _order(roles.first(Role.ORDER)),
        "product": _text(product or name),
        "product_name": _text(name),
        "status": _states(roles).str.to_lowercase(),
        "cancelled": _text(roles.first(Role.CANCELLED)).str.to_lowercase(),
        "currency": _text(roles.first(Role.CURRENCY)).str.to_uppercase(),
        "place": _text(roles.first(Role.PLACE)),
    }


def _order(column: ColumnRole | None) -> nw.Expr:
    """The number of an order: as a number where all are, in a tenth of the time of text."""
    return nw.col(column.column).cast(nw.Int64) if column is not None and column.serial else _text(column)


def _states(roles: Roles) -> nw.Expr:
    """All states of an order, such as that of payment and that of shipping, separated by slashes."""
    states = [nw.col(column.column) for column in roles.all(Role.STATUS)]
    return nw.concat_str(states, separator=" / ", ignore_nulls=True) if states else _text(None)


def _text(column: ColumnRole | None) -> nw.Expr:
    return nw.lit(None).cast(nw.String) if column is None else nw.col(column.column)


def _figures(roles: Roles) -> dict[str, nw.Expr]:
    written = _number(roles.first(Role.AMOUNT))
    if roles.before_discounts:
        written = (written - _number(roles.first(Role.DISCOUNT)).abs().fill_null(0)).cast(MONEY)
    return {
        "quantity": _number(roles.first(Role.QUANTITY)),
        "price": _number(roles.first(Role.UNIT_PRICE)),
        "written": written,
        "refund": _number(roles.first(Role.REFUND)).abs(),
    }


def _opposite(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles, decided: Decisions
) -> nw.Expr:
    """Whether the money of a row goes the other way than what counts."""
    other, mark = roles.first(Role.OTHER_SIDE), roles.first(Role.SIDE)
    if other is not None:
        filled = [_number(column).fill_null(0) != 0 for column in (roles.first(Role.AMOUNT), other)]
        return ~filled[0] & filled[1]
    if mark is None:
        return nw.lit(value=False)
    others = decided.once("other-side", lambda: _words_of_other_side(connection, raw, roles, mark.column))
    if not others:
        cause = f"the words of {mark.label!r} are not known as the two sides of an account"
        raise InputError(cause, "write them as S and H, DR and CR, debit and credit, or + and -")
    return nw.col(mark.column).is_in(others).fill_null(value=False)


def _words_of_other_side(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles, column: str
) -> list[str]:
    marks = connection.sql(f"SELECT DISTINCT {column} FROM {raw.cells()}").fetchall()
    debit = debit_counts(column.label for column in roles.columns)
    return list(other_side((value for (value,) in marks if value), debit=debit))


def _other_money(roles: Roles) -> nw.Expr:
    """The money of a row on the other side, without its sign."""
    return _number(roles.first(Role.OTHER_SIDE) or roles.first(Role.AMOUNT)).abs()


def _number(column: ColumnRole | None) -> nw.Expr:
    if column is None:
        return nw.lit(None).cast(MONEY)
    return number_expr(column.column, column.number_format, decimal=True)


def _within_money(product: nw.Expr) -> nw.Expr:
    """A product as money; one too large to be any becomes NULL."""
    return nw.when(product.abs() < MOST_MONEY).then(product).cast(MONEY)


def _with_gaps(connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles) -> dict[str, str]:
    """What lines of an order share -> its column, where that has empty cells and lines have an order."""
    columns = {name: column.column for name, role in _OF_ORDER.items() if (column := roles.first(role))}
    if roles.first(Role.ORDER) is None:
        return {}
    return {name: column for name, column in columns.items() if _has_gaps(connection, raw, column)}


def _has_gaps(connection: duckdb.DuckDBPyConnection, raw: RawRows, column: str) -> bool:
    gap = f"SELECT 1 FROM {raw.cells(column)} WHERE {column} IS NULL LIMIT 1"
    return bool(connection.sql(gap).fetchall())


def _filled(name: str, column: str | None) -> str:
    """What belongs to the order, also where its cell is empty: some exports fill the first line only."""
    if column is None:
        return name
    of_order = f'max({name}) OVER (PARTITION BY "order")'
    return f'CASE WHEN "order" IS NULL OR {column} IS NOT NULL THEN {name} ELSE {of_order} END'
