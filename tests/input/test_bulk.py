"""Reading in blocks gives what reading row by row gives, whatever stands in between."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.input import bulk
from reportgen.input.read import RawRows, read
from tests.draws import examples

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "order,day,customer,amount"
TROUBLE = (
    "",
    "short",
    'x,"a stray quote,7,8',
    '17,"a ""word""",7,8',
    '17,"two\nlines",7,8',
    '17,"two\n\n\nlines, and",7,8',
    "1,2,3,4,5",
    "# a note",
    "Total,,,99",
    HEADER,
    ",,,5",
    "17,\u00a0edge\t,7,8",
    '"18","quoted","7","8"',
    "Note: that was all",
    "17, padded ,7,  8",
    '17," padded inside ",7,""',
    "  ,2026-01-03,C7,5",
    "17,   ,  ,8",
    "17,\u00e9t\u00e9,\u00fc,8",
    "\u0418\u0442\u043e\u0433\u043e,,,8",
    "SUMME,2026-01-03,C7,8",
    "Sven,2026-01-03,C7,8",
    "17,\u20002026-01-03,C7,8",
    "\u3000,x,C7,8",
    "order,day,customer,amounT",
    '"18",,"C, 7","8"',
    '17,5" nails,7,8',
    "17,a\x1fb,7\x1f,8",
)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BLOCK", 300)
    monkeypatch.setattr(bulk, "FIRST_BLOCK", 100)


def everything(raw: RawRows) -> tuple[object, ...]:
    rows = duckdb.sql(f"SELECT * FROM {raw.cells()} ORDER BY line").fetchall()
    rejected = raw.rejected.read_text() if raw.rejected else ""
    return rows, raw.set_aside, raw.issues, rejected, raw.doubtful_totals, raw.last_line


def both_ways(lines: list[str], end: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[RawRows]:
    path = folder / "orders.csv"
    path.write_bytes("".join(line + end for line in lines).encode())
    found = []
    for least in (0, 10**9):
        monkeypatch.setattr(bulk, "WORTHWHILE", least)
        work = folder / str(least)
        work.mkdir()
        found.append(read(path, work))
    return found


def orders(number: int) -> list[str]:
    return [f"{at},2026-01-{at % 28 + 1:02},C{at % 17},{at}.50" for at in range(number)]


def test_the_engine_takes_clean_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks, rows = both_ways([HEADER, *orders(500)], "\r\n", tmp_path, monkeypatch)
    assert everything(blocks) == everything(rows)
    assert len(list(blocks.path.parent.glob("*.parquet"))) > 10
    assert len(list(rows.path.parent.glob("*.parquet"))) == 1


_NUMBERS = count()


@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    trouble=st.lists(st.tuples(st.integers(20, 200), st.sampled_from(TROUBLE)), max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_trouble_comes_out_the_same(
    trouble: list[tuple[int, str]], end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [HEADER, *orders(200)]
    for at, line in sorted(trouble, reverse=True):
        lines.insert(at, line)
    folder = tmp_path / str(next(_NUMBERS))
    folder.mkdir()
    blocks, rows = both_ways(lines, end, folder, monkeypatch)
    assert everything(blocks) == everything(rows)
