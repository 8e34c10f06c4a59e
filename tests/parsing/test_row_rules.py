"""What a row is, by one definition: the test of bytes accepts no line that the test of cells refuses."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.word_lists import table_words
from reportgen.input import plain_lines
from reportgen.input.plain_lines import plain_block
from reportgen.input.read import read
from reportgen.input.stored import NOTHING
from reportgen.parsing.cell_kinds import column_of
from reportgen.parsing.layout import Layout
from reportgen.parsing.row_rules import is_comment, is_total, plain_row_test

if TYPE_CHECKING:
    from pathlib import Path

LABELS = ("order", "day", "customer", "amount")
ROWS = [[f"{at}", f"2026-01-{at + 1:02}", f"C{at}", f"{at}.50"] for at in range(20)]
LAYOUT = Layout(
    labels=LABELS,
    header_line=1,
    first_line=2,
    header_lines=frozenset(),
    row_width=4,
    columns=tuple(column_of([row[at] for row in ROWS]) for at in range(4)),
    issues=(),
)
NAMED = Layout(LABELS, 1, 2, frozenset(), 4, tuple(column_of(["Ann", "Bob"]) for _ in LABELS), ())
"""A table without a column of digits."""
TOTALS = [word for kind in ("total", "words") for word in table_words("totals", kind)]
TOTALS += [f"{qualifier} total" for qualifier in table_words("totals", "qualifiers")]
CELLS = st.one_of(
    st.sampled_from([*LABELS, *TOTALS, "17", "C7", "", " ", "#1", "Sven"]),
    st.sampled_from(["Tom", '"a, 7"', '""', '"x""y"', "5\u00a0"]),
    st.text(st.sampled_from('aT7#" \t\u00a0\u3000\x1fé\u0418合,'), max_size=5),
)  # fmt: skip


def accepted(lines: list[str], layout: Layout) -> bool:
    data = "".join(f"{line}\n" for line in lines).encode()
    unknown = [NOTHING] * len(LABELS)
    found = plain_block(data, ",", layout, unknown)
    with patch.object(plain_lines, "CHUNK", 1):  # as it would be in a block of many pieces
        assert plain_block(data, ",", layout, unknown) == found
    return found is not None


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS).map(",".join), min_size=1, max_size=3))
def test_lines_that_their_bytes_call_plain_are_plain_rows(lines: list[str]) -> None:
    for layout in (LAYOUT, NAMED):
        is_plain = plain_row_test(layout)
        if accepted(lines, layout):
            rows = list(csv.reader(lines, strict=True))
            assert len(rows) == len(lines)
            assert all(is_plain([cell.strip() for cell in row]) for row in rows)


def test_usual_lines_are_plain_by_both_tests() -> None:
    lines = [",".join(row) for row in ROWS]
    assert accepted(lines, LAYOUT)
    assert all(map(plain_row_test(LAYOUT), ROWS))


@pytest.mark.parametrize("word", TOTALS)
def test_every_word_for_a_total_is_doubtful_to_all_readers(word: str) -> None:
    for written in (word, word.upper(), word.capitalize()):
        cells = [written, "2026-01-03", "C7", "9"]
        assert is_total(cells)
        assert not plain_row_test(NAMED)(cells)
        assert not accepted([",".join(cells)], NAMED)


def test_comments_and_the_header_are_doubtful_to_all_readers() -> None:
    assert is_comment(["# a note", "", "", ""])
    for cells in (["# a note", "x", "y", "z"], list(LABELS)):
        assert not plain_row_test(NAMED)(cells)
        assert not accepted([",".join(cells)], NAMED)


def test_a_half_filled_row_that_speaks_of_a_total_is_doubtful_to_all_readers() -> None:
    for cells in (["Store A total", "2026-01-03", "", ""], ["Store A total", "", "", "99"]):
        assert is_total(cells)
        assert not plain_row_test(NAMED)(cells)
        assert not accepted([",".join(cells)], NAMED)


def test_sub_totals_that_fill_half_their_cells_are_no_rows(tmp_path: Path) -> None:
    lines = ["customer,town,amount,points"]
    for shop in "AB":
        names = (f"{first}{second}{shop}" for first in "Kalmon" for second in "aeiu")
        lines += [f"{name},Town,{10 + at},{at}" for at, name in enumerate(names)]
        lines.append(f"Store {shop} total,,516,")
    file = tmp_path / "shops.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    raw = read(str(file), tmp_path)
    assert raw.rows == 48
    assert [issue.line for issue in raw.issues if issue.code == "total-row"] == [26, 51]
