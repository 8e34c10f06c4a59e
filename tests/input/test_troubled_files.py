"""Every troubled file comes out as its manifest says: exact, named, or refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reportgen.errors import InputError
from reportgen.input.read import RawRows, read

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parents[2].parent / "shared" / "csv"
MANIFEST = FOLDER / "manifest.json"
FILES: list[dict[str, Any]] = json.loads(MANIFEST.read_text())["files"] if MANIFEST.exists() else []
OF_VALUES = ("infinite_age", "dates_", "dup_id_")
"""Files whose fault lies in their values: reading them is right, typing them is a later step."""


def of_class(kind: str) -> list[Any]:
    chosen = [
        each
        for each in FILES
        if each["class"] == kind and not any(word in each["name"] for word in OF_VALUES)
    ]
    return [pytest.param(each, id=each["name"]) for each in chosen]


def outcome(name: str, work: Path) -> RawRows | InputError:
    try:
        return read(FOLDER / name, work)
    except InputError as error:
        return error


def same(found: str, expected: str) -> bool:
    if found.strip() == expected.strip():
        return True
    try:
        return float(found.replace(",", "")) == float(expected.replace(",", "")) and not found.startswith("0")
    except ValueError:
        return False


def table(rows: RawRows) -> list[list[str]]:
    frame = rows.to_pandas()
    return [list(frame.columns), *frame.to_numpy().tolist()]


def differs(
    found: Sequence[Sequence[str]], expected: Sequence[Sequence[str]]
) -> list[tuple[int, object, object]]:
    pairs = zip(found, expected, strict=True)
    return [
        (at, left, right)
        for at, (left, right) in enumerate(pairs)
        if len(left) != len(right) or not all(map(same, left, right))
    ]


@pytest.mark.parametrize("entry", of_class("load"))
def test_loads_exactly(entry: dict[str, Any], tmp_path: Path) -> None:
    rows = read(FOLDER / entry["name"], tmp_path)
    if entry["expected"]:
        with (FOLDER / entry["expected"]).open(newline="", encoding="utf-8") as stream:
            assert differs(table(rows), list(csv.reader(stream))) == []
    assert rows.rows > 0


@pytest.mark.parametrize("entry", of_class("flag"))
def test_names_the_fault(entry: dict[str, Any], tmp_path: Path) -> None:
    found = outcome(entry["name"], tmp_path)
    if isinstance(found, InputError):
        assert found.cause
        assert found.hint
        return
    lines = [issue.line for issue in found.issues]
    assert lines
    if entry["line"] is not None:
        assert any(line is not None and abs(line - entry["line"]) <= 1 for line in lines)


@pytest.mark.parametrize("entry", of_class("refuse"))
def test_finds_no_rows(entry: dict[str, Any], tmp_path: Path) -> None:
    found = outcome(entry["name"], tmp_path)
    assert isinstance(found, InputError) or found.rows == 0


@pytest.mark.parametrize(
    "name", [each["name"] for each in FILES if any(word in each["name"] for word in OF_VALUES)]
)
def test_faulty_values_are_kept_as_written(name: str, tmp_path: Path) -> None:
    with (FOLDER / name).open(newline="", encoding="utf-8") as stream:
        assert table(read(FOLDER / name, tmp_path)) == list(csv.reader(stream))
