"""What each month of a file holds, so that a later file can be held against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.rows.engine import connect

if TYPE_CHECKING:
    from reportgen.rows.clean import CleanRows


@dataclass(frozen=True)
class MonthSum:
    """Order lines of one calendar month."""

    month: str
    """YYYY-MM."""
    lines: int
    amount: float
    """Before anything given back, which later months can still change."""


RECENT = 3
"""Months before, of which one must hold an order of a customer whose next order is looked for."""
KNOWN = 12
"""Months of data before a month without which nobody can say who is new in it."""


_HABITS = f"""WITH
came AS (
    SELECT DISTINCT customer, year(date) * 12 + month(date) - 1 AS month
    FROM read_parquet($path) WHERE date <= $end
),
recent AS (SELECT DISTINCT customer, month + ago AS month FROM came, range(1, {RECENT + 1}) AS times(ago)),
met AS (
    SELECT month, count(*) AS recent, count(came.customer) AS again
    FROM recent LEFT JOIN came USING (customer, month) GROUP BY month
),
arrived AS (
    SELECT first AS month, count(*) AS new
    FROM (SELECT min(month) AS first FROM came GROUP BY customer) GROUP BY first
)
SELECT month, coalesce(recent, 0), coalesce(again, 0), coalesce(new, 0), min(month) OVER ()
FROM (SELECT DISTINCT month FROM came) LEFT JOIN met USING (month) LEFT JOIN arrived USING (month)
ORDER BY month"""


@dataclass(frozen=True)
class MonthHabit:
    """How a calendar month went: seasons come again, whatever the shop grew by."""

    month: str
    """YYYY-MM."""
    recent: int
    """Customers who ordered in the three months before; 0 where the data do not reach so far back."""
    again: int
    """Of them, who ordered in this month."""
    new: int | None
    """Customers with their first order in this month; None where the data do not reach a year back."""


def month_habits(rows: CleanRows) -> tuple[MonthHabit, ...]:
    """How each month up to the period's end went, in order; none for a table of customers."""
    if not rows.roles.grain.sells or rows.period is None:
        return ()
    with connect(rows.path.parent) as connection:
        found = connection.execute(_HABITS, {"path": str(rows.path), "end": rows.period.end}).fetchall()
    return tuple(
        MonthHabit(
            month=f"{month // 12}-{month % 12 + 1:02d}",
            recent=recent if month >= first + RECENT else 0,
            again=again if month >= first + RECENT else 0,
            new=new if month >= first + KNOWN else None,
        )
        for month, recent, again, new, first in found
    )


def month_sums(rows: CleanRows) -> tuple[MonthSum, ...]:
    """The months of order lines up to the period's end, in order; none for a table of customers."""
    if not rows.roles.grain.sells or rows.period is None:
        return ()
    with connect(rows.path.parent) as connection:
        found = connection.execute(
            """SELECT strftime(date, '%Y-%m') AS month, count(*), sum(amount)
            FROM read_parquet($path) WHERE date <= $end GROUP BY month ORDER BY month""",
            {"path": str(rows.path), "end": rows.period.end},
        ).fetchall()
    return tuple(MonthSum(month, lines, round(float(amount or 0), 2)) for month, lines, amount in found)
