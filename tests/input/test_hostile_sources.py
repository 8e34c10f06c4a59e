"""A source that somebody sent may be made to harm: it ends as one clear line, and reaches nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import duckdb
import pytest

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


def test_a_database_reads_no_other_file_and_writes_none(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("id,spend\n1,2\n")
    with duckdb.connect(tmp_path / "shop.duckdb") as made:
        made.execute(f"CREATE VIEW orders AS SELECT * FROM read_csv('{tmp_path}/secret.csv')")
    for asked in ("table=orders", f"query=COPY (SELECT 1) TO '{tmp_path}/written'", "query=INSTALL httpfs"):
        with pytest.raises(InputError, match="disabled by configuration"):
            read([f"duckdb:///{tmp_path}/shop.duckdb?{asked}"], tmp_path)
    assert not (tmp_path / "written").exists()
