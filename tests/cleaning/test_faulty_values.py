"""Files that read well but hold values not to be trusted: the fault is named, with its line if it has one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from reportgen.commands.check import examine
from reportgen.options.build_options import BuildOptions
from tests.draws import variants

FOLDER = Path(__file__).parents[2].parent / "shared" / "csv" / "own"


@pytest.mark.skipif(not FOLDER.exists(), reason="the shared files are not here")
@pytest.mark.parametrize(
    ("name", "code", "line"),
    [
        ("infinite_age", "type-error", 10),
        ("dates_ambiguous", "ambiguous-date", None),
        ("dates_mixed", "mixed-dates", None),
        ("dates_future_1900", "stray-date", 52),
        ("dates_future_1900", "type-error", 52),
        ("dates_dst", "mixed-zones", None),
        ("dup_id_diff_values", "duplicate-id", 42),
        ("total_row", "total-row", 42),
        ("currency_percent", "number-format", None),
    ],
)
def test_a_faulty_value_is_named(name: str, code: str, line: int | None, tmp_path: Path) -> None:
    found = examine(BuildOptions((str(FOLDER / f"{name}.csv"),)), tmp_path)
    assert (code, line) in {(issue.code, issue.line) for issue in found.issues}


def test_rows_without_a_customer_are_named(tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    rows = [f"{n:03d},{20 + n % 40},{n * 3}" for n in range(1, 41)]
    source.write_text("\n".join(["customer id,age,spend", *rows, ",1580,2460"]), "utf-8")
    found = examine(BuildOptions((str(source),)), tmp_path)
    assert any(line == 42 for line in (issue.line for issue in found.issues))
    assert found.customers is None or len(found.customers.frame) == 40


@pytest.mark.parametrize(
    ("day", "first"),
    variants(
        [
            (lambda n: str(46024 + n), "2026-01-02"),
            (lambda n: f"{46024 + n}.4375", "2026-01-02"),
            (lambda n: str(1767340800 + 86400 * n), "2026-01-02"),
            (lambda n: str(1767340800123 + 86400000 * n), "2026-01-02"),
            (lambda n: f"2026-{1 + n % 6:02d}", "2026-01-01"),
            (lambda n: f"{1 + n % 6:02d}/2026", "2026-01-01"),
            (lambda n: f"2026{1 + n % 6:02d}", "2026-01-01"),
            (lambda n: f"２０２６年{1 + n % 6}月５日", "2026-01-05"),
        ],
        quick=1,
    ),
)
def test_dates_in_numbers_and_months_are_read_and_said(day, first: str, tmp_path: Path) -> None:
    lines = [f"c{n % 9},{day(n)},１０" if n % 2 else f"c{n % 9},{day(n)},0.01k" for n in range(150)]  # noqa: RUF001
    source = tmp_path / "orders.csv"
    source.write_text("\n".join(["customer id,order date,amount", *lines]), "utf-8")
    found = examine(BuildOptions((str(source),), month="2026-05"), tmp_path)
    assert found.rows is not None
    assert found.rows.period is not None
    assert str(found.rows.period.data_from) == first
    assert found.rows.waterfall.start_amount == 1500


@pytest.mark.parametrize(
    ("day", "first"),
    variants(
        [
            (lambda n: f"令和8年{1 + n % 6}月{1 + n % 28}日", "2026-01-01"),
            (lambda n: f"R8.{1 + n % 6}.{1 + n % 28}", "2026-01-01"),
            (lambda n: f"1404/{1 + n % 6:02d}/{1 + n % 31:02d}", "2025-03-21"),
            (lambda n: f"{1 + n % 28}/{1 + n % 6}/2569", "2026-01-01"),
            (lambda n: f"2026-W{1 + n % 26:02d}", "2025-12-29"),
            (lambda n: f"KW {1 + n % 26}/2026", "2025-12-29"),
            (lambda n: f"2026-W{1 + n % 26:02d}-{1 + n % 7}", "2025-12-29"),
        ],
        quick=3,
    ),
)
def test_other_calendars_and_weeks_are_read_and_said(day, first: str, tmp_path: Path) -> None:
    source = tmp_path / "orders.csv"
    lines = [f"c{n % 40},{day(n)},10.00" for n in range(400)]
    source.write_text("\n".join(["customer id,order date,amount", *lines]), "utf-8")
    found = examine(BuildOptions((str(source),)), tmp_path)
    assert found.refusal is None
    assert found.rows is not None
    assert found.rows.period is not None
    assert str(found.rows.period.data_from) == first
    assert found.rows.unread.rows == 0
    assert "coded-date" in {issue.code for issue in found.issues}


def two_orders(*, told: bool) -> str:
    """Two tills, of which one writes the day first, the other the month."""
    lines = []
    for n in range(400):
        day, month = 1 + n % 28, 1 + n % 6
        written = f"{day}/{month}/2026" if n % 2 else f"{month}/{day}/2026"
        lines.append(f"c{n % 40},{written},10.00,{'AB'[n % 2] if told else 'C'}")
    return "\n".join(["customer id,order date,amount,till", *lines])


def test_a_second_column_tells_two_orders_of_dates_apart(tmp_path: Path) -> None:
    source = tmp_path / "orders.csv"
    source.write_text(two_orders(told=True), "utf-8")
    found = examine(BuildOptions((str(source),)), tmp_path)
    assert found.refusal is None
    assert found.rows is not None
    assert found.rows.period is not None
    assert str(found.rows.period.data_until) == "2026-06-28"
    assert found.rows.unread.rows == 0
    assert any("'till' tells apart" in issue.message for issue in found.issues)


def test_dates_of_two_orders_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "orders.csv"
    source.write_text(two_orders(told=False), "utf-8")
    found = examine(BuildOptions((str(source),)), tmp_path)
    assert found.refusal is not None
    assert "two orders" in found.refusal.cause
    refusal = examine(BuildOptions((str(source),), day_first=True), tmp_path).refusal
    assert refusal is not None
    assert "with no date that can be read" in refusal.cause


@pytest.mark.parametrize(("days", "named"), [(90, True), (5, False)])
def test_contracts_are_told_from_purchases_that_are_sent_later(
    days: int,
    named: bool,  # noqa: FBT001 - parameter of the test
    tmp_path: Path,
) -> None:
    source = tmp_path / "plans.csv"
    rows = []
    for n in range(120):
        start = dt.date(2025, 1, 1) + dt.timedelta(days=120 * (n // 40) + n % 40)
        end = "" if n >= 80 and n % 3 else start + dt.timedelta(days=days + n % 7)
        rows.append(f"c{n % 40},{start},{end},{('9.50', '29.90', '99.00')[n % 3]}")
    source.write_text("\n".join(["customer,start,end,monthly rate", *rows]), "utf-8")
    found = examine(BuildOptions((str(source),)), tmp_path)
    assert ("contracts" in {issue.code for issue in found.issues}) is named
