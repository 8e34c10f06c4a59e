"""A build on Spark says what a build with DuckDB says, to the printed digit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from reportgen.cluster import session
from reportgen.errors import SurroundingsError
from tests.cluster.shop import write_folder

LINES = 20_000
PROVENANCE = ("run.fingerprint", "run.settings", "source.", "file.")
MISSING = [name for name in ("pyspark", "pyarrow") if find_spec(name) is None]
MISSING += [] if shutil.which("java") or os.environ.get("JAVA_HOME") else ["Java"]
needs_spark = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}: pip install '.[spark]'")


BUILDS = """
import reportgen, sys
here, *folders = sys.argv[1:]
given = {"name": "shop", "currency": "GBP", "formats": ["lists"], "carry": ["email"]}
for month in ("2026-09", "2026-10"):
    reportgen.build(here, out="here", month=month, **given)
    for folder in folders:
        there = {"out": f"{folder}-there", "engine": "spark", "spark_master": "local[2]"}
        reportgen.build(folder, month=month, **there, **given)
"""


def _told(out: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The facts of two months but for where they are from, and their lists."""
    said = {
        f"{path.parent.name} {key}": fact
        for path in out.glob("site/shop/*/facts.json")
        for key, fact in json.loads(path.read_text(encoding="utf-8"))["facts"].items()
        if not key.startswith(PROVENANCE)
    }
    private = out / "private" / "shop"
    lists = {path.relative_to(private).as_posix(): path.read_bytes() for path in private.rglob("*.csv")}
    return said, lists


@needs_spark
@pytest.mark.slow
def test_both_engines_say_the_same(tmp_path: Path) -> None:
    forms = ("parquet", "csv")
    for form in forms:
        write_folder(tmp_path / form, LINES, form)
    command = [sys.executable, "-c", BUILDS, "parquet/*.parquet", *forms]
    surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    here = _told(tmp_path / "here")
    assert {"2026-09/customers.csv", "2026-10/customers.csv", "2026-10/moved.csv"} <= set(here[1])
    for form in forms:
        assert _told(tmp_path / f"{form}-there") == here


@pytest.mark.parametrize(("package", "called"), [("pyspark", "PySpark"), ("pyarrow", "PyArrow")])
def test_a_missing_package_is_named_with_how_to_get_it(
    package: str, called: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "find_spec", lambda name: None if name == package else object())
    with pytest.raises(SurroundingsError, match=called) as error:
        session.refuse_without_spark()
    assert "reportgen[spark]" in error.value.hint


def test_missing_java_is_named_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(SurroundingsError, match="Java is not installed") as error:
        session.refuse_without_java()
    assert "default-jre-headless" in error.value.hint


def test_yarn_without_its_settings_is_refused_with_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (*session.HADOOP_FOLDERS, "SPARK_CONF_DIR", "SPARK_HOME"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SurroundingsError, match="nothing says where YARN is") as error:
        session.refuse_without_hadoop("yarn")
    assert "HADOOP_CONF_DIR" in error.value.hint
    monkeypatch.setenv("HADOOP_CONF_DIR", str(tmp_path))
    with pytest.raises(SurroundingsError, match=r"no folder with a yarn-site\.xml"):
        session.refuse_without_hadoop("yarn")
    (tmp_path / "yarn-site.xml").touch()
    session.refuse_without_hadoop("yarn")
    session.refuse_without_hadoop("local[*]")


def test_spark_itself_may_know_where_yarn_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in session.HADOOP_FOLDERS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    (tmp_path / "spark-env.sh").touch()
    session.refuse_without_hadoop("yarn")
