"""Counts of customers and sums of their worth as facts; what would tell of too few people is withheld."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.prose.facts import Fact, Unit, part_of, people, signed
from reportgen.shared.numbers import money_fact
from reportgen.topics.movement.facts import (
    CountFigures,
    MovedFigures,
    NormalRange,
    WorthChange,
    WorthMoved,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from reportgen.base.formatting import Formatter
    from reportgen.changes.control_limits import ControlLimits
    from reportgen.record.flows import Flow


def customers_of(flows: Iterable[Flow]) -> int:
    """How many customers went some ways together."""
    return sum(flow.customers for flow in flows)


@dataclass(frozen=True)
class FactMaker:
    """Turns counts and sums of customers into facts; withholds what would tell of too few of them."""

    min_cell: int
    has_value: bool
    fmt: Formatter

    def people(self, key: str, customers: int) -> Fact:
        """Customers; too few of them are shown as just that."""
        return people(key, customers, self.min_cell, self.fmt)

    def part_of(self, key: str, customers: int, whole: int) -> Fact:
        """Some of those who are told beside it."""
        return part_of(key, customers, whole, self.min_cell, self.fmt)

    def change(self, key: str, customers: int) -> Fact:
        """More customers or fewer, with a sign."""
        return Fact.of(key, customers, Unit.CUSTOMERS, signed(self.fmt.count(customers)))

    def count(self, key: str, customers: int, limits: ControlLimits | None) -> CountFigures:
        """Customers beside their normal range."""
        normal = None if limits is None else self._normal(key, customers, limits)
        return CountFigures(self.people(f"{key}.customers", customers), normal)

    def _normal(self, key: str, customers: int, limits: ControlLimits) -> NormalRange:
        def fact(name: str, figure: float) -> Fact:
            return Fact.of(f"{key}.{name}", figure, Unit.CUSTOMERS, self.fmt.count(figure))

        expected = fact("usual", limits.expected)
        apart = abs(customers - expected.shown)
        return NormalRange(
            expected=expected,
            low=fact("low", limits.low),
            high=fact("high", limits.high),
            gap=Fact.of(
                f"{key}.gap", abs(customers - limits.expected), Unit.CUSTOMERS, self.fmt.count(apart)
            ),
            is_signal=limits.is_signal,
        )

    def moved(self, key: str, flows: Sequence[Flow], limits: ControlLimits | None = None) -> MovedFigures:
        """Customers who went some ways, and what they are worth where they are enough to be shown."""
        customers = customers_of(flows)
        worth = None
        if self.has_value and (customers == 0 or customers >= self.min_cell):
            worth = WorthMoved(
                money_fact(f"{key}.before", sum(flow.before for flow in flows), self.fmt),
                money_fact(f"{key}.now", sum(flow.now for flow in flows), self.fmt),
            )
        return MovedFigures(self.count(key, customers, limits), worth)

    def spent(self, key: str, moves: pd.DataFrame) -> Fact | None:
        """What some customers spent in the window; None without value, or where they are too few."""
        if not self.has_value or len(moves) < self.min_cell:
            return None
        return money_fact(key, float(moves["now"].sum()), self.fmt)

    def worth_change(self, key: str, before: Iterable[Flow], now: Iterable[Flow]) -> WorthChange | None:
        """What customers were worth, and how that changed; None without value."""
        if not self.has_value:
            return None
        was = sum(flow.before for flow in before)
        change = sum(flow.now for flow in now) - was
        return WorthChange(
            money_fact(f"{key}.value_was", was, self.fmt),
            Fact.of(f"{key}.value_change", change, Unit.MONEY, signed(self.fmt.money(change))),
        )
