"""What leaves the house: sizes, the page without scripts, the sheet that was asked for."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from reportgen.options.enums import Format, Paper
from tests.conftest import ROOT
from tests.reports import by_tag

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reports import Report

KILO, MEGA = 1_000, 1_000_000
EDGE = 30
"""Points of a page's margin that stay free."""
LETTER = (612, 792)
"""Points."""


@pytest.fixture
def letter(built_once) -> Report:
    """The report of `people` on American paper, its page without scripts."""
    formats = frozenset({Format.HTML, Format.BRIEF, Format.PDF})
    return built_once("letter", ROOT / "data" / "customers.csv", formats, paper=Paper.LETTER, static=True)


def pages(report: Report, kind: str) -> list[tuple[int, int]]:
    reader = PdfReader(report.site / f"{report.name}-{report.month}-{kind}.pdf")
    return [(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages]


def test_files_are_small_enough_to_send(shop: Report, people: Report) -> None:
    for report in (shop, people):
        stem = f"{report.name}-{report.month}"
        assert (report.site / f"{stem}-brief.pdf").stat().st_size <= 300 * KILO
        assert (report.site / f"{stem}-report.pdf").stat().st_size <= 1.5 * MEGA
        assert report.html_file.stat().st_size <= 2.5 * MEGA


def beyond_the_edge(pdf: Path) -> list[str]:
    """Words that run out of their page."""
    program = shutil.which("pdftotext")
    assert program is not None
    run = subprocess.run([program, "-bbox", pdf, "-"], capture_output=True, text=True, check=True)
    told = run.stdout
    width = float(re.search(r'<page width="([\d.]+)"', told)[1])
    words = re.findall(r'xMax="([\d.]+)"[^>]*>([^<]*)</word>', told)
    return [word for end, word in words if float(end) > width - EDGE]


def test_no_word_runs_out_of_its_page(shop: Report, people: Report) -> None:
    for report in (shop, people):
        assert [beyond_the_edge(pdf) for pdf in sorted(report.site.glob("*.pdf"))] == [[], []]


@pytest.mark.slow
def test_names_as_long_as_a_line_stay_on_the_page(built_once) -> None:
    """One of them has no place where a line may break."""
    names = {
        "a": "Donaudampfschifffahrtsgesellschaftskapit\u00e4nskaj\u00fcten",
        "b": "Customers " * 5 + "of autumn",
    }
    formats = frozenset({Format.PDF, Format.BRIEF})
    report = built_once("long-names", ROOT / "data" / "orders.csv", formats, names=names, k=3, currency="GBP")
    assert [beyond_the_edge(pdf) for pdf in sorted(report.site.glob("*.pdf"))] == [[], []]


def test_a_static_page_has_no_script_and_every_drawing(letter: Report, people: Report) -> None:
    assert letter.html_file.stat().st_size <= 1.5 * MEGA
    assert by_tag(letter.page, "script", "button") == []
    assert "script-src" not in letter.html
    assert len(by_tag(letter.page, "svg")) == len(by_tag(people.page, "svg"))


def test_letter_paper_changes_the_sheet_and_not_the_brief(letter: Report, people: Report) -> None:
    assert pages(letter, "brief") == [LETTER] * 2
    assert set(pages(letter, "report")) == {LETTER}
    assert {width for width, _ in pages(people, "report")} == {595}
    assert letter.pdf_text("brief").split()[:40] == people.pdf_text("brief").split()[:40]
