"""Every format gives the same cells, and says what it left out."""

from __future__ import annotations

import datetime as dt
import io
import json
import sqlite3
import sys
import zipfile
from decimal import Decimal
from html import escape
from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.cleaning.unread import refuse_unread
from reportgen.errors import InputError, ReportgenError
from reportgen.input import source_file as stored
from reportgen.input.read import RawRows, read
from reportgen.parsing.cells import text_of
from tests.draws import examples

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ["id", "city", "spend"]
ROWS = [[f"{number:04}", f"Town {number}", str(number * 3)] for number in range(1, 31)]
BOOK = """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{}</sheets></workbook>"""
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def cells(raw: RawRows) -> list[list[str]]:
    return [list(raw.labels), *raw.to_pandas().to_numpy().tolist()]


def codes(raw: RawRows) -> set[str]:
    return {issue.code for issue in raw.issues}


def csv_of(rows: list[list[str]]) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


def cell(place: str, value: object) -> str:
    if isinstance(value, float | int):
        return f'<c r="{place}"><v>{value}</v></c>'
    if value == "#DIV/0!":
        return f'<c r="{place}" t="e"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def sheet(rows: list[list[object]], more: str = "") -> str:
    lines = (
        f'<row r="{line}">'
        + "".join(cell(f"{chr(65 + at)}{line}", each) for at, each in enumerate(row))
        + "</row>"
        for line, row in enumerate(rows, 1)
    )
    body = f"<sheetData>{''.join(lines)}</sheetData>{more}"
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{body}</worksheet>'


def workbook(path: Path, sheets: dict[str, str]) -> Path:
    """A workbook with the parts that a reader needs, and no more."""
    names = list(sheets)
    listed = (f'<sheet name="{escape(n)}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, 1))
    linked = (
        f'<Relationship Id="r{i}" Type="{KIND}/worksheet" Target="worksheets/s{i}.xml"/>'
        for i, _ in enumerate(names, 1)
    )
    types = f"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Default Extension="xml" ContentType="{PARTS}.worksheet+xml"/>
        <Override PartName="/xl/workbook.xml" ContentType="{PARTS}.sheet.main+xml"/></Types>"""
    office = f'<Relationship Id="r1" Type="{KIND}/officeDocument" Target="xl/workbook.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", LINKS.format(office))
        archive.writestr("xl/workbook.xml", BOOK.format("".join(listed)))
        archive.writestr("xl/_rels/workbook.xml.rels", LINKS.format("".join(linked)))
        for number, name in enumerate(names, 1):
            archive.writestr(f"xl/worksheets/s{number}.xml", sheets[name])
    return path


# --- workbooks


def test_the_fullest_sheet_is_read_and_the_others_named(tmp_path: Path) -> None:
    sheets = {"Notes": sheet([["nothing here"]]), "Orders": sheet([["Export"], [], HEADER, *ROWS])}
    raw = read(workbook(tmp_path / "shop.xlsx", sheets), tmp_path)
    assert cells(raw) == [HEADER, *ROWS]
    assert raw.form == "workbook, sheet Orders"
    assert codes(raw) == {"sheet", "title"}
    assert raw.to_pandas().shape[0] + sum(line.rows for line in raw.set_aside) + 1 == 33


def test_a_sheet_can_be_chosen(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "shop.xlsx", {"A": sheet([HEADER, *ROWS]), "B": sheet([["x", "y"], ["1", "2"]])}
    )
    assert cells(read(path, tmp_path, "b")) == [["x", "y"], ["1", "2"]]
    with pytest.raises(InputError, match="there is no sheet 'C'") as caught:
        read(path, tmp_path, "C")
    assert "A, B" in caught.value.hint


def test_numbers_errors_and_merged_cells_of_a_workbook(tmp_path: Path) -> None:
    rows = [["id", "share", "note"], [12345, 0.1 + 0.2, "a"], [123456789012345678, 2.0, "#DIV/0!"]]
    text = sheet(rows, '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>')
    raw = read(workbook(tmp_path / "shop.xlsx", {"S": text}), tmp_path)
    assert cells(raw)[1:] == [["12345", "0.3", "a"], ["123456789012345680", "2", ""]]
    assert codes(raw) == {"error-cell", "merged-cell", "long-number"}
    assert [issue.line for issue in raw.issues if issue.code == "error-cell"] == [3]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit to memory on Windows")
def test_two_cells_far_apart_do_not_take_all_memory(tmp_path: Path) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    text = sheet([]).replace("<sheetData>", f"<sheetData>{far}")
    with pytest.raises(InputError, match="too large"):
        read(workbook(tmp_path / "bomb.xlsx", {"S": text}), tmp_path)


def test_a_workbook_that_only_says_so(tmp_path: Path) -> None:
    path = tmp_path / "shop.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "nonsense")
    with pytest.raises(InputError, match="damaged"):
        read(path, tmp_path)


# --- archives


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_a_zip_with_one_file_among_litter(tmp_path: Path) -> None:
    members = {"../../out.csv": csv_of([HEADER, *ROWS]), "__MACOSX/._out.csv": "x", ".DS_Store": "y"}
    raw = read(zipped(tmp_path / "out.zip", members), tmp_path)
    assert cells(raw) == [HEADER, *ROWS]
    assert not (tmp_path.parent / "out.csv").exists()


def test_a_zip_that_grows_beyond_all_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "GROWTH_FREE", 10_000)
    with pytest.raises(InputError, match="more than 200 times its size"):
        read(zipped(tmp_path / "bomb.zip", {"a.csv": "0" * 10_000_000}), tmp_path)


def test_archives_within_archives_are_refused(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.csv": csv_of([HEADER, *ROWS])})
    with pytest.raises(InputError, match="further archives"):
        read(zipped(tmp_path / "outer.zip", {"inner.zip": inner.read_bytes()}), tmp_path)


# --- several


def test_files_that_overlap_count_their_rows_once(tmp_path: Path) -> None:
    (tmp_path / "orders-09.csv").write_text(csv_of([HEADER, *ROWS[:20], ROWS[0]]))
    (tmp_path / "orders-10.csv").write_text(csv_of([HEADER[::-1], *(row[::-1] for row in ROWS[15:]), ["x"]]))
    raw = read(str(tmp_path / "orders-*.csv"), tmp_path)
    assert cells(raw) == [HEADER, *ROWS[:20], ROWS[0], *ROWS[20:]]
    assert {line.cause: line.rows for line in raw.set_aside} == {"overlap": 5, "footer": 1}
    assert codes(raw) == {"overlap", "footer"}


def test_a_column_that_differs_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(csv_of([HEADER, *ROWS]))
    (tmp_path / "b.csv").write_text(csv_of([["id", "town", "spend"], *ROWS]))
    with pytest.raises(InputError, match=r"^b\.csv:city: this column is missing"):
        read([tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path)


# --- Parquet, JSON, frames


def test_parquet_cells_are_what_a_user_sees(tmp_path: Path) -> None:
    path = tmp_path / "shop.parquet"
    duckdb.sql(
        f"""COPY (SELECT '007' AS id, 12.0::DOUBLE AS whole, 0.5::DOUBLE AS half,
        1.50::DECIMAL(9, 2) AS money, DATE '2026-01-31' AS day,
        TIMESTAMP '2026-01-31 10:00:00' AS at, TIMESTAMP '2026-01-31' AS midnight,
        NULL::INT AS nothing, ' x ' AS edge, 9007199254740993::BIGINT AS large) TO '{path}'"""
    )
    found = cells(read(path, tmp_path))
    assert found[1] == [
        "007", "12", "0.5", "1.50", "2026-01-31", "2026-01-31 10:00:00", "2026-01-31", "", "x",
        "9007199254740993",
    ]  # fmt: skip


def test_json_lines_keep_numbers_as_written_and_name_broken_lines(tmp_path: Path) -> None:
    path = tmp_path / "shop.jsonl"
    lines = [
        '{"id": 12345678901234567890, "spend": 1.50, "who": {"city": "Bath"}}',
        "",
        '{"id": 2, "tags": ["a"]}',
    ]
    path.write_text("\n".join([*lines, '{"id": 3', '{"id": 4, "spend": null}']))
    raw = read(path, tmp_path)
    assert cells(raw) == [
        ["id", "spend", "who.city", "tags"],
        ["12345678901234567890", "1.50", "Bath", ""],
        ["2", "", "", '["a"]'],
        ["4", "", "", ""],
    ]
    assert [(issue.code, issue.line) for issue in raw.issues] == [("type-error", 4)]
    assert raw.rejected_rows == 1


def test_an_array_of_objects_that_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "shop.json"
    path.write_text('[\n{"id": 1},\n{"id": 2},\n{"id"')
    with pytest.raises(InputError, match=r"shop\.json:4: this is not valid JSON"):
        read(path, tmp_path)


def test_a_relation_of_duckdb_needs_no_other_library(tmp_path: Path) -> None:
    relation = duckdb.sql("SELECT '01' AS id, 2.5 AS spend UNION ALL SELECT '02', NULL ORDER BY 1")
    raw = read(relation, tmp_path)
    assert cells(raw) == [["id", "spend"], ["01", "2.5"], ["02", ""]]


@pytest.mark.parametrize("lazy", [False, True])
def test_a_frame_of_polars(lazy: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of the test
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"id": ["01", "02"], "day": [dt.date(2026, 1, 2), None]})
    assert cells(read(frame.lazy() if lazy else frame, tmp_path))[1:] == [["01", "2026-01-02"], ["02", ""]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (True, "true"),
        (12.0, "12"),
        (1e22, "1e+22"),
        (Decimal("1E+3"), "1000"),
        (dt.datetime(2026, 1, 2, tzinfo=dt.UTC), "2026-01-02 00:00:00+00:00"),
        (b"Bath", "Bath"),
        ({"a": [1]}, '{"a": [1]}'),
    ],
)
def test_typed_cells_as_text(value: object, text: str) -> None:
    assert text_of(value) == text


# --- databases and standard input


def test_a_table_and_a_query_of_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with sqlite3.connect(tmp_path / "shop.db") as connection:
        connection.execute('CREATE TABLE "my ""orders" (id TEXT, spend REAL)')
        connection.executemany('INSERT INTO "my ""orders" VALUES (?, ?)', [("01", 2.0), ("02", 2.5)])
    connection.close()
    address = f"sqlite:///{tmp_path}/shop.db"
    assert cells(read(address, tmp_path))[1:] == [["01", "2"], ["02", "2.5"]]
    assert cells(read(f'{address}?query=SELECT id FROM "my ""orders" WHERE id > \'01\'', tmp_path))[1:] == [
        ["02"]
    ]
    queries = ("DELETE FROM orders", "ATTACH 'x.db' AS y", "VACUUM INTO 'x.db'")
    for wrong in ("?table=orders", "x?table=orders", *(f"?query={query}" for query in queries)):
        with pytest.raises(InputError):
            read(address + wrong, tmp_path)
    assert not list(tmp_path.glob("x.db"))


def test_a_duckdb_file_is_opened_to_read_only(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "shop.duckdb") as connection:
        connection.execute("CREATE TABLE orders AS SELECT '01' AS id, DATE '2026-01-02' AS day")
    address = f"duckdb:///{tmp_path}/shop.duckdb"
    assert cells(read(f"{address}?table=orders", tmp_path)) == [["id", "day"], ["01", "2026-01-02"]]
    for wrong in ("?table=order", "?query=DROP TABLE orders", "?query=FROM read_text('/etc/hostname')"):
        with pytest.raises(InputError):
            read(address + wrong, tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ann:s3cret@localhost/shop?table=orders",
        "postgresql://ann@localhost/shop?password=s3cret&table=orders",
        "postgresql://ann:s3cret@[broken/shop",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(address: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(address, tmp_path)
    assert "s3cret" not in f"{caught.value} {caught.value.hint}"


def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(csv_of([HEADER, *ROWS]).encode())))
    assert cells(read("-", tmp_path)) == [HEADER, *ROWS]


# --- rules that hold for all


def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shop.csv"
    path.write_text(csv_of([HEADER, *ROWS]))
    fingerprint = stored._fingerprint

    def slow(file: Path) -> str:
        found = fingerprint(file)
        with file.open("a") as stream:
            stream.write("0031,Town 31,93\n")
        return found

    monkeypatch.setattr(stored, "_fingerprint", slow)
    with pytest.raises(InputError, match="changed while it was read"):
        read(path, tmp_path)


@pytest.mark.parametrize(("rejected", "stops"), [(3, False), (4, True)])
def test_more_than_a_few_rejected_rows_need_a_word(rejected: int, stops: bool, tmp_path: Path) -> None:  # noqa: FBT001 - parameters of the test
    path = tmp_path / "shop.csv"
    path.write_text(csv_of([HEADER, *ROWS[:10], *([["1", "2", "3", "4"]] * rejected), *ROWS[10:]]))
    raw = read(path, tmp_path)
    refuse_unread(raw, accepted=True)
    if stops:
        with pytest.raises(ReportgenError, match=r"4 of 34 rows \(12%\) could not be read"):
            refuse_unread(raw, accepted=False)
    else:
        refuse_unread(raw, accepted=False)


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufffe\uffff"),
    max_size=8,
)
_NUMBERS = count()


@settings(
    max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(table=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=12))
def test_every_format_gives_the_cells_that_were_written(table: list[tuple[str, str]], tmp_path: Path) -> None:
    folder = tmp_path / str(next(_NUMBERS))
    rows = [["id", str(at + 10), *pair] for at, pair in enumerate(table)]
    labels = ["kind", "number", "first", "second"]
    expected = [labels, *([each.strip() for each in row] for row in rows)]
    frame = pd.DataFrame(rows, columns=labels)
    folder.mkdir()
    (folder / "t.jsonl").write_text(
        "\n".join(json.dumps(dict(zip(labels, row, strict=True))) for row in rows)
    )
    (folder / "t.json").write_text(json.dumps([dict(zip(labels, row, strict=True)) for row in rows]))
    duckdb.from_df(frame).write_parquet(str(folder / "t.parquet"))
    with sqlite3.connect(folder / "t.db") as connection:
        frame.to_sql("t", connection, index=False)
    connection.close()
    workbook(folder / "t.xlsx", {"S": sheet([labels, *rows])})
    sources = [
        frame,
        *(folder / f"t.{end}" for end in ("jsonl", "json", "parquet", "xlsx")),
        f"sqlite:///{folder}/t.db",
    ]
    for number, source in enumerate(sources):
        work = folder / str(number)
        work.mkdir()
        assert cells(read(source, work)) == expected, source
