"""A number that may reach a reader: key, value, unit, and the text it is printed as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from reportgen.base.formatting import Shown
from reportgen.base.phrases import phrase, translated

if TYPE_CHECKING:
    from reportgen.base.formatting import Formatter


class Unit(StrEnum):
    """What a fact counts or measures."""

    CUSTOMERS = "customers"
    ROWS = "rows"
    SHARE = "share"
    MONEY = "money"
    DAYS = "days"
    MONTHS = "months"
    COUNT = "count"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True)
class Fact:
    """One number with its key, as computed (`value`), as a reader sees it (`shown`, `text`).

    Guards compare `shown`, so that no sentence contradicts the figures beside it.
    """

    key: str
    value: float | int | str
    unit: Unit
    shown: float
    text: str

    @classmethod
    def of(cls, key: str, value: float, unit: Unit, shown: Shown) -> Fact:
        """A fact from a value and its rounded form; floats keep nine significant figures."""
        exact = value if isinstance(value, int) else float(f"{value:.9g}")
        return cls(key, exact, unit, shown.value, shown.text)


class Facts(Mapping[str, Fact]):
    """All facts of one report by key; never changed once made."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        listed = tuple(facts)
        self._by_key = MappingProxyType({fact.key: fact for fact in listed})
        if len(self._by_key) != len(listed):
            doubled = sorted({f.key for f in listed if sum(f.key == g.key for g in listed) > 1})
            raise ValueError(f"one key, two facts: {', '.join(doubled)}")

    def __getitem__(self, key: str) -> Fact:
        return self._by_key[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def under(self, prefix: str) -> tuple[Fact, ...]:
        """Facts whose key starts with a prefix, in the order they were stated."""
        return tuple(fact for key, fact in self._by_key.items() if key.startswith(prefix))


def facts_in(value: object) -> Iterator[Fact]:
    """Every fact in a value, however deep: in fields of dataclasses, in sequences, in values of mappings."""
    match value:
        case Fact():
            yield value
        case str():
            return
        case Mapping():
            yield from chain.from_iterable(map(facts_in, value.values()))
        case Sequence():
            yield from chain.from_iterable(map(facts_in, value))
        case _ if is_dataclass(value) and not isinstance(value, type):
            yield from chain.from_iterable(facts_in(getattr(value, part.name)) for part in fields(value))


def people(key: str, number: int, smallest: int, fmt: Formatter) -> Fact:
    """A count of customers; fewer than the smallest cell that may be shown is told as just that."""
    if 0 < number < smallest:
        return Fact(
            key, f"<{smallest}", Unit.CUSTOMERS, 0.0, translated(phrase("fewer than {n}", n=smallest))
        )
    return Fact.of(key, number, Unit.CUSTOMERS, fmt.count(number))


def part_of(key: str, number: int, whole: int, smallest: int, fmt: Formatter) -> Fact:
    """How many of customers who are told beside it; a word where the others would be too few to be told."""
    if 0 < whole - number < smallest:
        few = translated(phrase("all but a few"))
        return Fact(key, f">{whole - smallest}", Unit.CUSTOMERS, float(whole), few)
    return people(key, number, smallest, fmt)


def signed(shown: Shown) -> Shown:
    """A change with its sign; none on zero."""
    return Shown(shown.value, f"+{shown.text}") if shown.value > 0 else shown
