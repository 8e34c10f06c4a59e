"""Months of shops that are unlike the demo: irregular gaps, seasons, growth; is what was planted told?

    python -m benchmarks.other_shops [NAME ...]

`subscription`: 900 customers; 40 stop in May, 50 who had stopped come back in August. `grocery`: 4,200 who
buy each week, the shop grows by 3% a month; prices rise by 15% in April, 250 stop in June, from August to
November 300 order ever less. `gifts`: 16,700, most of whom buy once, and Christmas is three and a half times
a month; 400 stop in April, 400 big spenders arrive in July, 300 come back in September. Each is built month
by month with its changes and without. Printed are, a month, the share of customers with a steady habit who
keep their segment, whether the migration closes, and the headline with what else was news.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.months import closes
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format
from reportgen.options.history import months_between
from reportgen.pipeline import build_series
from reportgen.report.facts import compute_facts
from reportgen.report.findings import rank_findings
from reportgen.topics.movement.facts import MovementFacts
from reportgen.topics.movement.findings import month_changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.build_result import BuildResult

START, END = dt.date(2024, 11, 1), dt.date(2026, 12, 31)
DAYS = (END - START).days + 1
MONTHS = months_between("2025-12..2026-12")
STEADY = frozenset({"steady"})
Range = tuple[float, float]


def day(year: int, month: int, number: int = 1) -> int:
    """Days since the first one."""
    return (dt.date(year, month, number) - START).days


@dataclass(frozen=True)
class Habit:
    """How customers of one kind order: mean days between orders, how regular, pounds an order."""

    kind: str
    gap: Range
    regular: float
    """Shape of a gamma distribution: 1 is pure chance, 60 a subscription."""
    spend: Range
    begin: tuple[int, int] = (0, 60)
    leave: float = 0.0
    """Share that stops each month."""
    end: int = DAYS
    most: int = 10**6
    slower: tuple[tuple[int, float], ...] = ()
    """From a day on, how many times as long the gaps are."""


@dataclass
class Shop:
    """Orders of made-up customers."""

    rng: np.random.Generator
    season: Mapping[int, float] = field(default_factory=dict)
    orders: list[tuple[int, str, float]] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Time runs faster in the season."""
        pace = [self.season.get((START + dt.timedelta(each)).month, 1.0) for each in range(DAYS)]
        self.passed = np.concatenate([[0.0], np.cumsum(pace)])

    def add(self, number: int, habit: Habit) -> None:
        """Customers of one kind."""
        for _ in range(number):
            customer = f"K{len(self.kinds) * 7 + 1000:06d}"
            self.kinds[customer] = habit.kind
            self.order(customer, habit)

    def order(self, customer: str, habit: Habit) -> None:
        """All orders of one customer."""
        begin = int(self.rng.integers(*habit.begin))
        stops = begin + self.rng.exponential(30.4 / habit.leave) if habit.leave else DAYS
        gap, spend = self.rng.uniform(*habit.gap), self.rng.uniform(*habit.spend)
        time = self.passed[begin] + self.rng.random() * min(gap, 20)
        for _ in range(habit.most):
            when = int(np.searchsorted(self.passed, time, side="right") - 1)
            if when > min(stops, habit.end) or when >= DAYS:
                return
            self.orders.append((when, customer, spend * float(np.exp(self.rng.normal(0, 0.3)))))
            slower = next((times for since, times in reversed(habit.slower) if when >= since), 1.0)
            time += gap * slower * self.rng.gamma(habit.regular, 1 / habit.regular)

    def newcomers(self, monthly: float, growth: float, habit: Habit) -> None:
        """New customers month by month."""
        for past in range(26):
            year, month = 2024 + (10 + past) // 12, (10 + past) % 12 + 1
            first = day(year, month)
            expected = monthly * (1 + growth) ** past * self.season.get(month, 1.0)
            kind = Habit(**{**vars(habit), "begin": (first, first + 28)})
            self.add(int(self.rng.poisson(expected)), kind)

    def wake(self, kind: str, number: int, habit: Habit) -> None:
        """Customers who had stopped order again."""
        for customer in [each for each, of in self.kinds.items() if of == kind][:number]:
            self.order(customer, habit)


def subscription(shop: Shop, *, changed: bool) -> None:
    """Coffee every two or four weeks."""
    shop.add(150, Habit("steady", (13, 15), 60, (18, 24)))
    shop.add(220, Habit("steady", (27, 29), 60, (22, 40)))
    shop.add(60, Habit("steady", (80, 95), 20, (30, 60)))
    shop.add(60, Habit("leaving", (20, 60), 8, (20, 40), leave=0.08))
    shop.newcomers(12, 0, Habit("new", (14, 60), 8, (18, 40), leave=0.06))
    shop.add(60, Habit("dormant", (25, 30), 30, (20, 40), end=day(2025, 12) - 1))
    shop.add(40, Habit("slipping", (13, 15), 60, (18, 24), end=day(2026, 5) - 1 if changed else DAYS))
    if changed:
        begin = (day(2026, 8, 2), day(2026, 8, 26))
        shop.wake("dormant", 50, Habit("", (25, 30), 30, (20, 40), begin))


def grocery(shop: Shop, *, changed: bool) -> None:
    """Food every week."""
    shop.add(500, Habit("steady", (6.5, 7.5), 12, (50, 90)))
    shop.add(600, Habit("steady", (12, 16), 8, (40, 80)))
    shop.add(400, Habit("steady", (26, 34), 8, (20, 50)))
    shop.add(300, Habit("by chance", (15, 60), 1, (20, 60)))
    shop.add(300, Habit("leaving", (7, 30), 3, (30, 70), leave=0.06))
    shop.newcomers(40, 0.03, Habit("new", (7, 40), 2, (20, 70), leave=0.10))
    shop.add(250, Habit("slipping", (6.5, 7.5), 12, (50, 90), end=day(2026, 6) - 1 if changed else DAYS))
    slower = tuple((day(2026, month), times) for month, times in ((8, 1.4), (9, 2.0), (10, 3.0), (11, 4.5)))
    shop.add(300, Habit("eroding", (6.5, 7.5), 12, (50, 90), slower=slower if changed else ()))
    if changed:
        dear = day(2026, 4)
        shop.orders = [(w, c, amount * (1.15 if w >= dear else 1)) for w, c, amount in shop.orders]


def gifts(shop: Shop, *, changed: bool) -> None:
    """Presents, once or now and then."""
    shop.newcomers(330, 0, Habit("once", (1, 1), 1, (15, 80), most=1))
    shop.newcomers(60, 0, Habit("few", (60, 200), 1, (20, 80), leave=0.05))
    shop.add(500, Habit("steady", (28, 40), 6, (25, 70)))
    shop.add(500, Habit("steady", (70, 110), 6, (30, 90)))
    shop.add(600, Habit("by chance", (50, 150), 1, (20, 80)))
    shop.add(400, Habit("dormant", (25, 60), 3, (25, 70), end=day(2025, 11) - 1))
    shop.add(400, Habit("slipping", (24, 34), 6, (25, 70), end=day(2026, 4) - 1 if changed else DAYS))
    if changed:
        begin = (day(2026, 9, 2), day(2026, 9, 26))
        shop.wake("dormant", 300, Habit("", (30, 60), 3, (25, 70), begin))
        arrival = (day(2026, 7, 2), day(2026, 7, 25))
        shop.add(400, Habit("arriving", (15, 25), 6, (120, 220), arrival))


SHOPS = {"subscription": subscription, "grocery": grocery, "gifts": gifts}
CHRISTMAS = {1: 0.6, 2: 0.8, 5: 1.4, 7: 0.7, 8: 0.7, 11: 2.2, 12: 3.5}


def made(name: str, seed: int, *, changed: bool) -> Shop:
    """A shop by name, with its changes or without."""
    shop = Shop(np.random.default_rng(seed), CHRISTMAS if name == "gifts" else {})
    SHOPS[name](shop, changed=changed)
    return shop


def told(result: BuildResult, kinds: Mapping[str, str]) -> str:
    """One month in one line."""
    periods = result.analysis.comparison
    if periods is None or periods.moves is None:
        return f"{result.month} {result.headline}"
    frame = periods.moves.frame
    both = frame[~frame["origin"].isin(("joined", "back")) & ~frame["target"].isin(("left", "removed"))]
    steady = both[[kinds[customer] in STEADY for customer in both.index]]
    kept = (steady["origin"] == steady["target"]).mean()
    computed = compute_facts(result.analysis)
    changes = month_changes(computed.need(MovementFacts), computed.shared)
    more = rank_findings(changes, ()).changes[1:]
    beside = "".join(f"; {finding.headline.plain}" for finding in more)
    return f"{result.month} {kept:.4f} {'' if closes(result) else 'DOES NOT CLOSE '}{result.headline}{beside}"


def main(names: list[str]) -> None:
    """Print one line a month."""
    for name in names:
        for changed in (True, False):
            shop = made(name, 7, changed=changed)
            print(
                f"{name}, {'changes planted' if changed else 'nothing planted'}: {len(shop.kinds)} customers"
            )
            with TemporaryDirectory() as folder:
                source = Path(folder) / "shop.csv"
                with source.open("w", newline="") as file:
                    rows = csv.writer(file)
                    rows.writerow(("order_id", "created_at", "customer", "total"))
                    for number, (when, customer, amount) in enumerate(sorted(shop.orders)):
                        date = (START + dt.timedelta(when)).isoformat()
                        rows.writerow((f"A{number}", date, customer, f"{max(amount, 1):.2f}"))
                options = BuildOptions((str(source),), out=Path(folder), formats=frozenset({Format.LISTS}))
                for result in build_series(options, MONTHS):
                    print(f"  {told(result, shop.kinds)}")


if __name__ == "__main__":
    main(sys.argv[1:] or list(SHOPS))
