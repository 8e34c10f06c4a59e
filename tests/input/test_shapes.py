"""Tables laid out for eyes: customers as headings, months as columns or sheets, dates in parts."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from reportgen.commands.check import FileCheck, examine
from reportgen.options.build_options import BuildOptions
from reportgen.parsing.month_labels import month_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PEOPLE = [f"{name} {100 + n}" for n, name in enumerate(["Ana Roth", "Bo Lind", "Cy Wood", "Di Haas"] * 10)]
SALES = [
    (who, month, 1 + (n * 5 + month) % 28, 10 + n)
    for n, who in enumerate(PEOPLE)
    for month in range(1, 1 + n % 5)
]
"""Who bought in which month of 2026, on which day, for how much."""
MONEY = sum(amount for *_, amount in SALES)


def checked(path: Path, rows: Sequence[Sequence[object]]) -> FileCheck:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return examine(BuildOptions((str(path),), month="2026-04"), path.parent)


def holds_all_sales(found: FileCheck) -> None:
    assert found.refusal is None, found.refusal
    assert found.rows is not None
    assert found.rows.waterfall.end_rows == len(SALES)
    assert found.rows.waterfall.end_amount == Decimal(MONEY)
    assert found.customers is not None
    assert len(found.customers.frame) == len({who for who, *_ in SALES})


def by_customer(head: str, total: str, *, width: int, first: str = "") -> list[list[object]]:
    rows: list[list[object]] = []
    for who in PEOPLE:
        mine = [sale for sale in SALES if sale[0] == who]
        lines = [
            [first, f"{day:02d}.{month:02d}.2026", "Invoice", amount][4 - width :]
            for _, month, day, amount in mine
        ]
        if mine:
            added = sum(amount for *_, amount in mine)
            rows += [[head.format(who), *[""] * (width - 1)], *lines]
            rows += [[total.format(who), *[""] * (width - 2), added]] if total else []
    return rows


@pytest.mark.parametrize(
    ("header", "head", "total", "titles"),
    [
        (["", "Date", "Type", "Amount"], "{}", "Total for {}", [["Sales by Customer Detail"]]),
        (["Kunde", "Datum", "Art", "Betrag"], "{}", "Summe {}", []),
        (["Date", "Type", "Amount"], "Customer: {}", "", []),
        (["Datum", "Belegart", "Betrag"], "Debitor {}", "Zwischensumme", [["Umsatzliste 2026"]]),
        (["Fecha", "Tipo", "Importe"], "Cliente: {}", "{}", []),
        (["Datum", "Art", "Betrag"], "Kunde: {}", "Summe Kunde", [["Umsatzliste"]]),
    ],
)
def test_headings_above_the_rows_name_the_customer(
    header: list[str], head: str, total: str, titles: list[list[str]], tmp_path: Path
) -> None:
    rows = by_customer(head, total, width=len(header))
    found = checked(tmp_path / "ledger.csv", [*titles, header, *rows])
    holds_all_sales(found)
    assert "group-heading" in {issue.code for issue in found.issues}


def test_headings_are_found_in_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Sales by customer")
        rows = [["Customer", "Date", "Type", "Amount"], *by_customer("{}", "Total {}", width=4)]
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    holds_all_sales(examine(BuildOptions((str(path),), month="2026-04"), tmp_path))


def test_items_and_notes_are_no_headings(tmp_path: Path) -> None:
    rows = [[who, f"{day:02d}.{month:02d}.2026", amount] for who, month, day, amount in SALES]
    found = checked(
        tmp_path / "orders.csv", [["Customer", "Date", "Amount"], *rows, ["Printed by the till", "", ""]]
    )
    holds_all_sales(found)
    assert "group-heading" not in {issue.code for issue in found.issues}


def month_table(labels: Sequence[str], blank: str = "", money: str = "{}") -> list[list[str]]:
    bought = {(who, month): amount for who, month, _, amount in SALES}
    return [
        [
            who,
            *(
                money.format(bought[who, n]) if (who, n) in bought else blank
                for n in range(1, 1 + len(labels))
            ),
        ]
        for who in PEOPLE
    ]


@pytest.mark.parametrize(
    ("labels", "blank", "money"),
    [
        (["Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026"], "", "{}"),
        (["2026-01", "2026-02", "2026-03", "2026-04"], "0.00", "{}.00"),
        (["01/2026", "02/2026", "03/2026", "04/2026"], "-", "€ {},00"),
        (["Januar 2026", "Februar 2026", "März 2026", "April 2026"], "", "{},00 €"),
        (["2026年1月", "2026年2月", "2026年3月", "2026年4月"], "", "{}円"),
    ],
)
def test_months_as_columns_are_purchases_and_a_blank_is_none(
    labels: list[str], blank: str, money: str, tmp_path: Path
) -> None:
    rows = month_table(labels, blank, money)
    found = checked(tmp_path / "pivot.csv", [["Row Labels", *labels], *rows])
    holds_all_sales(found)
    assert not any("missing" in issue.message for issue in found.issues)


def test_totals_of_a_pivot_are_known_by_their_sums(tmp_path: Path) -> None:
    labels = ["Jan 26", "Feb 26", "Mrz 26", "Apr 26"]
    sums = [sum(amount for _, month, _, amount in SALES if month == at) for at in range(1, 5)]
    rows = [[*row, sum(int(cell or 0) for cell in row[1:])] for row in month_table(labels)]
    header = ["Zeilenbeschriftungen", *labels, "Gesamtergebnis"]
    holds_all_sales(checked(tmp_path / "pivot.csv", [header, *rows, ["Gesamtergebnis", *sums, sum(sums)]]))


def test_columns_of_other_years_stay_columns(tmp_path: Path) -> None:
    header = ["id", "Spend 2024", "Spend 2025", "Spend 2026"]
    found = checked(
        tmp_path / "people.csv", [header, *[[who, 1 + n, 2 * n, n % 7] for n, who in enumerate(PEOPLE)]]
    )
    assert found.raw.labels == tuple(header)


@pytest.mark.parametrize(
    ("header", "month"),
    [
        (["Customer", "Year", "Month", "Day", "Amount"], lambda n: n),
        (
            ["Kunde", "Jahr", "Monat", "Tag", "Betrag"],
            lambda n: ["Januar", "Februar", "März", "April"][n - 1],
        ),
    ],
)
def test_dates_in_parts_are_put_together(header: list[str], month: object, tmp_path: Path) -> None:
    rows = [[who, 2026, month(at), day, amount] for who, at, day, amount in SALES]  # type: ignore[operator]
    found = checked(tmp_path / "orders.csv", [header, *rows])
    holds_all_sales(found)
    assert found.rows is not None
    assert found.rows.period is not None
    assert f"{found.rows.period.data_from:%Y-%m}" == "2026-01"


def test_sheets_are_the_months_of_their_days(tmp_path: Path) -> None:
    path = tmp_path / "till.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for at, name in enumerate(["Jan 2026", "Feb 2026", "Mrz 2026", "Apr 2026"], 1):
            sheet = book.add_worksheet(name)
            rows = [(who, day, amount) for who, month, day, amount in SALES if month == at]
            for line, row in enumerate([("Kunde", "Tag", "Betrag"), *rows]):
                sheet.write_row(line, 0, row)
    holds_all_sales(examine(BuildOptions((str(path),), month="2026-04"), tmp_path))


@pytest.mark.parametrize(
    ("label", "month"),
    [
        *((label, "2025-11") for label in ("Nov 2025", "11/2025", "Nov '25", "nov. 2025", "202511")),
        *((label, None) for label in ("Nov", "2025", "Spend 2025", "Q1 2025", "12")),
    ],
)
def test_labels_of_months(label: str, month: str | None) -> None:
    assert month_of(label) == month


@pytest.mark.parametrize(
    "text", ["Date,Customer,Amount\n", "\n\nDate;Customer;Amount\n\n", "Date,Customer,Amount\nTotal,,0\n"]
)
def test_a_header_alone_is_refused_for_want_of_rows(text: str, tmp_path: Path) -> None:
    source = tmp_path / "orders.csv"
    source.write_text(text, "utf-8")
    refusal = examine(BuildOptions((str(source),)), tmp_path).refusal
    assert refusal is not None
    assert "no rows below the header" in refusal.cause
