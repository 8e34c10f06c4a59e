"""Cleans order lines: sales with what was returned of them, every row and cent accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.engine import connect, parquet
from reportgen.cleaning.amount_parts import amount_parts
from reportgen.cleaning.clean_rows import CleanRows, LeftOutCustomers
from reportgen.cleaning.contracts import contract_issues
from reportgen.cleaning.currencies import exchange_rates
from reportgen.cleaning.excluded import create_excluded, excluded_ids
from reportgen.cleaning.fill_down import filled_down
from reportgen.cleaning.order_days import with_order_days
from reportgen.cleaning.order_lines import MOST_ROWS, create_lines, trading_days
from reportgen.cleaning.order_money import OrderMoney, where_money_stands
from reportgen.cleaning.order_steps import add_amount, add_steps
from reportgen.cleaning.order_waterfall import Sum, order_issues, order_waterfall, sums_by_cause
from reportgen.cleaning.period import choose_period, period_issues
from reportgen.cleaning.returns import net_returns
from reportgen.cleaning.unread import unread_orders
from reportgen.columns.assigned_roles import Grain

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from reportgen.cleaning.period import Period
    from reportgen.columns.assigned_roles import Roles
    from reportgen.input.read import RawRows
    from reportgen.options.build_options import BuildOptions


def clean_orders(raw: RawRows, roles: Roles, options: BuildOptions, work: Path) -> CleanRows:
    """Sales of known customers inside and before the window; see `clean`."""
    target = work / "order_lines.parquet"
    raw, filled = filled_down(raw, roles, work)
    with connect(work) as connection:
        nobody = create_lines(connection, raw, roles, options.repeats)
        create_excluded(connection, options.exclude_ids)
        rates = exchange_rates(connection, raw, roles, options)
        days, stray = trading_days(connection, raw, roles)
        period = choose_period(days, options)
        money = where_money_stands(connection, roles)
        add_amount(connection, money, roles, rates)
        add_steps(connection, period, money, roles, target)
        returned = net_returns(connection, work)
        sums = sums_by_cause(connection)
        waterfall = order_waterfall(sums, raw.set_aside)
        issues = order_issues(connection, sums, money, roles)
        left_out = _left_out(connection)
        excluded = excluded_ids(connection)
        unread = unread_orders(connection)
        contracts = tuple(contract_issues(connection, raw, roles))
        in_amount = amount_parts(connection, raw, roles)
    guests = sums.get(("in", "guest"), Sum())
    rows = CleanRows(
        path=target,
        selection=_sales(target, returned, period),
        given_back=returned,
        roles=roles,
        waterfall=waterfall,
        period=period,
        issues=(*filled, *nobody, *stray, *period_issues(period, days), *issues, *contracts),
        guest_rows=guests.rows,
        guest_amount=guests.amount,
        left_out=left_out,
        order_totals=roles.grain is Grain.ORDER or money is not OrderMoney.LINE,
        in_amount=in_amount,
        excluded=excluded,
        unread=unread,
    )
    return with_order_days(rows)


def _sales(steps: Path, returned: Path | None, period: Period) -> str:
    """What selects the sales among all lines, with what was given back of them."""
    back, join = "0", ""
    if returned is not None:
        back, join = "coalesce(returned, 0)", f"LEFT JOIN {parquet(returned)} AS given_back USING (row)"
    return f"""SELECT customer, coalesce("order", customer || ' ' || date) AS "order", date, product,
        product_name, quantity, amount, CAST(refund + {back} AS DECIMAL(18, 4)) AS returned, place,
        row // {MOST_ROWS} AS line
    FROM {parquet(steps)} AS steps {join} WHERE cause IS NULL AND date <= DATE '{period.end}'"""


def _left_out(connection: duckdb.DuckDBPyConnection) -> tuple[LeftOutCustomers, ...]:
    """Customers without a sale, by the strongest cause among their lines."""
    causes = connection.sql(
        """SELECT CASE WHEN back THEN 'returned' WHEN later THEN 'later' ELSE 'uncounted' END, count(*)
        FROM (SELECT bool_or(cause IN ('return', 'cancelled') AND time <> 'later') AS back,
            bool_and(time = 'later') AS later
            FROM steps
            WHERE customer IS NOT NULL AND cause IS DISTINCT FROM 'excluded' GROUP BY customer
            HAVING NOT bool_or(cause IS NULL AND time <> 'later'))
        GROUP BY 1 ORDER BY 1"""
    ).fetchall()
    return tuple(LeftOutCustomers(cause, customers) for cause, customers in causes)
