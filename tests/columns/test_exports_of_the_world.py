"""Orders as shops and banks of many countries write them come out to the cent, or are named or refused."""

from __future__ import annotations

import pytest

from reportgen.errors import InputError
from tests.columns.world import ORDERS, TOTAL, checked, continental, table
from tests.draws import variants

FRENCH = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
PORTUGUESE = ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez")
ARABIC = str.maketrans("0123456789.", "".join(map(chr, (*range(0x660, 0x66A), 0x66B))))

EXPORTS = {
    "french, narrow blanks before the euro": table(
        "N° commande;Date de commande;N° client;Montant TTC",
        ";",
        lambda o: (
            o.number,
            f"{o.day.day} {FRENCH[o.day.month - 1]} {o.day.year}",
            o.customer,
            continental(o.amount, "\u202f") + "\u00a0€",
        ),
    ),
    "brazilian, months as words between slashes": table(
        "Pedido;Data do pedido;Cód. cliente;Valor",
        ";",
        lambda o: (
            o.number,
            f"{o.day:%d}/{PORTUGUESE[o.day.month - 1]}/{o.day.year}",
            o.customer,
            f"R$ {continental(o.amount)}",
        ),
    ),
    "italian, with a total": table(
        "Ordine;Data;Cliente;Totale",
        ";",
        lambda o: (o.number, f"{o.day:%d/%m/%Y}", o.customer, f"€ {continental(o.amount)}"),
        f"Totale complessivo;;;€ {continental(TOTAL)}",
    ),
    "korean won": table(
        "주문번호,주문일,고객번호,금액",
        ",",
        lambda o: (
            o.number,
            f"{o.day.year}. {o.day.month}. {o.day.day}.",
            o.customer,
            f'"{o.amount:,.2f}원"',
        ),
    ),
    "croatian, a dot behind the year": table(
        "Broj narudžbe;Datum;Šifra kupca;Iznos",
        ";",
        lambda o: (o.number, f"{o.day:%d.%m.%Y.}", o.customer, continental(o.amount)),
    ),
    "czech, blanks in dates": table(
        "Číslo objednávky;Datum;Číslo zákazníka;Celkem",
        ";",
        lambda o: (
            o.number,
            f"{o.day.day}. {o.day.month}. {o.day.year}",
            o.customer,
            f"{continental(o.amount, chr(160))} Kč",
        ),
    ),
    "dates run together, as statistics programs write them": table(
        "Order;Date;Customer;Amount",
        ";",
        lambda o: (o.number, f"{o.day:%d%b%Y}".upper(), o.customer, o.amount),
    ),
    "dates of e-mail": table(
        "Order\tCreated\tCustomer\tAmount",
        "\t",
        lambda o: (o.number, f"{o.day:%a, %d %b %Y} 10:00:00 +0000", o.customer, o.amount),
    ),
    "arabic digits": table(
        "Order,Date,Customer,Amount",
        ",",
        lambda o: (o.number, o.day, o.customer, str(o.amount).translate(ARABIC)),
    ),
    "german till, days with their weekday": table(
        "Bon;Datum;Kundenkarte;Brutto",
        ";",
        lambda o: (o.number, f"Mo, {o.day:%d.%m.%Y}", 880000 + o.customer, continental(o.amount)),
    ),
    "finnish till": table(
        "Tilausnro;Asiakasnro;Päivämäärä;Summa",
        ";",
        lambda o: (
            o.number,
            o.customer,
            f"{o.day.day}.{o.day.month}.{o.day.year}",
            continental(o.amount, " "),
        ),
    ),
    "indonesian rupiah": table(
        "No Pesanan;ID Pelanggan;Tanggal;Total Bayar",
        ";",
        lambda o: (o.number, o.customer, f"{o.day:%d/%m/%Y}", f"Rp{continental(o.amount)}"),
    ),
    "vietnamese dong": table(
        "Mã đơn;Mã khách hàng;Ngày đặt;Thành tiền",
        ";",
        lambda o: (o.number, f"KH{o.customer}", f"{o.day:%d/%m/%Y}", f"{continental(o.amount)} đ"),
    ),
    "pharmacy, bars and days run together": table(
        "Rx Number|Patient ID|Fill Date|NDC|Days Supply|Copay|Total Price",
        "|",
        lambda o: (o.number, f"P{o.customer}", f"{o.day:%Y%m%d}", "10000-01", 30, "10.00", o.amount),
    ),
    "donations": table(
        "Gift ID,Constituent ID,Gift Date,Fund,Gift Amount",
        ",",
        lambda o: (f"G{o.number}", o.customer, f"{o.day:%d-%b-%Y}", "General", f'"${o.amount:,.2f}"'),
    ),
    "bank statement, all credits": table(
        "Value Date,Narration,Counterparty Account,Txn Amount",
        ",",
        lambda o: (f"{o.day:%d/%m/%Y}", "TRANSFER", o.customer, f'"{o.amount:,.2f} CR"'),
    ),
    "several signs between cells": table(
        "order_id~|~customer_id~|~date~|~amount",
        "~|~",
        lambda o: (o.number, o.customer, o.day, o.amount),
    ),
}


@pytest.mark.parametrize(
    "text", variants([pytest.param(text, id=name) for name, text in EXPORTS.items()], quick=7)
)
def test_an_export_is_read_to_the_cent(text: str) -> None:
    found = checked(text)
    assert found.rows is not None
    assert found.rows.period is not None
    assert found.raw.rows == len(ORDERS)
    assert found.rows.waterfall.start_amount == TOTAL
    assert (found.rows.period.data_from, found.rows.period.data_until) == (ORDERS[0].day, ORDERS[-1].day)


def in_two_currencies() -> str:
    return table(
        "Order,Date,Customer,Amount",
        ",",
        lambda o: (o.number, o.day, o.customer, ("$" if o.number % 3 == 0 else "€") + str(o.amount)),
    )


def test_two_currency_signs_in_one_column_need_a_word() -> None:
    with pytest.raises(InputError, match="EUR and USD"):
        checked(in_two_currencies())


def test_the_currency_that_is_kept_is_read_alone() -> None:
    found = checked(in_two_currencies(), currency="USD")
    assert found.rows is not None
    assert found.rows.waterfall.start_amount == sum(o.amount for o in ORDERS if o.number % 3 == 0)


def test_years_of_the_buddhist_era_are_read() -> None:
    found = checked(
        table(
            "Order,Date,Customer,Amount",
            ",",
            lambda o: (o.number, f"{o.day:%d/%m}/{o.day.year + 543}", o.customer, o.amount),
        )
    )
    assert found.refusal is None
    assert found.rows is not None
    assert found.rows.waterfall.start_amount == sum(o.amount for o in ORDERS)
    assert found.rows.period is not None
    assert found.rows.period.data_from == min(o.day for o in ORDERS)
