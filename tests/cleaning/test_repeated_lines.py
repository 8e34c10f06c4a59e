"""Repeated lines: kept unless something shows that they are copies, or the user says so."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

import pytest

from reportgen.cleaning.clean import CleanRows, clean
from reportgen.columns.roles import assign_roles
from reportgen.input.read import read
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Repeats

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def coffees(seed: int) -> list[str]:
    draw = Random(seed)  # noqa: S311 - no secret
    return [
        f"2026-{month:02d}-{draw.randint(1, 28):02d},{draw.randint(100, 120)},{draw.choice(ITEMS)}"
        for month in range(1, 7)
        for _ in range(40)
    ]


ITEMS = ("Tea,3.00", "Soup,5.50", "Cake,3.00")
COFFEES = coffees(15)
TWICE = [*COFFEES, *COFFEES[3::7]]
"""A coffee more on some days, written below all others."""


def cleaned(work: Path, *files: Sequence[str], repeats: Repeats | None = None) -> CleanRows:
    """Files of lines, the first of each its header."""
    paths = [work / f"till{at}.csv" for at in range(len(files))]
    for path, lines in zip(paths, files, strict=True):
        path.write_text("\n".join(lines), "utf-8")
    options = BuildOptions(tuple(map(str, paths)), repeats=repeats)
    raw = read(options.sources, work, repeats=repeats)
    return clean(raw, assign_roles(raw, options), options, work)


def left_out(rows: CleanRows) -> dict[str, int]:
    return {line.cause: line.rows for line in rows.waterfall.lines if line.cause in {"duplicate", "overlap"}}


def told(rows: CleanRows, code: str) -> str:
    return " ".join(issue.message for issue in rows.issues if issue.code == code)


@pytest.mark.parametrize(
    ("repeats", "dropped"), [(None, 0), (Repeats.KEEP, 0), (Repeats.DROP, len(TWICE) - len(set(TWICE)))]
)
def test_two_equal_coffees_are_two_coffees_unless_the_user_says_else(
    repeats: Repeats | None, dropped: int, tmp_path: Path
) -> None:
    rows = cleaned(tmp_path, ["date,member,item,price", *TWICE], repeats=repeats)
    assert left_out(rows) == ({"duplicate": dropped} if dropped else {})
    seen = Counter(TWICE)
    money = sum(Decimal(line.rsplit(",", 1)[1]) * (times - 1) for line, times in seen.items())
    assert f"{money:,.2f}" in told(rows, "duplicate-row" if dropped else "repeated-row")
    assert rows.waterfall.closes()


@pytest.mark.parametrize(
    ("label", "event"),
    [
        ("order no", lambda n: f"S-{n:05d}"),
        ("Zeile", lambda n: f"{70_000 + n}"),
        ("time", lambda n: f"{8 + n % 9}:{n % 60:02d}:{1 + n % 59:02d}"),
    ],
)
def test_the_same_purchase_is_written_twice(label: str, event: object, tmp_path: Path) -> None:
    lines = [f"{line},{event(n)}" for n, line in enumerate(COFFEES)]  # type: ignore[operator]
    rows = cleaned(tmp_path, [f"date,member,item,price,{label}", *lines, *lines[3::7]])
    assert left_out(rows) == {"duplicate": len(lines[3::7])}
    assert told(rows, "repeated-row") == ""


def test_times_to_the_minute_prove_nothing(tmp_path: Path) -> None:
    lines = [f"{line},{8 + n % 9}:{n % 60:02d}:00" for n, line in enumerate(COFFEES)]
    rows = cleaned(tmp_path, ["date,member,item,price,time", *lines, *lines[3::7]])
    assert left_out(rows) == {}


@pytest.mark.parametrize("times", [2, 3])
def test_a_block_that_comes_again_as_a_whole_is_a_copy(times: int, tmp_path: Path) -> None:
    rows = cleaned(tmp_path, ["date,member,item,price", *TWICE * times])
    assert left_out(rows) == {"duplicate": len(TWICE) * (times - 1)}
    assert f"{len(TWICE) - len(set(TWICE))} rows" in told(rows, "repeated-row")


def test_a_pasted_page_is_a_copy(tmp_path: Path) -> None:
    rows = cleaned(tmp_path, ["date,member,item,price", *TWICE, *TWICE[50:90]])
    assert left_out(rows) == {"duplicate": 40}


def test_files_overlap_where_days_have_all_rows_in_common(tmp_path: Path) -> None:
    header, ordered = "date,member,item,price", sorted(TWICE)
    january_to_april = [line for line in ordered if line < "2026-05"]
    rows = cleaned(
        tmp_path, [header, *january_to_april], [header, *[each for each in ordered if each > "2026-04-2"]]
    )
    assert left_out(rows) == {"overlap": sum("2026-04-2" < line < "2026-05" for line in ordered)}
    assert rows.waterfall.end_rows == len(TWICE)


def test_equal_sales_of_two_shops_are_two_sales(tmp_path: Path) -> None:
    header = "date,member,item,price"
    other = [*coffees(16), *TWICE[5:9]]
    rows = cleaned(tmp_path, [header, *TWICE], [header, *other])
    assert left_out(rows) == {}
    assert rows.waterfall.end_rows == len(TWICE) + len(other)
