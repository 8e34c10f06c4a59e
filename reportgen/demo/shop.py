"""The demo shop as `catalogue.toml` describes it."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Self

Days = tuple[dt.date, dt.date]
Range = tuple[int, int]


@dataclass(frozen=True)
class DemoProduct:
    """One article at its list price."""

    code: str
    name: str
    pence: int


@dataclass(frozen=True)
class Behaviour:
    """How one kind of buyer buys."""

    customers: int
    first: Days
    gap: Range
    orders: Range
    until: Days
    lines: Range
    quantity: Range
    families: dict[str, int]
    trade: bool

    @classmethod
    def of(cls, table: dict[str, Any]) -> Self:
        """From one `[[buyers]]` table."""
        return cls(
            customers=table["customers"],
            first=tuple(table["first"]),
            gap=tuple(table["gap"]),
            orders=tuple(table["orders"]),
            until=tuple(table["until"]),
            lines=tuple(table["lines"]),
            quantity=tuple(table["quantity"]),
            families=table["families"],
            trade="trade" in table["families"],
        )


@dataclass(frozen=True)
class PriceRules:
    """How list price and postage change with date, buyer and country."""

    dearer_from: dt.date
    dearer_percent: int
    trade_percent: int
    postage: dict[str, int]
    postage_free_from: dict[str, int]
    home: str

    def price(self, product: DemoProduct, day: dt.date, *, trade: bool) -> int:
        """Pence for one piece; rounded to full ten pence after the rise."""
        pence = product.pence
        if day >= self.dearer_from:
            pence = (pence * self.dearer_percent // 1000) * 10
        return pence * self.trade_percent // 100 if trade else pence

    def postage_for(self, goods: int, country: str) -> int:
        """Pence for sending goods of that worth; 0 above the free limit."""
        zone = "home" if country == self.home else "abroad"
        return 0 if goods >= self.postage_free_from[zone] else self.postage[zone]


@dataclass(frozen=True)
class Shop:
    """Everything that the generator knows."""

    start: dt.date
    end: dt.date
    closed: frozenset[dt.date]
    weekdays: tuple[int, ...]
    """Weight of Monday to Sunday; 0 is closed."""
    pace: tuple[int, ...]
    """Percent by which gaps between orders stretch, January to December."""
    guest_orders: int
    countries: dict[str, int]
    families: dict[str, tuple[DemoProduct, ...]]
    buyers: tuple[Behaviour, ...]
    prices: PriceRules

    def busy(self, day: dt.date) -> int:
        """Weight of a day; 0 when the shop takes no orders."""
        is_open = self.start <= day <= self.end and day not in self.closed
        return self.weekdays[day.weekday()] if is_open else 0


def load_shop() -> Shop:
    """The shop that ships with the package."""
    table = tomllib.loads(files(__package__).joinpath("catalogue.toml").read_text(encoding="utf-8"))
    return Shop(
        start=table["start"],
        end=table["end"],
        closed=frozenset(table["closed"]),
        weekdays=tuple(table["weekdays"]),
        pace=tuple(table["pace"]),
        guest_orders=table["guest_orders"],
        countries=table["countries"],
        families={name: tuple(DemoProduct(*row) for row in rows) for name, rows in table["families"].items()},
        buyers=tuple(Behaviour.of(buyers) for buyers in table["buyers"]),
        prices=_price_rules(table),
    )


def _price_rules(table: dict[str, Any]) -> PriceRules:
    return PriceRules(
        dearer_from=table["dearer_from"],
        dearer_percent=table["dearer_percent"],
        trade_percent=table["trade_percent"],
        postage=table["postage"],
        postage_free_from=table["postage_free_from"],
        home=table["home"],
    )
