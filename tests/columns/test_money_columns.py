"""Which figure of an order counts, and how often: totals beside lines and on every line, guests, cents."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from reportgen.options.enums import Role
from tests.columns.world import ORDERS, Order, causes, checked, codes, kept, rows_of

YEAR_END = dt.date(2025, 12, 31)
LINES = [(order, at) for order in ORDERS for at in range(1 + order.number % 3)]
"""Up to three lines an order; each costs as much as the order's amount, and a cent more a line."""
SUM = sum((order.amount + Decimal(at) / 100 for order, at in LINES), Decimal(0))


def price(order: Order, at: int) -> Decimal:
    return order.amount + Decimal(at) / 100


def total(order: Order) -> Decimal:
    return sum((price(order, at) for at in range(1 + order.number % 3)), Decimal(0))


def test_a_row_that_sums_up_its_order_counts_with_its_lines_only() -> None:
    rows = list[tuple[object, ...]]()
    for order, at in LINES:
        if at == 0:
            rows.append((order.day, order.number, f"C{order.customer}", "", total(order)))
        rows.append((order.day, order.number, f"C{order.customer}", f"SKU-{at}7", price(order, at)))
    found = checked(rows_of("Date;Receipt number;Customer code;Sku;Total", ";", rows), until=YEAR_END)
    assert kept(found) == SUM
    assert causes(found) == {"order-row"}


def test_an_order_total_on_every_line_counts_once_whatever_it_is_called() -> None:
    rows = [(o.day, o.number, f"C{o.customer}", f"SKU-{at}7", total(o)) for o, at in LINES]
    found = checked(rows_of("Date;Order;Customer code;Sku;Paid", ";", rows), until=YEAR_END)
    assert kept(found) == SUM
    assert "order-total" in codes(found)


def test_of_several_figures_that_with_all_its_parts_counts() -> None:
    header = "Date;Invoice;Customer;Net Amount;VAT Amount;Gross Amount;Open Amount"
    rows = [(o.day, o.number, f"C{o.customer}", o.amount, o.amount, 2 * o.amount, 0) for o in ORDERS]
    found = checked(rows_of(header, ";", rows), until=YEAR_END)
    assert found.roles.first(Role.AMOUNT).label == "Gross Amount"  # type: ignore[union-attr]


def test_customer_0_is_a_guest_where_it_buys_more_than_any_other() -> None:
    rows = [(o.number, o.day, 0 if o.number % 5 == 0 else o.customer, o.amount) for o in ORDERS]
    found = checked(rows_of("Order ID;Date;Customer ID;Total", ";", rows), until=YEAR_END)
    assert causes(found) == {"guest"}


def test_customer_0_is_a_customer_where_numbers_begin_with_it() -> None:
    rows = [(o.number, o.day, o.customer - 10000, o.amount) for o in ORDERS]
    found = checked(rows_of("Order ID;Date;Customer ID;Total", ";", rows), until=YEAR_END)
    assert causes(found) == set()


def test_a_flag_of_refunds_is_no_money() -> None:
    rows = [(o.number, o.day, o.customer, o.amount, int(o.number % 9 == 0)) for o in ORDERS]
    found = checked(rows_of("Order;Date;Customer;Total;Refunded?", ";", rows), until=YEAR_END)
    assert kept(found) == sum(o.amount for o in ORDERS if o.number % 9)


def test_amounts_in_cents_are_said() -> None:
    rows = [(o.number, o.day, o.customer, int(o.amount * 100)) for o in ORDERS]
    assert "minor-unit" in codes(checked(rows_of("Order;Date;Customer;Amount in cents", ";", rows)))


def test_a_bank_statement_names_customers_by_their_accounts() -> None:
    def iban(order: Order) -> str:
        return f"DE{order.customer % 90 + 10}50010517{order.customer:010d}"

    header = "Buchungstag;Auftragskonto;Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;Betrag"
    rows = [(o.day, "DE02120300000000202051", "Ann Lee", iban(o), o.amount) for o in ORDERS]
    found = checked(rows_of(header, ";", rows), until=YEAR_END)
    assert found.roles.first(Role.CUSTOMER).label == "Kontonummer/IBAN"  # type: ignore[union-attr]
    assert kept(found) == sum(o.amount for o in ORDERS)


def test_names_stand_in_for_a_missing_number() -> None:
    rows = [(o.number, o.day, f"Ann Lee {o.customer}", o.amount) for o in ORDERS]
    found = checked(rows_of("Invoice Number;Invoice Date;Contact Name;Total", ";", rows), until=YEAR_END)
    assert kept(found) == sum(o.amount for o in ORDERS)
    assert found.roles.first(Role.CUSTOMER).label == "Contact Name"  # type: ignore[union-attr]


def test_events_of_one_payment_count_once() -> None:
    header = "Psp Reference;Shopper Reference;Creation Date;Type;Amount"
    rows = [
        (f"88{o.number}", f"S{o.customer}", o.day, kind, o.amount)
        for o in ORDERS
        for kind in ("Authorised", "SentForSettle", "Settled")
    ]
    found = checked(rows_of(header, ";", rows), until=YEAR_END)
    assert kept(found) == sum(o.amount for o in ORDERS)


def test_whole_amounts_beside_dates_in_seconds_may_be_cents() -> None:
    seconds = {o.day: int(dt.datetime.combine(o.day, dt.time(9), dt.UTC).timestamp()) for o in ORDERS}
    rows = [(o.number, seconds[o.day], o.customer, int(100 * o.amount)) for o in ORDERS]
    assert "minor-unit" in codes(checked(rows_of("id,created,customer,amount", ",", rows)))


def test_a_file_of_which_most_rows_cost_nothing_says_so() -> None:
    rows = [(o.number, o.day, o.customer, 0 if o.number % 3 else o.amount) for o in ORDERS]
    found = checked(rows_of("Order ID;Date;Customer ID;Total", ";", rows), until=YEAR_END)
    assert "free-rows" in codes(found)


CENT = Decimal("0.01")


def test_discounts_are_taken_off_a_gross_amount_without_a_net_one_and_it_is_said() -> None:
    off = {o.number: (o.amount / 10).quantize(CENT) if o.number % 3 else Decimal(0) for o in ORDERS}
    rows = [(o.number, o.day, o.customer, o.amount, off[o.number]) for o in ORDERS]
    found = checked(rows_of("Order,Date,Customer,Gross sales,Discount", ",", rows), until=YEAR_END)
    assert kept(found) == sum((o.amount - off[o.number] for o in ORDERS), Decimal(0))
    assert "before-discounts" in codes(found)


def test_what_customers_paid_stands_before_what_a_fee_left_of_it() -> None:
    fees = {o.number: (o.amount * 3 / 100).quantize(CENT) + CENT for o in ORDERS}
    rows = [(o.day, o.customer, o.amount, -fees[o.number], o.amount - fees[o.number]) for o in ORDERS]
    found = checked(rows_of("Datum,Klantnummer,Bruto,Kosten,Net", ",", rows), until=YEAR_END)
    assert found.roles.first(Role.AMOUNT).label == "Bruto"  # type: ignore[union-attr]


def test_a_refundable_deposit_is_no_sale() -> None:
    held = {o.number: 2000 + 1000 * (o.number % 3) for o in ORDERS}
    rows = [(o.day, o.customer, o.amount, f"{held[o.number]}.00", o.amount + held[o.number]) for o in ORDERS]
    found = checked(rows_of("Pickup,Customer no,Hire,Bond,All in", ",", rows), until=YEAR_END)
    assert found.roles.first(Role.AMOUNT).label == "Hire"  # type: ignore[union-attr]


def test_in_a_statement_of_payments_its_own_address_is_nobody_and_other_currencies_stop_nothing() -> None:
    own, rows, balance = "shop@example.nl", list[tuple[object, ...]](), Decimal(0)
    for order in ORDERS:
        balance += order.amount
        rows.append((order.day, "Betaling", "EUR", order.amount, f"k{order.customer}@post.nl", own, balance))
        if order.number % 10 == 0:
            rows.append((order.day, "Opname", "EUR", -balance, own, "", 0))
            rows.append((order.day, "Wissel", "USD", order.amount, own, "", 0))
            balance = Decimal(0)
        if order.number % 7 == 0:
            rows.append(
                (order.day, "Reservering", "EUR", order.amount, f"k{order.customer}@post.nl", own, balance)
            )
    found = checked(
        rows_of("Datum,Type,Valuta,Bruto,Van e-mail,Naar e-mail,Saldo", ",", rows), until=YEAR_END
    )
    assert kept(found) == sum((o.amount for o in ORDERS), Decimal(0))


def test_a_company_code_beats_the_tax_number_that_says_the_same() -> None:
    rows = [
        (f"FV/{o.number}", o.day, 5_200_000_000 + 7919 * o.customer, f"KH{o.customer}", o.amount)
        for o in ORDERS
    ]
    found = checked(rows_of("Nr faktury;Data;NIP;Kod kontrahenta;Brutto", ";", rows), until=YEAR_END)
    assert found.roles.first(Role.CUSTOMER).label == "Kod kontrahenta"  # type: ignore[union-attr]


def test_a_total_of_unread_parts_counts_where_they_make_it_up_to_the_cent() -> None:
    header = "Date;Invoice;Customer;Amount;Zubr;Summa summarum"
    parts = [round(o.amount / 4, 2) for o in ORDERS]
    rows = [
        (o.day, o.number, f"C{o.customer}", o.amount, part, o.amount + part)
        for o, part in zip(ORDERS, parts, strict=True)
    ]
    found = checked(rows_of(header, ";", rows), until=YEAR_END)
    assert found.roles.first(Role.AMOUNT).label == "Summa summarum"  # type: ignore[union-attr]


def test_what_was_invoiced_stands_before_what_was_paid_of_it() -> None:
    header = "Date;Invoice;Customer;Paid;Bal;Inv sum"
    rows = [
        (
            o.day,
            o.number,
            f"C{o.customer}",
            *((0, o.amount) if o.number % 4 == 0 else (o.amount, 0)),
            o.amount,
        )
        for o in ORDERS
    ]
    found = checked(rows_of(header, ";", rows), until=YEAR_END)
    assert found.roles.first(Role.AMOUNT).label == "Inv sum"  # type: ignore[union-attr]


def test_numbers_under_a_currency_are_money() -> None:
    rows = [(o.number, o.day, f"C{o.customer}", 5 + 3 * (o.number % 3)) for o in ORDERS]
    found = checked(rows_of("Order ID;Date;Customer ID;EUR", ";", rows), until=YEAR_END)
    assert found.roles.first(Role.AMOUNT).label == "EUR"  # type: ignore[union-attr]
