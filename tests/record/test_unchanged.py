"""A report stands while nothing it is made from has changed, and its files are as they were written."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reportgen.cli import main
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format
from reportgen.options.history import HistoryOptions
from reportgen.record.run_record import read_manifest
from reportgen.record.unchanged import find_unchanged
from tests.conftest import ALL_FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.record.manifest import Manifest
    from tests.reports import Report

SOURCE = "customers.csv"


@pytest.fixture
def options(people: Report, tmp_path: Path) -> BuildOptions:
    for part in ("site", "private", "record"):
        shutil.copytree(people.out / part, tmp_path / "out" / part)
    return BuildOptions((SOURCE,), name=people.name, out=tmp_path / "out", formats=ALL_FORMATS)


def found(options: BuildOptions, people: Report, **wishes: bool) -> Manifest | None:
    data = read_manifest(people.record).fingerprint
    return find_unchanged(data, options, HistoryOptions(**wishes), people.name)


def test_a_report_of_the_same_things_stands(options: BuildOptions, people: Report) -> None:
    assert found(options, people) == read_manifest(people.record)


@pytest.mark.parametrize(
    "other", [{"k": 3}, {"seed": 1}, {"company": "Harbour"}, {"formats": frozenset({Format.PDF})}]
)
def test_another_choice_makes_another_report(options: BuildOptions, people: Report, other: dict) -> None:
    assert found(replace(options, **other), people) is None


def test_other_data_and_a_new_beginning_make_another_report(options: BuildOptions, people: Report) -> None:
    assert find_unchanged("other bytes", options, HistoryOptions(), people.name) is None
    assert found(options, people, fresh=True) is None


def test_a_file_that_was_changed_or_is_gone_is_made_again(options: BuildOptions, people: Report) -> None:
    lists = options.out / "private" / people.name / people.month / "customers.csv"
    whole = lists.read_bytes()
    lists.write_bytes(whole + b"x")
    assert found(options, people) is None
    lists.unlink()
    assert found(options, people) is None
    lists.write_bytes(whole)
    assert found(options, people) is not None


def test_an_earlier_month_that_changes_makes_another_report(options: BuildOptions, people: Report) -> None:
    record = options.out / "record" / people.name
    earlier = record / "2020-01"
    shutil.copytree(record / people.month, earlier)
    assert found(options, people) is None


def test_the_second_build_says_so_and_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [f"{i},{20 + i % 7 + 30 * (i % 2)},{100 * (i % 2) + i % 5}" for i in range(60)]
    (tmp_path / "few.csv").write_text("\n".join(["customer,age,score", *rows]))
    words = ["build", "few.csv", "--formats", "lists", "--k", "2", "--quiet"]
    assert main(words) == 0
    first = (tmp_path / "output" / "record" / "few" / "undated" / "manifest.json").stat().st_ino
    capsys.readouterr()
    assert main(words) == 0
    assert "few undated is up to date" in capsys.readouterr().out
    assert main([*words, "--force"]) == 0
    assert "up to date" not in capsys.readouterr().out
    assert (tmp_path / "output" / "record" / "few" / "undated" / "manifest.json").stat().st_ino != first
