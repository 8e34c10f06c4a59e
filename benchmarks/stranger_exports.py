"""Exports as shops, tills, clubs and books of many countries write them, rows that are no sales among them.

What stands under which header is told in `stranger_headers.toml`, as in `exports.py`, with more contents and
traits. A row has a fate: a sale, one not paid yet, a draft, a cancelled one, a test, a refund, a transfer. What
was sold, and by how many, is what has to come out, whatever becomes of the other rows.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import exports
from benchmarks.exports import NO_MONEY, Export, without_customer
from benchmarks.made_readings import CENT, CUSTOMERS, EITHER, ORDERS, READ, VISITS, Truth
from benchmarks.stranger_rows import BESIDE, add_further

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LANGUAGES = {
    "pl": (True, "%d.%m.%Y"), "cs": (True, "%d.%m.%Y"), "sv": (True, "%Y-%m-%d"), "no": (True, "%d.%m.%Y"),
    "da": (True, "%d-%m-%Y"), "fi": (True, "%d.%m.%Y"), "ru": (True, "%d.%m.%Y"), "uk": (True, "%d.%m.%Y"),
    "tr": (True, "%d.%m.%Y"), "el": (True, "%d/%m/%Y"), "hu": (True, "%Y.%m.%d."), "ro": (True, "%d.%m.%Y"),
    "ko": (False, "%Y-%m-%d"), "bg": (True, "%d.%m.%Y"), "hr": (True, "%d.%m.%Y."), "ar": (False, "%d/%m/%Y"),
    "he": (False, "%d/%m/%Y"), "th": (False, "%d/%m/%Y"), "vi": (True, "%d/%m/%Y"), "id": (True, "%d/%m/%Y"),
    "lt": (True, "%Y-%m-%d"), "us": (False, "%m/%d/%Y"), "et": (True, "%d.%m.%Y"), "sk": (True, "%d.%m.%Y"),
    "lv": (True, "%d.%m.%Y."), "sl": (True, "%d. %m. %Y"), "is": (True, "%d.%m.%Y"), "ca": (True, "%d/%m/%Y"), "ms": (False, "%d/%m/%Y"),
    "hi": (False, "%d-%m-%Y"), "sr": (True, "%d.%m.%Y."), "sw": (False, "%d/%m/%Y"), "fa": (False, "%Y/%m/%d"),
    "tl": (False, "%m/%d/%Y"), "af": (True, "%Y-%m-%d"),
}  # fmt: skip
"""Tongue -> whether its decimals stand after a comma, and how it writes days; beside those of `exports.py`."""
SHARES = {
    "drafts": ("draft", 0.07),
    "cancels": ("cancelled", 0.06),
    "tests": ("test", 0.04),
    "refunds": ("refund", 0.05),
}
SOLD = frozenset({"sale", "open", "refund"})
MONEY = re.compile(r"(usd|gbp|eur|iso|behind|zl|brl|kr|cents|minus|paren):(\w+)")
ADDED = frozenset({"total", "before", "after", "off", "gross", "net", "tax", "paid", "due", "left", "levied"})
"""Contents that a row of totals sums up."""


class Stranger(Export):
    """Draws one file; every row has a fate."""

    def __post_init__(self) -> None:
        comma, day_form = LANGUAGES.get(self.tongue, (self.tongue in exports.COMMA, ""))
        self.comma, known = comma, self.tongue
        if day_form:
            self.tongue = "fr" if comma else "en"  # How money is written; headers are told anyway.
        super().__post_init__()
        self.day_form = day_form or self.day_form
        last = max(row["day"] for row in self.rows)  # type: ignore[type-var]
        fates: dict[object, str] = {}
        for row in self.rows:
            fates.setdefault(row["order"], self._fate(row["day"], last))
            self._settle(row, fates[row["order"]])
        person = "at" if self.kind == "people" else "who"
        add_further(self.rows, Decimal(1) if known == "ja" else CENT, person)
        self.tongue = known

    def _fate(self, day: object, last: object) -> str:
        assert isinstance(day, dt.date)  # noqa: S101 - made so
        assert isinstance(last, dt.date)  # noqa: S101 - made so
        for trait, (fate, share) in SHARES.items():
            if trait in self.traits and self.rng.random() < share:
                return fate
        recent = "opens" in self.traits and (last - day).days < 20  # noqa: PLR2004 - days
        return "open" if recent and self.rng.random() < 0.8 else "sale"  # noqa: PLR2004 - most

    def _settle(self, row: dict[str, object], fate: str) -> None:
        row["fate"] = fate
        if fate == "refund":
            for content in ("total", "gross", "net", "tax", "before", "off", "after"):
                row[content] = -abs(Decimal(str(row[content])))
        if self.kind == "lines":
            of_line = Decimal(str(row["price"])) * int(str(row["quantity"]))
            row |= {
                "before": of_line,
                "off": (of_line * Decimal(self.rng.choice(("0", "0", "0.1", "0.25")))).quantize(CENT),
            }
            row["after"] = of_line - Decimal(str(row["off"]))
        gross = Decimal(str(row["gross"]))
        fee = (abs(gross) * Decimal("0.029")).quantize(CENT) + Decimal("0.25")
        paid = Decimal(0) if fate in {"open", "draft", "cancelled"} else gross
        levy = (Decimal(str(row["after"])) * Decimal("0.2")).quantize(CENT)
        extra = self.draw(3, 9)
        row |= {"levy": fee, "left": gross - fee, "paid": paid, "due": gross - paid, "charge": levy, "extra": extra,
            "levied": Decimal(str(row["after"])) + levy, "freighted": gross + extra, "deposit": Decimal(self.rng.choice((100, 150, 200)))}  # fmt: skip
        row["secured"] = gross + Decimal(str(row["deposit"]))

    def money(self, value: Decimal) -> str:
        text = f"{value:.0f}" if self.tongue == "ja" else f"{value:.2f}"
        return text.replace(".", ",") if self.comma or self.tongue in exports.COMMA else text

    def signed(self, sign: str, value: Decimal) -> str:
        """Money with what stands beside it in such exports."""
        plain = self.money(value)
        grouped = f"{abs(value):,.2f}"
        minus = "-" if value < 0 else ""
        written = {"usd": f"{minus}${grouped}", "gbp": f"{minus}£{grouped}", "eur": f"{plain} €", "iso": f"EUR {plain}",
            "behind": f"{plain} EUR", "zl": f"{plain} zł", "kr": f"{plain} kr", "cents": str(int(value * 100)), "minus": self.money(-abs(value)) if value else self.money(value),
            "brl": f"{minus}R$ {grouped.translate(str.maketrans(',.', '.,'))}", "paren": f"(${grouped})" if value < 0 else f"${grouped}"}  # fmt: skip
        return written[sign]

    def cell(self, row: dict[str, object], content: str) -> str:
        content = content.partition(">")[0]  # What is shown stands before what it is worth.
        if written := MONEY.fullmatch(content):
            return self.signed(written[1], Decimal(str(row[written[2]])))
        kind, _, words = content.partition(":")
        told = {"state": self._state, "flag": self._marked, "live": self._marked, "void": self._marked,
            "drafted": self._marked, "way": self._direction, "paidday": self._paid_on, "perorder": self._of_order}.get(kind)  # fmt: skip
        if told is not None:
            return told(row, kind, words)
        if kind == "any":
            return self.rng.choice(words.split("/"))
        if kind == "tenth":
            return f"{int(re.sub(r'[^0-9]', '', str(row['who'])) or 0) % 9_000_000_000 + 1_000_000_000}"
        if content in BESIDE:
            return self._beside(row[content])
        return words if kind == "says" else super().cell(row, content)

    def _beside(self, shown: object) -> str:
        """What is no money, as such exports write it."""
        if isinstance(shown, dt.date):
            return shown.strftime(self.day_form)
        comma = isinstance(shown, float) and (self.comma or self.tongue in exports.COMMA)
        return str(shown).replace(".", ",") if comma else str(shown)

    def _state(self, row: dict[str, object], _: str, words: str) -> str:
        """The word of a row's fate."""
        fates = ("sale", "open", "draft", "cancelled", "refund")
        return dict(zip(fates, words.split("/"), strict=False)).get(
            str(row["fate"]), words.split("/", maxsplit=1)[0]
        )

    def _marked(self, row: dict[str, object], kind: str, words: str) -> str:
        """The second of two words for rows of one fate."""
        marked = {"flag": "test", "live": "test", "void": "cancelled", "drafted": "draft"}[kind]
        return words.split("/")[row["fate"] == marked]

    def _direction(self, row: dict[str, object], _: str, words: str) -> str:
        """The first of two words for money that came in."""
        return words.split("/")[Decimal(str(row["total"])) < 0]

    def _paid_on(self, row: dict[str, object], _: str, __: str) -> str:
        day = row["day"]
        assert isinstance(day, dt.date)  # noqa: S101 - made above
        paid = row["fate"] in {"sale", "refund", "test"}
        return (day + dt.timedelta(days=self.rng.randrange(12))).strftime(self.day_form) if paid else ""

    def _of_order(self, row: dict[str, object], _: str, content: str) -> str:
        """The money of all lines of an order."""
        lines = (each for each in self.rows if each["order"] == row["order"])
        return self.money(sum((Decimal(str(each[content])) for each in lines), Decimal()))

    def worth(self, row: dict[str, object], content: str) -> Decimal:
        sign, _, plain = content.rpartition(":")
        return super().worth(row, plain.rpartition(">")[2]) * (100 if sign == "cents" else 1)


def made_stranger(name: str, told: str, seed: int) -> tuple[Truth, bytes]:
    """One file and its right reading."""
    head, _, body = told.partition(" | ")
    tongue, kind, *traits = head.split()
    file = Stranger(random.Random(f"{seed} {name}"), tongue, kind, frozenset(traits))
    columns = [_column(text) for text in body.split(", ")]
    rows = file.rows[: file.rng.randrange(150, 240)] if kind == "people" else file.rows
    if "newest" in traits:
        rows = rows[::-1]
    written = [[file.cell(row, content) for _, content, _ in columns] for row in rows]
    stream = io.StringIO()
    mark = ";" if file.comma or tongue in exports.COMMA else ","
    writer = csv.writer(
        stream, delimiter="\t" if "tabs" in traits else mark, lineterminator=file.rng.choice(("\n", "\r\n"))
    )
    if "preamble" in traits:
        stream.write(f"{name.replace('_', ' ').title()}\n2025-09-01 - 2026-10-26\n\n")
    writer.writerow([label for label, *_ in columns])
    if "subtotals" in traits:
        _write_grouped(writer, file, columns, rows, written)
    else:
        writer.writerows(written)
    if "grand" in traits:
        writer.writerow(_sums(file, columns, rows, "Total"))
    if "notes" in traits:
        stream.write(f"\n* {len(rows)} rows\nGenerated by the export of {name}\n")
    page = file.rng.choice(("utf-8", "utf-8-sig"))
    return _truth(name, kind, file, columns, rows), stream.getvalue().encode(page)


def _column(text: str) -> tuple[str, str, str]:
    """Header, content and marks of one column; a comma within a header stands as a point in the middle."""
    label, _, content = text.rpartition("=")
    return (
        label.replace("\u00b7", ","),
        content.rstrip("!@#"),
        "".join(mark for mark in "!@#" if mark in content),
    )


def _sums(
    file: Stranger, columns: Sequence[tuple[str, str, str]], rows: Sequence[dict[str, object]], word: str
) -> list[str]:
    """A row of totals."""
    cells = []
    for at, (_, content, _) in enumerate(columns):
        plain = content.partition(":")[2] or content
        money = sum((Decimal(str(row[plain])) for row in rows), Decimal()) if plain in ADDED else None
        cells.append(word if at == 0 else "" if money is None else file.money(money))
    return cells


def _write_grouped(
    writer: csv._writer,
    file: Stranger,
    columns: Sequence[tuple[str, str, str]],
    rows: Sequence[dict[str, object]],
    written: Sequence[list[str]],
) -> None:
    """Rows customer by customer, each with a row of sums."""
    for who in sorted({str(row["who"]) for row in rows}):
        of = [at for at, row in enumerate(rows) if row["who"] == who]
        writer.writerows(written[at] for at in of)
        writer.writerow(_sums(file, columns, [rows[at] for at in of], "Total"))


def _truth(
    name: str,
    kind: str,
    file: Stranger,
    columns: Sequence[tuple[str, str, str]],
    rows: Sequence[dict[str, object]],
) -> Truth:
    marked = {
        mark: [(label, content) for label, content, marks in columns if mark in marks] for mark in "!@#"
    }
    customers, dates = (frozenset(label for label, _ in marked[mark]) for mark in "@#")
    sold = [row for row in rows if row["fate"] in SOLD]
    money = tuple(sum((file.worth(row, content) for row in sold), Decimal()) for _, content in marked["!"])
    who = {str(row["who"]) for row in sold if row["shown"] == row["who"] and Decimal(str(row["total"])) > 0}
    named = "|".join(f"'{re.escape(label)}'" for mark in "!@#" for label, _ in marked[mark])
    if "drafts" in file.traits or "cancels" in file.traits or "tests" in file.traits:
        named += "|--not-sales"
    truth = Truth(name, READ, ORDERS, customers, dates, counts=frozenset({len(who)}), reported=named or ".", sold=money,
        never_basis=customers, clean="clean" in file.traits,
        always="hundredths" if any(content.startswith("cents:") for _, content, _ in columns) else "")  # fmt: skip
    if kind == "refuse":
        return without_customer(name)
    if kind == "visits":
        return replace(truth, accept=EITHER, grains=VISITS, sold=(), refusal=NO_MONEY)
    if kind == "people":
        never = customers | {label for label, content, _ in columns if content in {"zip", "staff", "branch"}}
        return replace(
            truth,
            grains=CUSTOMERS,
            totals=(*money, None),
            sold=(),
            counts=frozenset({len(rows)}),
            never_basis=never,
        )
    return truth


def stranger_files(part: str, seed: int) -> Iterable[tuple[Truth, bytes]]:
    """All files of one set."""
    told = tomllib.loads(Path(__file__).with_name("stranger_headers.toml").read_text("utf-8"))
    for name, line in told[part].items():
        yield made_stranger(name, line, seed)
