"""Cleans order lines: sales with what was returned of them, every row and cent accounted for.

Two steps, since a part of a file serves for each of them: the first needs whole orders, the second whole
customers. What needs the whole file is decided before (`Decisions`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.decisions import Decisions
from reportgen.base.engine import connect, parquet
from reportgen.cleaning.amount_parts import amount_parts
from reportgen.cleaning.clean_rows import AmountParts, CleanRows, LeftOutCustomers
from reportgen.cleaning.contracts import contract_issues
from reportgen.cleaning.currencies import exchange_rates
from reportgen.cleaning.customer_ids import create_excluded, excluded_ids
from reportgen.cleaning.fill_down import filled_down
from reportgen.cleaning.order_days import with_order_days
from reportgen.cleaning.order_lines import MOST_ROWS, create_lines, trading_days
from reportgen.cleaning.order_money import OrderMoney, where_money_stands
from reportgen.cleaning.order_steps import add_amount, create_steps, steps_of, write_steps
from reportgen.cleaning.order_waterfall import order_issues, order_waterfall
from reportgen.cleaning.period import choose_period, period_issues
from reportgen.cleaning.returns import net_returns
from reportgen.cleaning.step_counts import StepCounts, Sum, count_steps
from reportgen.cleaning.unread import unread_orders
from reportgen.columns.assigned_roles import Grain

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from reportgen.base.audit import Issue
    from reportgen.cleaning.period import Period
    from reportgen.columns.assigned_roles import Roles
    from reportgen.input.read import RawRows
    from reportgen.options.build_options import BuildOptions


class OrderFile(NamedTuple):
    """Order lines as text, and what is known and wished of them."""

    raw: RawRows
    roles: Roles
    options: BuildOptions


@dataclass(frozen=True)
class TypedOrders:
    """What typing order lines found out."""

    period: Period
    money: OrderMoney
    issues: tuple[Issue, ...]
    """What is doubtful about ids, dates and the period."""
    contracts: tuple[Issue, ...]
    in_amount: AmountParts
    excluded: frozenset[str]


def clean_orders(raw: RawRows, roles: Roles, options: BuildOptions, work: Path) -> CleanRows:
    """Sales of known customers inside and before the window; see `clean`."""
    target = work / "order_lines.parquet"
    raw, filled = filled_down(raw, roles, work)
    file = OrderFile(raw, roles, options)
    with connect(work) as connection:
        typed = type_orders(connection, file, target, Decisions())
        returned, counts = settle_returns(connection, target, typed.period)
    rows = sold_rows(file, typed, counts, target)
    selection = sales_query(target, returned, typed.period)
    issues = (*filled, *rows.issues)
    return with_order_days(replace(rows, selection=selection, given_back=returned, issues=issues))


def type_orders(
    connection: duckdb.DuckDBPyConnection,
    file: OrderFile,
    target: Path,
    decided: Decisions,
) -> TypedOrders:
    """Write each line of whole orders into `target`, typed, with its money and its cause."""
    raw, roles, options = file
    nobody = create_lines(connection, raw, roles, options.repeats, decided)
    create_excluded(connection, options.exclude_ids, decided)
    rates = exchange_rates(connection, raw, roles, options, decided)
    days, stray = trading_days(connection, raw, roles, decided)
    period = choose_period(days, options)
    money = decided.once("money", lambda: where_money_stands(connection, roles))
    add_amount(connection, money, roles, rates, decided)
    write_steps(connection, money, roles, target, decided)
    return TypedOrders(
        period=period,
        money=money,
        issues=(*nobody, *stray, *period_issues(period, days)),
        contracts=decided.once("contracts", lambda: tuple(contract_issues(connection, raw, roles))),
        in_amount=decided.once("amount-parts", lambda: amount_parts(connection, raw, roles)),
        excluded=excluded_ids(connection),
    )


def settle_returns(
    connection: duckdb.DuckDBPyConnection, steps: Path, period: Period
) -> tuple[Path | None, StepCounts]:
    """The file of what was given back of the lines of whole customers, if anything, and their counts."""
    create_steps(connection, steps, period)
    returned = net_returns(connection, steps.parent)
    return returned, count_steps(connection)


def sold_rows(file: OrderFile, typed: TypedOrders, counts: StepCounts, path: Path) -> CleanRows:
    """Order lines and what is known of them, but for where they are."""
    raw, roles, _ = file
    guests = counts.sums.get(("in", "guest"), Sum())
    return CleanRows(
        path=path,
        roles=roles,
        waterfall=order_waterfall(counts.sums, raw.set_aside),
        period=typed.period,
        issues=(*typed.issues, *order_issues(counts, typed.money, roles), *typed.contracts),
        guest_rows=guests.rows,
        guest_amount=guests.amount,
        guest_months=counts.guests,
        left_out=tuple(LeftOutCustomers(cause, customers) for cause, customers in counts.left_out.items()),
        order_totals=roles.grain is Grain.ORDER or typed.money is not OrderMoney.LINE,
        in_amount=typed.in_amount,
        excluded=typed.excluded,
        unread=unread_orders(counts),
    )


def sales_query(steps: Path, returned: Path | None, period: Period) -> str:
    """What selects the sales among all lines, with what was given back of them."""
    back, join = "0", ""
    if returned is not None:
        back, join = "coalesce(returned, 0)", f"LEFT JOIN {parquet(returned)} AS given_back USING (row)"
    return f"""SELECT customer, coalesce(CAST("order" AS VARCHAR), concat(customer, ' ', date)) AS "order",
        date, product,
        product_name, quantity, amount, CAST(refund + {back} AS DECIMAL(18, 4)) AS returned, place,
        row // {MOST_ROWS} AS line
    FROM {steps_of(steps)} AS steps {join} WHERE cause IS NULL AND date <= DATE '{period.end}'"""
