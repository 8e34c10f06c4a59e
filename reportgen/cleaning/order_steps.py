"""Decides which order lines are sales, and by which cause the others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.engine import PARQUET, parquet
from reportgen.base.word_lists import any_of, table_words
from reportgen.cleaning.currencies import rate_sql
from reportgen.cleaning.customer_ids import excluded_sql
from reportgen.cleaning.non_products import find_fees
from reportgen.cleaning.order_lines import MOST_ROWS
from reportgen.cleaning.order_money import LEAST_ORDERS_FOR_TOTALS, OrderMoney, amount_sql
from reportgen.cleaning.parent_orders import PARENT_COLUMN
from reportgen.columns.order_states import create_states
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import CENT, MOSTLY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal
    from pathlib import Path

    import duckdb

    from reportgen.base.decisions import Decisions
    from reportgen.cleaning.period import Period
    from reportgen.columns.assigned_roles import Roles

MOST_RETURNS = 0.2
"""Share of rows on the other side up to which they take sales back."""
CANCELLED_DOCUMENT = "^C[-_ ]?[0-9]"
REVERSED_DOCUMENT = f"^({any_of(table_words('orders', 'return_prefixes'))})[-_ ]?[0-9][-_ ./0-9]*$"
"""Numbers of credit notes and returns; letters among the digits are those of a reference drawn by chance."""
_UNTOLD = {
    **dict.fromkeys(("product_name", "place", "parent"), "CAST(NULL AS VARCHAR)"),
    **dict.fromkeys(("refund_written", "refund"), "CAST(0 AS DECIMAL(18, 4))"),
    "refunded": "false",
}
"""What stands in a column of the steps that nothing in a file tells of; it takes time to write, and room."""


def add_amount(
    connection: duckdb.DuckDBPyConnection,
    money: OrderMoney,
    roles: Roles,
    rates: Mapping[str, Decimal],
    decided: Decisions,
) -> None:
    """Create the view `sums` from `dated`: `amount` and `refund` as money, `surplus` for lines one too many.

    `rate` is NULL for lines in a currency that is not counted; their money is NULL as well.
    """
    # Identical lines of an order are real where its total is their sum.
    surplus = "copy"
    if money is OrderMoney.TOTAL:
        surplus = 'copy AND abs(sum(computed) OVER (PARTITION BY "order") - written) >= 0.01'
    converted = "* rate" if rates else ""
    connection.execute(
        f"""CREATE VIEW priced AS SELECT * EXCLUDE (written, computed, copy, refund),
            {rate_sql(rates)} AS rate,
            TRY_CAST({amount_sql(money, roles)} {converted} AS DECIMAL(18, 4)) AS amount,
            TRY_CAST(coalesce(refund, 0) {converted} AS DECIMAL(18, 4)) AS refund_written,
            {surplus} AS surplus FROM dated"""
    )
    refund = _refund(connection, money, roles, decided)
    connection.execute(
        f"""CREATE VIEW sums AS SELECT *, CAST(coalesce({refund}, 0) AS DECIMAL(18, 4)) AS refund
            FROM priced"""
    )


def _refund(
    connection: duckdb.DuckDBPyConnection, money: OrderMoney, roles: Roles, decided: Decisions
) -> str:
    """What of a line was given back, at most its amount: an expression over `priced`.

    A refund belongs to the order where the amount does, or where it is more than its own line: it is then
    taken off one line after the other.
    """
    if roles.first(Role.REFUND) is None:
        return "0"
    of_line = "greatest(0, least(amount, refund_written))"
    if roles.first(Role.ORDER) is None:
        return of_line
    beyond = decided.once("refund-beyond", lambda: _refunded_beyond(connection))
    if money is OrderMoney.LINE and not beyond:
        return of_line
    order = 'PARTITION BY "order"'
    said_once = f"max(refund_written) OVER ({order})"
    repeated = f"count(*) OVER ({order}) > 1 AND min(refund_written) OVER ({order}) = {said_once}"
    refund = f"CASE WHEN {repeated} THEN {said_once} ELSE sum(refund_written) OVER ({order}) END"
    earlier = f"sum(greatest(0, amount)) OVER ({order} ORDER BY row) - greatest(0, amount)"
    of_order = f"greatest(0, least(amount, {refund} - ({earlier})))"
    return f"""CASE WHEN "order" IS NULL THEN {of_line} ELSE {of_order} END"""


def _refunded_beyond(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(connection.sql("SELECT 1 FROM priced WHERE refund_written > amount LIMIT 1").fetchall())


def write_steps(
    connection: duckdb.DuckDBPyConnection,
    money: OrderMoney,
    roles: Roles,
    target: Path,
    decided: Decisions,
) -> None:
    """Write the file `target` from `sums`: each line with its `cause`; `steps_of` reads it.

    `cause` is why a line is no sale: `total-row`,
    `order-row`, `excluded`, `no-sale`, `other-currency`, `unreadable`, `other-side`, `guest`, `no-product`,
    `free`, `duplicate`, `cancelled` or `return`; NULL for a sale. Totals are nobody's,
    and no money of the file. `refunded` says that a refund names the order of the line.
    """
    of_order = money in {OrderMoney.FIRST_LINE, OrderMoney.TOTAL_ONCE}
    free = "false" if of_order else "amount = 0"
    # An order's total may stand on the line of a fee: it is no fee.
    fee = "false" if of_order else "fee"
    other_side = decided.once("leaves-out-other-side", lambda: leaves_out_other_side(connection, roles))
    opposite = "opposite" if other_side else "false"
    create_states(connection, decided)
    find_fees(connection, decided, coded=roles.first(Role.PRODUCT) is not None)
    order_row = decided.once("order-row", lambda: _order_row(connection, roles))
    reversed_ = decided.once("reversed-document", lambda: _reversed_document(connection, roles))
    reversed_too = decided.once("cancelled-with-reversal", lambda: _marks_reversals(connection))
    cancelled = voided() if reversed_too else f"{voided()} AND amount >= 0"
    refunded = (
        'CAST("order" AS VARCHAR) IN (SELECT parent FROM parents)' if decided.made[PARENT_COLUMN] else "false"
    )
    steps = {
        **{name: name for name in ("row", '"order"', "date", "product", "product_name", "quantity", "place")},
        **{name: f"CASE WHEN NOT total THEN {name} END" for name in ("customer", "amount")},
        **{name: name for name in ("refund_written", "cause", "parent")},
        "refunded": f"coalesce({refunded}, false)",
        "refund": "CASE WHEN cause IS NULL THEN refund ELSE 0 END",
        "again": "cause IS NULL AND repeated",
    }
    untold = frozenset(_untold(roles, decided))
    told = ", ".join(f"{step} AS {name}" for name, step in steps.items() if name not in untold)
    connection.execute(
        f"""COPY (SELECT {told}
        FROM (SELECT sums.*,
            CASE WHEN total THEN 'total-row'
                WHEN {order_row} THEN 'order-row'
                WHEN {excluded_sql(decided)} THEN 'excluded'
                WHEN states.none OR no_sale THEN 'no-sale'
                WHEN rate IS NULL THEN 'other-currency'
                WHEN amount IS NULL AND {voided()} THEN 'cancelled'
                WHEN amount IS NULL AND states.unpaid THEN 'no-sale'
                WHEN date IS NULL OR amount IS NULL THEN 'unreadable'
                WHEN {opposite} THEN 'other-side'
                WHEN customer IS NULL THEN 'guest'
                WHEN {fee} THEN 'no-product'
                WHEN {free} THEN 'free'
                WHEN surplus THEN 'duplicate'
                WHEN {cancelled} THEN 'cancelled'
                WHEN amount < 0 OR quantity < 0 OR coalesce(states.back, false)
                    OR {reversed_} THEN 'return'
            END AS cause
        FROM sums LEFT JOIN fees ON fees.product IS NOT DISTINCT FROM sums.product
            AND fees.product_name IS NOT DISTINCT FROM sums.product_name
            LEFT JOIN states ON states.status = sums.status)) TO $target ({PARQUET})""",
        {"target": str(target)},
    )


def _untold(roles: Roles, decided: Decisions) -> Iterator[str]:
    """Columns of the steps that nothing in the file tells of."""
    if roles.first(Role.PRODUCT_NAME) is None:
        yield "product_name"
    if roles.first(Role.PLACE) is None:
        yield "place"
    if roles.first(Role.REFUND) is None:
        yield from ("refund_written", "refund")
    if not decided.made[PARENT_COLUMN]:
        yield from ("parent", "refunded")


def steps_of(file: Path) -> str:
    """What `write_steps` wrote, with the columns that it left out, to stand behind FROM."""
    filled = ", ".join(f"coalesce({name}, {other}) AS {name}" for name, other in _UNTOLD.items())
    columns = ", ".join(f"{other} AS {name}" for name, other in _UNTOLD.items())
    return f"""(SELECT * REPLACE ({filled}) FROM
        (SELECT {columns} WHERE false UNION ALL BY NAME FROM {parquet(file)}))"""


def create_steps(connection: duckdb.DuckDBPyConnection, file: Path, period: Period) -> None:
    """Create the view `steps` on what `write_steps` wrote, with `line`, `time` and `item` of each line.

    `item` is what a return is taken off: the order that a refund names, with all its lines, else the product.
    `time` is `later`, `before` or `in` the window.
    """
    connection.sql(f"FROM {steps_of(file)}").project(
        f"""* REPLACE (CAST("order" AS VARCHAR) AS "order"), row // {MOST_ROWS} AS line,
        CASE WHEN parent IS NOT NULL THEN 'order ' || parent
            WHEN refunded THEN 'order ' || CAST("order" AS VARCHAR) ELSE coalesce(product, '') END AS item,
        CASE WHEN date > DATE '{period.end}' THEN 'later'
            WHEN date < DATE '{period.start}' THEN 'before' ELSE 'in' END AS time"""
    ).create_view("steps")


def _order_row(connection: duckdb.DuckDBPyConnection, roles: Roles) -> str:
    """What marks a row that only sums up the lines of its order: it has no product, and they have.

    Nothing does, unless in nearly all orders with both kinds of row these say the same money.
    """
    if roles.first(Role.ORDER) is None or roles.first(Role.PRODUCT) is None:
        return "false"
    if not connection.sql("SELECT count(*) > count(product) FROM typed").fetchall()[0][0]:
        return "false"
    orders, same = connection.sql(
        f"""SELECT count(*), count(*) FILTER (abs(head - lines) < {CENT}) FROM (
            SELECT sum(amount) FILTER (product IS NULL) AS head,
                sum(amount) FILTER (product IS NOT NULL) AS lines
            FROM sums LEFT JOIN states USING (status)
            WHERE "order" IS NOT NULL AND NOT coalesce(states.none, false)
            GROUP BY "order" HAVING head <> 0 AND lines <> 0)"""
    ).fetchall()[0]
    beside_lines = 'sums.product IS NULL AND count(sums.product) OVER (PARTITION BY "order") > 0'
    return beside_lines if orders >= LEAST_ORDERS_FOR_TOTALS and same >= MOSTLY * orders else "false"


def leaves_out_other_side(connection: duckdb.DuckDBPyConnection, roles: Roles) -> bool:
    """Whether rows of the other side are too many to be returns: payments, or what bank customers spent."""
    if roles.first(Role.OTHER_SIDE) is None and roles.first(Role.SIDE) is None:
        return False
    (share,) = connection.sql("SELECT avg(CAST(opposite AS INTEGER)) FROM sums WHERE amount <> 0").fetchall()[
        0
    ]
    return (share or 0) > MOST_RETURNS


def _marks_reversals(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether cancelled rows and those that take them back are marked alike: nothing is left of both."""
    both, nothing = connection.sql(
        f"""SELECT count(*), count(*) FILTER (abs(net) < {CENT}) FROM (
            SELECT sum(amount) AS net FROM sums LEFT JOIN states ON states.status = sums.status
            WHERE {voided()} AND NOT total AND customer IS NOT NULL
            GROUP BY customer HAVING min(amount) < 0 AND max(amount) > 0)"""
    ).fetchall()[0]
    return bool(both) and nothing >= MOSTLY * both


def _reversed_document(connection: duckdb.DuckDBPyConnection, roles: Roles) -> str:
    """What marks the number of an order as that of a return, where most orders are numbered in another way.

    A bare C cancels only among plain numbers; it may be the letter of a shop.
    """
    order = roles.first(Role.ORDER)
    if order is None or order.serial:
        return "false"
    reversal = f"""regexp_matches("order", '{REVERSED_DOCUMENT}', 'i')"""
    others = """SELECT 1 FROM typed WHERE "order" < '0' OR "order" >= ':' LIMIT 1"""
    if not connection.sql(others).fetchall():
        return "false"
    plain, reversed_ = connection.sql(
        f"""SELECT avg(CAST(plain AS INTEGER)),
            avg(CASE WHEN plain THEN 0 ELSE CAST({reversal} AS INTEGER) END)
        FROM (SELECT "order", "order" >= '0' AND "order" < ':' AS plain FROM typed)"""
    ).fetchall()[0]
    marks = [CANCELLED_DOCUMENT] if (plain or 0) >= MOSTLY else []
    marks += [REVERSED_DOCUMENT] if 0 < (reversed_ or 0) < 1 - MOSTLY / 2 else []
    tests = " OR ".join(f"""regexp_matches("order", '{mark}', 'i')""" for mark in marks)
    return f"""CASE WHEN "order" < 'A' THEN false ELSE coalesce({tests}, false) END""" if tests else "false"


def voided(refunded: str = "refund > 0") -> str:
    """Cancelled by its own column, or by one of its states; "refunded" yields to a column of refunds.

    Args:
        refunded: whether a column says what was given back: a condition.
    """
    nothing = ", ".join(
        f"'{word}'" for word in (*table_words("cells", "no"), *table_words("missing", "words"))
    )
    live = f"list_contains([{nothing}], strip_accents(cancelled)) OR cancelled IN (FROM live)"
    by_state = f"coalesce(states.void OR (states.given_back AND NOT ({refunded})), false)"
    return f"({by_state} OR (cancelled IS NOT NULL AND NOT ({live})))"
