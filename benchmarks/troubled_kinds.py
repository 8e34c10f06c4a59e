"""Files of the kinds that were once misread: stand-in dates, sub-totals, refunds, calendars, old code pages.

Each kind is made anew by a seed, in a tongue of its own; all are small and have one right reading.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from decimal import Decimal
from typing import TYPE_CHECKING

import xlsxwriter

from benchmarks.made_readings import CENT, CUSTOMERS, EITHER, FIRST, ORDERS, READ, VISITS, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Row = list[str]
Made = tuple[Truth, str, bytes]
"""The truth, the ending of the file's name, and what the file holds."""
ERA_BEFORE = 2018


class Shop:
    """Sales of one shop: who, when, for how much; and how its files are written."""

    def __init__(self, seed: str, *, n: int = 260, people: int = 48) -> None:
        self.rng = random.Random(seed)
        ids = [f"{each:05d}" for each in self.rng.sample(range(100, 99_000), people)]
        who = [*ids, *self.rng.choices(ids, k=n - people)]
        self.rng.shuffle(who)
        days = sorted(FIRST + dt.timedelta(days=self.rng.randrange(410)) for _ in range(n))
        self.sales = [(each, day, self.money(4, 160)) for each, day in zip(who, days, strict=True)]

    def money(self, low: float, high: float) -> Decimal:
        return Decimal(self.rng.uniform(low, high)).quantize(CENT)

    @property
    def total(self) -> Decimal:
        return sum((money for *_, money in self.sales), Decimal())

    @property
    def customers(self) -> int:
        return len({who for who, *_ in self.sales})


def _csv(head: Row, rows: Iterable[Row], *, mark: str = ",", page: str = "utf-8") -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=mark, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return stream.getvalue().encode(page)


def _orders(shop: Shop, customer: str, date: str = "", **more: object) -> Truth:
    truth = {"name": "", "accept": READ, "grains": ORDERS, "customers": frozenset({customer}) if customer else frozenset(),
        "date": frozenset({date} - {""}), "totals": (shop.total,), "counts": frozenset({shop.customers}),
        "reported": f"'{customer}'|'{date}'"}  # fmt: skip
    return Truth(**(truth | more))  # type: ignore[arg-type]


def gross_less_discount(s: Shop) -> Made:
    """The net is written nowhere under a header that says so."""
    off = [(money * Decimal(s.rng.choice(("0", "0.1", "0.25")))).quantize(CENT) for *_, money in s.sales]
    rows = [
        [who, f"{day:%d/%m/%Y}", f"{money}", f"{part}", f"{money - part}"]
        for (who, day, money), part in zip(s.sales, off, strict=True)
    ]
    total = s.total - sum(off, Decimal())
    return (
        _orders(s, "Client", "Date", totals=(total,), reported="'Brut'|'Réglé'"),
        "csv",
        _csv(["Client", "Date", "Brut", "Remise", "Réglé"], rows),
    )


def gross_and_discount_alone(s: Shop) -> Made:
    """Only gross and discount stand there: what was paid is one less the other, or the matter is said."""
    off = [(money * Decimal(s.rng.choice(("0", "0.1", "0.25")))).quantize(CENT) for *_, money in s.sales]
    rows = [
        [who, f"{day:%Y-%m-%d}", f"{money}", f"{part}"]
        for (who, day, money), part in zip(s.sales, off, strict=True)
    ]
    total = s.total - sum(off, Decimal())
    return (
        _orders(s, "member_no", "day", totals=(total,), reported="discount"),
        "csv",
        _csv(["member_no", "day", "gross_sales", "discounts"], rows),
    )


def store_totals(s: Shop) -> Made:
    """`Store A total,,516.20,` below the lines of each store, and a total of all."""
    rows: list[Row] = []
    for store in ("Store A", "Store B", "Store C"):
        mine = [sale for at, sale in enumerate(s.sales) if "Store " + "ABC"[at % 3] == store]
        rows += [[store, f"{day:%Y-%m-%d}", who, f"{money}", "x"] for who, day, money in mine]
        rows.append([f"{store} total", "", "", f"{sum((m for *_, m in mine), Decimal())}", ""])
    rows.append(["All stores", "", "", f"{s.total}", ""])
    return (
        _orders(s, "Customer", "Date", never_said="could not be read"),
        "csv",
        _csv(["Store", "Date", "Customer", "Amount", "Note"], rows),
    )


def month_totals_de(s: Shop) -> Made:
    """Sums of months between the lines, under no word for a total."""
    rows: list[Row] = []
    for month in sorted({(day.year, day.month) for _, day, _ in s.sales}):
        mine = [sale for sale in s.sales if (sale[1].year, sale[1].month) == month]
        rows += [[f"{day:%d.%m.%Y}", who, f"{money}".replace(".", ",")] for who, day, money in mine]
        rows.append(
            [
                f"Summe {month[1]:02d}/{month[0]}",
                "",
                f"{sum((m for *_, m in mine), Decimal())}".replace(".", ","),
            ]
        )
    return _orders(s, "Kundennr", "Datum"), "csv", _csv(["Datum", "Kundennr", "Umsatz"], rows, mark=";")


def eras(s: Shop) -> Made:
    rows = [
        [who, f"R{day.year - ERA_BEFORE}.{day.month}.{day.day}", f"{money * 100:.0f}"]
        for who, day, money in s.sales
    ]
    total = sum((Decimal(f"{money * 100:.0f}") for *_, money in s.sales), Decimal())
    return (
        _orders(s, "会員番号", "購入日", totals=(total,)),
        "csv",
        _csv(["会員番号", "購入日", "金額"], rows),
    )


def jalali(s: Shop) -> Made:
    rows = [[who, _persian(day), f"{money}"] for who, day, money in s.sales]
    return (
        _orders(s, "کد مشتری", "تاریخ", accept=EITHER, refusal="date"),
        "csv",
        _csv(["کد مشتری", "تاریخ", "مبلغ"], rows),
    )


def _persian(day: dt.date) -> str:
    """A day of 2025 or 2026 in the Persian calendar."""
    new_year = dt.date(day.year, 3, 21)
    since = (day - new_year).days
    year = day.year - 621
    if since < 0:
        year, since = year - 1, (day - dt.date(day.year - 1, 3, 21)).days
    long_months = 6 * 31
    month, left = divmod(since, 31) if since < long_months else divmod(since - long_months, 30)
    return f"{year}/{month + 1 + 6 * (since >= long_months):02d}/{left + 1:02d}"


def iso_weeks(s: Shop) -> Made:
    rows = [[who, "{}-W{:02d}".format(*day.isocalendar()[:2]), f"{money}"] for who, day, money in s.sales]
    return (
        _orders(s, "customer_ref", "week", accept=EITHER, refusal="date|week"),
        "csv",
        _csv(["customer_ref", "week", "spend"], rows),
    )


def year_and_month(s: Shop) -> Made:
    rows = [[who, str(day.year), str(day.month), f"{money}".replace(".", ",")] for who, day, money in s.sales]
    return (
        _orders(s, "Klantnr", "", accept=EITHER, refusal="date|day"),
        "csv",
        _csv(["Klantnr", "Jaar", "Maand", "Bedrag"], rows, mark=";"),
    )


def year_and_month_name(s: Shop) -> Made:
    names = (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    )
    rows = [[who, names[day.month - 1], str(day.year), f"{money}"] for who, day, money in s.sales]
    return (
        _orders(s, "N° client", "", accept=EITHER, refusal="date|day"),
        "csv",
        _csv(["N° client", "Mois", "Année", "Montant"], rows),
    )


def sheet_a_month(s: Shop) -> Made:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for year, month in sorted({(day.year, day.month) for _, day, _ in s.sales}):
        sheet = book.add_worksheet(f"{year}-{month:02d}")
        sheet.write_row(0, 0, ["Day", "Customer no", "Paid"])
        mine = [sale for sale in s.sales if (sale[1].year, sale[1].month) == (year, month)]
        for at, (who, day, money) in enumerate(mine, 1):
            sheet.write_row(at, 0, [day.day, who, float(money)])
    book.close()
    return _orders(s, "Customer no", "", accept=EITHER, refusal="date|day|sheet"), "xlsx", stream.getvalue()


def months_as_columns(s: Shop) -> Made:
    months = sorted({(day.year, day.month) for _, day, _ in s.sales})
    people = sorted({who for who, *_ in s.sales})
    cells = {who: dict.fromkeys(months, Decimal()) for who in people}
    for who, day, money in s.sales:
        cells[who][day.year, day.month] += money
    rows = [
        [
            who,
            *(f"{cells[who][month]}" if cells[who][month] else "" for month in months),
            f"{sum(cells[who].values())}",
        ]
        for who in people
    ]
    head = ["Kunde", *(f"{month:02d}/{year}" for year, month in months), "Gesamt"]
    return _orders(s, "Kunde", "", grains=ORDERS | CUSTOMERS), "csv", _csv(head, rows, mark=";")


def hidden_rows(s: Shop) -> Made:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Export")
    sheet.write_row(0, 0, ["Customer", "Date", "Amount"])
    hidden = Decimal()
    for at, (who, day, money) in enumerate(s.sales, 1):
        sheet.write_row(at, 0, [who, f"{day:%Y-%m-%d}", float(money)])
        if at % 9 == 0:
            sheet.set_row(at, None, None, {"hidden": True})
            hidden += money
    book.close()
    return (
        _orders(
            s, "Customer", "Date", totals=(s.total, s.total - hidden), counts=frozenset(), always="hidden"
        ),
        "xlsx",
        stream.getvalue(),
    )


def parent_refunds(s: Shop) -> Made:
    """Refunds stand on rows of their own and name the order they pay back."""
    rows = [
        [str(8000 + at), "", who, f"{day:%Y-%m-%d}", f"{money}"]
        for at, (who, day, money) in enumerate(s.sales)
    ]
    back = Decimal()
    for at in s.rng.sample(range(len(s.sales)), 18):
        who, day, money = s.sales[at]
        back += money
        rows.append(
            [str(9500 + at), str(8000 + at), who, f"{day + dt.timedelta(days=3):%Y-%m-%d}", f"-{money}"]
        )
    return (
        _orders(s, "customer_id", "created", totals=(s.total - back,)),
        "csv",
        _csv(["order_id", "parent_id", "customer_id", "created", "total"], rows),
    )


def refunds_written(s: Shop, form: str) -> Made:
    rows, back = [], Decimal()
    for at, (who, day, money) in enumerate(s.sales):
        given = at % 14 == 0
        back += 2 * money if given else 0
        rows.append(
            [
                who,
                f"{day:%Y-%m-%d}",
                form.format(money) if given else form.format(money).translate(str.maketrans("", "", "()-−")),
            ]
        )
    return (
        _orders(s, "Customer", "Date", totals=(s.total - back,)),
        "csv",
        _csv(["Customer", "Date", "Total"], rows),
    )


def refunds_dollar(s: Shop) -> Made:
    return refunds_written(s, "$({})")


def refunds_euro(s: Shop) -> Made:
    return refunds_written(s, "(€{})")


def refunds_trailing(s: Shop) -> Made:
    return refunds_written(s, "{}-")


def refunds_minus(s: Shop) -> Made:
    """The typographic minus."""
    return refunds_written(s, "−{}")


def refund_type(s: Shop) -> Made:
    """Positive amounts; a column says which are refunds."""
    rows, back = [], Decimal()
    for at, (who, day, money) in enumerate(s.sales):
        given = at % 15 == 3  # noqa: PLR2004 - a few
        back += 2 * money if given else 0
        rows.append(["Refund" if given else "Sale", who, f"{day:%d/%m/%Y}", f"{money}"])
    return (
        _orders(s, "Member", "Date", totals=(s.total - back, s.total), reported="efund"),
        "csv",
        _csv(["Type", "Member", "Date", "Amount"], rows),
    )


NOBODY = ("Walk-in", "Walk-In Customer", "CASH SALE", "N/A", "Laufkundschaft", "Barverkauf", "Client comptoir", "Vente au comptoir",
    "Público en general", "Venta mostrador", "Cliente generico", "Vendita banco", "Klant onbekend", "Contante klant", "Consumidor final",
    "Cliente avulso", "一般客", "非会員", "散客", "零售客户", "POS Customer", "Anonymous", "No customer", "Guest #0", "Divers", "-")  # fmt: skip


def nobody_named(s: Shop, name: str) -> Made:
    sales = [(name if at % 6 == 0 else who, day, money) for at, (who, day, money) in enumerate(s.sales)]
    rows = [[str(100 + at), who, f"{day:%Y-%m-%d}", f"{money}"] for at, (who, day, money) in enumerate(sales)]
    counts = frozenset({len({who for who, *_ in sales} - {name})})
    return (
        _orders(s, "Customer", "Date", counts=counts, reported="nobody|guest|share of rows|stand"),
        "csv",
        _csv(["Receipt", "Customer", "Date", "Amount"], rows),
    )


def code_page(s: Shop, page: str, words: tuple[str, ...]) -> Made:
    """Names in an old code page: the cells have to come out as written."""
    names = {
        who: f"{words[at % len(words)]} {at}" for at, who in enumerate(sorted({who for who, *_ in s.sales}))
    }
    rows = [[names[who], f"{day:%d.%m.%Y}", f"{money}".replace(".", ",")] for who, day, money in s.sales]
    return _orders(s, "Kunde", "Datum"), "csv", _csv(["Kunde", "Datum", "Betrag"], rows, mark=";", page=page)


def rounded_ids(s: Shop) -> Made:
    """Ids that a spreadsheet rounded: several customers share one."""
    rows = [
        [f"{9.00720 + int(who) % 37 / 100000:.5f}E+17", f"{day:%Y-%m-%d}", f"{money}"]
        for who, day, money in s.sales
    ]
    return (
        _orders(s, "customer_id", "date", accept=EITHER, counts=frozenset(), refusal="round", always="round"),
        "csv",
        _csv(["customer_id", "date", "amount"], rows),
    )


def rounded_ids_of_people(s: Shop) -> Made:
    rows = [
        [f"{4.5 + at / 1000:.3f}E+15", str(s.rng.randrange(1, 30)), f"{money}"]
        for at, (_, _, money) in enumerate(s.sales)
    ]
    truth = Truth(
        "", EITHER, CUSTOMERS, frozenset({"account"}), refusal="round", always="round", totals=(s.total, None)
    )
    return truth, "csv", _csv(["account", "visits", "total_spend"], rows)


def unread_money(s: Shop) -> Made:
    """Few rows, but much money, cannot be read: refused, or the money is named."""
    rows = [[who, f"{day:%Y-%m-%d}" if money < 140 else "TBC", f"{money}"] for who, day, money in s.sales]  # noqa: PLR2004 - the largest
    return (
        _orders(s, "Customer", "Date", accept=EITHER, refusal="date|read", counts=frozenset()),
        "csv",
        _csv(["Customer", "Date", "Amount"], rows),
    )


def points(s: Shop) -> Made:
    rows = [[who, f"{day:%d-%m-%Y}", str(int(money)), str(int(money) * 7)] for who, day, money in s.sales]
    return Truth("", EITHER, VISITS, frozenset({"Pasnummer"}), frozenset({"Datum"}), (None,), frozenset({s.customers}),
        reported="'Pasnummer'|no money", refusal="money|amount"), "csv", _csv(["Pasnummer", "Datum", "Gespaarde punten", "Saldo punten"], rows, mark=";")  # fmt: skip


def recurring(s: Shop) -> Made:
    """Rates a month with a start and an end are no spend."""
    rows = [[f"sub_{at}", who, f"{day:%Y-%m-%d}", "" if at % 3 else f"{day + dt.timedelta(days=90):%Y-%m-%d}", s.rng.choice(("9.00", "29.00", "99.00"))]
        for at, (who, day, _) in enumerate(s.sales)]  # fmt: skip
    total = sum((Decimal(row[-1]) for row in rows), Decimal())
    return Truth("", EITHER, ORDERS | VISITS | CUSTOMERS, frozenset({"customer"}), frozenset(), (total, None), frozenset({s.customers}),
        always="month|subscription|rate", refusal="month|subscription|rate"), "csv", _csv(["subscription", "customer", "started_at", "ended_at", "mrr"], rows)  # fmt: skip


def accounts(s: Shop) -> Made:
    """The customer heads his lines; a total closes them."""
    rows: list[Row] = []
    for who in sorted({who for who, *_ in s.sales}):
        mine = [sale for sale in s.sales if sale[0] == who]
        rows.append([f"Customer {who}", "", "", ""])
        rows += [["", "Invoice", f"{day:%d/%m/%Y}", f"{money}"] for _, day, money in mine]
        rows.append([f"Total for Customer {who}", "", "", f"{sum((m for *_, m in mine), Decimal())}"])
    return (
        _orders(s, "", "Date", accept=EITHER, refusal="customer|heading"),
        "csv",
        _csv(["", "Transaction type", "Date", "Amount"], rows),
    )


def stand_in_dates(s: Shop, stand: str) -> Made:
    """A day that stands for none, on a spike of rows."""
    rows, left = [], Decimal()
    for at, (who, day, money) in enumerate(s.sales):
        gone = at % 40 == 0
        left += money if gone else 0
        rows.append([who, stand if gone else f"{day:%Y-%m-%d}", f"{money}"])
    truth = _orders(
        s, "customer", "order_date", accept=EITHER, refusal="date|day", always="date|day", counts=frozenset()
    )
    return truth, "csv", _csv(["customer", "order_date", "amount"], rows)


def stand_in_of_people(s: Shop) -> Made:
    """Age 999 and a first order of 1900-01-01 are missing; they never make groups."""
    rows = []
    for at, (_, day, money) in enumerate(s.sales):
        rows.append([f"C{at:05d}", "999" if at % 9 == 0 else str(s.rng.randrange(18, 80)),
            "1900-01-01" if at % 11 == 0 else f"{day:%Y-%m-%d}", f"{money}"])  # fmt: skip
    truth = Truth(
        "",
        READ,
        CUSTOMERS,
        frozenset({"customer_id"}),
        totals=(s.total, None),
        counts=frozenset({len(rows)}),
        always="one number far from all others",
    )
    return truth, "csv", _csv(["customer_id", "age", "first_order", "total_spend"], rows)


def births(s: Shop) -> Made:
    """Years of birth and of joining measure, as age and tenure would."""
    rows = [[f"C{at:05d}", str(s.rng.randrange(1940, 2005)), str(s.rng.randrange(2010, 2026)), str(s.rng.randrange(1, 30)), f"{money}"]
        for at, (_, _, money) in enumerate(s.sales)]  # fmt: skip
    truth = Truth("", READ, CUSTOMERS, frozenset({"Kundennummer"}), totals=(s.total, None), counts=frozenset({len(rows)}),
        never_basis=frozenset({"Kundennummer"}), clean=True)  # fmt: skip
    return truth, "csv", _csv(["Kundennummer", "Geburtsjahr", "Kunde seit", "Bestellungen", "Umsatz"], rows)


KINDS: tuple[Callable[[Shop], Made], ...] = (
    gross_less_discount, gross_and_discount_alone, store_totals, month_totals_de, eras, jalali, iso_weeks, year_and_month,
    year_and_month_name, sheet_a_month, months_as_columns, hidden_rows, parent_refunds, refunds_dollar, refunds_euro,
    refunds_trailing, refunds_minus, refund_type, rounded_ids, rounded_ids_of_people, unread_money, points, recurring, accounts,
    stand_in_of_people, births,
)  # fmt: skip
PAGES = {
    "cp1252": ("Müller", "Français", "Åse", "Peña"), "mac_roman": ("Müller", "Français", "Åse", "Peña"),
    "cp437": ("Müller", "Français", "Åse", "Peña"), "cp850": ("Müller", "João", "Größe", "Peña"), "cp1250": ("Łukasz", "Žofie", "Dvořák", "Müller"),
    "cp1251": ("Иванов", "Смирнов", "Пётр"), "shift_jis": ("田中", "鈴木", "佐藤"), "gb18030": ("王伟", "李娜", "张敏"),
}  # fmt: skip


def troubled_files(seed: int) -> Iterable[Made]:
    """One file of each kind."""
    for kind in KINDS:
        truth, ending, content = kind(Shop(f"{seed} {kind.__name__}"))
        yield Truth(**{**truth.__dict__, "name": kind.__name__}), ending, content
    more: list[tuple[str, Callable[[Shop], Made]]] = [
        (f"nobody {name}", lambda s, name=name: nobody_named(s, name)) for name in NOBODY
    ]  # type: ignore[misc]
    more += [
        (f"page {page}", lambda s, page=page, words=words: code_page(s, page, words))
        for page, words in PAGES.items()
    ]  # type: ignore[misc]
    more += [
        (f"stands in {day}", lambda s, day=day: stand_in_dates(s, day))
        for day in ("1900-01-01", "9999-12-31", "1970-01-01", "2099-12-31")
    ]  # type: ignore[misc]
    for name, make in more:
        truth, ending, content = make(Shop(f"{seed} {name}"))
        yield Truth(**{**truth.__dict__, "name": name}), ending, content
