"""Columns stored as numbers and days give back their text to the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.input import bulk
from reportgen.input.read import read
from reportgen.input.stored import DAY, FURTHEST, NOTHING, TEXT, WHOLE, common, decimals, kind_of
from reportgen.options.enums import Repeats
from tests.draws import examples

if TYPE_CHECKING:
    from pathlib import Path

CELL = st.one_of(
    st.integers(-(10**16), 10**16).map(str),
    st.decimals(-1000, 1000, places=2).map(str),
    st.decimals(-1, 1, places=1).map(str),
    st.dates().map(str),
    st.from_regex(r"-?[0-9.-]{0,11}", fullmatch=True),
    st.sampled_from(
        ["", "007", "1e2", "+5", "-0", "-0.00", "0.50", "5.", ".5", "1_000", "C5", "2026-02-28x"]
    ),
)
COLUMN = st.one_of(
    st.lists(CELL, min_size=1, max_size=4),
    st.lists(st.decimals(-1000, 1000, places=2).map(str), min_size=1, max_size=4),
    st.lists(st.dates().map(str), min_size=1, max_size=4),
    st.lists(st.integers(-99, 99).map(str), min_size=1, max_size=4),
)


def kind(cells: list[str]) -> str:
    text = np.frombuffer("".join(f"{cell}\n" for cell in cells).encode() + bytes(FURTHEST), np.uint8)
    ends = np.flatnonzero(text == ord("\n"))
    starts = np.concatenate(([0], ends[:-1] + 1))
    return kind_of(text, starts, ends - starts)


@settings(max_examples=examples(400))
@given(COLUMN)
def test_a_column_is_stored_as_what_gives_back_its_text(cells: list[str]) -> None:
    found, filled = kind(cells), [cell for cell in cells if cell]
    if found == NOTHING:
        assert not filled
    else:
        stored = f"TRY_CAST(unnest($cells::VARCHAR[]) AS {found})"
        back = duckdb.execute(f"SELECT CAST({stored} AS VARCHAR)", {"cells": filled}).fetchall()
        no_days = {None} if found == DAY else set()
        assert all(text == cell or text in no_days for (text,), cell in zip(back, filled, strict=True))


@pytest.mark.parametrize(
    ("cells", "stored"),
    [
        (["1", "-20", "", "0"], WHOLE),
        (["1", "020"], TEXT),
        (["1.50", "-0.05", "1200.00"], decimals(2)),
        (["1.50", "1.5"], TEXT),
        (["2026-01-31", "1999-12-01"], DAY),
        (["2026-01-31", "2026-1-031"], TEXT),
        (["", ""], NOTHING),
    ],
)
def test_kinds(cells: list[str], stored: str) -> None:
    assert kind(cells) == stored
    assert common(stored, NOTHING) == common(NOTHING, stored) == stored


def test_files_that_store_a_column_alike_stay_so_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BLOCK", 300)
    monkeypatch.setattr(bulk, "FIRST_BLOCK", 100)
    monkeypatch.setattr(bulk, "WORTHWHILE", 0)
    lines = [f"{at + 1},2026-01-{at % 28 + 1:02},{at % 17},{at}.50" for at in range(200)]
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("\n".join(["order,day,customer,amount", *lines]), encoding="utf-8")
    turned = [",".join(line.split(",")[::-1]) for line in [*lines[150:], "300,2026-02-01,x,7.50"]]
    second.write_text("\n".join(["amount,customer,day,order", *turned]), encoding="utf-8")
    raw = read([first, second], tmp_path, repeats=Repeats.DROP)
    assert raw.stored == {"c0": WHOLE, "c1": DAY, "c3": decimals(2)}
    rows = duckdb.sql(f"SELECT * EXCLUDE (line) FROM {raw.cells()} ORDER BY line").fetchall()
    assert [",".join(row) for row in rows] == [*lines, "300,2026-02-01,x,7.50"]


def test_one_cell_makes_text_of_a_column_and_of_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BLOCK", 300)
    monkeypatch.setattr(bulk, "FIRST_BLOCK", 100)
    monkeypatch.setattr(bulk, "WORTHWHILE", 0)
    lines = [f"{at + 1},2026-01-{at % 28 + 1:02},{at % 17},{at}.50" for at in range(500)]
    lines[400] = "C401,2026-02-30,5,7.50"
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(["order,day,customer,amount", *lines]), encoding="utf-8")
    raw = read(path, tmp_path)
    assert raw.stored == {"c2": WHOLE, "c3": decimals(2)}
    rows = duckdb.sql(f"SELECT * EXCLUDE (line) FROM {raw.cells()} ORDER BY line").fetchall()
    assert [",".join(row) for row in rows] == lines
