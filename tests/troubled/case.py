"""A troubled file made here, and what must come out of it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from enum import StrEnum
from random import Random

Row = tuple[str, ...]
Table = tuple[Row, ...]
"""The header, then the rows."""


class Must(StrEnum):
    """What reading has to do."""

    LOAD = "load"
    """Give exactly the table."""
    FLAG = "flag"
    """Name the line; every other row is as it was."""
    SAY = "say"
    """Give exactly the table, or say something that can be held against it."""
    REFUSE = "refuse"


@dataclass(frozen=True)
class Case:
    """One file."""

    group: str
    name: str
    content: bytes
    must: Must
    table: Table = ()
    line: int | None = None
    """Physical line of the fault."""
    spoilt: int | None = None
    """Row of the table, from 1, that may be absent, repaired or as it stands."""


def written(table: Table, delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL, end: str = "\n") -> str:
    """A table as standard CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(table)
    return text.getvalue()


def lines_of(table: Table) -> list[str]:
    """Every row as a line of standard CSV, without its end."""
    return [written((row,)).removesuffix("\n") for row in table]


def joined(lines: list[str], end: str = "\n") -> bytes:
    return "".join(line + end for line in lines).encode()


_GOODS = (
    ("Trail Jacket", "Light, warm and dry: made for wind, rain and the long way home."),
    ("Men's Boots, Tall", "Whole-grain leather, sewn by hand. They don't need to be broken in."),
    ('Round Table, 48"', "Teak, oiled twice; seats four."),
    ("Kids' Cap", 'Fits heads up to 21" wide, and stays on.'),
    ("Tent Pegs", "Ten of them."),
    ("Camp Light, Two-Pack", "Burns for 40 hours, folds flat, weighs next to nothing."),
    ("Field Watch", "Keeps time at 30 m below the sea."),
    ("Wool Socks", "Merino, nylon and a little elastane."),
)


def shop(rows: int = 60, seed: int = 1) -> Table:
    """Order lines of a shop: dates, codes, prices, words, long quoted texts, links, an empty column."""
    random = Random(seed)
    header = ("Day", "Clock", "Units", "Article", "Price", "Name", "About", "Link", "Remarks")
    made = [header]
    for number in range(rows):
        name, about = random.choice(_GOODS)
        code = f"{random.choice('ABCHKR')}{random.choice('NLTY')}-{random.randrange(1000, 9999)}"
        made.append(
            (
                f"{random.randint(1, 28):02}/{random.randint(1, 12):02}/2025",
                f"{random.randrange(24):02}:{random.choice(('00', '15', '30', '45'))}",
                str(random.randrange(30)),
                code,
                f"${random.uniform(1, 99):.2f}",
                name,
                about,
                f"https://shop.example/{code.lower()}",
                "" if number % 17 else "gift",
            )
        )
    return tuple(made)


def customers(rows: int = 40, seed: int = 2) -> Table:
    """A table of customers: ids with leading zeros, words, whole numbers, money."""
    random = Random(seed)
    first, cities = ("Ann", "Bob", "Cem", "Dee", "Eva", "Finn"), ("Leeds", "New York", "Oslo", "Ulm", "Nice")
    header = ("CustomerID", "Name", "City", "Age", "Orders", "Spend")
    return (
        header,
        *(
            (
                f"{number:05}",
                f"{random.choice(first)} {random.choice('KLMN')}.",
                random.choice(cities),
                str(random.randint(18, 80)),
                str(random.randint(1, 40)),
                f"{random.uniform(5, 900):.2f}",
            )
            for number in range(1, rows + 1)
        ),
    )


def words(rows: int = 30, seed: int = 3) -> Table:
    """A table without a single number."""
    random = Random(seed)
    colours, sizes, places = ("red", "green", "blue"), ("small", "large"), ("north", "south", "east")
    names = ("Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak", "Pine", "Rowan", "Yew")
    return (
        ("tree", "leaf", "size", "place"),
        *(
            (random.choice(names), random.choice(colours), random.choice(sizes), random.choice(places))
            for _ in range(rows)
        ),
    )
