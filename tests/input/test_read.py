"""Reading: cells as written, lines counted, nothing lost without a word."""

from __future__ import annotations

import gzip
import hashlib
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.base.audit import Step
from reportgen.errors import InputError
from reportgen.input.read import RawRows, read
from tests.draws import examples

DATA = Path(__file__).parents[2].parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the real data files are not here")

HEADER = "id,city,spend"
ROWS = [f"{number:04},Town {number},{number * 3}" for number in range(1, 31)]


def wrote(folder: Path, lines: list[str], end: str = "\n") -> Path:
    path = folder / "customers.csv"
    path.write_bytes("".join(line + end for line in lines).encode())
    return path


def found(folder: Path, lines: list[str]) -> RawRows:
    return read(wrote(folder, lines), folder)


def codes(rows: RawRows) -> list[tuple[str, int | None]]:
    return [(issue.code, issue.line) for issue in rows.issues]


def lines_of(rows: RawRows) -> list[int]:
    query = duckdb.sql(f"SELECT line FROM read_parquet('{rows.path}') ORDER BY line")
    return [line for (line,) in query.fetchall()]


@needs_data
@pytest.mark.parametrize(
    ("name", "rows", "columns", "delimiter"),
    [
        ("Mall_Customers.csv", 200, 5, ","),
        ("Wholesale customers data.csv", 440, 8, ","),
        ("CC GENERAL.csv", 8950, 18, ","),
        ("marketing_campaign.csv", 2240, 29, "\t"),
        ("marketing_campaign_semicolon_bom.csv", 2240, 29, ";"),
        ("CDNOW_master.txt", 69659, 4, "whitespace"),
    ],
)
def test_plain_files_read_whole_and_without_a_doubt(
    name: str, rows: int, columns: int, delimiter: str, tmp_path: Path
) -> None:
    raw = read(DATA / name, tmp_path)
    assert (raw.rows, len(raw.labels), raw.issues, raw.set_aside) == (rows, columns, (), ())
    assert raw.dialect is not None
    assert raw.dialect.delimiter == delimiter
    assert raw.fingerprint == hashlib.sha256((DATA / name).read_bytes()).hexdigest()


@needs_data
def test_online_retail_agrees_with_its_published_sums(tmp_path: Path) -> None:
    raw = read(DATA / "Online Retail.csv.gz", tmp_path)
    sums = duckdb.sql(
        f"""SELECT count(*), count(c6), count(DISTINCT c6), count(c2), min(line), max(line),
            sum(c3::DECIMAL(18, 4) * c5::DECIMAL(18, 4))::DECIMAL(18, 2) FROM read_parquet('{raw.path}')"""
    ).fetchall()[0]
    assert sums[:6] == (541909, 541909 - 135080, 4372, 541909 - 1454, 2, 541910)
    assert str(sums[6]) == "9747747.93"
    assert raw.issues == ()


@needs_data
def test_a_file_without_header_gets_numbered_columns_and_says_so(tmp_path: Path) -> None:
    raw = read(DATA / "CDNOW_sample.txt", tmp_path)
    assert raw.labels == ("column 1", "column 2", "column 3", "column 4", "column 5")
    assert (raw.rows, codes(raw)) == (6919, [("missing-label", 1)])
    assert raw.to_pandas().iloc[0].tolist() == ["00004", "0001", "19970101", "2", "29.33"]


@needs_data
def test_comment_lines_above_the_header(tmp_path: Path) -> None:
    raw = read(DATA / "Mall_Customers_preamble.csv", tmp_path)
    assert (raw.rows, raw.labels[0]) == (200, "CustomerID")
    assert codes(raw) == [("comment", 1), ("comment", 2)]


def test_every_record_is_a_row_or_accounted_for(tmp_path: Path) -> None:
    lines = ["Export of customers", "", HEADER, *ROWS[:10], "short", "0099,Extra,1,2", "# checked", HEADER]
    lines += [*ROWS[10:], "", "Total,,1395", "", "30 customers exported"]
    raw = found(tmp_path, lines)
    causes = {line.cause: line.rows for line in raw.set_aside}
    assert raw.rows + sum(causes.values()) + 1 == len(lines)
    assert causes == {
        "title": 1, "blank-row": 3, "missing-cell": 1, "extra-cell": 1, "comment": 1, "repeated-header": 1,
        "total-row": 1, "footer": 1,
    }  # fmt: skip
    assert {line.step for line in raw.set_aside} == {Step.READ}
    assert [line for _, line in codes(raw)] == [1, 14, 15, 16, 17, 39, 41]
    assert lines_of(raw) == [*range(4, 14), *range(18, 38)]


def test_rejected_rows_are_kept_apart_with_their_line(tmp_path: Path) -> None:
    raw = found(tmp_path, [HEADER, *ROWS, "0099,Extra,1,2"])
    assert raw.rejected is not None
    assert raw.rejected.read_text().split(",")[0] == "32"
    assert raw.rejected_rows == 1


def test_a_stray_quote_costs_no_other_row(tmp_path: Path) -> None:
    lines = [HEADER, *ROWS]
    lines[12] = '0012,"Town 12,36'
    raw = found(tmp_path, lines)
    assert (raw.rows, codes(raw)) == (30, [("stray-quote", 13)])
    assert raw.to_pandas()["city"][11] == '"Town 12'


def test_a_stray_quote_in_every_line(tmp_path: Path) -> None:
    raw = found(tmp_path, [HEADER, *(row.replace("Town", '"Town') for row in ROWS)])
    assert (raw.rows, raw.labels) == (30, ("id", "city", "spend"))
    assert codes(raw)[0] == ("stray-quote", None)
    assert codes(raw)[1] == ("stray-quote", 2)


def test_a_stray_quote_in_the_header(tmp_path: Path) -> None:
    raw = found(tmp_path, ['id,"city,spend', *ROWS])
    assert (raw.rows, raw.labels, codes(raw)) == (30, ("id", '"city', "spend"), [("stray-quote", 1)])


def test_notes_below_the_table_are_no_rows(tmp_path: Path) -> None:
    lines = ["id,a,b,c,d,e", *(f"{number},x,{number},y,1,z" for number in range(30))]
    notes = ["Note: without refunds, returns, and tax,,,", '"Source: CRM, 2026",,,,,', "Printed on Monday"]
    raw = found(tmp_path, [*lines, *notes])
    assert (raw.rows, codes(raw)) == (30, [("footer", 32), ("footer", 33), ("footer", 34)])


def test_a_file_cut_off_in_its_last_line(tmp_path: Path) -> None:
    raw = found(tmp_path, [HEADER, *ROWS, "0031"])
    assert (raw.rows, codes(raw)) == (30, [("missing-cell", 32)])


def test_a_cell_may_span_lines(tmp_path: Path) -> None:
    lines = [HEADER, '0001,"High Street\r\n\r\nOld, Town",3', *ROWS[1:]]
    raw = found(tmp_path, lines)
    assert (raw.rows, raw.issues) == (30, ())
    assert raw.to_pandas()["city"][0] == "High Street\r\n\r\nOld, Town"
    assert lines_of(raw)[:2] == [2, 5]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_line_ends_and_delimiters(end: str, delimiter: str, tmp_path: Path) -> None:
    path = wrote(tmp_path, [line.replace(",", delimiter) for line in (HEADER, *ROWS)], end)
    raw = read(path, tmp_path)
    assert (raw.rows, raw.labels, raw.issues) == (30, ("id", "city", "spend"), ())


@pytest.mark.parametrize("signs", ["||", "::", "~~", "\t|\t", "|~|"])
def test_cells_may_be_parted_by_several_signs(signs: str, tmp_path: Path) -> None:
    lines = [line.replace(",", signs) for line in (HEADER, *ROWS)]
    lines += [signs.join(("0031", f'"a{signs}b"', "9")), signs.join(("0032", "", "9"))]
    raw = found(tmp_path, lines)
    assert (raw.rows, raw.labels, raw.rejected_rows) == (32, ("id", "city", "spend"), 0)
    assert raw.to_pandas()["city"].iloc[-2] == f"a{signs}b"
    assert ("delimiter", None) in codes(raw)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_needs_no_word(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes("\n".join([HEADER, *ROWS, "0031,Zürich Łódź,9"]).encode(encoding))
    raw = read(path, tmp_path)
    assert (raw.to_pandas()["city"].iloc[-1], raw.issues) == ("Zürich Łódź", ())


def test_other_encodings_are_named(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes("\n".join([HEADER, *ROWS, "0031,Zürich €,9"]).encode("cp1252"))
    raw = read(path, tmp_path)
    assert (raw.to_pandas()["city"].iloc[-1], codes(raw)) == ("Zürich €", [("code-page", 32)])


def test_an_encoding_in_which_letters_make_no_sense_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes("\n".join([HEADER, *ROWS, "0031,Z¿¤§h,9"]).encode("cp1252"))
    assert codes(read(path, tmp_path)) == [("encoding-error", 32)]


def test_ids_and_words_for_nothing_stay_text(tmp_path: Path) -> None:
    raw = found(tmp_path, ["id,name,country", "007,Null,NA", "12E5,None,NO", "123456789012345678,nan,N/A"])
    assert raw.to_pandas().to_numpy().tolist() == [
        ["007", "Null", "NA"], ["12E5", "None", "NO"], ["123456789012345678", "nan", "N/A"],
    ]  # fmt: skip


def test_a_second_table_is_not_read_as_more_rows(tmp_path: Path) -> None:
    raw = found(tmp_path, [HEADER, *ROWS, "", "shop,manager,phone", "North,Ann,none", "South,Bob,none"])
    assert (raw.rows, codes(raw)) == (30, [("second-table", 33)])


def test_a_total_that_may_be_a_name_is_kept_and_named(tmp_path: Path) -> None:
    raw = found(tmp_path, ["company,spend", "Acme,3", "Total,5", "Zenith,9"])
    assert (raw.rows, raw.doubtful_totals, codes(raw)) == (3, (3,), [("total-row", 3)])


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n\n", "no table"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"PAR1....", "Parquet"),
        (b"PK\x03\x04", "zip"),
        (b"<!DOCTYPE html>\n<html>", "HTML"),
        (b'{"meta": 1,\n "rows": 2}', "JSON"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (b"SQLite format 3\x00", "SQLite"),
        (gzip.compress(b"id,spend\n1,2\n", mtime=0)[:-9], "damaged"),
        (bytes(range(256)) * 10, "not a text"),
    ],
)
def test_other_things_are_refused_by_name(content: bytes, word: str, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path, tmp_path)
    assert word in caught.value.cause
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.parquet", b"PAR1 cut off PAR1", "x.parquet: the Parquet file cannot be read: it is damaged"),
        ("x.db", b"no database", "x.db:t: this is no database that sqlite can open"),
        ("y.db", b"no database" * 999, "y.db:t: this is no database that duckdb can open"),
    ],
)
def test_a_damaged_file_is_told_without_the_words_of_a_library(
    tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(data)
    source = str(tmp_path / name)
    if name.endswith(".db"):
        source = f"{'sqlite' if name == 'x.db' else 'duckdb'}:///{source}?table=t"
    with pytest.raises(InputError) as caught:
        read(source, tmp_path)
    assert str(caught.value).startswith(told)
    assert "Error" not in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "nothing.csv", tmp_path)


def test_a_header_too_short_for_its_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="3 cells, but most rows have 4"):
        found(tmp_path, [HEADER, *(f"{row},1" for row in ROWS)])


def test_a_long_cell_and_many_columns(tmp_path: Path) -> None:
    labels = ",".join(f"label {number}" for number in range(2000))
    row = ",".join(["x" * 300_000, *map(str, range(1999))])
    raw = found(tmp_path, [labels, row, row])
    assert (raw.rows, len(raw.labels)) == (2, 2000)


def test_a_frame_is_read_as_text(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": [1, 2], "spend": [0.1, None], "name": ["Ann", None]})
    frame["when"] = pd.to_datetime(["2026-01-02", None])
    raw = read(frame, tmp_path)
    assert (raw.labels, raw.rows, raw.dialect) == (("id", "spend", "name", "when"), 2, None)
    assert raw.to_pandas().to_numpy().tolist() == [
        ["1", "0.1", "Ann", "2026-01-02"],
        ["2", "", "", ""],
    ]


def test_cells_of_a_frame_come_to_the_text_that_people_see(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {
        "words": ["  a b\u00a0", " ", "\ud800c", "d\0"],
        "whole": pd.array([2**63 - 1, None, 5, 0], dtype="Int64"),  # type: ignore[dict-item]
        "numbers": [1e16, -0.0, 1234.5, 1e-5],
        "truth": [True, False, True, False],
        "moments": [pd.Timestamp("2026-01-02 10:30"), None, pd.Timestamp("2026-01-03"), None],
        "zoned": [pd.Timestamp("2026-01-02", tz="UTC")] * 4,
        "kinds": pd.Categorical(["u", None, "v", "u"]),  # type: ignore[dict-item]
        "mixed": [1, "one", Decimal("1.50"), [1, 2]],
    }
    raw = read(pd.DataFrame(columns), tmp_path)
    zoned = "2026-01-02 00:00:00+00:00"
    assert raw.to_pandas().to_numpy().tolist() == [
        ["a b", str(2**63 - 1), "1e+16", "true", "2026-01-02 10:30:00", zoned, "u", "1"],
        ["", "", "0", "false", "", zoned, "", "one"],
        ["?c", "5", "1234.5", "true", "2026-01-03", zoned, "v", "1.50"],
        ["d", "0", "1e-05", "false", "", zoned, "u", "[1, 2]"],
    ]


def test_the_fingerprint_of_a_frame_tells_its_rows_and_their_order(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "spend": [1.5, 2.0]})
    folders = [tmp_path / name for name in "xyz"]
    for folder in folders:
        folder.mkdir()
    same, again, turned = (
        read(each, folder).fingerprint
        for each, folder in zip((frame, frame.copy(), frame.iloc[::-1]), folders, strict=True)
    )
    assert same == again != turned


def test_a_frame_without_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no columns"):
        read(pd.DataFrame(), tmp_path)


def test_something_else_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="neither a file nor a data frame"):
        read(42, tmp_path)


CHARACTERS = st.characters(
    codec="utf-8",
    exclude_categories=["Cs", "Cc"],
    exclude_characters="\ue000\ufffd\ufeff\u200b\u2060",
    include_characters="\n\r\t",
)
CELLS = st.text(CHARACTERS, max_size=8)


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cells=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20))
def test_well_formed_files_come_back_as_written(cells: list[tuple[str, str]], tmp_path: Path) -> None:
    frame = pd.DataFrame([("id", str(at + 10), *pair) for at, pair in enumerate(cells)])
    frame.columns = ["kind", "number", "first", "second"]
    path = tmp_path / "customers.csv"
    frame.to_csv(path, index=False, lineterminator="\n", quoting=1)
    raw = read(path, tmp_path)
    expected = [[cell.strip() for cell in row] for row in frame.to_numpy().tolist()]
    assert raw.to_pandas().to_numpy().tolist() == expected
