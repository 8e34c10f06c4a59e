"""A build on Spark says what a build with DuckDB says, to the printed digit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from reportgen.cluster import session
from reportgen.errors import SurroundingsError
from tests.cluster.shop import write_folder

if TYPE_CHECKING:
    from pathlib import Path

LINES = 20_000
PROVENANCE = ("run.fingerprint", "run.settings", "source.", "file.")
MISSING = [name for name in ("pyspark", "pyarrow") if find_spec(name) is None]
MISSING += [] if shutil.which("java") or os.environ.get("JAVA_HOME") else ["Java"]
needs_spark = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}: pip install '.[spark]'")


def _build(words: list[str], out: Path) -> dict[str, Any]:
    """The facts of a build of its own process, as a user starts it."""
    told = ["--name", "shop", "--currency", "GBP", "--formats", "html", "--quiet", "--out", str(out)]
    command = [sys.executable, "-m", "reportgen", "build", *words, *told]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    facts: dict[str, Any] = json.loads(next(out.glob("site/shop/*/facts.json")).read_text(encoding="utf-8"))
    return facts


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: fact for key, fact in facts["facts"].items() if not key.startswith(PROVENANCE)}


@needs_spark
@pytest.mark.slow
@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_both_engines_say_the_same(form: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / form, LINES, form)
    here = _build([str(folder / f"*.{form}")], tmp_path / "here")
    there = _build([str(folder), "--engine", "spark", "--spark-master", "local[2]"], tmp_path / "there")
    assert _said(there) == _said(here)


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
