"""What is counted of order lines once each has its cause: rows and money, for waterfall and doubts.

Counts of parts of a file that hold whole customers add up to those of the file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import duckdb

ZERO = Decimal(0)


class Sum(NamedTuple):
    """Rows of one cause, and their money."""

    rows: int = 0
    amount: Decimal = ZERO


class FirstOf(NamedTuple):
    """How many there are, and the line of the first."""

    rows: int = 0
    line: int | None = None


class Returned(NamedTuple):
    """Lines of the whole file that take money back, and the money beyond what was sold of each product."""

    lines: int = 0
    amount: Decimal = ZERO
    beyond: Decimal = ZERO


class Unreadable(NamedTuple):
    """Lines without a date or an amount that can be read."""

    rows: int = 0
    dates: int = 0
    amounts: int = 0
    money: Decimal = ZERO
    of_money: Decimal = ZERO
    """All money of the file, without its sign."""


@dataclass(frozen=True)
class StepCounts:
    """Counts of `steps`."""

    sums: Mapping[tuple[str, str], Sum]
    """By time and cause, see `sums_by_cause`."""
    unreadable: Unreadable
    first_unreadable: int | None
    again: Sum
    """Lines that repeat an earlier one and count."""
    refunded_beyond: FirstOf
    """Orders of which more is said to be refunded than they cost."""
    returned: Returned
    left_out: Mapping[str, int]
    """Customers without a sale, by the strongest cause among their lines."""
    guests: Mapping[str, Decimal]
    """Month, YYYY-MM -> money of its lines without a customer, inside the window."""


Counted = TypeVar("Counted", Sum, Returned, Unreadable)


def count_steps(connection: duckdb.DuckDBPyConnection) -> StepCounts:
    """The counts of `steps` and `netted`."""
    connection.execute(_CAUSES)
    *unreadable, line = connection.sql(_UNREADABLE).fetchall()[0]
    return StepCounts(
        sums=sums_by_cause(connection),
        unreadable=Unreadable(*unreadable),
        first_unreadable=line,
        again=Sum(*connection.sql(_AGAIN).fetchall()[0]),
        refunded_beyond=FirstOf(*connection.sql(_REFUNDED_BEYOND).fetchall()[0]),
        returned=Returned(*connection.sql(_RETURNED).fetchall()[0]),
        left_out=dict(connection.sql(_LEFT_OUT).fetchall()),
        guests=dict(connection.sql(_GUESTS).fetchall()),
    )


def added_up(parts: Sequence[StepCounts]) -> StepCounts:
    """The counts of a file, from those of its parts."""
    sums = defaultdict[tuple[str, str], list[Sum]](list)
    left_out, guests = Counter[str](), defaultdict[str, Decimal](Decimal)
    for part in parts:
        left_out.update(part.left_out)
        for month, amount in part.guests.items():
            guests[month] += amount
        for key, each in part.sums.items():
            sums[key].append(each)
    return StepCounts(
        sums={key: _added(each) for key, each in sums.items()},
        unreadable=_added([part.unreadable for part in parts]),
        first_unreadable=_first(part.first_unreadable for part in parts),
        again=_added([part.again for part in parts]),
        refunded_beyond=FirstOf(
            sum(part.refunded_beyond.rows for part in parts),
            _first(part.refunded_beyond.line for part in parts),
        ),
        returned=_added([part.returned for part in parts]),
        left_out=dict(sorted(left_out.items())),
        guests=dict(sorted(guests.items())),
    )


def _added(rows: Sequence[Counted]) -> Counted:
    kind: Callable[..., Counted] = type(rows[0])
    return kind(*map(sum, zip(*rows, strict=True)))


def _first(lines: Iterable[int | None]) -> int | None:
    return min((line for line in lines if line is not None), default=None)


def sums_by_cause(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Sum]:
    """Rows and money of `steps` by time and cause, sales (before returns) under `sale`.

    A return counts as `returned` if a purchase was found for any part of it; the money of the other part
    stands under `earlier-return`. Rows of `refunded` and `given-back` are purchases of which nothing is left.
    """
    by_cause = """SELECT time, coalesce(cause, 'sale'), sum(rows), coalesce(sum(amount), 0) FROM causes
        WHERE cause IS DISTINCT FROM 'return' GROUP BY ALL"""
    matched = {
        "returned": ("back", "unmatched < abs(amount)", "amount - sign(amount) * unmatched"),
        "earlier-return": ("back", "unmatched = abs(amount)", "sign(amount) * unmatched"),
        "given-back": ("NOT back", "amount > refund AND returned = amount - refund", "returned"),
    }
    by_match = (
        f"""SELECT time, '{cause}', count(*) FILTER ({whole}), sum({amount})
        FROM steps JOIN netted USING (row) WHERE {side} GROUP BY time"""
        for cause, (side, whole, amount) in matched.items()
    )
    refunded = """SELECT time, 'refunded', count(*) FILTER (refund = amount), sum(refund) FROM steps
        WHERE refund > 0 GROUP BY time"""
    rows_of_sums = connection.sql(" UNION ALL ".join((by_cause, refunded, *by_match))).fetchall()
    return {(time, cause): Sum(rows, amount) for time, cause, rows, amount in rows_of_sums}


_CAUSES = """CREATE TABLE causes AS SELECT time, cause, date IS NULL AS undated,
    CASE WHEN cause = 'guest' THEN strftime(date, '%Y-%m') END AS month, count(*) AS rows,
    count(*) - count(amount) AS unpriced, sum(amount) AS amount, sum(abs(amount)) AS money, min(line) AS line
FROM steps GROUP BY ALL"""
"""What is counted of all lines, in one pass over them."""
_UNREADABLE = """SELECT coalesce(sum(rows) FILTER (unread), 0),
    coalesce(sum(rows) FILTER (unread AND undated), 0), coalesce(sum(unpriced) FILTER (unread), 0),
    coalesce(sum(money) FILTER (unread), 0), coalesce(sum(money), 0), min(line) FILTER (unread)
FROM (SELECT *, coalesce(cause = 'unreadable', false) AS unread FROM causes
    WHERE cause IS NULL OR cause NOT IN ('total-row', 'order-row'))"""
_AGAIN = "SELECT count(*), coalesce(sum(amount), 0) FROM steps WHERE again"
_REFUNDED_BEYOND = """WITH bought AS (SELECT *, coalesce("order", 'row ' || row) AS refunded_order FROM steps)
SELECT count(*), min(line) FROM (SELECT min(line) AS line FROM bought
    SEMI JOIN (SELECT refunded_order FROM bought WHERE refund_written > 0) USING (refunded_order)
    GROUP BY refunded_order HAVING sum(refund_written) > sum(greatest(0, amount))
        AND max(refund_written) > sum(greatest(0, amount)))"""


def _more_came_back(of: str) -> str:
    """Whether more pieces, or more money, of a product came back than were sold: an aggregate over moves."""
    back, sold = (f"coalesce(sum(abs({of})) FILTER ({side}), 0)" for side in ("back", "NOT back"))
    return f"{back} > {sold}"


_MOVES = """SELECT *, coalesce(amount < 0 OR quantity < 0 OR cause = 'return', false) AS back
    FROM steps WHERE customer IS NOT NULL AND amount IS NOT NULL
        AND coalesce(cause NOT IN ('no-sale', 'order-row', 'other-side'), true)"""
_RETURNED = f"""WITH given_back AS (
    SELECT DISTINCT customer, item FROM ({_MOVES}) WHERE back
), of_product AS (
    SELECT count(*) FILTER (back) AS lines, sum(abs(amount)) FILTER (back) AS money,
        CASE WHEN bool_and(coalesce(quantity <> 0, false)) THEN {_more_came_back("quantity")}
            ELSE {_more_came_back("amount")} END AS beyond
    FROM ({_MOVES}) SEMI JOIN given_back USING (customer, item)
    GROUP BY customer, item)
SELECT coalesce(sum(lines), 0)::BIGINT, coalesce(sum(money), 0), coalesce(sum(money) FILTER (beyond), 0)
FROM of_product"""
_GUESTS = """SELECT month, coalesce(sum(amount), 0) FROM causes
WHERE time = 'in' AND cause = 'guest' GROUP BY month ORDER BY month"""
_LEFT_OUT = """WITH unsold AS (
    SELECT customer, bool_or(cause IN ('return', 'cancelled') AND time <> 'later') AS back,
        bool_and(time = 'later') AS later
    FROM steps WHERE customer IS NOT NULL AND cause IS DISTINCT FROM 'excluded'
        AND (cause IS NOT NULL OR time = 'later') GROUP BY customer
)
SELECT CASE WHEN back THEN 'returned' WHEN later THEN 'later' ELSE 'uncounted' END, count(*)
FROM unsold ANTI JOIN (
    SELECT customer FROM steps SEMI JOIN unsold USING (customer) WHERE cause IS NULL AND time <> 'later'
) USING (customer)
GROUP BY 1 ORDER BY 1"""
