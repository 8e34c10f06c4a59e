"""Two years of an invented shop in which three things change in known months, to test monthly reports.

In May a group of regulars stops ordering; in August a campaign reactivates lapsed customers; in October many
new customers with large orders arrive. In all other months everybody orders as before.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.demo.draw import Draw

HEADER = ("order_number", "order_date", "customer_id", "amount", "marketing_consent")
START, END = dt.date(2025, 1, 1), dt.date(2026, 12, 31)
LAPSE, REACTIVATE, ARRIVE = dt.date(2026, 5, 1), dt.date(2026, 8, 1), dt.date(2026, 10, 1)
"""First days of the months in which regulars stop, lapsed customers are reactivated, and newcomers arrive."""
MONTH = 30
_CONSENT = 85
_FIRST_CUSTOMER = 3101
_FIRST_ORDER = 50001


@dataclass(frozen=True)
class OrderPattern:
    """How one kind of customer orders: days between orders, and pounds an order."""

    kind: str
    customers: int
    gap: tuple[int, int]
    spend: tuple[int, int]
    first: tuple[dt.date, dt.date] = (START, START + dt.timedelta(60))
    last: dt.date = END
    most: int = 999
    """Orders at the most."""


PATTERNS = (
    OrderPattern("regular", 320, (14, 24), (30, 60)),
    OrderPattern("steady", 520, (40, 60), (25, 55)),
    OrderPattern("occasional", 300, (85, 125), (20, 50)),
    OrderPattern("one-off", 960, (1, 1), (10, 40), (START, END), most=1),
    OrderPattern("slipping", 140, (14, 24), (30, 60), last=LAPSE - dt.timedelta(1)),
    OrderPattern(
        "reactivated", 180, (25, 45), (25, 55), (START, START + dt.timedelta(90)), dt.date(2025, 10, 31)
    ),
    OrderPattern("newcomer", 240, (12, 20), (90, 160), (ARRIVE, ARRIVE + dt.timedelta(20))),
)


@dataclass(frozen=True)
class DemoOrder:
    """One order of one customer."""

    day: dt.date
    customer: int
    pounds: int


@dataclass(frozen=True)
class Changes:
    """The shop's orders by date, and the pattern of each customer."""

    rows: tuple[tuple[str, ...], ...]
    kinds: dict[str, str]
    """Customer id -> kind of pattern."""


def changing_shop(
    draw: Draw, planted: frozenset[str] = frozenset({"slipping", "reactivated", "newcomer"})
) -> Changes:
    """Every order of the shop; of the kinds that change, only those that are asked for."""
    patterns = [pattern for pattern in PATTERNS if pattern.kind in planted or pattern in PATTERNS[:4]]
    people = [pattern for pattern in patterns for _ in range(pattern.customers)]
    orders = [order for number, pattern in enumerate(people) for order in _orders(draw, number, pattern)]
    orders.sort(key=lambda order: (order.day, order.customer))
    ids = [str(_FIRST_CUSTOMER + 7 * number) for number in range(len(people))]
    consent = ["yes" if draw.chance(_CONSENT) else "no" for _ in people]
    rows = tuple(
        (
            f"N{number}",
            order.day.isoformat(),
            ids[order.customer],
            f"{order.pounds}.{draw.between(0, 99):02d}",
            consent[order.customer],
        )
        for number, order in enumerate(orders, _FIRST_ORDER)
    )
    return Changes(rows, dict(zip(ids, (pattern.kind for pattern in people), strict=True)))


def _orders(draw: Draw, number: int, pattern: OrderPattern) -> Iterator[DemoOrder]:
    for day in (*_days(draw, pattern), *(_reactivated_days(draw) if pattern.kind == "reactivated" else ())):
        yield DemoOrder(day, number, draw.between(*pattern.spend))


def _days(draw: Draw, pattern: OrderPattern) -> Iterator[dt.date]:
    """One gap after the other, from a first day until the last."""
    begin, end = pattern.first
    day = begin + dt.timedelta(draw.between(0, (end - begin).days))
    for _ in range(pattern.most):
        if day > pattern.last:
            return
        yield day
        day += dt.timedelta(draw.between(*pattern.gap))


def _reactivated_days(draw: Draw) -> Iterator[dt.date]:
    """The campaign's order, and what follows from it."""
    day = REACTIVATE + dt.timedelta(draw.between(2, 27))
    while day <= END:
        yield day
        day += dt.timedelta(draw.between(25, 45))
