"""Orders and customers whose table is sound and whose values are not, and what must be said of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from tests.troubled.case import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.troubled.case import Table

FIRST_DAY = dt.date(2025, 1, 1)


@dataclass(frozen=True)
class Fault:
    """One file, and what has to be among the codes of its issues."""

    group: str
    name: str
    table: Table
    said: tuple[str, ...]
    """Codes of which one must come up; none at all where the file is fine."""
    line: int | None = None

    @property
    def content(self) -> bytes:
        return written(self.table).encode()


def orders(rows: int = 120, seed: int = 11, day: Callable[[dt.date], str] = str) -> list[list[str]]:
    """Order lines over a year, in the order of their days."""
    random = Random(seed)
    made = [["OrderNo", "CustomerID", "OrderDate", "Quantity", "Amount"]]
    for number in range(rows):
        date = FIRST_DAY + dt.timedelta(days=number * 360 // rows)
        customer = f"{random.randint(1, 40):05}"
        made.append(
            [
                str(70001 + number),
                customer,
                day(date),
                str(random.randint(1, 9)),
                f"{random.uniform(5, 200):.2f}",
            ]
        )
    return made


def with_column(rows: list[list[str]], at: int, cell: Callable[[int, str], str]) -> Table:
    """The table with every cell of a column made anew from its row, counted from 0, and itself."""
    header, *body = rows
    made = [(*row[:at], cell(number, row[at]), *row[at + 1 :]) for number, row in enumerate(body)]
    return (tuple(header), *made)


def with_cell(rows: list[list[str]], line: int, at: int, cell: str) -> Table:
    return tuple(
        tuple(cell if (number, place) == (line, at) else old for place, old in enumerate(row))
        for number, row in enumerate(rows, 1)
    )


def _swapped(date: dt.date) -> str:
    """What comes back from Excel in a locale of the other order: day and month changed places, or text."""
    if date.day <= 12:
        return f"{date.day:02}/{date.month:02}/{date.year}"
    return f"{date.month:02}/{date.day:02}/{date.year}"


def faulty_dates() -> Iterator[Fault]:
    ways: dict[str, tuple[Callable[[dt.date], str], tuple[str, ...]]] = {
        "ISO": (str, ()),
        "day first": (lambda d: f"{d:%d/%m/%Y}", ()),
        "month first": (lambda d: f"{d:%m/%d/%Y}", ()),
        "dots": (lambda d: f"{d:%d.%m.%Y}", ()),
        "words": (lambda d: f"{d:%d %b %Y}", ()),
        "run together": (lambda d: f"{d:%Y%m%d}", ()),
        "only days up to 12": (lambda d: f"{d.replace(day=1 + d.day % 12):%d/%m/%Y}", ("ambiguous-date",)),
        "two-digit years": (lambda d: f"{d:%d/%m/%y}", ()),
        "two-digit years, month first": (lambda d: f"{d:%m/%d/%y}", ()),
        "two-digit years first": (lambda d: f"{d:%y/%m/%d}", ("short-year",)),
        "two-digit years of many": (
            lambda d: f"{d.replace(year=1960 + d.day):%d/%m/%y}",
            ("short-year",),
        ),
        "two formats": (lambda d: f"{d:%d/%m/%Y}" if d.month < 7 else str(d), ("mixed-dates",)),
        "two orders": (lambda d: f"{d:%d/%m/%Y}" if d.month < 7 else f"{d:%m/%d/%Y}", ("mixed-dates",)),
        "swapped by Excel": (_swapped, ("swapped-dates", "mixed-dates")),
        "swapped by Excel, others in ISO": (
            lambda d: f"{d.year}-{d.day:02}-{d.month:02}" if d.day <= 12 else f"{d:%d/%m/%Y}",
            ("swapped-dates", "mixed-dates"),
        ),
        "swapped by Excel, others with another mark": (
            lambda d: f"{d.day:02}/{d.month:02}/{d.year}" if d.day <= 12 else f"{d:%m-%d-%Y}",
            ("swapped-dates", "mixed-dates"),
        ),
        "swapped, others lost": (
            lambda d: f"{d.year}-{d.day:02}-{d.month:02}" if d.day <= 12 else "",
            ("swapped-dates", "mixed-dates"),
        ),
        "swapped without zeros": (
            lambda d: f"{d.day}/{d.month}/{d.year}" if d.day <= 12 else f"{d:%m/%d/%Y}",
            ("swapped-dates", "mixed-dates"),
        ),
        "epoch seconds": (
            lambda d: str(int(dt.datetime(d.year, d.month, d.day, tzinfo=dt.UTC).timestamp())),
            ("coded-date",),
        ),
        "epoch milliseconds": (
            lambda d: str(int(dt.datetime(d.year, d.month, d.day, tzinfo=dt.UTC).timestamp()) * 1000),
            ("coded-date",),
        ),
        "spreadsheet days": (lambda d: str((d - dt.date(1899, 12, 30)).days), ("coded-date",)),
        "some spreadsheet days": (
            lambda d: str((d - dt.date(1899, 12, 30)).days) if d.day <= 12 else f"{d:%d/%m/%Y}",
            ("mixed-dates", "swapped-dates", "coded-date"),
        ),
        "zones mixed": (
            lambda d: f"{d}T02:30:00+02:00" if d.day % 2 else f"{d} 02:30",
            ("mixed-zones",),
        ),
        "gap of the clock": (lambda d: f"{d} 02:30:00", ()),
        "UTC": (lambda d: f"{d}T23:30:00Z", ()),
        "month only": (lambda d: f"{d:%Y-%m}", ("coded-date",)),
    }
    for name, (day, said) in ways.items():
        yield Fault("dates", name, tuple(map(tuple, orders(day=day))), said)
        shuffled = orders(day=day)
        body = shuffled[1:]
        Random(4).shuffle(body)
        yield Fault("dates, rows in no order", name, tuple(map(tuple, (shuffled[0], *body))), said)
    single = (
        "2025-02-30",
        "2025-13-01",
        "1900-01-00",
        "1900-01-01",
        "1970-01-01",
        "2099-12-31",
        "9999-12-31",
    )
    single += ("20225-01-01", "0000-00-00", "yesterday", "0001-01-01", "2052-03-04")
    for cell in single:
        yield Fault("a single date", cell, with_cell(orders(), 50, 2, cell), ("any",), 50)


def faulty_numbers() -> Iterator[Fault]:
    def swiss(_: int, cell: str) -> str:
        return f"{float(cell) * 100:,.2f}".replace(",", "'")

    ways: dict[str, tuple[Callable[[int, str], str], tuple[str, ...]]] = {
        "plain": (lambda _, c: c, ()),
        "thousands by comma": (lambda _, c: f"{float(c) * 100:,.2f}", ("number-format",)),
        "thousands by point": (
            lambda _, c: f"{float(c) * 100:,.2f}".translate(str.maketrans(",.", ".,")),
            ("number-format",),
        ),
        "thousands by apostrophe": (swiss, ("number-format",)),
        "thousands by blank": (lambda _, c: f"{float(c) * 100:,.2f}".replace(",", " "), ("number-format",)),
        "thousands by no-break space": (
            lambda _, c: f"{float(c) * 100:,.2f}".replace(",", "\u00a0"),
            ("number-format",),
        ),
        "thousands by narrow space": (
            lambda _, c: f"{float(c) * 100:,.2f}".replace(",", "\u202f").replace(".", ","),
            ("number-format",),
        ),
        "decimal comma": (lambda _, c: c.replace(".", ","), ()),
        "three decimals or thousands": (lambda _, c: f"{float(c):.3f}", ("ambiguous-number",)),
        "comma thousands without decimals": (
            lambda _, c: f"{1000 + int(float(c)):,}",
            ("ambiguous-number", "number-format"),
        ),
        "minus behind": (lambda n, c: f"{c}-" if n % 5 == 0 else c, ()),
        "brackets": (lambda n, c: f"({c})" if n % 5 == 0 else c, ()),
        "a true minus": (lambda n, c: f"\u2212{c}" if n % 5 == 0 else c, ()),
        "pounds": (lambda _, c: f"£{c}", ("number-format",)),
        "euros behind": (lambda _, c: c.replace(".", ",") + " €", ("number-format",)),
        "two currencies": (lambda n, c: f"{'$' if n % 3 else '€'}{c}", ("mixed-currency",)),
        "codes of currencies": (lambda n, c: f"{'USD' if n % 3 else 'EUR'} {c}", ("mixed-currency",)),
        "two decimal signs": (lambda n, c: c if n % 3 else c.replace(".", ","), ("any",)),
        "words for nothing": (
            lambda n, c: ("N/A", "-", "null", "#N/A", "none")[n % 5] if n % 7 == 0 else c,
            ("any",),
        ),
    }
    for name, (cell, said) in ways.items():
        yield Fault("amounts", name, with_column(orders(), 4, cell), said)
    single = ("inf", "NaN", "1e308", "99999999999999999999", "ten", "#REF!", "#VALUE!", "########", "12-May")
    single += ("12.50 / 13.00", "=A1*2", "1O.50", "123456789012.00", "1.234.56")
    for cell in single:
        yield Fault("a single amount", cell, with_cell(orders(), 50, 4, cell), ("any",), 50)
    for cell in ("inf", "1000000000", "a dozen"):
        yield Fault("a single quantity", cell, with_cell(orders(), 50, 3, cell), ("any",), 50)


def faulty_ids() -> Iterator[Fault]:
    ways: dict[str, tuple[Callable[[int, str], str], tuple[str, ...]]] = {
        "leading zeros": (lambda _, c: c, ()),
        "some zeros lost": (lambda n, c: c.lstrip("0") if n % 2 else c, ("any",)),
        "18 digits": (lambda _, c: f"9007199254740{c}", ()),
        "rounded to 15 digits": (lambda _, c: f"9007199254740{c}"[:15] + "000", ("any",)),
        "scientific": (lambda n, _: f"{9.1 + n % 30 / 100:.2f}E+11", ("any",)),
        "some scientific": (
            lambda n, c: f"{9.1 + n % 30 / 100:.2f}E+11" if n % 4 == 0 else f"91{c}00000",
            ("any",),
        ),
        "12E5": (lambda _, c: f"{c[-2:]}E5", ()),
        "decimals of floats": (lambda _, c: f"{int(c)}.0", ()),
        "some decimals of floats": (lambda n, c: f"{int(c)}.0" if n % 2 else str(int(c)), ("any",)),
        "case": (lambda n, c: f"ab{c}" if n % 2 else f"AB{c}", ("any",)),
        "apostrophe first": (lambda _, c: f"'{c}", ()),
        "no-break space behind": (lambda n, c: c + ("\u00a0" if n % 2 else ""), ()),
        "zero-width space behind": (lambda n, c: c + ("\u200b" if n % 2 else ""), ("any",)),
        "accents composed and not": (lambda n, c: ("caf\u00e9" if n % 2 else "cafe\u0301") + c, ("any",)),
        "full-width digits": (
            lambda n, c: c.translate({ord("0") + d: 0xFF10 + d for d in range(10)}) if n % 2 else c,
            ("any",),
        ),
        "null words": (
            lambda n, c: ("Null", "None", "nan", "NA", "True")[n % 5] if n % 10 == 0 else c,
            ("guest-rows",),
        ),
    }
    for name, (cell, said) in ways.items():
        yield Fault("customer ids", name, with_column(orders(), 1, cell), said)


def faulty_files() -> Iterator[Fault]:
    """All of them."""
    yield from faulty_dates()
    yield from faulty_numbers()
    yield from faulty_ids()
