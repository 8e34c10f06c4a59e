"""Made-up exports of payment services and marketplaces, as in `exports`."""

# ruff: noqa: E501 - headers and cells stand here as these systems write them
from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from tests.columns.exports import FIRST_DAY, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def filled(header: str, rows: Iterable[Mapping[str, object]], mark: str = ",") -> Table:
    """Rows as wide as the header, which fill the cells that they name."""
    labels = header.split(mark)
    return [labels, *([str(row.get(label, "")) for label in labels] for row in rows)]


def paypal(orders: int = 160) -> Table:
    """Every 20th payment refunded by the shop, a withdrawal and a hold now and then."""
    rows, chance = list[dict[str, object]](), np.random.default_rng(11)
    for number in range(orders):
        day, person = FIRST_DAY + dt.timedelta(hours=36 * number), f"p{chance.integers(40)}@example.com"
        gross = chance.integers(500, 9000) / 100
        every = {
            "Date": f"{day:%d/%m/%Y}",
            "Time": f"{day:%H:%M:%S}",
            "Status": "Completed",
            "Currency": "GBP",
            "Fee": "0.00",
        }
        sale = {"Type": "Express Checkout Payment", "Gross": f"{gross:.2f}", "Fee": f"-{gross / 30:.2f}", "Net": f"{gross - gross / 30:.2f}",
                "From Email Address": person, "To Email Address": "shop@example.net", "Name": f"Ann {number % 40}", "Balance Impact": "Credit"}  # fmt: skip
        rows.append(every | sale | {"Transaction ID": f"5A{number:05d}"})
        back = {
            "Gross": f"-{gross:.2f}",
            "Net": f"-{gross:.2f}",
            "From Email Address": "shop@example.net",
            "Balance Impact": "Debit",
        }
        if number % 20 == 3:
            refund = {
                "Type": "Payment Refund",
                "Transaction ID": f"6R{number:05d}",
                "To Email Address": person,
            }
            rows.append(every | back | refund)
        if number % 25 == 4:
            rows.append(every | back | {"Type": "General Withdrawal", "Transaction ID": f"7W{number:05d}"})
    header = (
        "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,"
        "Transaction ID,Reference Txn ID,Balance Impact"
    )
    return filled(header, rows)


def stripe_payments(orders: int = 160) -> Table:
    rows, chance = list[dict[str, object]](), np.random.default_rng(12)
    for number in range(orders):
        day, person = FIRST_DAY + dt.timedelta(hours=36 * number), chance.integers(40)
        amount, status = (
            chance.integers(500, 9000) / 100,
            {3: "Failed", 5: "Refunded"}.get(number % 30, "Paid"),
        )
        rows.append({
            "id": f"ch_{number:05d}x", "Created date (UTC)": f"{day:%Y-%m-%d %H:%M:%S}", "Amount": f"{amount:.2f}",
            "Amount Refunded": f"{amount if status == 'Refunded' else 0:.2f}", "Currency": "eur", "Captured": "true",
            "Fee": f"{amount / 40:.2f}", "PaymentIntent ID": f"pi_{number:05d}x", "Status": status,
            "Customer ID": f"cus_{person:03d}", "Customer Email": f"s{person}@example.com",
        })  # fmt: skip
    header = (
        "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Description,Fee,Mode,PaymentIntent ID,"
        "Status,Seller Message,Card ID,Customer ID,Customer Email,Invoice ID"
    )
    return filled(header, rows)


def stripe_customers(people: int = 60) -> Table:
    chance = np.random.default_rng(13)
    header = (
        "id,Description,Email,Name,Created (UTC),Delinquent,Card ID,Card Last4,Card Brand,Total Spend,"
        "Payment Count,Average Order,Refunded Volume,Dispute Losses"
    )
    rows = [
        {
            "id": f"cus_{n:03d}", "Email": f"s{n}@example.com", "Name": f"Ann {n}", "Created (UTC)": f"2025-03-{1 + n % 28:02d} 10:00",
            "Delinquent": "false", "Card ID": f"card_{n:03d}", "Card Last4": 1000 + 37 * n, "Card Brand": ("Visa", "Amex")[n % 2],
            "Total Spend": f"{chance.uniform(5, 900):.2f}", "Payment Count": chance.integers(1, 12), "Refunded Volume": "0.00",
        }
        for n in range(people)
    ]  # fmt: skip
    return filled(header, rows)


def amazon_orders(orders: int = 160) -> Table:
    """The item price holds all pieces of a line."""
    rows, chance = list[dict[str, object]](), np.random.default_rng(14)
    for number in range(orders):
        day, person, pieces = (
            FIRST_DAY + dt.timedelta(hours=36 * number),
            chance.integers(40),
            chance.integers(1, 4),
        )
        cancelled = number % 20 == 3
        rows.append({
            "amazon-order-id": f"302-{number:07d}-1", "buyer-email": f"x{person}@marketplace.amazon.de",
            "purchase-date": f"{day:%Y-%m-%dT%H:%M:%S}+00:00", "order-status": "Cancelled" if cancelled else "Shipped",
            "product-name": f"Lamp {number % 9}", "sku": f"LA-{number % 9}", "asin": f"B0{number % 9}XY",
            "quantity": 0 if cancelled else pieces, "currency": "" if cancelled else "EUR",
            "item-price": "" if cancelled else f"{pieces * (5 + number % 9):.2f}", "item-tax": "0.00",
            "shipping-price": "0.00", "ship-country": "DE",
        })  # fmt: skip
    header = (
        "amazon-order-id buyer-email purchase-date order-status product-name sku asin quantity currency "
        "item-price item-tax shipping-price ship-city ship-country"
    )
    return filled(header, rows, " ")


def datev(bookings: int = 60) -> Table:
    """Dates of day and month alone."""
    header = (
        "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);"
        "BU-Schlüssel;Belegdatum;Belegfeld 1;Buchungstext"
    )
    rows = [
        {
            "Umsatz (ohne Soll/Haben-Kz)": f"{10 + n},50", "Soll/Haben-Kennzeichen": "S", "WKZ Umsatz": "EUR",
            "Konto": 10000 + n % 20, "Gegenkonto (ohne BU-Schlüssel)": 8400, "Belegdatum": f"{1 + n % 28:02d}{1 + n % 12:02d}",
            "Belegfeld 1": f"RE{n}", "Buchungstext": "Rechnung",
        }
        for n in range(bookings)
    ]  # fmt: skip
    return filled(header, rows, ";")


MORE_EXPORTS: dict[str, Callable[[], Table]] = {
    "PayPal activity report": paypal,
    "Stripe payments export": stripe_payments,
    "Stripe customers export": stripe_customers,
    "Amazon orders report": amazon_orders,
}
