"""Files of other businesses than shops, with their right reading; the rules were looked at beside them.

Each is made with a seed; headers are those that such programs write.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from decimal import Decimal
from typing import TYPE_CHECKING

from benchmarks.made_readings import CENT, CUSTOMERS, EITHER, FIRST, ORDERS, READ, REFUSE, VISITS, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Row = dict[str, object]
DAYS = 420


class Draw:
    """Draws days, ids and money of one file."""

    def __init__(self, seed: str) -> None:
        self.rng = random.Random(seed)

    def days(self, n: int) -> list[dt.date]:
        return sorted(FIRST + dt.timedelta(days=self.rng.randrange(DAYS)) for _ in range(n))

    def buyers(self, form: str, n: int, rows: int) -> list[str]:
        """Who stands on each row: n ids, some of them far oftener than others."""
        ids = [form.format(each) for each in self.rng.sample(range(1, 9 * n), n)]
        weights = [min(self.rng.paretovariate(1.5), 9) for _ in ids]
        chosen = [*ids, *self.rng.choices(ids, weights, k=rows - n)]
        self.rng.shuffle(chosen)
        return chosen

    def money(self, low: float, high: float) -> Decimal:
        return Decimal(self.rng.uniform(low, high)).quantize(CENT)

    def code(self, letters: str, n: int) -> str:
        return "".join(self.rng.choices(letters, k=n))


def airline(d: Draw) -> tuple[Truth, list[Row]]:
    who, days = d.buyers("FF{:07d}", 90, 420), d.days(420)
    rows: list[Row] = [
        {"pnr": d.code("ABCDEFGHJKLMNPQ23456789", 6), "frequent_flyer": each, "booked": day,
         "flight_date": day + dt.timedelta(days=d.rng.randrange(2, 90)), "flight_no": d.rng.choice(("LX316", "LX318", "BA711")),
         "cabin": d.rng.choice("YCF"), "fare": d.money(60, 900), "miles": d.rng.randrange(200, 6000)}
        for each, day in zip(who, days, strict=True)
    ]  # fmt: skip
    return _sold(rows, "frequent_flyer", ("booked", "flight_date"), "fare"), rows


def clinic(d: Draw) -> tuple[Truth, list[Row]]:
    who, days = d.buyers("{:06d}", 110, 380), d.days(380)
    rows: list[Row] = [
        {"appointment": 1000 + at, "patient": each, "doctor": d.rng.choice(("D01", "D02", "D03")), "visit_date": day,
         "icd10": d.rng.choice(("J06", "I10", "M54")), "duration_min": d.rng.choice((10, 15, 30)), "fee": d.money(40, 260)}
        for at, (each, day) in enumerate(zip(who, days, strict=True))
    ]  # fmt: skip
    return _sold(rows, "patient", ("visit_date",), "fee"), rows


def library(d: Draw) -> tuple[Truth, list[Row]]:
    who, days = d.buyers("L{:05d}", 95, 520), d.days(520)
    books = [f"3{d.rng.randrange(10**7):07d}" for _ in range(260)]
    rows: list[Row] = [
        {"barcode": d.rng.choice(books), "card": each, "loan_date": day, "due_date": day + dt.timedelta(days=28),
         "returned": "" if d.rng.random() > 0.9 else day + dt.timedelta(days=d.rng.randrange(3, 40))}  # noqa: PLR2004 - some
        for each, day in zip(who, days, strict=True)
    ]  # fmt: skip
    return _came(rows, "card", "loan_date"), rows


def charity(d: Draw) -> tuple[Truth, list[Row]]:
    who, days = d.buyers("Supporter {}", 64, 340), d.days(340)
    rows: list[Row] = [
        {"Supporter": each, "GiftDate": f"{day:%d %b %Y}", "Fund": d.rng.choice(("General", "Water", "School")),
         "GiftAid": d.rng.choice("YN"), "Gift": d.rng.choice((5, 10, 20, 25, 50, 100, 500))}
        for each, day in zip(who, days, strict=True)
    ]  # fmt: skip
    return _sold(rows, "Supporter", ("GiftDate",), "Gift"), rows


def rides(d: Draw) -> tuple[Truth, list[Row]]:
    """Riders and drivers come again alike: either is said by a flag, or the file refused."""
    who, drivers, days = d.buyers("U{:05d}", 80, 420), d.buyers("D{:05d}", 60, 420), d.days(420)
    rows: list[Row] = [
        {
            "trip": f"t{at:06d}",
            "a": each,
            "b": driver,
            "pickup": day,
            "km": d.money(1, 30),
            "fare": d.money(4, 60),
        }
        for at, (each, driver, day) in enumerate(zip(who, drivers, days, strict=True))
    ]
    return Truth("", REFUSE, frozenset(), refusal="--id 'a'"), rows


def top_ups(d: Draw) -> tuple[Truth, list[Row]]:
    who, days = d.buyers("41791{:06d}", 120, 500), d.days(500)
    rows: list[Row] = [
        {"msisdn": each, "ts": f"{day:%Y%m%d}", "voucher": d.rng.randrange(10**11, 10**12), "denom": d.rng.choice((10, 20, 30, 50))}
        for each, day in zip(who, days, strict=True)
    ]  # fmt: skip
    return _sold(rows, "msisdn", ("ts",), "denom"), rows


def learning(d: Draw) -> tuple[Truth, list[Row]]:
    who, days = d.buyers("stu-{:04d}", 88, 450), d.days(450)
    rows: list[Row] = [
        {"learner": each, "course": d.rng.choice(("PY1", "PY2", "SQL", "STA")), "completed_at": f"{day}T10:00:00Z",
         "score": d.rng.randrange(40, 101), "minutes": d.rng.randrange(5, 180)}
        for each, day in zip(who, days, strict=True)
    ]  # fmt: skip
    return _came(rows, "learner", "completed_at"), rows


def pharmacy(d: Draw) -> tuple[Truth, list[Row]]:
    who, days = d.buyers("{:011d}", 75, 400), d.days(400)
    rows: list[Row] = [
        {"Nr paragonu": f"P/{at + 1}/26", "Data sprzedaży": f"{day:%d.%m.%Y}", "Karta stałego klienta": each,
         "Lek": d.rng.choice(("Apap", "Ibuprom", "Cerutin")), "Ilość": d.rng.randrange(1, 4), "Wartość brutto": d.money(5, 90)}
        for at, (each, day) in enumerate(zip(who, days, strict=True))
    ]  # fmt: skip
    return _sold(rows, "Karta stałego klienta", ("Data sprzedaży",), "Wartość brutto"), rows


def salon(d: Draw) -> tuple[Truth, list[Row]]:
    who, days = d.buyers("{:05d}", 70, 300), d.days(300)
    rows: list[Row] = [
        {"会員No": each, "来店日": f"{day:%Y/%m/%d}", "担当者": d.rng.choice(("佐藤", "鈴木")), "料金": d.rng.choice((3300, 4400, 8800, 12100))}
        for each, day in zip(who, days, strict=True)
    ]  # fmt: skip
    return _sold(rows, "会員No", ("来店日",), "料金"), rows


def churn(d: Draw) -> tuple[Truth, list[Row]]:
    rows: list[Row] = [
        {"customerID": f"{d.rng.randrange(1000, 9999)}-{d.code('ABCDEFGH', 5)}", "tenure": d.rng.randrange(73),
         "Contract": d.rng.choice(("Month-to-month", "One year")), "MonthlyCharges": d.money(18, 118), "Churn": d.rng.choice(("Yes", "No"))}
        for _ in range(400)
    ]  # fmt: skip
    return Truth("", READ, CUSTOMERS, frozenset({"customerID"}), counts=frozenset({400})), rows


def meters(d: Draw) -> tuple[Truth, list[Row]]:
    """A reading a month of each meter: states, bills or visits; nothing says which."""
    rows: list[Row] = [
        {"meter": f"MTR{meter:06d}", "period": dt.date(2026, month, 1), "kwh": d.money(80, 400), "cost": d.money(20, 120)}
        for meter in range(101, 161)
        for month in range(1, 11)
    ]  # fmt: skip
    return _sold(rows, "meter", ("period",), "cost", accept=EITHER), rows


def usage(d: Draw) -> tuple[Truth, list[Row]]:
    who, days = d.buyers("usr_{:06d}", 140, 600), d.days(600)
    rows: list[Row] = [
        {"org_id": f"org_{int(each[4:]) % 40:03d}", "user_id": each, "event": d.rng.choice(("login", "export")), "at": day}
        for each, day in zip(who, days, strict=True)
    ]  # fmt: skip
    return _came(rows, "user_id", "at"), rows


KINDS: tuple[Callable[[Draw], tuple[Truth, list[Row]]], ...] = (
    airline, clinic, library, charity, rides, top_ups, learning, pharmacy, salon, churn, meters, usage,
)  # fmt: skip


def _sold(
    rows: list[Row], customer: str, dates: tuple[str, ...], money: str, accept: frozenset[str] = READ
) -> Truth:
    total = sum((Decimal(str(row[money])) for row in rows), Decimal())
    return Truth("", accept, ORDERS, frozenset({customer}), frozenset(dates), (total,),
        frozenset({len({row[customer] for row in rows})}), frozenset({customer}), f"'{customer}'|'{money}'")  # fmt: skip


def _came(rows: list[Row], customer: str, date: str) -> Truth:
    return Truth("", EITHER, VISITS, frozenset({customer}), frozenset({date}), (None,),
        frozenset({len({row[customer] for row in rows})}), frozenset({customer}), f"'{customer}'")  # fmt: skip


def business_files(seed: int) -> Iterable[tuple[Truth, bytes]]:
    """Two files of each kind."""
    for kind in KINDS:
        for turn in (1, 2):
            name = f"{kind.__name__}-{turn}"
            truth, rows = kind(Draw(f"{seed} {name}"))
            stream = io.StringIO()
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            yield Truth(**{**truth.__dict__, "name": name}), stream.getvalue().encode()
