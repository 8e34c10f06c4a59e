"""Files that read well but hold values not to be trusted: the fault is named, with its line if it has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.commands.check import examine
from reportgen.options.build_options import BuildOptions

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
