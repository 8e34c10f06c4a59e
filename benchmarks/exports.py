"""Files with the headers of many businesses' programs, made by rule, with their right reading.

What stands under which header is told in `export_headers.toml`; chance decides ids, days, amounts, how
they are written, the order of rows, and what noise surrounds them.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.made_readings import (
    CENT,
    CUSTOMERS,
    EITHER,
    FIRST,
    ORDERS,
    READ,
    REFUSE,
    VISITS,
    Truth,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DAYS = 420
FORMS = ("{:05d}", "K{:04d}", "{}", "C-{:06d}", "10{:06d}", "{:08d}")
DAY_FORMS = {
    "en": ("%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d %b %Y"),
    "de": ("%d.%m.%Y", "%d.%m.%y"),
    "fr": ("%d/%m/%Y",), "es": ("%d/%m/%Y",), "it": ("%d/%m/%Y",), "pt": ("%d/%m/%Y",),
    "nl": ("%d-%m-%Y", "%Y%m%d"), "ja": ("%Y/%m/%d", "%Y年%m月%d日"), "cn": ("%Y-%m-%d", "%Y/%m/%d"),
}  # fmt: skip
COMMA = frozenset({"de", "fr", "es", "it", "pt", "nl"})
NOBODY = {
    "en": ("Walk-in", "CASH"), "de": ("Laufkunde", "Barverkauf"), "fr": ("Client de passage", "Comptoir"),
    "es": ("Consumidor final", "Mostrador"), "it": ("Cliente occasionale", "Banco"), "nl": ("Passant", "Balie"),
    "pt": ("Consumidor final", "Balcão"), "ja": ("一般客", "非会員"), "cn": ("散客", "非会员"),
}  # fmt: skip
FIRSTS = (
    "Anna",
    "Luc",
    "Marta",
    "Piet",
    "Jürgen",
    "Chloé",
    "Inês",
    "Paolo",
    "Sofie",
    "Tom",
    "Eva",
    "Hugo",
    "Lea",
)
LASTS = (
    "Meyer",
    "Dupont",
    "García",
    "Rossi",
    "de Vries",
    "Silva",
    "Brown",
    "Novak",
    "Keller",
    "Blanc",
    "Sato",
    "Li",
)


@dataclass
class Export:
    """Draws one file, row by row."""

    rng: random.Random
    tongue: str
    kind: str
    traits: frozenset[str]

    def __post_init__(self) -> None:
        rng = self.rng
        self.n = rng.randrange(240, 480)
        people = rng.randrange(45, 95)
        form = rng.choice(FORMS)
        self.ids = [form.format(each) for each in rng.sample(range(1, 9 * people), people)]
        names = [f"{first} {last}" for first in FIRSTS for last in LASTS]
        self.names = dict(zip(self.ids, rng.sample(names, people), strict=True))
        self.ties = dict(zip(self.ids, rng.sample(range(200_000, 900_000), people), strict=True))
        weights = [min(rng.paretovariate(1.5), 9) for _ in self.ids]
        orders = [*self.ids, *rng.choices(self.ids, weights, k=self.n - people)]
        rng.shuffle(orders)
        days = sorted(FIRST + dt.timedelta(days=rng.randrange(DAYS)) for _ in orders)
        catalogue = {
            f"{rng.choice('ABX')}{at * 37 + 1000}": self.draw(2, 90) for at in range(rng.randrange(12, 40))
        }
        self.day_form = rng.choice(DAY_FORMS[self.tongue])
        self.nobody = rng.choice(NOBODY[self.tongue])
        self.digits = 0 if self.tongue == "ja" else 2
        self.rows: list[dict[str, object]] = []
        for at, (who, day) in enumerate(zip(orders, days, strict=True)):
            clock = dt.datetime.combine(
                day, dt.time(9 + rng.randrange(10), rng.randrange(60), rng.randrange(60))
            )
            shared = {"who": who, "day": day, "clock": clock, "order": 70_000 + at, "at": at}
            shown = "" if "blank" in self.traits and rng.random() < 0.25 else who  # noqa: PLR2004 - a quarter
            shown = self.nobody if "nobody" in self.traits and rng.random() < 0.15 else shown  # noqa: PLR2004
            shared["shown"] = shown
            lines = rng.choice((1, 1, 2, 3)) if self.kind == "lines" else 1
            for line, code in enumerate(rng.sample(sorted(catalogue), lines)):
                quantity, price = rng.choice((1, 1, 1, 2, 3, 6, 12)), catalogue[code]
                few = (
                    rng.choice((1, 1, 2, 2, 3, 4, 6))
                    if self.kind != "people"
                    else 1 + int(rng.expovariate(0.5))
                )
                total = quantity * price if self.kind == "lines" else self.draw(4, 90) * few
                if "refunds" in self.traits and rng.random() < 0.07:  # noqa: PLR2004 - a few
                    total = -total
                before, off = total, (total * Decimal(rng.choice(("0", "0", "0.1", "0.2")))).quantize(CENT)
                nights, rate = rng.randrange(1, 8), self.draw(50, 240)
                tax = (total * Decimal("0.19")).quantize(CENT)
                self.rows.append(shared | {"line": 10 * (line + 1), "product": code, "quantity": quantity, "price": price,
                    "few": few, "total": total, "before": before, "off": off, "after": before - off, "nights": nights, "rate": rate,
                    "stay": nights * rate, "tax": tax, "gross": total, "net": total - tax,
                    "round": Decimal(rng.choice((5, 10, 20, 25, 30, 50, 100, 250)))})  # fmt: skip

    def draw(self, low: float, high: float) -> Decimal:
        """Money; whole where the currency has no cents."""
        amount = Decimal(self.rng.uniform(low, high))
        return (amount * 100).quantize(Decimal(10)) if self.tongue == "ja" else amount.quantize(CENT)

    def money(self, value: Decimal) -> str:
        text = f"{value:.0f}" if self.tongue == "ja" else f"{value:.2f}"
        return text.replace(".", ",") if self.tongue in COMMA else text

    def worth(self, row: dict[str, object], content: str) -> Decimal:
        """The money that a row of some content is worth."""
        if content == "price" and self.kind == "lines":
            return Decimal(str(row["price"])) * int(str(row["quantity"]))
        return Decimal(str(row[content]))

    def cell(self, row: dict[str, object], content: str) -> str:
        """What stands in a cell."""
        rng, day, clock = self.rng, row["day"], row["clock"]
        assert isinstance(day, dt.date)  # noqa: S101 - made above
        assert isinstance(clock, dt.datetime)  # noqa: S101 - made above
        who, shown = str(row["who"]), str(row["shown"])
        stood_in = shown != who
        name = self.names[who]
        plain: dict[str, Callable[[], str]] = {
            "who": lambda: shown,
            "name": lambda: shown if stood_in else name,
            "first": lambda: name.split()[0], "last": lambda: name.split(" ", 1)[1],
            "mail": lambda: f"{self.ties[who]}@example.org", "login": lambda: f"u{self.ties[who]}x",
            "phone": lambda: f"079{self.ties[who]:07d}", "tied": lambda: f"{self.ties[who]}",
            "stranger": lambda: f"079{rng.randrange(10**7):07d}",
            "day": lambda: day.strftime(self.day_form), "time": lambda: clock.strftime(f"{self.day_form} %H:%M:%S"),
            "out": lambda: (clock + dt.timedelta(minutes=rng.randrange(30, 120))).strftime(f"{self.day_form} %H:%M:%S"),
            "clock": lambda: clock.strftime("%H:%M"),
            "soon": lambda: (day + dt.timedelta(days=rng.randrange(2))).strftime(self.day_form),
            "later": lambda: (day + dt.timedelta(days=rng.randrange(3, 30))).strftime(self.day_form),
            "row": lambda: str(40_000 + int(str(row["at"]))), "order": lambda: str(row["order"]),
            "ref": lambda: "".join(random.Random(int(str(row["order"]))).choices("ABCDEFGHJKLMNPQ23456789", k=8)),
            "item": lambda: f"3{rng.randrange(900):07d}", "title": lambda: f"Title {rng.randrange(60)}",
            "category": lambda: rng.choice(("Alpha", "Beta", "Gamma", "Delta")), "tariff": lambda: rng.choice(("T1", "T2", "T5")),
            "staff": lambda: rng.choice(("Kim", "Noor", "Alex", "Jo")), "branch": lambda: rng.choice(("1", "2", "5")),
            "channel": lambda: rng.choice(("web", "app", "desk")), "status": lambda: "completed", "one": lambda: "8810042",
            "currency": lambda: "EUR", "country": lambda: rng.choice(("DE", "FR", "NL")), "note": lambda: f"ref {rng.randrange(10**6)}",
            "city": lambda: rng.choice(("North", "South", "East")), "zip": lambda: str(rng.randrange(10_000, 99_999)),
            "table": lambda: str(rng.randrange(1, 25)), "few": lambda: str(row["few"]), "cars": lambda: str(rng.choice((0, 0, 1, 1, 2))),
            "nights": lambda: str(row["nights"]), "quantity": lambda: str(row["quantity"]), "line": lambda: str(row["line"]),
            "product": lambda: str(row["product"]), "usage": lambda: str(rng.randrange(60, 900)), "reading": lambda: str(rng.randrange(1000, 90_000)),
            "seconds": lambda: str(rng.randrange(4, 1800)), "supply": lambda: rng.choice(("30", "60", "90")),
            "grade": lambda: rng.choice(("5", "6", "7", "8")), "age": lambda: str(rng.randrange(18, 84)),
            "birthyear": lambda: str(rng.randrange(1940, 2006)), "joinyear": lambda: str(rng.randrange(2009, 2026)),
            "small": lambda: self.money(self.draw(1, 9)), "fee": lambda: self.money(self.draw(0, 4)), "tip": lambda: self.money(self.draw(0, 9)),
            "balance": lambda: self.money(self.draw(100, 9000)),
        }  # fmt: skip
        return plain[content]() if content in plain else self.money(Decimal(str(row[content])))


def made_export(name: str, told: str, seed: int) -> tuple[Truth, bytes]:
    """One file and its right reading."""
    head, _, body = told.partition(" | ")
    tongue, kind, *traits = head.split()
    export = Export(random.Random(f"{seed} {name}"), tongue, kind, frozenset(traits))
    columns = [_column(text) for text in body.split(", ")]
    rows = export.rows
    if kind == "people":
        rows = rows[: export.rng.randrange(150, 240)]
    if export.rng.random() < 0.3:  # noqa: PLR2004 - newest first, at times
        rows = rows[::-1]
    cells = [[export.cell(row, content) for _, content, _ in columns] for row in rows]
    stream = io.StringIO()
    mark = ";" if tongue in COMMA else ","
    writer = csv.writer(stream, delimiter=mark, lineterminator=export.rng.choice(("\n", "\r\n")))
    writer.writerow([label for label, _, _ in columns])
    writer.writerows(cells)
    text = stream.getvalue()
    pages = ("utf-8", "utf-8-sig") + (("cp1252",) if tongue in COMMA | {"en"} else ())
    return _truth(name, kind, export, columns, rows), text.encode(export.rng.choice(pages))


def _column(text: str) -> tuple[str, str, str]:
    """Header, content and marks of one column."""
    label, _, content = text.rpartition("=")
    marks = "".join(mark for mark in "!@#" if mark in content)
    return label, content.rstrip("!@#"), marks


NO_MONEY = r"no (column|amount|money)|without money|visits?\b|money"
"""How a file without money is refused."""


def without_customer(name: str) -> Truth:
    """A file of which nobody can tell whose rows they are."""
    return Truth(
        name,
        REFUSE,
        frozenset(),
        refusal="customer",
        reported="no column names the customer|as the customer",
    )


def _truth(
    name: str, kind: str, export: Export, columns: list[tuple[str, str, str]], rows: list[dict[str, object]]
) -> Truth:
    marked = {
        mark: [(label, content) for label, content, marks in columns if mark in marks] for mark in "!@#"
    }
    customers = frozenset(label for label, _ in marked["@"])
    money = [sum((export.worth(row, content) for row in rows), Decimal()) for _, content in marked["!"]]
    who = {str(row["who"]) for row in rows if row["shown"] == row["who"]}
    named = "|".join(f"'{re.escape(label)}'" for label, _ in [*marked["!"], *marked["@"], *marked["#"]])
    shared = {
        "name": name,
        "customers": customers,
        "never_basis": customers,
        "clean": "clean" in export.traits,
    }
    dates = frozenset(label for label, _ in marked["#"])
    if kind == "refuse":
        return without_customer(name)
    if kind == "visits":
        return Truth(
            accept=EITHER,
            grains=VISITS,
            date=dates,
            counts=frozenset({len(who)}),
            reported=named or ".",
            refusal=NO_MONEY,
            **shared,
        )  # type: ignore[arg-type]
    if kind == "people":
        never = customers | {label for label, content, _ in columns if content == "zip"}
        shared["never_basis"] = frozenset(never)
        return Truth(
            accept=READ,
            grains=CUSTOMERS,
            totals=(*money, None),
            counts=frozenset({len(rows)}),
            reported=named,
            **shared,
        )  # type: ignore[arg-type]
    return Truth(
        accept=READ,
        grains=ORDERS,
        date=dates,
        totals=tuple(money),
        counts=frozenset({len(who)}),
        reported=named,
        **shared,
    )  # type: ignore[arg-type]


def export_files(part: str, seed: int) -> Iterable[tuple[Truth, bytes]]:
    """All files of one set."""
    told = tomllib.loads(Path(__file__).with_name("export_headers.toml").read_text("utf-8"))
    for name, line in told[part].items():
        yield made_export(name, line, seed)
