"""Accounts say which way money went by a pair of columns, or by a mark beside unsigned amounts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from reportgen.errors import InputError
from reportgen.options.enums import Role
from tests.columns.world import ORDERS, TOTAL, Order, causes, checked, codes, continental, kept, table
from tests.draws import variants

YEAR_END = dt.date(2025, 12, 31)
IN = sum((order.amount for order in ORDERS if order.number % 2), Decimal(0))
OUT = sum((order.amount for order in ORDERS if order.number % 2 == 0), Decimal(0))


def statement(header: str, *, comma: bool = True) -> str:
    """Date, account, text, money out, money in, balance: odd numbers are paid in."""

    def row(order: Order) -> tuple[object, ...]:
        money = continental(order.amount) if comma else str(order.amount)
        sides = ("", money) if order.number % 2 else (money, "")
        return f"{order.day:%d.%m.%Y}", order.customer, "Transfer", *sides, money

    return table(header, ";", row)


def marked(header: str, paid_in: str, paid_out: str, every: int = 2) -> str:
    def row(order: Order) -> tuple[object, ...]:
        mark = paid_out if order.number % every == 0 else paid_in
        return f"{order.day:%d.%m.%Y}", order.customer, mark, continental(order.amount), order.number

    return table(header, ";", row)


@pytest.mark.parametrize(
    "header",
    variants(
        [
            "Date;Account No;Narrative;Debit;Credit;Balance",
            "Date;Customer ID;Details;Money Out;Money In;Balance",
            "Buchungstag;Kontonummer;Text;Soll;Haben;Saldo",
            "Date;N° de compte;Libellé;Débit;Crédit;Solde",
            "Datum;Rekening;Omschrijving;Af;Bij;Saldo",
            "Fecha;Cuenta;Concepto;Cargo;Abono;Saldo",
        ],
        quick=2,
    ),
)
def test_money_in_counts_and_money_out_has_its_own_line(header: str) -> None:
    found = checked(statement(header), until=YEAR_END)
    assert kept(found) == IN
    assert causes(found) == {"other-side"}
    assert "two-sides" in codes(found)


def test_of_two_columns_that_each_row_fills_in_turn_one_takes_the_other_back() -> None:
    def row(order: Order) -> tuple[object, ...]:
        sides = ("0.00", order.amount) if order.number % 9 == 0 else (order.amount, "0.00")
        return order.day, order.customer, *sides

    found = checked(table("date;customer;aa;bb", ";", row), until=YEAR_END)
    back = sum(order.amount for order in ORDERS if order.number % 9 == 0)
    assert "returned" in causes(found)
    assert found.rows is not None
    assert found.rows.waterfall.start_amount == TOTAL - 2 * back
    assert "guessed-money" in codes(found)


def test_the_user_may_count_the_other_column() -> None:
    text = statement("Buchungstag;Kontonummer;Text;Soll;Haben;Saldo")
    assert kept(checked(text, until=YEAR_END, roles={"Soll": Role.AMOUNT})) == OUT


@pytest.mark.parametrize(
    ("header", "paid_in", "paid_out"),
    variants(
        [
            ("Date;Customer ID;Type;Amount;Ref", "CR", "DR"),
            ("Datum;Tegenrekening;Af Bij;Bedrag;Ref", "Bij", "Af"),
            ("Datum;Kundennummer;S/H;Betrag;Ref", "H", "S"),
            ("Datum;Kundennummer;Vorzeichen;Betrag;Ref", "+", "-"),
        ],
        quick=2,
    ),
)
def test_a_mark_tells_the_side_of_unsigned_amounts(header: str, paid_in: str, paid_out: str) -> None:
    found = checked(marked(header, paid_in, paid_out), until=YEAR_END)
    assert kept(found) == IN
    assert "two-sides" in codes(found)


def test_in_accounts_of_debtors_the_debit_side_is_what_customers_bought() -> None:
    found = checked(marked("Datum;Debitor;S/H;Betrag;Rechnungsnummer", "S", "H"), until=YEAR_END)
    assert kept(found) == IN


def test_a_few_rows_of_the_other_side_take_sales_back() -> None:
    found = checked(marked("Datum;Kundennummer;S/H;Betrag;Ref", "H", "S", every=9), until=YEAR_END)
    assert "returned" in causes(found)
    assert "other-side" not in causes(found)


def test_two_letters_under_a_header_that_does_not_mark_are_a_category() -> None:
    found = checked(marked("Datum;Kundennummer;Tarif;Betrag;Ref", "C", "D"), until=YEAR_END)
    assert kept(found) == IN + OUT
    assert found.roles.first(Role.SIDE) is None


def test_a_mark_whose_words_are_not_known_is_refused() -> None:
    text = marked("Datum;Kundennummer;Richtung;Betrag;Ref", "hin", "her")
    found = checked(text, until=YEAR_END, roles={"Richtung": Role.SIDE})
    assert isinstance(found.refusal, InputError)
    assert "'Richtung'" in found.refusal.cause


@pytest.mark.parametrize(
    "written", variants(["{}CR {}DR", "{} CR {} DR", "{}Cr. {}Dr.", "CR {} DR {}", "£{}cr £{}dr"], quick=2)
)
def test_credit_and_debit_written_to_the_numbers_give_their_sign(written: str) -> None:
    credit, debit = written[: len(written) // 2].strip(), written[len(written) // 2 :].strip()

    def row(order: Order) -> tuple[object, ...]:
        marked = (debit if order.number % 10 == 0 else credit).format(f"{order.amount:,.2f}")
        return f"{order.day:%d/%m/%Y}", order.customer, marked

    found = checked(table("Date;Account No;Amount", ";", row), until=YEAR_END)

    assert found.rows is not None
    signed = sum((-order.amount if order.number % 10 == 0 else order.amount for order in ORDERS), Decimal(0))
    assert found.rows.waterfall.start_amount == signed
    assert "credit-and-debit" in codes(found)


def test_among_debtors_credit_written_to_the_numbers_is_taken_off() -> None:
    def row(order: Order) -> tuple[object, ...]:
        mark = "CR" if order.number % 10 == 0 else "DR"
        return order.day, order.customer, order.number, f"{order.amount}{mark}"

    found = checked(table("Date;Customer;Invoice No;Amount", ";", row), until=YEAR_END)

    assert found.rows is not None
    signed = sum((-order.amount if order.number % 10 == 0 else order.amount for order in ORDERS), Decimal(0))
    assert found.rows.waterfall.start_amount == signed


@pytest.mark.parametrize("mark", ["CR", "DR"])
def test_where_all_numbers_have_one_mark_it_is_no_minus(mark: str) -> None:
    text = table("date;customer;amount", ";", lambda o: (o.day, o.customer, f"{o.amount} {mark}"))
    found = checked(text, until=YEAR_END)
    assert kept(found) == sum((order.amount for order in ORDERS), Decimal(0))
    assert "credit-and-debit" in codes(found)


def test_codes_that_end_in_the_letters_of_credit_stay_codes() -> None:
    def row(order: Order) -> tuple[object, ...]:
        return order.day, order.customer, f"{order.number}{'CR' if order.number % 2 else 'DR'}", order.amount

    found = checked(table("date;customer;reference;amount", ";", row))
    roles = {column.label: column.role for column in found.roles.columns}
    assert roles["amount"] is Role.AMOUNT
    assert roles["reference"] is not Role.AMOUNT
    assert "credit-and-debit" not in codes(found)


def test_in_a_file_of_customers_the_side_of_nearly_all_rows_is_what_they_bought() -> None:
    def row(order: Order) -> tuple[object, ...]:
        money = continental(order.amount)
        return (
            f"{order.day:%d.%m.%Y}",
            order.customer,
            *(("", money) if order.number % 9 == 0 else (money, "")),
        )

    found = checked(table("Date;Customer ID;Debit;Credit", ";", row), until=YEAR_END)
    assert found.roles.first(Role.AMOUNT).label == "Debit"  # type: ignore[union-attr]
    assert "returned" in causes(found)
