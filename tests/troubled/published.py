"""Tables as offices publish them: titles, units and notes around, totals within, cells left blank."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING

from tests.troubled.case import Case, Must, joined, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.troubled.case import Row, Table

TITLES = {
    "a title": ["Spending over 25,000 pounds"],
    "a title and a date": ["Staff in post", "As at 31 March 2024"],
    "a quoted title": ['"Deaths, births and marriages, by area"'],
    "a title of several cells": ["Table 4a,Persons on the register,2019 to 2023"],
    "a long head": [
        "Department of Rivers", "Annual return", "Table 12: boats, moorings and locks", "Year 2023/24",
        "Contact: rivers@example.org", "Telephone 020 7946 0000", "Released on 4 May 2024", "Crown copyright",
    ],
    "twenty lines": [f"Remark {number} on how the figures were gathered" for number in range(1, 21)],
    "names and values": ["Period:,Q1 2024", "Region:,North", "Run by:,J. Doe"],
    "numbers above": ["Report 17", "2024", "Page 1 of 3"],
}  # fmt: skip
NOTES = {
    "a source": ["Source: Office of Rivers"],
    "numbered notes": ["1. Includes boats on loan.", "2. Provisional, to be revised in May."],
    "starred notes": ["* provisional", "** not yet audited", "- nil or less than half the unit shown"],
    "a note with commas": ["Figures may not add up, because of rounding, to the totals shown"],
    "a heading and notes": ["Notes", "Figures are rounded to the nearest five.", "Contact the office."],
    "a date": ["Last updated: 4 May 2024"],
    "copyright": ["(c) Crown copyright 2024, all rights reserved"],
    "the end": ["END OF FILE"],
    "a count": ["40 rows"],
    "a link": ["https://rivers.example/boats"],
}  # fmt: skip


def areas(rows: int = 20, seed: int = 5) -> Table:
    """Counts by area and year."""
    random = Random(seed)
    names = ("Ashby", "Barton", "Corley", "Denton St. Mary", "Eastham", "Fenwick", "Gorton", "Holme", "Ivel")
    sides = ("North", "South", "East", "West")
    return (
        ("Code", "Area", *(str(year) for year in range(2015, 2021))),
        *(
            (
                f"E0{6000001 + row}",
                f"{names[row % len(names)]} {sides[row % 4]}",
                *(str(random.randrange(50, 3000)) for _ in range(6)),
            )
            for row in range(rows)
        ),
    )


def spending(rows: int = 25, seed: int = 6) -> Table:
    """Payments: words before numbers, money with a sign, thousands marks and brackets."""
    random = Random(seed)
    firms = ("Acme Ltd", "Brown, White & Co", "Civic Trust", "Dale Plant Hire", 'E. "Ted" Fox')
    made: list[Row] = [("Department", "Supplier", "Date", "Reference", "Amount", "Share")]
    for row in range(rows):
        amount = random.uniform(-900, 90_000)
        money = f"({-amount:,.2f})" if amount < 0 else f"£{amount:,.2f}"
        day = f"{random.randint(1, 28):02}/{random.randint(1, 12):02}/2023"
        share = f"{random.uniform(0, 100):.1f}%"
        made.append(
            ("Roads" if row % 3 else "Parks", random.choice(firms), day, f"{30000 + row}", money, share)
        )
    return tuple(made)


def posts(rows: int = 15, seed: int = 7) -> Table:
    """A register in which nearly all is text, some cells long, many empty."""
    random = Random(seed)
    duties = "Leads the team that looks after locks, weirs and towpaths; answers to the board."
    header = ("Post", "Name", "Grade", "Title", "Duties", "Unit", "Telephone", "Pay floor", "Pay ceiling")
    return (
        header,
        *(
            (
                f"P{row + 1}", random.choice(("N/D", "A. Reed", "Vacant")), f"G{random.randint(1, 9)}",
                random.choice(("Director", "Deputy Director", "Head of Unit")), duties if row % 3 else "N/A",
                random.choice(("North", "South", "")), "" if row % 2 else "020 7946 0000",
                str(random.randrange(40, 60) * 1000), str(random.randrange(60, 90) * 1000),
            )
            for row in range(rows)
        ),
    )  # fmt: skip


TABLES = {"areas": areas, "spending": spending, "posts": posts}


def published_files() -> Iterator[Case]:
    """All of them."""
    for name, table in TABLES.items():
        yield from _around(name, table())
        yield from _within(name, table())
        yield from _beside(name, table())
    yield from _headers()


def _padded(lines: list[str], width: int) -> list[str]:
    return [line + "," * (width - 1 - _commas(line)) for line in lines]


def _commas(line: str) -> int:
    return sum(part.count(",") for part in line.split('"')[::2])


def _around(name: str, table: Table) -> Iterator[Case]:
    """Titles above and notes below, with or without delimiters, blank lines or rows of delimiters between."""
    body, width = lines_of(table), len(table[0])
    for (title, head), padded, gap in product(TITLES.items(), (False, True), (0, 1, 2)):
        blank = ["," * (width - 1) if padded else ""] * gap
        lines = [*(_padded(head, width) if padded else head), *blank, *body]
        form = f"{'padded' if padded else 'bare'}, {gap} blank"
        yield Case("titles above", f"{name}: {title}, {form}", joined(lines), Must.FLAG, table, 1, 0)
    for (note, foot), padded, gap in product(NOTES.items(), (False, True), (0, 1, 2)):
        blank = ["," * (width - 1) if padded else ""] * gap
        lines = [*body, *blank, *(_padded(foot, width) if padded else foot)]
        form = f"{'padded' if padded else 'bare'}, {gap} blank"
        line = len(body) + gap + 1
        yield Case("notes below", f"{name}: {note}, {form}", joined(lines), Must.FLAG, table, line, 0)
    for (title, head), (note, foot) in product(TITLES.items(), NOTES.items()):
        lines = [*_padded(head, width), "," * (width - 1), *body, "," * (width - 1), *_padded(foot, width)]
        yield Case("titles and notes", f"{name}: {title}, {note}", joined(lines), Must.FLAG, table, 1, 0)


def _is_amount(cell: str) -> bool:
    return cell.startswith("£") or (cell.isdecimal() and not cell.startswith("3"))


def _within(name: str, table: Table) -> Iterator[Case]:
    """Totals, subtotals, headings of parts and blank rows among the rows."""
    body, width = lines_of(table), len(table[0])
    numbers = [str(1000 + at) if _is_amount(table[1][at]) else "" for at in range(width)]
    words = (
        "Total",
        "TOTAL",
        "Grand Total",
        "Total:",
        "All areas",
        "Sum",
        "Summe",
        "Gesamt",
        "Totale",
        "Somme",
    )
    for word, place in product(words, (0, 1)):
        total = ",".join(("", word, *numbers[2:]) if place else (word, "", *numbers[2:]))
        must = Must.SAY if word == "All areas" else Must.FLAG
        made = joined([*body, total])
        yield Case(
            "total at the end", f"{name}: {word} in cell {place + 1}", made, must, table, len(body) + 1, 0
        )
        made = joined([*body, "," * (width - 1), total])
        yield Case(
            "total after a gap", f"{name}: {word} in cell {place + 1}", made, must, table, len(body) + 2, 0
        )
    third = len(body) // 3
    for word in ("Subtotal", "Total Roads", "Sub-total", "Roads total", "Zwischensumme"):
        total = ",".join((word, "", *numbers[2:]))
        lines = [*body[: third + 1], total, *body[third + 1 :], total]
        yield Case("subtotals", f"{name}: {word}", joined(lines), Must.FLAG, table, third + 2, 0)
    for heading in ("North", "of which:", "PART TWO", "Section 2 - private boats"):
        lines = [*body[: third + 1], *_padded([heading], width), *body[third + 1 :]]
        yield Case("headings of parts", f"{name}: {heading}", joined(lines), Must.FLAG, table, third + 2, 0)
    lines = [*body[: third + 1], "," * (width - 1), body[0], *body[third + 1 :]]
    yield Case("header again", name, joined(lines), Must.FLAG, table, third + 3, 0)
    merged = (table[0], *(("" if at % 4 else row[0], *row[1:]) for at, row in enumerate(table[1:])))
    yield Case("blank under a merged cell", name, joined(lines_of(merged)), Must.SAY, merged)


def _beside(name: str, table: Table) -> Iterator[Case]:
    """Ragged rows, a second table beside or beneath."""
    body, width = lines_of(table), len(table[0])
    ragged = [line.rstrip(",") for line in body]
    yield Case("trailing blanks dropped", name, joined(ragged), Must.SAY, table)
    for gap in (1, 2):
        right = [("" if at > len(table) // 2 else cell) for at, cell in enumerate(["x", "y"] * len(table))]
        wide = tuple(
            (*row, *[""] * gap, "Key" if not at else right[at], "Meaning" if not at else right[at])
            for at, row in enumerate(table)
        )
        yield Case("tables side by side", f"{name}, {gap} apart", joined(lines_of(wide)), Must.FLAG, wide, 1)
    other = ["Item,Count", "Boats,12", "Locks,40", "Weirs,7"]
    for gap, title in product((0, 1, 2), ([], ["Table 2"])):
        lines = [*body, *[""] * gap, *title, *other]
        form = f"{name}, {gap} blank, {len(title)} title"
        yield Case("tables below", form, joined(lines), Must.FLAG, table, len(body) + gap + 1, 0)
        lines = [*body, *["," * (width - 1)] * gap, *_padded(title, width), *_padded(other, width)]
        yield Case("tables below, padded", form, joined(lines), Must.FLAG, table, len(body) + gap + 1)
        twice = [*body, *[""] * gap, *title, *body]
        yield Case("same table again", form, joined(twice), Must.FLAG, table, len(body) + gap + 1)


def _headers() -> Iterator[Case]:
    """Labels that look like data, are blank, long, or stand above units."""
    table = areas()
    rows = table[1:]
    for name, labels in {
        "years": ("Code", "Area", "2015", "2016", "2017", "2018", "2019", "2020"),
        "financial years": ("Code", "Area", *(f"20{year}/{year + 1}" for year in range(14, 20))),
        "months": ("Code", "Area", "Jan-19", "Feb-19", "Mar-19", "Apr-19", "May-19", "Jun-19"),
        "days": ("Code", "Area", *(f"0{day}/01/2020" for day in range(1, 7))),
        "iso days": ("Code", "Area", *(f"2020-01-0{day}" for day in range(1, 7))),
        "weeks": ("Code", "Area", *map(str, range(1, 7))),
        "footnote marks": ("Code", "Area [1]", "2015*", "2016*", "2017(r)", "2018 (p)", "2019¹", "2020²"),
        "line breaks": ("Code", "Area\nname", *(f"{year}\n(estimate)" for year in range(2015, 2021))),
        "amounts": ("Code", "Area", "0-4", "5-9", "10-14", "15-19", "20-24", "25+"),
        "money": ("Code", "Area", "under £10", "£10-£20", "£20-£30", "£30-£40", "£40-£50", "over £50"),
    }.items():
        made = (labels, *rows)
        yield Case("odd labels", name, joined(lines_of(made)), Must.LOAD, made)
        titled = joined(["Boats by area", "", *lines_of(made)])
        yield Case("odd labels below a title", name, titled, Must.FLAG, made, 1, 0)
    for name, labels in {
        "(blank)": ("Code", "(blank)", *table[0][2:]),
        "Unnamed": ("Unnamed: 0", *table[0][1:]),
        "index": ("", *table[0][1:]),
    }.items():
        made = (labels, *rows)
        yield Case("nameless columns", name, joined(lines_of(made)), Must.SAY, made)
    for unit in ("number", "000s", "%", "(no.)", "£m"):
        made = (table[0], ("", "", *[unit] * 6), *rows)
        yield Case("units under the labels", unit, joined(lines_of(made)), Must.FLAG, table, 2, 0)
    spans = {"one": ("", "", "Boats", "", "", "", "", ""), "two": ("", "", "Boats", "", "", "Locks", "", ""),
             "all": ("Place", "", "Boats", "", "", "Locks", "", "")}  # fmt: skip
    for name, row in spans.items():
        made = (row, table[0], *rows)
        yield Case("labels spanning others", name, joined(lines_of(made)), Must.FLAG, table, 2, 0)
        made = (row, ("Code", "Area", "a", "b", "c", "a", "b", "c"), *rows)
        yield Case("labels spanning others", f"{name}, alike", joined(lines_of(made)), Must.FLAG, table, 2, 0)
