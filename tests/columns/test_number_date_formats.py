from __future__ import annotations

import datetime as dt
from decimal import Decimal

import duckdb
import narwhals as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.columns.number_date_formats import DateFormat, NumberFormat, date_expr, number_expr
from tests.draws import examples


def read_cells(cells, *expressions):
    """The cells as each expression reads them, one list an expression."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE cells (line INTEGER, c0 VARCHAR)").fetchall()
        connection.executemany("INSERT INTO cells VALUES (?, ?)", [list(cell) for cell in enumerate(cells)])
        named = {f"e{index}": expression for index, expression in enumerate(expressions)}
        frame = nw.from_native(connection.table("cells")).select("line", **named)
        rows = sorted(frame.to_native().fetchall())
    return [list(column) for column in zip(*rows, strict=True)][1:]


def numbers(cells, *, exact=False, **written):
    return read_cells(cells, number_expr("c0", NumberFormat(**written), decimal=exact))[0]


def dates(cells, pattern):
    return read_cells(cells, date_expr("c0", DateFormat(pattern)))[0]


def test_plain_numbers_and_what_is_none():
    cells = ["7", "-1.5", ".5", "(3)", "2-", "\u22124", "1e5", "--3", "1,5", "inf", "nan", "", "12 kg", None]
    assert numbers(cells) == [7, -1.5, 0.5, -3, -2, -4, 1e5, None, None, None, None, None, None, None]


@pytest.mark.parametrize(
    ("written", "cell", "number"),
    [
        ({"thousands": ","}, "1,234,567.50", 1234567.5),
        ({"decimal": ",", "thousands": "."}, "1.234,50", 1234.5),
        ({"decimal": ",", "thousands": " "}, "1\u202f234,5", 1234.5),
        ({"thousands": "'"}, "1\u2019234.5", 1234.5),
        ({"currency": "£"}, "-£5.20", -5.2),
        ({"currency": "$", "thousands": ","}, "$(1,234.50)", -1234.5),
        ({"currency": "€", "decimal": ","}, "€ (12,34)", -12.34),
        ({"currency": "€", "decimal": ","}, "(12,34) €", -12.34),
        ({"currency": "$"}, "$+12.34", 12.34),
        ({"currency": "€", "decimal": ","}, "12,34- €", -12.34),
        ({"decimal": ",", "currency": "€"}, "5,20 €", 5.2),
        ({"currency": "Rs."}, "Rs. 40", 40),
        ({"percent": True}, "7.25 %", 0.0725),
    ],
)
def test_marks_signs_and_percentages(written, cell, number):
    assert numbers([cell], **written) == [pytest.approx(number)]


def test_a_number_in_another_format_is_not_guessed():
    assert numbers(["1,5", "12,34,5"], thousands=",") == [None, None]
    assert numbers(["5"], percent=True) == [None]
    assert numbers(["$5"], currency="€") == [None]


def test_money_is_exact_and_never_overflows():
    cells = ["0.1", "1.00005", "9999999999999.99", "99999999999999999999", "9e99"]
    exact = [Decimal("0.1"), Decimal("1.0001"), Decimal("9999999999999.99"), None, None]
    assert numbers(cells, exact=True) == exact


def test_dates_that_the_calendar_does_not_know_are_none():
    cells = ["31/02/2026", "29/02/2024", "29/02/2023", "1900-01-00", "13/13/2026", "31/04/2026", "20260101"]
    assert dates(cells, "%d/%m/%Y") == [None, dt.date(2024, 2, 29), None, None, None, None, None]


@pytest.mark.parametrize(
    ("pattern", "cell"),
    [
        ("%Y-%m-%d", "2026-03-04T23:59:59Z"),
        ("%Y-%m-%d", "2026-03-04 00:30:00+02:00"),
        ("%Y-%m-%d", "2026年3月4日"),
        ("%Y-%m-%d", "2026. 3. 4."),
        ("%d/%m/%Y", "4/3/2026 12:00 PM"),
        ("%d/%m/%Y", "2026-03-04"),
        ("%m/%d/%Y", "3/4/2026"),
        ("%d.%m.%Y", "04.03.2026"),
        ("%d/%m/%y", "04/03/26"),
        ("%Y%m%d", "20260304"),
        ("%d %b %Y", "4. März 2026"),
        ("%d %b %Y", "4 de marzo de 2026"),
        ("%b %d, %Y", "Mar 4, 2026"),
    ],
)
def test_the_same_day_in_many_hands(pattern, cell):
    assert dates([cell], pattern) == [dt.date(2026, 3, 4)]


def test_years_of_two_digits_turn_at_69():
    assert dates(["01/02/68", "01/02/69"], "%d/%m/%y") == [dt.date(2068, 2, 1), dt.date(1969, 2, 1)]


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.text(alphabet="0123456789.,-/()eE%€ :T", max_size=14), min_size=1, max_size=40))
def test_no_cell_can_stop_a_build(cells):
    formats = [
        NumberFormat(point, mark, percent=percent, currency="€")
        for point, mark in ((".", ","), (",", "."), (".", ""))
        for percent in (True, False)
    ]
    patterns = ("%Y-%m-%d", "%d/%m/%y", "%m/%d/%Y", "%Y%m%d", "%d %b %Y")
    every = [
        *(number_expr("c0", written, decimal=decimal) for written in formats for decimal in (True, False)),
        *(date_expr("c0", DateFormat(pattern)) for pattern in patterns),
    ]
    for values in read_cells(cells, *every):
        assert all(isinstance(value, float | Decimal | dt.date | None) for value in values)
