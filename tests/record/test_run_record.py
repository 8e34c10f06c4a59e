from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reportgen.columns.assigned_roles import Grain
from reportgen.errors import InputError, SurroundingsError
from reportgen.features.column_transform import ColumnTransform
from reportgen.features.table import Customers
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Role
from reportgen.record.manifest import Manifest, RecordedSegment, ReportSummary
from reportgen.record.run_record import (
    RunRecord,
    library_versions,
    read_manifest,
    read_record,
    recorded_customers,
    settings_hash,
    write_record,
)
from reportgen.segments.values import SavedModel, Segmentation

MODEL = SavedModel(
    keys=("s1", "s2"),
    centres=((0.1, 1 / 3), (-1.0, 2.0)),
    columns=(ColumnTransform("spend", "log1p", 2.0, 0.5, 1.5),),
    clip=3.0,
    distance_limit=2.5,
    k=2,
    seed=0,
    algorithm="k-means",
    customers=3,
    month="2026-10",
)


def a_frame(order: tuple[int, ...] = (0, 1, 2)) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "town": ["Köln", None, "O'Hara"],
            "spend": [12.5, np.nan, 1 / 3],
            "first": pd.to_datetime(["2026-01-31", None, "2025-12-01"]),
        },
        index=pd.Index(["007", "b", "a"], name="id"),
    )
    return frame.iloc[list(order)]


def a_record(order: tuple[int, ...] = (0, 1, 2)) -> RunRecord:
    customers = Customers(a_frame(order), (), Grain.CUSTOMER, "spend", "", None, None, (), (), ())
    places = list(order)
    segmentation = Segmentation(
        MODEL.keys,
        np.array([0, 1, 0])[places],
        np.array([0.9, 0.5, 0.12345678])[places],
        np.array([1, 0, 1])[places],
        np.array([False, False, True])[places],
    )
    manifest = Manifest(
        name="shop",
        month="2026-10",
        fingerprint="f" * 64,
        settings=settings_hash(BuildOptions(("a.csv",))),
        reportgen="1.0",
        libraries=library_versions(),
        summary=ReportSummary("Müller & Söhne", "October 2026", "One in five brings 63%", 3, 2),
        segments=(RecordedSegment("s1", "Loyal", 1), RecordedSegment("s2", "New", 2)),
        files={},
    )
    return RunRecord(manifest, MODEL, recorded_customers(customers, segmentation))


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def a_folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_next_month_reads_what_this_month_wrote(tmp_path: Path) -> None:
    site = a_folder(tmp_path / "site")
    (site / "report.html").write_bytes(b"<p>")
    folder = a_folder(tmp_path / "it's a record")
    manifest = write_record(folder, a_record(), {"site": site})
    back = read_record(folder)
    assert back.model == MODEL
    assert back.manifest == manifest == read_manifest(folder)
    assert manifest.files["site/report.html"] == hashlib.sha256(b"<p>").hexdigest()
    assert set(manifest.files) == {"record/customers.parquet", "record/model.json", "site/report.html"}
    assert list(back.customers.index) == ["007", "a", "b"]
    assert list(back.customers.columns) == ["segment", "confidence", "set_aside", "first", "spend", "town"]
    assert list(back.customers["segment"]) == ["s1", "s1", "s2"]
    assert back.customers.loc["a", "spend"] == 1 / 3
    assert np.isnan(back.customers.loc["b", "spend"])


def test_neither_row_order_nor_hash_seed_nor_time_zone_changes_a_byte(tmp_path: Path) -> None:
    write_record(a_folder(tmp_path / "here"), a_record())
    write_record(a_folder(tmp_path / "moved"), a_record((2, 0, 1)))
    script = (
        "import sys; from pathlib import Path; from test_run_record import a_record, write_record;"
        "write_record(Path(sys.argv[1]), a_record((1, 2, 0)))"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(a_folder(tmp_path / "there"))],
        check=True,
        cwd=Path(__file__).parent,
        env={
            **os.environ,
            "PYTHONHASHSEED": "5",
            "TZ": "Asia/Tokyo",
            "LC_ALL": "C",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
    )
    here = bytes_below(tmp_path / "here")
    assert len(here) == 3
    assert here == bytes_below(tmp_path / "moved") == bytes_below(tmp_path / "there")


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    write_record(tmp_path, a_record())
    (tmp_path / "model.json").write_text("{}")
    with pytest.raises(InputError, match="changed") as caught:
        read_record(tmp_path)
    assert str(caught.value.place).endswith("model.json")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"format": 1}', '{"format": 1, "summary": {}, "segments": [1]}']
)
def test_a_damaged_manifest_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(InputError):
        read_manifest(tmp_path)


def test_a_record_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    write_record(tmp_path, a_record())
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(InputError, match="format is 99"):
        read_record(tmp_path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError):
        write_record(tmp_path / "missing", a_record())


def test_settings_are_the_choices_not_the_places(tmp_path: Path) -> None:
    for name, text in (("a", "x"), ("b", "x"), ("c", "y")):
        a_folder(tmp_path / name)
        (tmp_path / name / "playbook.toml").write_text(text)
    plain = BuildOptions(("a.csv",), roles={"x": Role.DATE, "y": Role.AMOUNT})
    same = BuildOptions(("b.csv",), out=Path("else"), roles={"y": Role.AMOUNT, "x": Role.DATE})
    assert settings_hash(plain) == settings_hash(same)
    assert settings_hash(plain) != settings_hash(replace(plain, seed=1))
    one, two, three = (
        settings_hash(replace(plain, templates=tmp_path / name, playbook=tmp_path / name / "playbook.toml"))
        for name in "abc"
    )
    assert one == two != three
