"""Cohorts: how many customers come back, by the month of their first order (retention)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reportgen.cleaning.order_days import of_each_part
from reportgen.cleaning.period import month_end, months_before

if TYPE_CHECKING:
    import duckdb

    from reportgen.cleaning.clean import CleanRows, Period

MOST_COHORTS = 12
LEAST_COHORTS = 3


@dataclass(frozen=True)
class Cohort:
    """Customers whose first order in the file lies in one month."""

    month: str
    """YYYY-MM."""
    customers: int
    returned: tuple[int, ...]
    """Of them, who ordered 1, 2, ... months after that month, up to the last whole month of the period."""
    came_back: int = 0
    """Of them, who ordered on another day by then."""


def cohorts(rows: CleanRows, period: Period, min_cell: int, pause: float) -> tuple[Cohort, ...]:
    """The latest twelve months of first orders, oldest first; none where fewer than three are large enough.

    The file's first months are left out, for as long as an old customer may have paused before it: nobody
    knows who of their customers had ordered already.

    Args:
        rows: order lines.
        period: its end is the last day that counts.
        pause: days for which customers who come back usually stay away at most.
        min_cell: months with fewer new customers are left out, as is the last one, which has no later month.
    """
    last = period.end if period.end == month_end(period.end) else months_before(period.end.replace(day=1), 1)
    parts = of_each_part(rows, lambda connection: _counted(connection, last))
    counts = sum((part.sizes for part in parts), Counter[tuple[dt.date, int]]())
    came_back = sum((part.again for part in parts), Counter[dt.date]())
    known = period.data_from + dt.timedelta(days=pause)
    seen = [first for first in sorted(first for first, later in counts if later == 0)[1:] if first >= known]
    firsts = [first for first in seen if counts[first, 0] >= min_cell and first < last.replace(day=1)]
    firsts = firsts[-MOST_COHORTS:]
    if len(firsts) < LEAST_COHORTS:
        return ()
    return tuple(_cohort(first, last, counts, came_back[first]) for first in firsts)


class _Counted(NamedTuple):
    """Customers of a part."""

    sizes: Counter[tuple[dt.date, int]]
    """By the month of their first order, and how many months after it they ordered."""
    again: Counter[dt.date]
    """By that month, who ordered on another day."""


def _counted(connection: duckdb.DuckDBPyConnection, last: dt.date) -> _Counted:
    sizes = connection.execute(
        """SELECT date_trunc('month', first)::DATE AS of_first, date_diff('month', first, date) AS later,
            count(*)
        FROM order_days WHERE kept > 0 AND date <= last_day($last)
            AND (previous IS NULL OR date_trunc('month', previous) < date_trunc('month', date))
        GROUP BY of_first, later""",
        {"last": last},
    ).fetchall()
    again = connection.execute(
        """SELECT make_date((first - 1) // 12, (first - 1) % 12 + 1, 1), count(*) FILTER (days > 1) FROM (
            SELECT customer, min(12 * year(date) + month(date)) AS first, count(*) AS days
            FROM order_days WHERE kept > 0 AND date <= $last GROUP BY customer
        ) GROUP BY first""",
        {"last": month_end(last)},
    ).fetchall()
    counts = {(first, later): customers for first, later, customers in sizes}
    return _Counted(Counter(counts), Counter(dict(again)))


def _cohort(first: dt.date, last: dt.date, counts: Counter[tuple[dt.date, int]], came_back: int) -> Cohort:
    months = 12 * (last.year - first.year) + last.month - first.month
    returned = tuple(counts[first, later] for later in range(1, min(months, MOST_COHORTS - 1) + 1))
    return Cohort(f"{first:%Y-%m}", counts[first, 0], returned, came_back)
