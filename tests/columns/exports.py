"""Small made-up exports in the layouts of well-known systems: header, then rows; the same on every run."""

# ruff: noqa: SIM905, E501, PERF401 - headers and cells stand here as these systems write them
from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Table = list[list[str]]
FIRST_DAY = dt.datetime(2026, 1, 2, 9, 30)  # noqa: DTZ001 - written as these exports write it


def write_csv(table: Table, path: Path) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(table)
    return path


def shopify_orders(orders: int = 160) -> Table:
    """Two lines on every third order; order 5 refunded in part, 6 wholly, 7 voided, 8 cancelled though paid."""
    header = (
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,"
        "Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,"
        "Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,"
        "Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing City,Billing Zip,"
        "Billing Country,Shipping Name,Shipping Street,Shipping City,Shipping Zip,Shipping Country,Notes,"
        "Cancelled at,Payment Method,Refunded Amount,Vendor,Id,Tags"
    ).split(",")
    rows, chance = [header], np.random.default_rng(1)
    for number in range(orders):
        day = FIRST_DAY + dt.timedelta(hours=36 * number)
        stamp = f"{day:%Y-%m-%d %H:%M:%S} +0100"
        person, quantity = chance.integers(40), chance.choice([1, 1, 2, 3])
        lines = 2 if number % 3 == 0 else 1
        subtotal = 20 * quantity * lines
        total = subtotal + 5
        refund = {5: total / 2, 6: total}.get(number, 0)
        status = {5: "partially_refunded", 6: "refunded", 7: "voided"}.get(number, "paid")
        of_order = {
            "Financial Status": status, "Paid at": stamp, "Fulfillment Status": "fulfilled", "Currency": "EUR",
            "Accepts Marketing": "yes" if person % 4 else "no", "Subtotal": f"{subtotal:.2f}", "Shipping": "5.00",
            "Taxes": "0.00", "Total": f"{total:.2f}", "Discount Amount": "0.00", "Billing Country": "DE",
            "Shipping Country": "DE" if person % 3 else "AT", "Billing Zip": "'01067", "Billing Name": f"Ann {person}",
            "Cancelled at": stamp if number == 8 else "", "Refunded Amount": f"{refund:.2f}",
            "Payment Method": "Bogus", "Id": f"55{number:08d}",
        }  # fmt: skip
        for line in range(lines):
            cells = {
                "Name": f"#{1001 + number}", "Email": f"Buyer{person}@Example.com", "Created at": stamp,
                "Lineitem quantity": str(quantity), "Lineitem name": f"Tea {line}", "Lineitem price": "20.00",
                "Lineitem sku": f"TEA-{line}", "Vendor": "Shop",
            }  # fmt: skip
            cells |= of_order if line == 0 else {}
            rows.append([cells.get(name, "") for name in header])
    return rows


def shopify_customers(people: int = 60) -> Table:
    header = (
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,"
        "Default Address Address1,Default Address City,Default Address Province Code,Default Address Country Code,"
        "Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,"
        "Tax Exempt,Tags"
    ).split(",")
    chance = np.random.default_rng(2)
    return [
        header,
        *(
            [f"'{7210448301000 + n}", f"First{n}", f"Last{n}", f"p{n}@example.com", ("yes", "no")[n % 5 == 0], "",
             f"{n} Main St", ("Elko", "Reno")[n % 2], "NV", "US", f"'{89800 + n}", "", f"'+1775555{n:04d}", "no",
             f"{chance.uniform(0, 900):.2f}", str(chance.integers(12)), "", "no", ""]
            for n in range(people)
        ),
    ]  # fmt: skip


def woocommerce_orders(orders: int = 160) -> Table:
    header = ["Date", "Order #", "N. Revenue (formatted)", "Status", "Customer", "Customer type", "Product(s)",
              "Items sold", "Coupon(s)", "N. Revenue", "Attribution"]  # fmt: skip
    rows, chance = [header], np.random.default_rng(3)
    for number in range(orders):
        day, money = FIRST_DAY + dt.timedelta(hours=36 * number), f"{chance.uniform(8, 90):.2f}"
        status = {4: "cancelled", 9: "refunded", 12: "failed"}.get(number, "completed")
        rows.append([
            f"{day:%Y-%m-%d %H:%M:%S}", str(2000 + number), f"\u20ac{money}", status, f"Name{chance.integers(40)} Doe",
            "returning", "1\u00d7 Tea", "1", "", money, "Direct",
        ])  # fmt: skip
    return rows


def woocommerce_lines(orders: int = 160) -> Table:
    header = (
        "Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),"
        "City (Billing),Country Code (Billing),Email (Billing),Phone (Billing),Payment Method Title,"
        "Cart Discount Amount,Order Subtotal Amount,Order Shipping Amount,Order Refund Amount,Order Total Amount,"
        "Order Total Tax Amount,SKU,Item #,Item Name,Quantity,Item Cost"
    ).split(",")
    rows, chance = [header], np.random.default_rng(4)
    for number in range(orders):
        day, person = FIRST_DAY + dt.timedelta(hours=36 * number), chance.integers(40)
        for line in range(1 + number % 2):
            rows.append([
                str(3000 + number), "wc-completed" if number % 9 else "wc-cancelled", f"{day:%Y-%m-%d %H:%M}", "",
                f"First{person}", "Last", "Lyon", "FR", f"w{person}@example.com", "", "Card", "0",
                str(12 * (1 + number % 2)), "4", "0", str(12 * (1 + number % 2) + 4), "0", f"SKU{line}",
                str(line + 1), f"Soap {line}", "2", "6.00",
            ])  # fmt: skip
    return rows


def klaviyo_profiles(people: int = 60) -> Table:
    header = ["Email", "Klaviyo ID", "First Name", "Last Name", "Organization", "Title", "Phone Number", "Address",
              "Address 2", "City", "State / Region", "Country", "Zip Code", "Latitude", "Longitude", "Source",
              "IP Address", "Email Marketing Consent", "Email Marketing Consent Timestamp",
              "Historic Customer Lifetime Value", "Total Customer Lifetime Value",
              "Predicted Customer Lifetime Value", "Average Order Value", "Historic Number Of Orders",
              "Profile Created On", "Date Added"]  # fmt: skip
    consents, chance = ("SUBSCRIBED", "UNSUBSCRIBED", "NEVER_SUBSCRIBED"), np.random.default_rng(5)
    return [
        header,
        *(
            [f"k{n}@example.com", f"01H{n:05d}X", f"First{n}", "Last", "", "", "", f"{n} High St", "", "Leeds",
             "England", "United Kingdom", "LS1", "53.8", "-1.5", "-59", f"10.0.0.{n}", consents[n % 3],
             "2026-01-02T03:04:05", f"{chance.uniform(0, 500):.2f}", f"{chance.uniform(0, 900):.2f}",
             f"{chance.uniform(0, 400):.2f}", f"{chance.uniform(5, 60):.2f}", str(chance.integers(9)),
             "2025-06-07T08:09:10", "2025-06-08T08:09:10"]
            for n in range(people)
        ),
    ]  # fmt: skip


def metabase_orders(orders: int = 200) -> Table:
    rows = [["ID", "User ID", "Product ID", "Subtotal", "Tax", "Total", "Discount", "Created At", "Quantity"]]
    chance = np.random.default_rng(6)
    for number in range(1, orders + 1):
        day, subtotal = FIRST_DAY + dt.timedelta(hours=30 * number), chance.uniform(15, 120)
        rows.append([
            str(number), str(chance.integers(1, 45)), str(chance.integers(1, 90)), f"{subtotal:.2f}",
            f"{subtotal * 0.06:.2f}", f"{subtotal * 1.06:.2f}", "", f"{day:%B %d, %Y, %I:%M %p}",
            str(chance.integers(1, 6)),
        ])  # fmt: skip
    return rows


def metabase_people(people: int = 60) -> Table:
    header = ["ID", "Address", "Email", "Password", "Name", "City", "Longitude", "State", "Source", "Birth Date",
              "Zip", "Latitude", "Created At"]  # fmt: skip
    return [
        header,
        *(
            [str(n + 1), f"{n} Hubbard Road", f"m{n}@example.com", f"f00d-{n:04d}-beef", f"Hudson {n}", "Wood River",
             f"-{90 + n / 7:.4f}", "NE", ("Google", "Twitter", "Organic")[n % 3], f"19{60 + n % 40}-12-0{1 + n % 9}",
             f"{68000 + n}", f"{40 + n / 9:.4f}", f"2025-10-{1 + n % 28:02d}T21:40:27"]
            for n in range(people)
        ),
    ]  # fmt: skip


def mall(people: int = 60) -> Table:
    header = ["CustomerID", "Genre", "Age", "Annual Income (k$)", "Spending Score (1-100)"]
    chance = np.random.default_rng(7)
    return [
        header,
        *(
            [f"{n + 1:04d}", ("Male", "Female")[n % 2], str(chance.integers(18, 70)), str(chance.integers(15, 137)),
             str(chance.integers(1, 100))]
            for n in range(people)
        ),
    ]  # fmt: skip


def online_retail(orders: int = 120) -> Table:
    header = [
        "InvoiceNo",
        "StockCode",
        "Description",
        "Quantity",
        "InvoiceDate",
        "UnitPrice",
        "CustomerID",
        "Country",
    ]
    rows, chance = [header], np.random.default_rng(8)
    for number in range(orders):
        day, person = FIRST_DAY + dt.timedelta(hours=48 * number), chance.integers(17850, 17890)
        for line in range(1 + number % 3):
            back = number % 11 == 10
            rows.append([
                f"{'C' if back else ''}{536365 + number}", f"{22000 + 7 * line}A", f"LAMP {line}",
                str(-1 if back else chance.integers(1, 9)), f"{day:%Y-%m-%d %H:%M:%S}", "2.55",
                f"{person}.0", "United Kingdom",
            ])  # fmt: skip
    return rows


def wholesale(people: int = 60) -> Table:
    header = ["Channel", "Region", "Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"]
    chance = np.random.default_rng(9)
    return [
        header,
        *(
            [str(1 + n % 2), str(1 + n % 3), *(str(chance.integers(50, 9000)) for _ in range(6))]
            for n in range(people)
        ),
    ]


EXPORTS: dict[str, Callable[[], Table]] = {
    "Shopify orders export": shopify_orders,
    "Shopify customers export": shopify_customers,
    "WooCommerce orders export": woocommerce_orders,
    "WooCommerce line items export": woocommerce_lines,
    "Klaviyo profiles export": klaviyo_profiles,
    "Metabase orders table": metabase_orders,
    "Metabase people table": metabase_people,
    "Mall customers table": mall,
    "UCI Online Retail table": online_retail,
    "UCI Wholesale customers table": wholesale,
}
"""Name in known_exports.toml -> an example."""
