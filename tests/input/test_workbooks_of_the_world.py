"""Workbooks as people keep them come out to the cent, or what is wrong with them is said."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from reportgen.commands.check import FileCheck, examine
from reportgen.options.build_options import BuildOptions
from tests.columns.world import ORDERS, TOTAL, Order, codes, kept
from tests.input.binary_books import write_ods, write_xlsb

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

YEAR_END = dt.date(2025, 12, 31)
HEADER = ("Order No", "Date", "Customer No", "Total")
EPOCH_1904 = dt.date(1904, 1, 1)


def rows_of(orders: Sequence[Order] = ORDERS) -> list[tuple[object, ...]]:
    return [HEADER, *((o.number, o.day, o.customer, float(o.amount)) for o in orders)]


def workbook(path: Path, sheets: dict[str, list[tuple[object, ...]]], **options: object) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", **options}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def checked(path: Path, work: Path, **options: object) -> FileCheck:
    return examine(BuildOptions((str(path),), until=YEAR_END, **options), work)  # type: ignore[arg-type]


@pytest.mark.parametrize(("ending", "write"), [("ods", write_ods), ("xlsb", write_xlsb)])
def test_other_workbooks(ending: str, write: Callable[..., Path], tmp_path: Path) -> None:
    found = checked(write(tmp_path / f"shop.{ending}", rows_of()), tmp_path)
    assert kept(found) == TOTAL
    assert found.rows is not None
    assert found.rows.period is not None
    assert found.rows.period.data_until == ORDERS[-1].day


def test_a_sheet_a_month_is_one_table(tmp_path: Path) -> None:
    months = {f"{m:02d}": rows_of([o for o in ORDERS if o.day.month == m]) for m in range(1, 13)}
    path = workbook(tmp_path / "shop.xlsx", months)
    found = checked(path, tmp_path)
    assert kept(found) == TOTAL
    assert "sheets" in codes(found)


def test_one_sheet_of_several_alike_can_be_asked_for(tmp_path: Path) -> None:
    halves = {"A": rows_of(ORDERS[:60]), "B": rows_of(ORDERS[60:])}
    found = checked(workbook(tmp_path / "shop.xlsx", halves), tmp_path, sheet="B")
    assert found.raw.rows == 60


def test_a_sheet_of_numbers_comes_before_a_fuller_one_of_words(tmp_path: Path) -> None:
    words = [
        tuple(f"Note {n}" for n in range(12)),
        *(tuple(f"word {r} {n}" for n in range(12)) for r in range(200)),
    ]
    found = checked(workbook(tmp_path / "shop.xlsx", {"Notes": words, "Orders": rows_of()}), tmp_path)
    assert kept(found) == TOTAL
    assert "sheet" in codes(found)


def test_bare_day_numbers_count_from_1904_where_the_workbook_does(tmp_path: Path) -> None:
    rows = [HEADER, *((o.number, (o.day - EPOCH_1904).days, o.customer, float(o.amount)) for o in ORDERS)]
    found = checked(workbook(tmp_path / "shop.xlsx", {"Orders": rows}, date_1904=True), tmp_path)
    assert kept(found) == TOTAL
    assert "date-1904" in codes(found)


def test_formulas_that_were_never_computed_are_said(tmp_path: Path) -> None:
    rows = [HEADER, *((o.number, o.day, o.customer, f"=A{at}*2") for at, o in enumerate(ORDERS, 2))]
    assert "no-result" in codes(checked(workbook(tmp_path / "shop.xlsx", {"Orders": rows}), tmp_path))


def test_dates_that_went_through_another_country_fall_into_their_own_month(tmp_path: Path) -> None:
    def seen(day: dt.date) -> object:
        return day.replace(month=day.day, day=day.month) if day.day <= 12 else f"{day:%d/%m/%Y}"

    rows = [HEADER, *((o.number, seen(o.day), o.customer, float(o.amount)) for o in ORDERS)]
    path = workbook(tmp_path / "shop.xlsx", {"Orders": rows})
    options = BuildOptions((str(path),), until=dt.date(2025, 3, 31), window_months=1)
    found = examine(options, tmp_path)
    assert "swapped-dates" in codes(found)
    assert kept(found) == sum(o.amount for o in ORDERS if o.day.month == 3)


def test_texts_with_a_decimal_comma_among_real_numbers_count_in_full(tmp_path: Path) -> None:
    def cell(order: Order) -> object:
        text = f"{order.amount:,.2f}".translate(str.maketrans(",.", ".,"))
        return text if order.number % 3 == 0 else float(order.amount)

    rows = [HEADER, *((o.number, o.day, o.customer, cell(o)) for o in ORDERS)]
    found = checked(workbook(tmp_path / "shop.xlsx", {"Orders": rows}), tmp_path)
    assert kept(found) == TOTAL
    assert "number-format" in codes(found)
