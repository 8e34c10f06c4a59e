"""What is published knows no person: no name, no id, no group so small that it is one."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from pypdf import PdfReader

from reportgen import pipeline
from reportgen.exports import workbook
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format
from tests.deck.slides import words_of_slides
from tests.draws import variants
from tests.hostile import SECRETS, secret_orders, secret_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reports import Report

ROOT = Path(__file__).parents[1]
SMALLEST = 10


@pytest.fixture(params=["secret_people", "secret_shop"])
def secret(request: pytest.FixtureRequest) -> Report:
    report: Report = request.getfixturevalue(request.param)
    return report


def words_of(path: Path) -> str:
    """Everything that a file says.

    Of a PDF its pages, its properties, and what is read aloud; of slides every part, and the workbooks
    behind their charts.
    """
    if path.suffix == ".pptx":
        return words_of_slides(path).casefold()
    if path.suffix != ".pdf":
        return path.read_text("utf-8").casefold()
    reader = PdfReader(path)
    objects = (str(reader.get_object(number)) for number in range(1, reader.trailer["/Size"]))
    pages = (page.extract_text() for page in reader.pages)
    return "\n".join(
        [
            str(reader.metadata),
            str(reader.xmp_metadata and reader.xmp_metadata.stream.get_data()),
            *objects,
            *pages,
        ]
    ).casefold()


def test_nothing_published_names_a_person(secret: Report) -> None:
    files = [path for path in (secret.out / "site").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} - {".pdf"} == {".html", ".json", ".pptx"}
    told = {path.name: [canary for canary in SECRETS if canary in words_of(path)] for path in files}
    assert {name: found for name, found in told.items() if found} == {}


def test_the_lists_do_name_them(secret: Report) -> None:
    """The canaries are real: the search above would find them."""
    assert "canaryid" in words_of(secret.private / "customers.csv")
    assert "canary@example" in words_of(next((secret.private / "audiences" / "klaviyo").glob("*.csv")))


def test_what_names_people_is_the_owners_alone(secret: Report) -> None:
    for part in ("private", "record"):
        folders = [secret.out / part, *(path for path in (secret.out / part).rglob("*") if path.is_dir())]
        assert [path for path in folders if path.stat().st_mode & 0o777 != 0o700] == []
    assert (secret.out / "site").stat().st_mode & 0o005


HIDDEN = {"shop": "grid.1.4.customers", "limits": "grid.1.4.customers"}
"""Report -> a figure that counts fewer customers than may be told."""


def texts(folder: Path) -> str:
    """Every text in the Parquet files below a folder."""
    words = list[str]()
    for file in folder.rglob("*.parquet"):
        rows = duckdb.read_parquet(str(file))
        words += [str(cell) for row in rows.fetchall() for cell in row]
    return "\n".join(words).casefold()


@pytest.mark.parametrize("written", [secret_orders, secret_table])
def test_scratch_holds_what_the_analysis_needs_and_no_more(
    written: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names, e-mails and addresses are on no disk once the rows are clean."""
    source, scratch = written(tmp_path / "table.csv"), tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    seen = dict[str, str]()
    options = BuildOptions((str(source),), out=tmp_path / "out", k=2, formats=frozenset({Format.LISTS}))
    pipeline.build(options, lambda stage: seen.update({stage.partition(":")[0]: texts(scratch)}))
    assert "canary@example" in seen["Cleaning"]
    assert "canaryid" in seen["Segmenting"]
    for personal in ("canary@example", "canaryworth", "5550199", "canary lane", "canarynote"):
        assert personal not in seen["Segmenting"] + seen["Writing"] + seen["Publishing"]


def test_what_libraries_write_on_the_way_goes_with_the_scratch_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows of the workbook wait in files; a kill must not leave them where nobody sweeps."""
    source, scratch = secret_orders(tmp_path / "orders.csv"), tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    seen, write = list[Path](), workbook._write

    def watched(*given: Any) -> None:
        write(*given)
        seen.extend(path.relative_to(scratch) for path in scratch.rglob("*") if path.is_file())

    monkeypatch.setattr(workbook, "_write", watched)
    formats = frozenset({Format.LISTS})
    pipeline.build(BuildOptions((str(source),), out=tmp_path / "out", k=2, formats=formats))
    assert any(not path.name.endswith((".lock", ".parquet")) for path in seen)
    assert {path.parts[0] for path in seen} == {f"reportgen-{os.getuid()}"}


def test_a_killed_build_leaves_no_file_behind(tmp_path: Path) -> None:
    source, scratch = secret_orders(tmp_path / "orders.csv"), tmp_path / "scratch"
    scratch.mkdir()
    words = ["build", str(source), "--out", str(tmp_path / "out"), "--formats", "lists"]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(scratch)}
    build = subprocess.Popen(
        [sys.executable, "-m", "reportgen", *words], env=surroundings, start_new_session=True
    )
    while not list(scratch.rglob("*.parquet")) and build.poll() is None:
        time.sleep(0.001)
    os.killpg(build.pid, signal.SIGKILL)
    assert build.wait() == -signal.SIGKILL
    end = time.monotonic() + 10
    while any(names for *_, names in os.walk(scratch)) and time.monotonic() < end:
        time.sleep(0.01)
    assert [path for path in scratch.rglob("*") if path.is_file()] == []


def small_groups(facts: dict[str, dict[str, Any]]) -> list[str]:
    """Counts of customers that are printed although they are few."""
    counts = {key: f["value"] for key, f in facts.items() if f["unit"] == "customers"}
    return [
        key
        for key, count in counts.items()
        if key != "run.min_cell" and not isinstance(count, str) and 0 < count < SMALLEST
    ]


def test_no_small_group_is_printed(report: Report) -> None:
    counted = {key for key, fact in report.facts.items() if fact["unit"] == "customers"}
    assert counted >= {"total.customers", *(f"segment.{key}.customers" for key in report.keys)}
    assert small_groups(report.facts) == []


@pytest.mark.parametrize("name", variants(HIDDEN, quick=1))
def test_a_small_group_is_hidden_by_a_limit(name: str, request: pytest.FixtureRequest) -> None:
    report: Report = request.getfixturevalue(name)
    fact = report.facts[HIDDEN[name]]
    assert fact["value"] == f"<{SMALLEST}"
    assert not re.search(r"\d", fact["text"].replace(str(SMALLEST), ""))
    shown = {**report.facts, HIDDEN[name]: {**fact, "value": SMALLEST - 1}}
    assert small_groups(shown) == [HIDDEN[name]]


def test_no_hidden_group_can_be_worked_out(report: Report) -> None:
    """Ends of the rule tree sum to all customers: one hidden alone would be what is left."""
    ends = [
        f for key, f in report.facts.items() if re.fullmatch(r"rules\.tree(\.(low|high))*\.customers", key)
    ]
    assert sum(isinstance(fact["value"], str) for fact in ends) != 1


def test_no_share_stands_for_a_few_people(report: Report) -> None:
    """A share of a segment times its size is a count of people."""
    levels = {k: f["value"] for k, f in report.facts.items() if re.fullmatch(r"segment\.\w+\.level\.\d+", k)}
    sizes = {key: report.value(f"segment.{key}.customers") for key in report.keys}
    few = {k: share * sizes[k.split(".")[1]] for k, share in levels.items()}
    assert [key for key, people in few.items() if 0.5 < people < SMALLEST - 0.5] == []
