"""What structure alone tells: who holds whom, marks of cancellation, pieces, codes that look like days."""

from __future__ import annotations

import csv
import datetime as dt
import random

import pytest

from reportgen.columns.roles import assign_roles
from reportgen.commands.check import examine
from reportgen.input.read import read
from reportgen.options.build_options import BuildOptions

CHANCE = random.Random(11)  # noqa: S311
ROWS = 300
DAYS = sorted(dt.date(2025, 1, 3) + dt.timedelta(days=CHANCE.randrange(360)) for _ in range(ROWS))
WHO = [CHANCE.randrange(60) for _ in range(ROWS)]
MONEY = [f"{CHANCE.uniform(5, 90):.2f}" for _ in range(ROWS)]
SALES = {"Order": range(5000, 5000 + ROWS), "Date": DAYS}


@pytest.fixture
def found(tmp_path):
    def assigned(columns):
        path = tmp_path / "table.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(zip(*columns.values(), strict=True))
        roles = assign_roles(read(path, tmp_path), BuildOptions((str(path),)))
        return {column.label: column.role.value for column in roles.columns}, roles

    return assigned


@pytest.mark.parametrize("rank", ["会員ランク", "会员等级", "客户经理"])
def test_a_rank_is_no_customer_beside_addresses(found, rank) -> None:
    levels = ["A", "B", "C"]
    mail = [f"user{who}@mail.example" for who in WHO]
    columns = {**SALES, "Mail": mail, rank: [levels[who % 3] for who in WHO], "Total": MONEY}
    roles, _ = found(columns)
    assert roles["Mail"] == "customer"
    assert roles[rank] != "customer"


@pytest.mark.parametrize(
    ("header", "no", "yes"),
    [
        ("Makulerad", "Nej", "Ja"),
        ("Peruutettu", "Ei", "Kyllä"),
        ("Sztornó", "nem", "igen"),
        ("取消", "0", "1"),
    ],
)
def test_a_mark_of_cancellation_is_read_whatever_says_yes(tmp_path, header, no, yes) -> None:
    marks = [yes if at % 20 == 0 else no for at in range(ROWS)]
    path = tmp_path / "orders.csv"
    lines = zip(SALES["Order"], DAYS, WHO, MONEY, marks, strict=True)
    body = "\n".join(f"{order};{day};C{who:04};{money};{mark}" for order, day, who, money, mark in lines)
    path.write_text(f"Order;Date;Customer;Total;{header}\n{body}\n", "utf-8")
    seen = examine(BuildOptions((str(path),)), tmp_path)
    assert seen.in_short is not None
    assert seen.in_short.rows == sum(mark == no for mark in marks)


@pytest.mark.parametrize(
    ("pieces", "price"),
    [("\u041a-во", "Ед. цена"), ("Il.", "Cena jedn."), ("Bt.", "Prezzo")],
)
def test_pieces_beside_a_price_need_no_header_and_may_be_boxes_of_six(found, pieces, price) -> None:
    prices = [8.5, 12.4, 13.2, 19.9, 6.3]
    things = [CHANCE.randrange(5) for _ in range(ROWS)]
    columns = {
        "Order": [7000 + at // 3 for at in range(ROWS)],
        "Customer": [f"C{WHO[at // 3]:03}" for at in range(ROWS)],
        "Date": [DAYS[at // 3 * 3] for at in range(ROWS)],
        "Item": [f"Wine {thing}" for thing in things],
        pieces: CHANCE.choices([1, 2, 6, 12], [2, 2, 5, 1], k=ROWS),
        price: [f"{prices[thing]:.2f}" for thing in things],
    }
    roles, _ = found(columns)
    assert (roles[pieces], roles[price]) == ("quantity", "unit_price")


@pytest.mark.parametrize("form", ["{0}-{1}", "{0}/{1}", "{2:02}-{3:02}-{2:02}"])
def test_codes_that_look_like_days_and_months_are_codes(found, form) -> None:
    codes = [form.format(3000 + who * 97, who % 10, 13 + who, 99 - who) for who in WHO]
    columns = {**SALES, "Abonento kodas": codes, "Sumokėta": MONEY}
    roles, _ = found(columns)
    assert roles["Abonento kodas"] == "customer"


def test_a_reference_on_some_rows_is_less_likely_the_customer_than_a_code_on_all(found) -> None:
    references = [f"PO{CHANCE.randrange(4000, 4200)}" if at % 3 == 0 else "" for at in range(ROWS)]
    codes = [10010 + 10 * (who % 26) for who in WHO]
    columns = {**SALES, "Relatiecode": codes, "Uw ref.": references, "Bedrag": MONEY}
    roles, read_as = found(columns)
    assert roles["Relatiecode"] == "customer"
    assert read_as.refusal is None


def test_bills_that_nobody_paid_are_no_drafts_beside_a_word_for_void(tmp_path) -> None:
    states = ["Versandt", "Bezahlt", "Bezahlt", "Bezahlt", "Bezahlt", "Überfällig"]
    state = ["Storniert" if at % 17 == 0 else states[at % 6] for at in range(ROWS)]
    paid = [money if each == "Bezahlt" else "0.00" for money, each in zip(MONEY, state, strict=True)]
    path = tmp_path / "invoices.csv"
    lines = zip(SALES["Order"], DAYS, WHO, MONEY, state, paid, strict=True)
    body = "\n".join(f"{a};{b};C{c:04};{d};{e};{f}" for a, b, c, d, e, f in lines)
    path.write_text(f"Invoice;Date;Customer;Total;Status;Paid\n{body}\n", "utf-8")
    seen = examine(BuildOptions((str(path),)), tmp_path)
    assert seen.in_short is not None
    assert seen.in_short.rows == sum(each != "Storniert" for each in state)


def test_a_day_until_which_all_may_cancel_is_no_cancellation(found) -> None:
    columns = {
        **SALES,
        "Customer": [f"C{who:03}" for who in WHO],
        "Total": MONEY,
        "Cancellation deadline": DAYS,
    }
    roles, _ = found(columns)
    assert roles["Cancellation deadline"] == "ignore"


def test_a_branch_is_no_product_of_which_one_total_would_be_the_price(found) -> None:
    columns = {
        "เลขที่บิล": [f"INV{at:06}" for at in range(ROWS)],
        "วันที่": DAYS,
        "รหัสสมาชิก": [f"M{who:04}" for who in WHO],
        "สาขา": ["อารีย์" if who % 2 else "สยาม" for who in WHO],
        "จำนวนรายการ": [CHANCE.choice((1, 2, 2, 3)) for _ in range(ROWS)],
        "ยอดสุทธิ": [f"{CHANCE.randrange(4, 30) * 5}.00" for _ in range(ROWS)],
    }
    roles, _ = found(columns)
    assert roles["ยอดสุทธิ"] == "amount"
