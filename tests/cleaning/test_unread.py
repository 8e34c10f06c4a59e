"""Rows that cannot be read count whatever the reason, by rows and by money; many of them stop a build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.commands.check import FileCheck, examine
from reportgen.options.build_options import BuildOptions
from tests.draws import variants

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = [f"{n},c{n % 37},2026-{1 + n % 6:02d}-{1 + n % 28:02d},{10 + n % 5}.00" for n in range(200)]


def checked(work: Path, rows: list[str], **options: object) -> FileCheck:
    source = work / "orders.csv"
    source.write_text("\n".join(["order,customer,date,amount", *rows]), "utf-8")
    return examine(BuildOptions((str(source),), **options), work)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "bad",
    variants(
        [
            "{n},c1,,10.00",
            "{n},c1,soon,10.00",
            "{n},c1,2026-02-03,",
            "{n},c1,2026-02-03,?",
            "{n},c1,1900-01-01,10.00",
        ],
        quick=2,
    ),
)
def test_one_rule_holds_for_all_reasons(bad: str, tmp_path: Path) -> None:
    lost = [bad.format(n=900 + n) for n in range(4)]
    found = checked(tmp_path, [*PLAIN, *lost])
    assert found.rows is not None
    assert found.refusal is not None
    assert "4 of 204 rows" in found.refusal.cause
    assert "line 202" in found.refusal.cause
    assert checked(tmp_path, [*PLAIN, *lost], accept_rejected=True).refusal is None
    assert checked(tmp_path, [*PLAIN, *lost[:3]]).refusal is None


def test_rows_of_another_shape_and_unreadable_ones_add_up(tmp_path: Path) -> None:
    found = checked(tmp_path, [*PLAIN, "1,2,3,4,5", "1,2,3,4,5", "900,c1,,10.00", "901,c1,,10.00"])
    assert found.refusal is not None
    assert "4 of 204 rows" in found.refusal.cause


def test_few_rows_with_much_of_the_money_stop_a_build(tmp_path: Path) -> None:
    found = checked(tmp_path, [*PLAIN, "900,c1,,900.00"])
    assert found.refusal is not None
    assert "27% of the money" in found.refusal.cause


def test_lines_that_go_on_with_the_order_above_are_filled(tmp_path: Path) -> None:
    rows = [
        line
        for n, each in enumerate(PLAIN)
        for line in ([each, ",,,5.00", ",,,6.00"] if n % 4 == 0 else [each])
    ]
    found = checked(tmp_path, rows)
    assert found.refusal is None
    assert found.rows is not None
    assert found.rows.waterfall.end_rows == 300
    assert "100 rows leave order, day and customer blank" in " ".join(each.message for each in found.issues)


@pytest.mark.parametrize("above", [False, True])
def test_rows_that_sum_up_others_are_known_by_their_sums(above: bool, tmp_path: Path) -> None:  # noqa: FBT001 - parameter of the test
    rows, total = [], 0
    for first in range(0, 200, 20):
        lines = sorted(PLAIN[first : first + 20])
        total += sum(int(line.split(",")[3][:2]) for line in lines)
        added = sum(int(line.split(",")[3][:2]) for line in lines)
        told = f",Gruppe {first // 20},,{added}.00"
        rows += [told, *lines] if above else [*lines, told]
    found = checked(tmp_path, [*rows, f",alles,,{total}.00"])
    assert found.rows is not None
    assert {line.cause: line.rows for line in found.rows.waterfall.lines}["total-row"] == 11
    assert found.rows.waterfall.start_amount == total
    assert found.refusal is None
