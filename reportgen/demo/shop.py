"""Reads the demo shop from `catalogue.toml`: products, prices, opening days, kinds of buyers."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any, TypeVar

Days = tuple[dt.date, dt.date]
Range = tuple[int, int]
T = TypeVar("T", "Behaviour", "PriceRules", "Shop")


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

    @property
    def trade(self) -> bool:
        """Whether they buy for resale, at trade prices."""
        return "trade" in self.families


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
    """The shop as a whole."""

    start: dt.date
    end: dt.date
    closed: tuple[dt.date, ...]
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
    families = {name: tuple(DemoProduct(*row) for row in rows) for name, rows in table["families"].items()}
    buyers = tuple(_filled(Behaviour, entry) for entry in table["buyers"])
    return _filled(
        Shop, table | {"families": families, "buyers": buyers, "prices": _filled(PriceRules, table)}
    )


def _filled(kind: type[T], table: dict[str, Any]) -> T:
    """A value whose fields are the entries of the same name; lists become tuples."""
    named = ((field.name, table[field.name]) for field in fields(kind))
    entries: dict[str, Any] = {
        name: tuple(entry) if isinstance(entry, list) else entry for name, entry in named
    }
    return kind(**entries)
