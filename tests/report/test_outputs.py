"""What leaves the house: sizes, the page without scripts, the sheet that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from reportgen.options.enums import Format, Paper
from tests.conftest import ROOT
from tests.reports import by_tag

if TYPE_CHECKING:
    from tests.reports import Report

KILO, MEGA = 1_000, 1_000_000
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
