from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from weasyprint import svg
from weasyprint.layout import preferred

from reportgen.base import kept_files
from reportgen.base.fonts import default_typefaces
from reportgen.errors import ReportgenError, SurroundingsError
from reportgen.rendering import pdf, set_text
from reportgen.report import web_fonts

ROOT = Path(__file__).parents[2]
CHART = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='20'%3E"
    "%3Ctext x='2' y='15' font-family='Source Sans Pro'%3E£42%3C/text%3E%3C/svg%3E"
)


def page(body: str = "") -> str:
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Customers</title>
<meta name="dcterms.created" content="2026-10-31"><meta name="dcterms.modified" content="2026-10-31">
<style>
html {{ font: 400 10pt "Source Sans Pro" }} h1, h2 {{ font-family: "Source Serif Pro"; font-weight: 600 }}
</style></head><body><h1>Who buys</h1>
<p>Revenue £637k \u2212 ▲ <strong style="font-weight:600">63%</strong></p>
<img alt="A chart" src="{CHART}"><h2>Method</h2>{body}</body></html>"""


def render_elsewhere(hash_seed: str, zone: str, locale: str) -> str:
    script = (
        "import hashlib, sys; from reportgen.rendering.pdf import to_pdf;"
        "print(hashlib.sha256(to_pdf(sys.stdin.read()).data).hexdigest())"
    )
    return subprocess.run(
        [sys.executable, "-c", script],
        input=page(),
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={
            **os.environ,
            "PYTHONHASHSEED": hash_seed,
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONUTF8": "1",
            "PYTHONPATH": str(ROOT),
        },
        cwd="/",
    ).stdout.strip()


@pytest.mark.parametrize(
    "elsewhere",
    [("7", "Asia/Tokyo", "C"), pytest.param(("99", "UTC", "C.UTF-8"), marks=pytest.mark.slow)],
    ids=["Tokyo", "UTC"],
)
def test_equal_pages_give_equal_bytes_here_and_elsewhere(elsewhere: tuple[str, str, str]) -> None:
    assert render_elsewhere(*elsewhere) == hashlib.sha256(pdf.to_pdf(page()).data).hexdigest()


def _words(html: str, folder: Path) -> list[tuple[str, list[float]]]:
    """The words of a page, and where they stand."""
    (folder / "page.pdf").write_bytes(pdf.to_pdf(html).data)
    told = subprocess.run(
        ["pdftotext", "-bbox", folder / "page.pdf", "-"],  # noqa: S607 - wherever poppler is
        capture_output=True,
        check=True,
    )
    words = re.findall('xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" .*>(.+)</word>', told.stdout.decode())
    return [(word, [float(each) for each in place]) for *place, word in words]


def test_text_laid_out_once_stands_where_it_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = "".join(
        f"<td>{words}</td>" for words in ("Orders of tea", "tea", "Tea-lights, 4 of tea", "of tea")
    )
    loose = cells.replace("<td>", '<td style="overflow-wrap: anywhere">')
    table = f'<table style="width: 5cm"><tr>{cells}</tr><tr>{loose}</tr></table>'
    html = page(table).replace("£42", "AVAToffi")
    once = _words(html, tmp_path)
    monkeypatch.setattr(svg, "text", set_text.BY_LETTER)
    monkeypatch.setitem(svg.TAGS, "text", set_text.BY_LETTER)
    monkeypatch.setattr(preferred, "split_first_line", set_text.split_first_line)
    usual = _words(html, tmp_path)
    assert [word for word, _ in once] == [word for word, _ in usual]
    for (_, place), (_, other) in zip(once, usual, strict=True):
        assert place == pytest.approx(other, abs=0.02)


def test_another_page_between_does_not_change_the_bytes() -> None:
    before = pdf.to_pdf(page())
    pdf.to_pdf(page("<p>Something else: ÄΩж</p>"))
    assert pdf.to_pdf(page()) == before


def test_it_is_tagged_dated_by_its_data_and_in_our_fonts_only() -> None:
    reader = PdfReader(BytesIO(pdf.to_pdf(page()).data))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert (
        b"<pdfuaid:part>1" in root["/Metadata"].get_data()
        or b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    )
    assert reader.metadata.title == "Customers"
    assert reader.metadata["/CreationDate"] == reader.metadata["/ModDate"] == "D:20261031"
    assert [entry.title for entry in reader.outline[:1]] == ["Who buys"]
    fonts = {
        font["/BaseFont"].split("+")[1]
        for font in reader.pages[0]["/Resources"]["/Font"].values()
        for font in [font.get_object()]
    }
    assert fonts == {"Source-Sans-Pro", "Source-Sans-Pro-Semi-Bold", "Source-Serif-Pro-Semi-Bold"}
    assert "£637k \u2212 ▲ 63%" in reader.pages[0].extract_text()


def test_pages_are_counted_and_a_clean_page_has_no_warnings() -> None:
    made = pdf.render_pdf(page('<p style="break-before: page">Next</p>'))
    assert (made.pages, made.warnings) == (2, ())


def test_css_that_is_not_understood_is_a_fault() -> None:
    with pytest.raises(ReportgenError, match="text-wrap"):
        pdf.to_pdf("<title>x</title><style>p { text-wrap: balance }</style><p>x")


def test_a_font_that_cannot_be_read_is_a_fault_however_often_it_is_asked_for() -> None:
    rule = '@font-face{font-family:"Broken";src:url(data:font/ttf;base64,AAAA) format("truetype")}'
    broken = f'<html lang="en"><title>x</title><style>{rule} p {{ font-family: Broken }}</style><p>x'
    for _ in range(2):
        with pytest.raises(ReportgenError, match="incomplete"):
            pdf.to_pdf(broken)


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "http://127.0.0.1:9/a.png", "ftp://127.0.0.1/a", "a.png"]
)
def test_nothing_is_fetched(address: str) -> None:
    with pytest.raises(ReportgenError):
        pdf.to_pdf(f'<title>x</title><img alt="x" src="{address}">')


def test_nothing_is_fetched_from_inside_a_picture() -> None:
    inner = "%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Cimage width='9' height='9' href='file:///etc/hostname'/%3E%3C/svg%3E"
    with pytest.raises(ReportgenError, match="incomplete: Failed to render SVG"):
        pdf.to_pdf(f'<title>x</title><img alt="x" src="data:image/svg+xml,{inner}">')


def test_missing_pango_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise OSError(f"cannot load library for {name}")

    monkeypatch.setattr(pdf.importlib, "import_module", refuse)
    with pytest.raises(SurroundingsError, match="Pango") as caught:
        pdf.to_pdf(page())
    assert "--formats html,lists" in caught.value.hint


def test_browser_fonts_hold_every_glyph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "user_cache_path", lambda _: tmp_path / "cache")
    font = default_typefaces().heading
    packed = web_fonts._woff2(font)
    assert TTFont(BytesIO(packed)).getGlyphOrder() == TTFont(BytesIO(font.data)).getGlyphOrder()
    assert web_fonts._woff2(font) == packed
