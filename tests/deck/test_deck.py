"""The slides say what the report says, hold nothing else, and are the same twice."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
import sys
import zipfile
from importlib import util
from typing import TYPE_CHECKING

import pytest
from pptx import Presentation
from pypdf import PdfReader

from reportgen.deck import needed
from reportgen.deck.content import ChartSeries, Deck, Form, Measured, NativeChart, Slide
from reportgen.deck.native_charts import money_code, number_code
from reportgen.deck.slides import pptx
from reportgen.errors import SurroundingsError
from reportgen.page.parts import ChartText, Head, Row, Table
from reportgen.prose.sentence import Sentence
from reportgen.report.branding import Branding
from tests.deck.slides import opened, parts, slides_file, tables_of_charts, texts
from tests.reports import NUMBER, printed, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reports import Report

SIX = 6


def words(text: str) -> Sentence:
    return Sentence((text,))


def a_chart(*names: str, form: Form = Form.BARS) -> NativeChart:
    values = (0.25, None, *(0.5 for _ in names[2:]))[: len(names)]
    text = ChartText(words("Half are B"), words("Share"), words("A has a quarter."))
    return NativeChart(form, Measured.SHARE, names, (ChartSeries("Share", values, "#17307A"),), text)


def a_deck(*charts: NativeChart) -> Deck:
    head = (Head(words("Segment")), Head(words("Customers"), numeric=True))
    table = Table(words("Sizes"), head, (Row((words("=1+1"), words("12"))),))
    slides = (
        Slide(words("Topic"), words("A finding"), words("What it means")),
        Slide(words("Topic"), words("Another"), charts=charts, table=table),
    )
    look = Branding(None, None, None, None, None, None, "House")
    return Deck("House: segments", "House", "en_GB", "GBP", "2026-10-31", look, slides)


@pytest.fixture(params=["shop", "people"])
def slides(request: pytest.FixtureRequest) -> Report:
    report: Report = request.getfixturevalue(request.param)
    return report


def test_six_slides_with_titles_and_words_for_every_picture(slides: Report) -> None:
    presentation = opened(slides)
    titles = [slide.shapes.title.text_frame.text for slide in presentation.slides]
    assert len(titles) == SIX
    assert all(titles)
    pictures = [
        shape
        for slide in presentation.slides
        for shape in slide.shapes
        if shape.has_chart or shape.has_table or shape.shape_type == 13
    ]
    alts = [shape._element.xpath(".//p:cNvPr/@descr") for shape in pictures]
    assert len(alts) >= 3
    assert all(len(alt) == 1 and alt[0].strip() for alt in alts)


def test_every_number_on_the_slides_stands_in_the_report(slides: Report) -> None:
    told = set(NUMBER.findall(text_of(slides.page))) | set(NUMBER.findall(slides.pdf_text("brief")))
    said = {number for text in texts(opened(slides)) for number in NUMBER.findall(text)}
    assert said
    assert said - told == set()


def test_workbooks_of_charts_hold_printed_figures_alone(slides: Report) -> None:
    """But for the curve of concentration, which is drawn in the report and has no figures there."""
    figures = [printed(fact["text"]) for fact in slides.facts.values() if re.search(r"\d", fact["text"])]
    books = [book for book in tables_of_charts(slides_file(slides)) if not str(book[1][0]).endswith("%")]
    assert len(books) >= 2
    for book in books:
        numbers = [cell for row in book[1:] for cell in row[1:] if isinstance(cell, int | float)]
        assert numbers
        strangers = [n for n in numbers if not any(figure.holds(n) for figure in figures)]
        assert strangers == []


def test_the_deck_without_money_speaks_of_none(people: Report) -> None:
    assert "evenue" not in " ".join(texts(opened(people)))


def test_equal_decks_give_equal_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    deck = a_deck(a_chart("A", "B", "C"), a_chart("A", "B", form=Form.LINES))
    first = pptx(deck)
    later = dt.datetime(2031, 5, 4, 3, 2, 1)  # noqa: DTZ001 - as zip archives have it
    monkeypatch.setattr("time.time", later.timestamp)
    monkeypatch.setattr("time.localtime", lambda *_: later.timetuple())
    assert pptx(deck) == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
    properties = Presentation(io.BytesIO(first)).core_properties
    assert properties.modified == dt.datetime(2026, 10, 31)  # noqa: DTZ001 - as the file has it
    assert (properties.author, properties.last_modified_by) == ("House", "")


def test_words_of_the_file_are_never_formulas_and_withheld_figures_are_not_there() -> None:
    data = pptx(a_deck(a_chart("=1+1", "@SUM(A1)", "C\x07")))
    sheets = {name: part.decode() for name, part in parts(data) if name.endswith("sheet1.xml")}
    (sheet,) = sheets.values()
    assert "<f>" not in sheet
    assert re.findall(r'<c r="B(\d)"[^>]*><v>([\d.]+)</v>', sheet)[1:] == [("2", "0.25"), ("4", "0.5")]


@pytest.mark.parametrize(
    ("locale", "currency", "code"),
    [
        ("en_GB", "GBP", '"£"#,##0'),
        ("de_DE", "EUR", '#,##0"\u00a0€"'),
        ("fr_FR", "EUR", '#,##0"\u00a0€"'),
        ("en_GB", None, "#,##0"),
    ],
)
def test_amounts_are_written_as_in_the_report(locale: str, currency: str | None, code: str) -> None:
    assert money_code(locale, currency, cents=False).replace("\u202f", "\u00a0") == code


def test_shares_are_written_as_the_language_does() -> None:
    assert number_code(a_chart("A"), "en_GB", None) == "0%"
    assert number_code(a_chart("A"), "de_DE", None) == "0\u00a0%"


def test_pages_alone_never_load_the_library_of_slides() -> None:
    """A build imports this; the check runs in a process that imported nothing yet."""
    program = "import sys, reportgen.pipeline; sys.exit('pptx' in sys.modules or 'lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_without_the_library_a_build_says_so_before_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    real = util.find_spec
    monkeypatch.setattr(needed, "find_spec", lambda name: None if name == "pptx" else real(name))
    with pytest.raises(SurroundingsError, match="not installed") as refused:
        needed.refuse_without_library()
    assert "reportgen[pptx]" in refused.value.hint


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not here")
    home = tmp_path_factory.mktemp("office")
    return [program, f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", "pdf"]


@pytest.mark.slow
def test_libreoffice_opens_it_and_shows_every_slide(shop: Report, office: list[str], tmp_path: Path) -> None:
    file = slides_file(shop)
    subprocess.run([*office, "--outdir", str(tmp_path), str(file)], check=True, timeout=180)
    made = tmp_path / f"{file.stem}.pdf"
    assert len(PdfReader(made).pages) == SIX
    read = subprocess.run(["pdftotext", str(made), "-"], check=True, capture_output=True, text=True)  # noqa: S607
    said = " ".join(read.stdout.split())
    for slide in opened(shop).slides:
        assert " ".join(slide.shapes.title.text_frame.text.split()) in said
