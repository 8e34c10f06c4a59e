"""Files with words in them that mean harm, and files with secrets that must not leave private/."""

from __future__ import annotations

import csv
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

EVIL = "Evil\r\nBcc: eve@rival.example <script>alert(1)</script>"
"""A company's name."""
ATTACKS = (
    "<script>alert(1)</script>",
    "a.b",
    "a[0]",
    "datum.x",
    "a'b",
    '"><img src=x onerror=alert(1)>',
    "=cmd()",
    "../../x",
    "{{ 7 * 7 }}",
    "\u202etxet",
    "\U0001f4b6 spend",
    "W" * 200,
)
"""Column names and levels as nobody would choose them."""
SECRETS = (
    "canaryid",
    "canaryworth",
    "canary@example",
    "5550199",
    "canary lane",
    "canarynote",
    "canaryland",
    "canaryorder",
    "canarycell",
)


def attacking_table(path: Path) -> Path:
    """Three groups of customers, every measure and every level called by an attack."""
    draw = Random(1)  # noqa: S311 - made-up data
    head = ["id", *ATTACKS, "kind"]
    rows = [
        [
            f"@{i:04d}",
            *(f"{draw.gauss(50 * ((i + j) % 3), 6):.2f}" for j in range(len(ATTACKS))),
            ATTACKS[i % 3],
        ]
        for i in range(180)
    ]
    return _written(path, head, rows)


def attacking_orders(path: Path) -> Path:
    """Order lines of customers, places and products that are called by attacks."""
    draw = Random(2)  # noqa: S311 - made-up data
    head = ["order", "date", "customer", "product", "quantity", "price", "country"]
    rows = []
    for i in range(240):
        customer, place = f"={ATTACKS[i % 7]}{i}", ATTACKS[i % 2 * 5]
        for order in range(1 + 9 * (i % 2)):
            month = 1 + (order + i) % 12
            rows.append(
                [
                    f"O{i}-{order}",
                    f"2026-{month:02d}-{1 + i % 27:02d}",
                    customer,
                    ATTACKS[order],
                    "1",
                    f"{5 + 20 * (i % 2) + draw.random():.2f}",
                    place,
                ]
            )
    rows.append(["O9", "2027-01-01", "late", "x", "1", "1.00", "x"])
    return _written(path, head, rows)


def secret_table(path: Path) -> Path:
    """Customers with all that a careless export holds."""
    draw = Random(3)  # noqa: S311 - made-up data
    head = [
        "customer id",
        "full name",
        "email",
        "phone",
        "street",
        "birth date",
        "notes",
        "city",
        "income",
        "visits",
    ]
    rows = []
    for i in range(150):
        low = i % 2
        rows.append(
            [
                f"CANARYID{i:04d}",
                f"Zoe{chr(97 + i % 26)} Canaryworth{i}",
                f"canary@example{i}.org",
                f"+44 20 5550199{i:03d}",
                f"{i + 1} Canary Lane",
                f"19{40 + i % 55}-0{1 + i % 9}-1{i % 9}",
                f"canarynote {i}: asked for a refund and was unhappy",
                "Canaryland" if i < 4 else ("Leeds", "York")[low],
                f"{draw.gauss(20_000 + 30_000 * low, 1_500):.0f}" if i != 7 else "canarycell",
                f"{1 + low * 20 + i % 4}",
            ]
        )
    return _written(path, head, rows)


def secret_orders(path: Path) -> Path:
    """Order lines that name people, with a cell or two that cannot be read."""
    draw = Random(4)  # noqa: S311 - made-up data
    head = [
        "order number",
        "order date",
        "customer id",
        "customer name",
        "email",
        "product",
        "quantity",
        "unit price",
        "country",
    ]
    rows = []
    for i in range(120):
        person = [f"CANARYID{i:04d}", f"Abe Canaryworth{i}", f"canary@example{i}.org"]
        for order in range(1 + 11 * (i % 2)):
            month = 1 + (order + i) % 12
            country = "Canaryland" if i < 4 else ("Norway", "Sweden")[i % 2]
            rows.append(
                [
                    f"CANARYORDER{i}-{order}",
                    f"2026-{month:02d}-{1 + i % 27:02d}",
                    *person,
                    f"P{order}",
                    "1",
                    f"{8 + draw.random() * 9:.2f}",
                    country,
                ]
            )
    rows[5][1], rows[9][7] = "canarycell", "canarycell"
    rows.append(
        [
            "CANARYORDER9",
            "2027-01-01",
            "CANARYIDLATE",
            "Late Canaryworth",
            "canary@example.net",
            "P1",
            "1",
            "1.00",
            "Norway",
        ]
    )
    return _written(path, head, rows)


def _written(path: Path, head: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path
