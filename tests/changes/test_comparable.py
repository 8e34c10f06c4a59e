"""A file that cannot be held against the last one is held, and says why."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from reportgen import pipeline
from reportgen.base.language import speaking
from reportgen.base.phrases import told
from reportgen.demo.changes import HEADER, changing_shop
from reportgen.demo.draw import Draw
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format
from reportgen.options.history import HistoryOptions
from reportgen.record.run_record import read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportgen.pipeline import BuildResult

    Rows = list[tuple[str, ...]]
    Change = Callable[[Rows], Rows]

DATE, CUSTOMER, AMOUNT = 1, 2, 3


@pytest.fixture(scope="module")
def shop() -> Rows:
    rows = changing_shop(Draw(5), frozenset()).rows
    return [row for row in rows if row[DATE] < "2026-03" and int(row[CUSTOMER]) % 4 < 2]


@pytest.fixture(scope="module")
def january(shop: Rows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("held") / "out"
    build(out, [row for row in shop if row[DATE] < "2026-02"])
    return out


GO_ON = HistoryOptions()


def build(
    out: Path,
    rows: Rows,
    header: tuple[str, ...] = HEADER,
    history: HistoryOptions = GO_ON,
    **options: object,
) -> BuildResult:
    source = out.parent / "orders.csv"
    with source.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    wishes = {"name": "shop", "formats": frozenset({Format.LISTS}), **options}
    return pipeline.build(BuildOptions((str(source),), out=out, **wishes), history=history)  # type: ignore[arg-type]


def _restated(rows: Rows) -> Rows:
    return [(*r[:AMOUNT], "99.00", *r[AMOUNT + 1 :]) if r[DATE].startswith("2025-06") else r for r in rows]


CHANGES: dict[str, tuple[Change, str]] = {
    "one month only": (lambda rows: [r for r in rows if r[DATE] >= "2026-02"], "orders of 2026-02 only"),
    "a month missing": (lambda rows: [r for r in rows if r[DATE][:7] != "2025-07"], "missing: 2025-07"),
    "cut short": (lambda rows: [r for r in rows if int(r[CUSTOMER]) % 2], "cut short"),
    "restated": (_restated, "differ from the last file: 2025-06"),
    "other numbers": (lambda rows: [(*r[:2], f"9{r[2]}", *r[3:]) for r in rows], "found again"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_cannot_be_compared_is_held_with_its_cause(name: str, shop: Rows, january: Path) -> None:
    change, cause = CHANGES[name]
    result = build(january, change(shop))
    assert result.exit_code == pipeline.HELD
    assert any(cause in reason for reason in result.held), result.held
    with speaking("de_DE"):
        assert not any(told(reason) == reason for reason in result.held)
    assert read_manifest(january / "record" / "shop" / "2026-02").held == result.held
    assert result.analysis.periods is not None
    assert result.analysis.periods.migration is None


def test_an_old_file_is_held(shop: Rows, january: Path) -> None:
    result = build(january, [row for row in shop if row[DATE] < "2026-02"], month="2026-02")
    assert any("before this month began" in reason for reason in result.held)


def test_a_renamed_column_and_another_currency_are_held(shop: Rows, january: Path) -> None:
    result = build(january, shop, (*HEADER[:3], "order total", HEADER[4]), currency="GBP")
    assert any("columns of the earlier file are missing: amount" in reason for reason in result.held)
    assert "the currency is another one: none named before, GBP now" in result.held


def test_a_held_month_passes_with_a_reason(shop: Rows, january: Path) -> None:
    result = build(january, _restated(shop), history=HistoryOptions(accept="prices of June were corrected"))
    manifest = read_manifest(january / "record" / "shop" / "2026-02")
    assert result.exit_code == 0
    assert manifest.held
    assert manifest.accepted == "prices of June were corrected"
    assert manifest.movement is not None


def test_the_next_months_file_is_not_held(shop: Rows, january: Path) -> None:
    result = build(january, shop)
    assert result.held == ()
    assert result.analysis.periods is not None
    assert result.analysis.periods.migration is not None


def test_a_month_that_is_not_over_tells_no_change(shop: Rows, january: Path) -> None:
    result = build(january, [row for row in shop if row[DATE] < "2026-02-15"], month="2026-02")
    assert result.analysis.periods is not None
    assert result.analysis.periods.partial
    assert result.analysis.periods.migration is None
    assert result.exit_code == 0
