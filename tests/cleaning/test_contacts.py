"""What private lists say besides, and who never stands in a list to write to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.commands.check import examine
from reportgen.exports.customer_lists import ListedCustomers, write_lists
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Role
from tests.builders import a_segmentation
from tests.columns.exports import klaviyo_profiles, shopify_orders, write_csv

if TYPE_CHECKING:
    from pathlib import Path


def people(header: str, cells: list[str], work: Path, **options: object) -> object:
    table = [["customer id", "age", "email", header], *(
        [f"{n:04d}", str(20 + n % 50), f"p{n}@example.org", cells[n % len(cells)]] for n in range(60)
    )]  # fmt: skip
    return examine(BuildOptions((str(write_csv(table, work / "people.csv")),), **options), work)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("consent", ["yes", "no"]), ("Einwilligung", ["ja", "nein"]), ("acepta marketing", ["sí", "no"]),
        ("unsubscribed", ["false", "true"]), ("Abgemeldet", ["", "2026-01-05"]),
        ("state", ["subscribed", "unsubscribed"]),
        ("opt_in", ["1", "0"]), ("同意", ["はい", "いいえ"]),
    ],
)  # fmt: skip
def test_opting_out_is_understood(header: str, cells: list[str], tmp_path: Path) -> None:
    found = people(header, cells, tmp_path)
    assert [column.label for column in found.roles.all(Role.CONSENT)] == [header]
    assert found.customers.contacts.opted_out.tolist() == [False, True] * 30


def test_carried_columns_stand_in_private_lists_and_those_who_opted_out_in_none(tmp_path: Path) -> None:
    customers = people("consent", ["yes", "no"], tmp_path, carry=("email", "consent")).customers
    segmentation, names = a_segmentation(*[0, 1, 1] * 20), {"a": "Ones", "b": "Others"}
    write_lists(tmp_path, ListedCustomers(customers, segmentation, names), {})
    everybody = (tmp_path / "customers.csv").read_text("utf-8-sig").splitlines()
    assert everybody[0].startswith(
        "customer,segment,segment key,confidence,second nearest segment,set aside,opted out,email,consent"
    )
    assert len(everybody) == 61
    assert "p1@example.org,no" in everybody[2]
    listed = "".join(path.read_text("utf-8-sig") for path in (tmp_path / "lists").iterdir())
    assert "p0@example.org" in listed
    assert "p1@example.org" not in listed


def test_the_newest_word_on_consent_counts(tmp_path: Path) -> None:
    table = shopify_orders()
    consent, email = table[0].index("Accepts Marketing"), table[0].index("Email")
    rows = [row for row in table[1:] if row[email] == "Buyer1@Example.com" and row[consent]]
    rows[-1][consent] = "no"
    found = examine(BuildOptions((str(write_csv(table, tmp_path / "o.csv")),)), tmp_path)
    assert found.customers is not None
    assert found.customers.contacts is not None
    assert found.customers.contacts.opted_out["buyer1@example.com"]


def test_people_who_never_subscribed_are_not_written_to(tmp_path: Path) -> None:
    source = write_csv(klaviyo_profiles(), tmp_path / "profiles.csv")
    found = examine(BuildOptions((str(source),)), tmp_path)
    assert found.customers is not None
    assert found.customers.contacts is not None
    assert found.customers.contacts.opted_out.tolist() == [False, True, True] * 20
