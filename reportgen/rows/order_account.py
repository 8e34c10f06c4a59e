"""The account of order lines: from the whole file to the sales that count, in rows and money."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from reportgen.audit import AuditLine, Issue, Step, Waterfall
from reportgen.rows.order_lines import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb


ZERO = Decimal(0)
WITHIN = {
    "unreadable": "without a readable date or amount",
    "guest": "without a customer number: guests, fees and corrections",
    "no-product": "no products: postage, fees, discounts, corrections by hand, tests",
    "free": "without a price",
    "duplicate": "repeated lines, identical in every cell: each counts once",
    "cancelled": "orders marked as cancelled, refunded or failed",
    "returned": "returns, set against the purchases in the next line",
    "given-back": "purchases that were given back",
    "earlier-return": "returns with no purchase in the file to set against",
}
"""Causes inside the window in the order of the account, in words."""


class Sum(NamedTuple):
    """Rows of one cause, and their money."""

    rows: int = 0
    amount: Decimal = ZERO


def sums_by_cause(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Sum]:
    """Rows and money of `steps` by time and cause, sales (before returns) under `sale`.

    A return counts as `returned` if a purchase was found for any part of it; the money of the other part
    stands under `earlier-return`. Rows of `given-back` are purchases of which nothing is left.
    """
    by_cause = """SELECT time, coalesce(cause, 'sale'), count(*), sum(coalesce(amount, 0)) FROM steps
        WHERE cause IS DISTINCT FROM 'return' GROUP BY ALL"""
    matched = {
        "returned": ("back", "unmatched < abs(amount)", "amount - sign(amount) * unmatched"),
        "earlier-return": ("back", "unmatched = abs(amount)", "sign(amount) * unmatched"),
        "given-back": ("NOT back", "amount > 0 AND returned = amount", "returned"),
    }
    by_match = (
        f"""SELECT time, '{cause}', count(*) FILTER ({whole}), sum({amount})
        FROM steps JOIN netted USING (row) WHERE {side} GROUP BY time"""
        for cause, (side, whole, amount) in matched.items()
    )
    found = connection.sql(" UNION ALL ".join((by_cause, *by_match))).fetchall()
    return {(time, cause): Sum(rows, amount) for time, cause, rows, amount in found}


def order_waterfall(
    sums: Mapping[tuple[str, str], Sum],
    set_aside: tuple[AuditLine, ...],
) -> Waterfall:
    """The steps from all that the file holds to what customers kept inside the window."""
    steps = [
        ("later", "after the window: their month is not complete", _outside(sums, "later")),
        (
            "before",
            "before the window: these count for the first order only",
            _outside(sums, "before"),
        ),
        *((cause, label, sums.get(("in", cause), Sum())) for cause, label in WITHIN.items()),
    ]
    lines = (AuditLine(Step.CLEAN, cause, label, *found) for cause, label, found in steps if any(found))
    sales, given_back = sums.get(("in", "sale"), Sum()), sums.get(("in", "given-back"), Sum())
    return Waterfall(
        start_rows=_total(sums).rows + sum(line.rows for line in set_aside),
        start_amount=_total(sums).amount,
        lines=(*set_aside, *lines),
        end_rows=sales.rows - given_back.rows,
        end_amount=sales.amount - given_back.amount,
    )


def order_issues(
    connection: duckdb.DuckDBPyConnection, sums: Mapping[tuple[str, str], Sum], stray: int, money: Money
) -> tuple[Issue, ...]:
    """What was doubtful about the lines, and what was done about it."""
    unreadable, guests, repeated = (
        sums.get(("in", cause), Sum()).rows for cause in ("unreadable", "guest", "duplicate")
    )
    total = _total(sums).rows
    doubts = (
        (stray, "stray-date", f"dates far from all others on {stray:,} rows are not believed", ""),
        (
            guests,
            "guest-rows",
            f"{guests:,} of {total:,} rows name no customer; they are counted, not segmented",
            "",
        ),
        (repeated, "duplicate-row", _repeated_words(repeated, money), ""),
        (
            money is not Money.LINE,
            "order-total",
            "the amount is an order's total: it counts once an order",
            "",
        ),
    )
    issues = tuple(Issue.of(code, message, hint) for found, code, message, hint in doubts if found)
    return issues if not unreadable else (*issues, _unreadable(connection, unreadable))


def _outside(sums: Mapping[tuple[str, str], Sum], time: str) -> Sum:
    """All rows of one side of the window, as they stand in the file."""
    return _added(found for (side, cause), found in sums.items() if side == time and cause != "given-back")


def _total(sums: Mapping[tuple[str, str], Sum]) -> Sum:
    return _added(found for (_, cause), found in sums.items() if cause != "given-back")


def _added(parts: Iterable[Sum]) -> Sum:
    found = list(parts)
    return Sum(sum(part.rows for part in found), sum((part.amount for part in found), ZERO))


def _repeated_words(rows: int, money: Money) -> str:
    if money is Money.TOTAL:
        return (
            f"{rows:,} rows repeat an earlier one and do not fit the total of their order; each counts once"
        )
    return f"{rows:,} rows repeat an earlier one in every cell; each counts once, as no total proves them"


def _unreadable(connection: duckdb.DuckDBPyConnection, rows: int) -> Issue:
    line = connection.sql("SELECT min(line) FROM steps WHERE cause = 'unreadable'").fetchall()[0][0]
    return Issue(
        "type-error", f"{rows:,} rows have no date or amount that can be read, the first on line {line}", line
    )
