"""A source that somebody sent may be made to harm: it ends as one clear line, and reaches nothing else."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import duckdb
import pytest
import xlsxwriter

from reportgen.errors import InputError
from reportgen.input import database
from reportgen.input.read import read

if TYPE_CHECKING:
    from pathlib import Path


ENDLESS = "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT * FROM n"


def test_json_of_too_many_levels_is_told_as_that(tmp_path: Path) -> None:
    source = tmp_path / "deep.json"
    source.write_text(f'[{{"id": 1, "x": {"[" * 900}{"]" * 900}}}]')
    with pytest.raises(InputError, match="nested too deeply"):
        read([str(source)], tmp_path)


def test_a_view_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "ROWS_FREE", 1_000)
    monkeypatch.setattr(database, "MOST_GROWTH", 1)
    with closing(sqlite3.connect(tmp_path / "shop.db")) as made:
        made.execute(f"CREATE VIEW orders AS {ENDLESS}")
    with pytest.raises(InputError, match="far more than such a file holds"):
        read([f"sqlite:///{tmp_path}/shop.db?table=orders"], tmp_path)


@pytest.mark.parametrize("scheme", ["sqlite", "duckdb"])
def test_a_view_that_never_gives_a_row_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr(database, "MOST_SECONDS", 0.2)
    connect = sqlite3.connect if scheme == "sqlite" else duckdb.connect
    with closing(connect(tmp_path / "shop.db")) as made:
        made.execute(f"CREATE VIEW orders AS SELECT * FROM ({ENDLESS}) AS n WHERE id < 0")
    with pytest.raises(InputError, match="far longer than the rows of such a file"):
        read([f"{scheme}:///{tmp_path}/shop.db?table=orders"], tmp_path)


@pytest.mark.parametrize(
    ("scheme", "cell"), [("sqlite", "zeroblob(900000000)"), ("duckdb", "repeat('x', 300000000)")]
)
def test_a_view_of_endless_cells_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str, cell: str
) -> None:
    monkeypatch.setattr(database, "MOST_MEMORY", 2**28)
    connect = sqlite3.connect if scheme == "sqlite" else duckdb.connect
    with closing(connect(tmp_path / "shop.db")) as made:
        made.execute(f"CREATE VIEW orders AS SELECT id, {cell} AS x FROM ({ENDLESS} LIMIT 40) AS n")
    with pytest.raises(InputError, match="too long for a table"):
        read([f"{scheme}:///{tmp_path}/shop.db?table=orders"], tmp_path)


def test_a_name_of_another_code_page_can_be_told(tmp_path: Path) -> None:
    source = tmp_path / os.fsdecode(b"caf\xe9.csv")
    source.write_text("id,spend\n1,2\n")
    assert read([str(source)], tmp_path).source == "caf\ufffd.csv"


def test_a_workbook_fetches_nothing_from_the_files_that_its_cells_refer_to(tmp_path: Path) -> None:
    """What a cell showed last is read, never the other workbook; members that point elsewhere are left."""
    (tmp_path / "secret.csv").write_text("id,spend\nCANARY,2\n")
    source = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "spend"])
        for row in range(1, 20):
            sheet.write_string(row, 0, f"K{row}")
            sheet.write_formula(row, 1, f"='[{tmp_path}/secret.csv]secret'!A2", None, row)
    with zipfile.ZipFile(source, "a") as archive:
        link = (
            f'Id="r1" Type="t/externalLinkPath" Target="file://{tmp_path}/secret.csv" TargetMode="External"'
        )
        archive.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", f"<R><Relationship {link}/></R>")
        archive.writestr("../../escaped.xml", "<x/>")
    work = tmp_path / "work"
    work.mkdir()
    rows = read([str(source)], work).to_pandas()
    assert rows["spend"].tolist() == [str(row) for row in range(1, 20)]
    assert not list(tmp_path.parent.rglob("escaped.xml"))


def test_a_database_reads_no_other_file_and_writes_none(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("id,spend\n1,2\n")
    with duckdb.connect(tmp_path / "shop.duckdb") as made:
        made.execute(f"CREATE VIEW orders AS SELECT * FROM read_csv('{tmp_path}/secret.csv')")
    for asked in ("table=orders", f"query=COPY (SELECT 1) TO '{tmp_path}/written'", "query=INSTALL httpfs"):
        with pytest.raises(InputError, match="disabled by configuration"):
            read([f"duckdb:///{tmp_path}/shop.duckdb?{asked}"], tmp_path)
    assert not (tmp_path / "written").exists()
