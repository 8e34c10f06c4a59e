"""Readings of a whole file: what a row is, whose, of which day, with which money; the best, and the next.

Points are powers of two: one point more is twice as likely. What the structure of the file says counts
first; a header breaks ties, and one that names the customer outright settles whose a row is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.phrases import phrase
from reportgen.columns.assigned_roles import Grain
from reportgen.columns.role_guesses import SURE, id_strength
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.columns.candidates import Candidates
    from reportgen.columns.profile import ColumnFacts
    from reportgen.columns.role_guesses import RoleGuess

NEAR = 1.0
"""Points between two readings below which neither is sure: less than twice as likely."""
SAID = 4 * NEAR
"""Points of a header that says outright whose a row is; a reading so far behind is not worth a word."""
_FACTORS = (Role.QUANTITY, Role.UNIT_PRICE)
_OF_MONEY = frozenset({"amount", "unit_price", "subtotal"})


@dataclass(frozen=True)
class Buyer:
    """A column that could name who comes again."""

    facts: ColumnFacts
    guess: RoleGuess
    points: float
    """How much speaks for it among the others, and by its header."""
    said: bool
    """Whether its header, the form of its values or texts that are its own tell a person."""


@dataclass(frozen=True)
class FileReading:
    """One way to read a file."""

    grain: Grain
    customer: ColumnFacts | None
    points: float
    date: ColumnFacts | None = None
    money: Mapping[str, RoleGuess] = field(default_factory=dict)
    """Guesses for columns of money, by engine name."""

    @property
    def label(self) -> str:
        """The header of the column of the customer; empty where there is none."""
        return "" if self.customer is None else self.customer.label

    @property
    def in_words(self) -> str:
        """What a row would be, in words."""
        if self.customer is None:
            nobody = phrase("each row as a sale of which no column names the customer")
            return phrase("each row as a customer of its own") if self.grain is Grain.CUSTOMER else nobody
        words = {
            Grain.CUSTOMER: phrase("each row as a customer, called by {label!r}"),
            Grain.VISIT: phrase("each row as a visit of one of {distinct:,} customers under {label!r}"),
        }
        sale = phrase("each row as a purchase of one of {distinct:,} customers under {label!r}")
        return phrase(words.get(self.grain, sale), label=self.customer.label, distinct=self.customer.distinct)

    def differs(self, other: FileReading) -> bool:
        """Whether it takes rows for something else, or gives them to others."""
        return (self.grain, self.label) != (other.grain, other.label)


class Event(NamedTuple):
    """What tells that rows are events: sales or visits."""

    order: ColumnFacts | None
    """The column that numbers orders."""
    date: ColumnFacts | None
    """The day of a row."""
    money: Mapping[str, RoleGuess]
    """Guesses for columns of money, by engine name."""
    taxed: bool = False
    """Whether money is made up of an amount and a tax on it."""
    in_order: bool = False
    """Whether rows follow each other in time, as sales are written down; those of persons do not."""

    timed: bool = False
    """Whether rows have a time of day and no e-mail address of their own: they are no persons."""
    described: bool = False
    """Whether rows describe a person each, nobody twice: they are no events."""
    aged: bool = False
    """Whether ages or births stand there that hang on nobody who comes again."""
    lasts: bool = False
    """Whether another date follows the day of a row within a month: a stay, a delivery, a day to pay."""
    late: bool = False
    """Whether another date follows that of a row, seldom within a month, as a last visit does the first."""

    def points(self, candidates: Candidates) -> float:
        """How much speaks for events: a number of orders, a day, an amount."""
        numbered = self.order is not None and 2 * self.order.distinct > self.order.filled
        dated = self.date is not None and self.date.header == "date"
        paid = [facts for facts in candidates.columns if facts.column in self.money]
        cents = any(facts.header in _OF_MONEY or in_cents(facts) for facts in paid)
        counts = [guess.confidence for guess in self.money.values() if guess.role is Role.QUANTITY]
        said = len(self.money) > 1 and counts[:1] >= [SURE]
        multiplied = bool(counts) and (said or len(self.money) > len(_FACTORS))
        grows = bool(counts) and len(self.money) > 1 and self.date is not None and not multiplied
        told = 2 * numbered + dated + multiplied + grows / 2 + (cents or bool(paid) / 2)
        return NEAR * (told + self.lasts + self.timed + self.in_order)


def readings(candidates: Candidates, buyers: Sequence[Buyer], event: Event) -> list[FileReading]:
    """All readings of a file, the best first.

    Args:
        candidates: its columns, and what the user fixed.
        buyers: columns that could name who comes again, with the points of each.
        event: what tells that rows are events.
    """
    date, money, points = event.date, event.money, event.points(candidates)
    grain = Grain.VISIT if date is not None and not money else Grain.ORDER
    absent = NEAR * ((date is None) + (date is None and not money))
    found = []
    for buyer in buyers:  # Less speaks for a visit than for a sale, where no header does.
        unsaid = NEAR * (grain is Grain.VISIT and not buyer.said)
        found.append(FileReading(grain, buyer.facts, points + buyer.points - absent - unsaid, date, money))
    person = candidates.best(Role.CUSTOMER, partial(_names, event))
    told = (event.described or event.aged) + (event.late and not buyers)
    of_persons = _of_persons(person, taxed=event.taxed) + NEAR * (told - (person is None and bool(buyers)))
    found.append(FileReading(Grain.CUSTOMER, person, of_persons))
    if not event.described and (money or event.order is not None):
        nobody = NEAR * (2 + (date is not None))
        found.append(FileReading(Grain.ORDER, None, points - nobody, date, money))
    return sorted(found, key=lambda each: (-each.points, each.grain, each.label))


def _names(event: Event, facts: ColumnFacts) -> float:
    """How well a column names the rows of a file, if they are customers."""
    return 0 if facts.repeats else id_strength(facts, described=event.described)


def in_cents(facts: ColumnFacts) -> bool:
    """Whether its numbers are written as money is."""
    return bool(facts.currencies) or facts.shares["cents"] >= ENOUGH


def _of_persons(person: ColumnFacts | None, *, taxed: bool) -> float:
    """How much speaks for rows that are customers: a column that differs on each, and its header.

    A number of what is taxed is that of a document, unless its header says the customer.
    """
    if person is None:
        return -NEAR
    if taxed and person.header != "customer":
        return 0
    if person.header in {"customer", "account"} or (person.header == "id" and person.header_cover == 1):
        return SAID * id_strength(person) - NEAR * (person.header == "id")
    return NEAR * (max(person.shares["email"], person.shares["iban"]) >= ENOUGH)


def share_points(share: float, best: float) -> float:
    """Points of one of several columns whose values have more or fewer days each."""
    return log2(share / best)


def is_sure(found: Sequence[FileReading]) -> bool:
    """Whether the best reading is more than just as good as the next that differs."""
    rival = next((each for each in found if each.differs(found[0])), None)
    return rival is None or found[0].points - rival.points >= NEAR
