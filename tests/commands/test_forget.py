"""People who asked to be forgotten: no trace of them is left, and the next month's account still closes."""

from __future__ import annotations

import csv
import hashlib
import shutil
import zipfile
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pytest

from reportgen.cli import main
from reportgen.commands.forget import forget
from reportgen.demo.changes import HEADER, changing_shop
from reportgen.demo.draw import Draw
from reportgen.errors import InputError
from reportgen.mail.sealed import read_sealed
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format, Service
from reportgen.pipeline import build
from reportgen.record.run_record import read_manifest, read_record
from tests.reports import Report, nothing_drawn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMATS = frozenset({Format.BRIEF, Format.EMAIL, Format.LISTS})
FIRST, SECOND, THIRD = "2026-01", "2026-02", "2026-03"


@pytest.fixture(autouse=True, scope="module")
def _undrawn() -> Iterator[None]:
    with nothing_drawn():
        yield


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A quarter of the demo's customers, and a line with too many cells that names one of them."""
    shop = changing_shop(Draw(3), frozenset())
    few = [row for row in shop.rows if int(row[2]) % 4 == 0 and row[1] < "2026-04"]
    rows = [
        (number, day, f"person-{who}", *more, f"mail-{who}@example.com") for number, day, who, *more in few
    ]
    source = tmp_path_factory.mktemp("source") / "orders.csv"
    with source.open("w", newline="") as file:
        csv.writer(file).writerows(
            [(*HEADER, "email"), *rows, (*rows[-1][:2], "person-3108", "9.99", "yes", "", "?")]
        )
    return source


@pytest.fixture(scope="module")
def two_months(orders: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("months") / "out"
    for month in (FIRST, SECOND):
        build(options(orders, out, month))
    return out


@pytest.fixture
def out(two_months: Path, tmp_path: Path) -> Path:
    return shutil.copytree(two_months, tmp_path / "out")


def options(orders: Path, out: Path, month: str, exclude: Path | None = None) -> BuildOptions:
    return BuildOptions(
        (str(orders),),
        out=out,
        name="shop",
        month=month,
        formats=FORMATS,
        exclude_ids=exclude,
        audiences=frozenset({Service.KLAVIYO, Service.META}),
    )


def somebody(out: Path, segment_place: int = 0) -> str:
    """A customer who is in both months."""
    first, second = (Report(out, "shop", month).customers for month in (FIRST, SECOND))
    both = second.loc[second.index.intersection(first.index)]
    return str(both.index[both["segment"] == both["segment"].unique()[segment_place]][0])


def everything(out: Path) -> str:
    """All text of records and private lists, unpacked."""
    found = []
    for part in ("record", "private"):
        for path in sorted((out / part).rglob("*")):
            if path.suffix == ".parquet":
                found.append(duckdb.read_parquet(str(path)).df().to_csv())
            elif path.suffix == ".xlsx":
                with zipfile.ZipFile(path) as book:
                    found.extend(book.read(name).decode() for name in book.namelist())
            elif path.is_file():
                found.append(path.read_bytes().decode("latin-1"))
    return "\n".join(found)


def test_no_trace_is_left_in_any_month(out: Path) -> None:
    who = somebody(out)
    assert who in everything(out)
    done = forget(out, [who])
    assert [(each.month, each.customers, each.unsure) for each in done] == [(FIRST, 1, ()), (SECOND, 1, ())]
    assert who not in everything(out)
    assert not list((out / ".reportgen").glob("staging-*"))


def test_files_for_upload_lose_them_too_also_where_nothing_is_written_in_the_clear(out: Path) -> None:
    writable = (out / "private/shop" / SECOND / "audiences/rows.csv").read_text("utf-8-sig").splitlines()[1]
    who = writable.split(",")[0]
    address = f"mail-{who.removeprefix('person-')}@example.com"
    marks = (address, hashlib.sha256(address.encode()).hexdigest())
    assert [mark in everything(out) for mark in marks] == [True, True]
    assert [each.unsure for each in forget(out, [who])] == [(), ()]
    assert [mark in everything(out) for mark in marks] == [False, False]


def test_everybody_else_stays_and_the_builds_can_still_be_sent_and_read(out: Path) -> None:
    who = somebody(out)
    before = {month: Report(out, "shop", month) for month in (FIRST, SECOND)}
    public = {path: data for path, data in before[SECOND].files().items() if path.startswith("site/")}
    others = {month: report.customers.drop(who) for month, report in before.items()}
    content = read_sealed(out, "shop", SECOND).content
    forget(out, [who])
    after = Report(out, "shop", SECOND)
    assert {path: data for path, data in after.files().items() if path.startswith("site/")} == public
    assert read_sealed(out, "shop", SECOND).content == content
    for month, people in others.items():
        pd.testing.assert_frame_equal(Report(out, "shop", month).customers, people)
        assert list(read_record(out / "record" / "shop" / month).customers.index) == sorted(people.index)
    sheet = pd.read_excel(
        after.private / "customers.xlsx", sheet_name="Customers", dtype={"customer": str}, engine="calamine"
    )
    assert list(sheet["customer"]) == list(others[SECOND].index)


def test_the_line_that_could_not_be_read_goes_too(out: Path) -> None:
    rejected = out / "private" / "shop" / FIRST / "rejected_rows.csv"
    with rejected.open(encoding="utf-8", newline="") as file:
        (*_, row) = csv.reader(file)
    forget(out, [row[4]])
    assert row[4] not in rejected.read_text("utf-8")


def test_the_next_month_counts_them_as_removed_on_request_and_closes(out: Path, orders: Path) -> None:
    """One is forgotten, twelve are left out by a file: both are removed, none of them left."""
    segments = {s.key: (s.customers, s.value) for s in read_manifest(out / "record/shop" / SECOND).segments}
    who = somebody(out)
    people = Report(out, "shop", SECOND).customers
    listed = [str(each) for each in people.index if str(each) != who][:12]
    exclude = out.parent / "objected.txt"
    exclude.write_text("\n".join([who, *listed]), "utf-8")
    forget(out, [who])
    result = build(options(orders, out, THIRD, exclude))
    assert result.held == ()
    report = Report(out, "shop", THIRD)
    flows = pd.read_csv(report.private / "migration.csv", encoding="utf-8-sig")
    removed = flows[flows["to"] == "removed on request"]
    assert removed["customers"].sum() == 13
    names = {s.key: s.name for s in read_manifest(report.record).segments}
    sums = flows.groupby("from")[["customers", "value before"]].sum()
    for key, (customers, value) in segments.items():
        assert sums.loc[names[key], "customers"] == customers
        assert sums.loc[names[key], "value before"] == pytest.approx(value, abs=0.05)
    assert report.text("movement.removed.customers") == "13"
    assert "13 were removed on request" in report.pdf_text("brief")
    moved = (report.private / "moved.csv").read_text("utf-8-sig")
    assert not {who, *listed} & set(moved.replace("\n", ",").split(","))


def test_a_workbook_that_somebody_saved_anew_is_named(out: Path) -> None:
    private = out / "private" / "shop" / SECOND
    (private / "customers.xlsx").write_bytes(b"saved by a spreadsheet")
    (private / "notes.txt").write_text("call them", "utf-8")
    (_, second) = forget(out, [somebody(out)])
    assert second.unsure == ("customers.xlsx", "notes.txt")


def test_a_page_that_was_altered_is_not_made_good_by_it(out: Path) -> None:
    brief = next((out / "site" / "shop" / SECOND).glob("*-brief.pdf"))
    brief.write_bytes(brief.read_bytes() + b" ")
    forget(out, [somebody(out)])
    with pytest.raises(InputError, match="was changed since"):
        read_sealed(out, "shop", SECOND)


def test_a_record_that_was_changed_keeps_no_other_month_from_it(out: Path) -> None:
    who = somebody(out)
    model = out / "record" / "shop" / FIRST / "model.json"
    model.write_bytes(model.read_bytes() + b" ")
    with pytest.raises(InputError, match="was changed since"):
        forget(out, [who])
    assert who not in Report(out, "shop", SECOND).customers.index
    assert who not in (out / "private" / "shop" / SECOND / "customers.csv").read_text("utf-8")


def test_an_unknown_id_is_an_error_that_does_not_repeat_it(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Report(out, "shop", SECOND).files()
    assert main(["forget", "no-such-person", "--yes", "--out", str(out)]) == 2
    assert "nobody of these ids" in (told := capsys.readouterr().err)
    assert "no-such-person" not in told
    assert Report(out, "shop", SECOND).files() == before


def test_the_command_takes_a_file_of_ids(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = somebody(out), somebody(out, 1)
    file = out.parent / "objected.txt"
    file.write_text(f"{one}\n{other}\n", "utf-8")
    words = ["forget", "--ids", str(file), "--out", str(out), "--name", "shop"]
    before = everything(out)
    assert (main(words), main([*words, "--dry-run"])) == (2, 0)
    shown = capsys.readouterr()
    assert shown.out.count(f"shop {SECOND}: 2 customers would be taken out of its record and of") == 2
    assert "hint: add --yes" in shown.err
    assert everything(out) == before
    assert main([*words, "--yes"]) == 0
    assert f"shop {SECOND}: 2 customers taken out of its record" in capsys.readouterr().out
    assert not any(who in everything(out) for who in (one, other))
