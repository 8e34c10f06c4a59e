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
