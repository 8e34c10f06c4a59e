"""Which order lines count, and why the others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.config import Role
from reportgen.rows.no_product import no_product_sql
from reportgen.rows.order_lines import Money, amount_sql

if TYPE_CHECKING:
    import duckdb

    from reportgen.rows.period import Period
    from reportgen.rows.roles import Roles

MOSTLY = 0.9
CANCELLED_DOCUMENT = "^C[NR]?[-_ ]?[0-9]"
VOID_WORDS = (
    "cancel", "refunded", "returned", "void", "failed", "reversed", "chargeback", "trash", "draft",
    "declined", "storn", "abgebrochen", "erstattet", "annul", "rembours", "echou", "échou", "devuelt",
    "reembols", "rimborsat", "geannuleerd", "terugbetaald", "anulowan", "avbest", "annuller",
)  # fmt: skip
"""Beginnings of words; a status with "partial" in it is a sale."""


def add_amount(connection: duckdb.DuckDBPyConnection, money: Money, roles: Roles) -> None:
    """Create `sums` from `lines`: `amount` DECIMAL(18, 4), `repeated` only for lines one too many."""
    # Identical lines of an order are real where its total is their sum.
    surplus = "repeated"
    if money is Money.TOTAL:
        surplus = 'repeated AND abs(sum(computed) OVER (PARTITION BY "order") - written) >= 0.01'
    connection.execute(
        f"""CREATE TABLE sums AS SELECT * EXCLUDE (written, computed, repeated),
            CAST({amount_sql(money, roles)} AS DECIMAL(18, 4)) AS amount, {surplus} AS repeated FROM lines"""
    )


def add_steps(connection: duckdb.DuckDBPyConnection, period: Period, money: Money, roles: Roles) -> None:
    """Create `steps` from `sums`: each line with its `time` and its `cause`.

    `time` is `later`, `before` or `in` the window. `cause` is why a line is no sale: `unreadable`, `guest`,
    `no-product`, `free`, `duplicate`, `cancelled` or `return`; NULL for a sale.
    """
    free = "false" if money in {Money.FIRST_LINE, Money.TOTAL_ONCE} else "amount = 0"
    connection.execute(
        f"""CREATE TABLE steps AS SELECT *,
            CASE WHEN date > $end THEN 'later' WHEN date < $start THEN 'before' ELSE 'in' END AS time,
            CASE WHEN date IS NULL OR amount IS NULL THEN 'unreadable'
                WHEN customer IS NULL THEN 'guest'
                WHEN {no_product_sql(coded=_coded(connection, roles))} THEN 'no-product'
                WHEN {free} THEN 'free'
                WHEN repeated THEN 'duplicate'
                WHEN {_void()} AND amount > 0 THEN 'cancelled'
                WHEN amount < 0 OR quantity < 0 OR {_cancelled_document(connection)} THEN 'return'
            END AS cause
        FROM sums""",
        {"start": period.start, "end": period.end},
    )


def _coded(connection: duckdb.DuckDBPyConnection, roles: Roles) -> bool:
    """Whether nearly all product codes carry a digit."""
    if roles.first(Role.PRODUCT) is None:
        return False
    share = connection.sql(
        "SELECT avg(CAST(regexp_matches(product, '[0-9]') AS INTEGER)) FROM sums"
    ).fetchall()[0][0]
    return share is not None and share >= MOSTLY


def _cancelled_document(connection: duckdb.DuckDBPyConnection) -> str:
    """A letter C before the number of an order cancels, if most orders are plain numbers."""
    share = connection.sql(
        """SELECT avg(CAST(regexp_matches("order", '^[0-9]') AS INTEGER)) FROM sums"""
    ).fetchall()[0][0]
    if share is None or share < MOSTLY:
        return "false"
    return f"""coalesce(regexp_matches("order", '{CANCELLED_DOCUMENT}'), false)"""


def _void() -> str:
    words = "|".join(VOID_WORDS)
    partly = "regexp_matches(status, 'partial|teil|parci')"
    return f"coalesce(regexp_matches(status, '{words}') AND NOT {partly}, false)"
