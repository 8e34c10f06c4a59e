"""What cannot be a report is told in two lines, and what could be one is no error."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from reportgen.errors import InputError
from tests.reports import Report, build, nothing_drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TABLE = "id,income,visits\n" + "".join(f"{i},{1000 * (i % 7)},{i % 5}\n" for i in range(12))
FAULTS: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_text(""),
    "blank": lambda path: path.write_text("\n\n  \n"),
    "header-only": lambda path: path.write_text("id,income,visits\n"),
    "binary": lambda path: path.write_bytes(bytes(range(256)) * 40),
    "picture": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000)),
    "one-column": lambda path: path.write_text("id\n" + "".join(f"{i}\n" for i in range(50))),
    "twelve-customers": lambda path: path.write_text(TABLE),
    "all-alike": lambda path: path.write_text(
        "id,income,visits\n" + "".join(f"{i},5,7\n" for i in range(60))
    ),
    "a-folder": lambda path: path.mkdir(),
    "missing": lambda _path: None,
    "cut-gzip": lambda path: path.write_bytes(gzip.compress(TABLE.encode())[:-12]),
}


@pytest.fixture(autouse=True, scope="module")
def _undrawn() -> Iterator[None]:
    with nothing_drawn():
        yield


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_read_is_told_and_leaves_nothing(fault: str, tmp_path: Path) -> None:
    source, out = tmp_path / "table.csv", tmp_path / "out"
    FAULTS[fault](source)
    with pytest.raises(InputError) as caught:
        build(source, out)
    error = caught.value
    assert error.exit_code == 2
    assert error.cause
    assert error.hint
    assert "\n" not in error.cause + error.hint
    assert not [path for part in ("site", "private", "record") for path in (out / part).rglob("*")]


def test_a_failed_build_leaves_the_last_report_as_it_was(tmp_path: Path) -> None:
    source, out = tmp_path / "table.csv", tmp_path / "out"
    rows = (f"{i},{1000 * (i % 2) + i % 7},{i % 5}\n" for i in range(60))
    source.write_text("id,income,visits\n" + "".join(rows))
    before = build(source, out, k=2).files()
    source.write_text("id,income,visits\n")
    with pytest.raises(InputError):
        build(source, out)
    assert Report(out, "table", "undated").files() == before


def test_the_value_of_a_customer_may_be_the_sum_of_columns(tmp_path: Path) -> None:
    source = tmp_path / "table.csv"
    rows = (f"{i:03d},{900 * (i % 2) + i % 7},{i % 5},{20 + i % 40}\n" for i in range(80))
    source.write_text("id,wine,bread,age\n" + "".join(rows))
    report = build(source, tmp_path / "out", value=("wine", "bread"), k=2)
    assert report.value("total.value") == sum(900 * (i % 2) + i % 7 + i % 5 for i in range(80))


@pytest.mark.parametrize("worth", ["0", "-5"])
def test_a_value_of_nothing_or_less_is_no_reason_to_fail(worth: str, tmp_path: Path) -> None:
    source = tmp_path / "table.csv"
    rows = (f"{i:03d},{worth},{900 * (i % 2) + i % 7},{20 + i % 40}\n" for i in range(80))
    source.write_text("id,revenue,visits,age\n" + "".join(rows))
    assert "bring" not in build(source, tmp_path / "out", value=("revenue",), k=2).html
