"""The workbook opens as what it is: text as text, figures as figures, nothing that runs."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from tests.reports import Report


def opened(report: Report) -> CalamineWorkbook:
    return CalamineWorkbook.from_path(report.private / "customers.xlsx")


def rows(report: Report, sheet: str) -> list[list[object]]:
    return opened(report).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def test_it_holds_segments_customers_and_the_account(shop: Report) -> None:
    assert opened(shop).sheet_names == ["Segments", "Customers", "Audit"]
    people = rows(shop, "Customers")
    assert people[0] == ["customer", *shop.customers.columns]
    assert [row[0] for row in people[1:]] == list(shop.customers.index)
    segments = rows(shop, "Segments")
    assert {row[0] for row in segments[1:-1]} == set(shop.names.values())
    assert sum(row[1] for row in segments[1:-1]) == segments[-1][1] == len(people) - 1
    audit = rows(shop, "Audit")
    counts = [row[1] for row in audit[1 : audit.index([""] * len(audit[0]))]]
    assert sum(counts[:-1]) == counts[-1]


def test_figures_are_figures(shop: Report) -> None:
    head, *people = rows(shop, "Customers")
    place = head.index("spend")
    assert sum(row[place] for row in people) == pytest.approx(shop.customers["spend"].sum())


def test_nothing_in_it_is_a_formula_a_link_or_a_macro(attacked_orders: Report) -> None:
    data = (attacked_orders.private / "customers.xlsx").read_bytes()
    with zipfile.ZipFile(BytesIO(data)) as book:
        assert not [name for name in book.namelist() if re.search("vba|external|hyperlink|connection", name)]
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
    assert all("<f>" not in sheet and "<f " not in sheet and "<hyperlink" not in sheet for sheet in sheets)
    ids = [row[0] for row in rows(attacked_orders, "Customers")[1:]]
    assert all(isinstance(name, str) for name in ids)
