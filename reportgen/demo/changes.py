"""Two years of a made-up shop in which three things change in known months, to try a series of reports on.

In May a group of regulars stops ordering; in August a campaign wakes customers who had stopped; in
October many new customers with large orders arrive. In all other months everybody keeps their habits.
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
SLIP, WAKE, ARRIVE = dt.date(2026, 5, 1), dt.date(2026, 8, 1), dt.date(2026, 10, 1)
"""First days of the months in which regulars stop, dormant customers wake, and newcomers arrive."""
MONTH = 30
_CONSENT = 85
_FIRST_CUSTOMER = 3101
_FIRST_ORDER = 50001


@dataclass(frozen=True)
class Habit:
    """How one kind of customer orders: days between orders, and pounds an order."""

    kind: str
    customers: int
    gap: tuple[int, int]
    spend: tuple[int, int]
    first: tuple[dt.date, dt.date] = (START, START + dt.timedelta(60))
    last: dt.date = END
    most: int = 999
    """Orders at the most."""


HABITS = (
    Habit("regular", 320, (14, 24), (30, 60)),
    Habit("steady", 520, (40, 60), (25, 55)),
    Habit("occasional", 300, (85, 125), (20, 50)),
    Habit("one-off", 960, (1, 1), (10, 40), (START, END), most=1),
    Habit("slipping", 140, (14, 24), (30, 60), last=SLIP - dt.timedelta(1)),
    Habit("woken", 180, (25, 45), (25, 55), (START, START + dt.timedelta(90)), dt.date(2025, 10, 31)),
    Habit("newcomer", 240, (12, 20), (90, 160), (ARRIVE, ARRIVE + dt.timedelta(20))),
)


@dataclass(frozen=True)
class DemoOrder:
    """One order of one customer."""

    day: dt.date
    customer: int
    pounds: int


@dataclass(frozen=True)
class Changes:
    """The shop's orders by date, and what each customer was planted as."""

    rows: tuple[tuple[str, ...], ...]
    kinds: dict[str, str]
    """Customer id -> kind of habit."""


def changing_shop(
    draw: Draw, planted: frozenset[str] = frozenset({"slipping", "woken", "newcomer"})
) -> Changes:
    """Every order of the shop; of the kinds that change, only those that are asked for."""
    habits = [habit for habit in HABITS if habit.kind in planted or habit in HABITS[:4]]
    people = [habit for habit in habits for _ in range(habit.customers)]
    orders = [order for number, habit in enumerate(people) for order in _orders(draw, number, habit)]
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
    return Changes(rows, dict(zip(ids, (habit.kind for habit in people), strict=True)))


def _orders(draw: Draw, number: int, habit: Habit) -> Iterator[DemoOrder]:
    for day in (*_days(draw, habit), *(_woken_days(draw) if habit.kind == "woken" else ())):
        yield DemoOrder(day, number, draw.between(*habit.spend))


def _days(draw: Draw, habit: Habit) -> Iterator[dt.date]:
    """One gap after the other, from a first day until the last."""
    begin, end = habit.first
    day = begin + dt.timedelta(draw.between(0, (end - begin).days))
    for _ in range(habit.most):
        if day > habit.last:
            return
        yield day
        day += dt.timedelta(draw.between(*habit.gap))


def _woken_days(draw: Draw) -> Iterator[dt.date]:
    """The campaign's order, and what follows from it."""
    day = WAKE + dt.timedelta(draw.between(2, 27))
    while day <= END:
        yield day
        day += dt.timedelta(draw.between(25, 45))
