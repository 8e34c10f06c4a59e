"""A series that an earlier version began goes on: the records of `kept/` were written by reportgen 0.1.0.

They were built with `--formats html` from the files that `orders` and `people` write below: four months of
order lines (`--months 2026-06..2026-09 --currency GBP`) and two of a table of customers. They are not to be
built anew: what they hold is what users have on their disks.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportgen import pipeline
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format
from reportgen.record.run_record import read_manifest, read_record
from tests.reports import Report, by_tag, nothing_drawn, section, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reportgen.build_result import BuildResult
    from reportgen.changes.migration import Flow
    from reportgen.record.manifest import Manifest

KEPT = Path(__file__).parent / "kept"
DATA = Path(__file__).parents[2] / "data"
ORDERS = ("2026-06", "2026-07", "2026-08", "2026-09")
PEOPLE = ("2026-08", "2026-09")
INCOME = "Annual Income (k$)"


def orders(file: Path) -> Path:
    """Order lines of customers whose id ends on 0, 1 or 2, and those of guests."""
    return _written(file, "orders.csv", lambda row: row[2][-1:] in {"", "0", "1", "2"})


def people(file: Path) -> Path:
    """All 240 customers; August was built from the first 210, September from 225."""
    return _written(file, "customers.csv", lambda _row: True)


def _written(file: Path, name: str, wanted: Callable[[list[str]], bool]) -> Path:
    with (DATA / name).open(newline="", encoding="utf-8") as source, file.open("w", newline="") as target:
        header, *rows = csv.reader(source)
        csv.writer(target).writerows([header, *filter(wanted, rows)])
    return file


def _go_on(source: Path, name: str, **options: object) -> BuildResult:
    """October, after the kept months."""
    out = source.parent / "out"
    shutil.copytree(KEPT / name, out / "record" / name)
    wishes = {"month": "2026-10", "formats": frozenset({Format.HTML}), "name": name, **options}
    with nothing_drawn():
        return pipeline.build(BuildOptions((str(source),), out=out, **wishes))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return _go_on(orders(tmp_path_factory.mktemp("kept") / "orders.csv"), "orders", currency="GBP")


@pytest.fixture(scope="module")
def more_people(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return _go_on(people(tmp_path_factory.mktemp("kept") / "people.csv"), "people", value=(INCOME,))


def _report(made: BuildResult) -> Report:
    return Report(made.files[0].parents[3], made.name, made.month)


def _looks(manifest: Manifest) -> list[tuple[str, str, int]]:
    return [(segment.key, segment.name, segment.slot) for segment in manifest.segments]


def _customers(flows: Iterable[Flow]) -> int:
    return sum(flow.customers for flow in flows)


@pytest.mark.parametrize(
    ("name", "month"), [*(("orders", m) for m in ORDERS), *(("people", m) for m in PEOPLE)]
)
def test_every_kept_record_can_be_read(name: str, month: str) -> None:
    record = read_record(KEPT / name / month)
    assert record.manifest.month == month
    assert record.fit is not None
    assert set(record.customers["segment"]) == set(record.model.keys)


@pytest.mark.parametrize("series", ["october", "more_people"])
def test_a_kept_series_goes_on(series: str, request: pytest.FixtureRequest) -> None:
    made: BuildResult = request.getfixturevalue(series)
    before = read_manifest(KEPT / made.name / "2026-09")
    now = read_manifest(_report(made).record)
    assert (made.exit_code, made.held) == (0, ())
    assert _looks(now) == _looks(before)
    assert now.fitted == before.fitted
    assert now.movement is not None
    assert now.movement.since == "2026-09"
    known = {segment.key: segment.customers for segment in before.segments}
    assert known == {key: _customers(f for f in now.movement.flows if f.origin == key) for key in known}
    both = [f for f in now.movement.flows if f.origin in known and f.target in known]
    assert _customers(f for f in both if f.stayed) >= 0.75 * _customers(both)


def test_what_is_usual_follows_from_the_kept_months(october: BuildResult) -> None:
    assert _report(october).value("movement.judged_by") == len(ORDERS) - 1
    page = text_of(section(_report(october).page, "movement"))
    assert "Compared with September 2026." in page
    assert by_tag(section(_report(october).page, "movement"), "table")
