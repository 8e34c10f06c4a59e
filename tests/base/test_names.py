from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.names import report_name, slug


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Mall_Customers.csv", "mall-customers"),
        ("Online Retail.csv.gz", "online-retail"),
        ("orders-2026-10.csv", "orders"),
        ("orders-2026-11.csv", "orders"),
        ("2026-10 Kunden Übersicht.xlsx", "kunden-ubersicht"),
        ("export_2026-10-31_10-15-00.csv", "export"),
        ("orders20261031.csv", "orders"),
        ("customers_dec2026.csv", "customers"),
        ("maya-2026.csv", "maya"),
        ("May_customers.csv", "may-customers"),
        ("Sales Q3 2026 (1).xlsx", "sales"),
        ("C:\\exports\\Клиенты 2026.csv", "клиенты"),
        ("हिन्दी.csv", "हिन्दी"),
        ("v1.2 customers.csv", "v1-2-customers"),
        ("2026-10.csv", "report"),
        ("-", "report"),
        ("../..", "report"),
        ("con.csv", "con-report"),
        ("postgres://ann:secret@host/shop", "shop"),
        ("postgres://ann:secret@host", "report"),
    ],
)
def test_a_source_gives_its_report_a_lasting_name(source: str, name: str) -> None:
    assert report_name(source) == name


@given(st.text())
def test_a_slug_is_safe_as_a_folder_and_stays_itself(text: str) -> None:
    name = slug(text)
    assert name
    assert len(name.encode()) <= 96
    assert not set(name) & set('./\\:*?"<>| \0\n')
    assert not name.startswith("-")
    assert slug(name) == name
