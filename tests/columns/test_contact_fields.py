"""Which columns tell how people are reached, by values first and header second."""

from __future__ import annotations

import csv

import pytest

from reportgen.columns.roles import assign_roles
from reportgen.input.read import read
from reportgen.options.build_options import BuildOptions

NAMES = ("Ann", "Bob", "Cid", "Dan", "Eve", "Flo", "Gus")
CELLS = {
    "Kundennummer": lambda i: f"K{i:04d}",
    "Umsatz": lambda i: f"{(i * 37) % 400},50",
    "Kontakt": lambda i: f"person{i}@example.org",
    "Vorname": lambda i: NAMES[i % 7],
    "Nachname": lambda i: f"Name{chr(97 + i % 26)}{chr(97 + i % 13)}",
    "Firma": lambda i: f"Firma {chr(65 + i % 20)} GmbH",
    "Rechnung Nr": lambda i: f"R-{i * 3}",
    "Handy": lambda i: f"+49 151 23{i:06d}",
    "Fax": lambda i: f"+49 30 99{i:06d}",
    "Ort": lambda i: ("Bonn", "Köln", "Mainz")[i % 3],
    "PLZ": lambda i: f"{53000 + i % 40}",
    "Land": lambda i: ("Deutschland", "Österreich")[i % 2],
    "Newsletter": lambda i: ("ja", "nein")[i % 2],
}


@pytest.fixture
def fields(tmp_path):
    """Field -> header of its column, of sixty customers."""
    source = tmp_path / "table.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([list(CELLS), *([cell(i) for cell in CELLS.values()] for i in range(60))])
    roles = assign_roles(read(source, tmp_path), BuildOptions((str(source),)))
    return {field.value: column.label for field, column in roles.contacts.items()}


def test_values_tell_addresses_and_phones_and_headers_the_rest(fields) -> None:
    assert fields == {
        "email": "Kontakt",
        "phone": "Handy",
        "first_name": "Vorname",
        "last_name": "Nachname",
        "city": "Ort",
        "zip": "PLZ",
        "country": "Land",
    }
