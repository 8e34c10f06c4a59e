from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from reportgen.publishing.index_pages import index_pages
from reportgen.record.manifest import Manifest, ReportSummary
from reportgen.report.templates import environment

if TYPE_CHECKING:
    from pathlib import Path


def published(
    out: Path, name: str, month: str, headline: str = "One in five brings 63%", accent: str = ""
) -> None:
    summary = ReportSummary("Harbour & Finch", f"Month {month}", headline, 3080, 5, accent)
    manifest = Manifest(name, month, "", "", "", {}, summary, (), {"private/customers.csv": "0"})
    for part in ("site", "record"):
        (out / part / name / month).mkdir(parents=True)
    (out / "record" / name / month / "manifest.json").write_text(json.dumps(asdict(manifest)), "utf-8")
    for ending in ("report.html", "report.pdf", "brief.pdf"):
        (out / "site" / name / month / f"{name}-{month}-{ending}").write_bytes(b"")


def links(page: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)"', page)


def test_newest_months_come_first_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    for name, month in (("shop", "2026-09"), ("shop", "2026-10"), ("café-клуб", "undated")):
        published(tmp_path, name, month)
    pages = index_pages(tmp_path, environment())
    assert list(pages) == ["site/index.html", "site/café-клуб/index.html", "site/shop/index.html"]
    assert re.findall('Month [^<"]+(?=</h3>)', pages["site/shop/index.html"]) == [
        "Month 2026-10",
        "Month 2026-09",
    ]
    for path, text in pages.items():
        (tmp_path / path).write_text(text, "utf-8")
    for path, text in pages.items():
        assert links(text)
        for link in links(text):
            assert (tmp_path / unquote(urljoin(path, link))).is_file(), (path, link)


def test_a_report_without_a_month_stands_behind_every_month(tmp_path: Path) -> None:
    for month in ("2026-09", "undated", "2026-10"):
        published(tmp_path, "shop", month)
    page = index_pages(tmp_path, environment())["site/shop/index.html"]
    places = [page.index(f"{month}/shop-") for month in ("2026-10", "2026-09", "undated")]
    assert places == sorted(places)


def test_words_are_escaped_and_nothing_private_is_told(tmp_path: Path) -> None:
    published(tmp_path, "shop", "2026-10", "<script>alert(1)</script>")
    page = index_pages(tmp_path, environment())["site/index.html"]
    assert "&lt;script&gt;" in page
    assert "Harbour &amp; Finch" in page
    assert "3,080 customers in 5 segments" in page
    assert "private" not in page


def test_only_what_is_there_is_linked(tmp_path: Path) -> None:
    published(tmp_path, "shop", "2026-10")
    for pdf in (tmp_path / "site" / "shop" / "2026-10").glob("*.pdf"):
        pdf.unlink()
    published(tmp_path, "gone", "2026-10")
    published(tmp_path, "torn", "2026-10")
    (tmp_path / "record" / "torn" / "2026-10" / "manifest.json").write_text("{")
    for path in (tmp_path / "site" / "gone" / "2026-10").iterdir():
        path.unlink()
    (tmp_path / "site" / "gone" / "2026-10").rmdir()
    pages = index_pages(tmp_path, environment())
    assert list(pages) == ["site/index.html", "site/shop/index.html"]
    assert links(pages["site/index.html"]) == ["shop/index.html", "shop/2026-10/shop-2026-10-report.html"]


def test_a_page_has_the_look_that_its_reports_share(tmp_path: Path) -> None:
    ours, wine, moss = "--brand: #17307a", "--brand: #7A1F3D", "--brand: #2F5D33"
    published(tmp_path, "shop", "2026-09", accent="#2F5D33")
    published(tmp_path, "shop", "2026-10", accent="#7A1F3D")
    pages = index_pages(tmp_path, environment())
    assert all(wine in page for page in pages.values())
    published(tmp_path, "other", "2026-10", accent="#2F5D33")
    pages = index_pages(tmp_path, environment())
    assert ours in pages["site/index.html"]
    assert not any(other in pages["site/index.html"] for other in (wine, moss))
    assert all("@font-face" in page for page in pages.values())
    assert wine in pages["site/shop/index.html"]
    assert moss in pages["site/other/index.html"]


def test_before_the_first_report_the_index_says_so(tmp_path: Path) -> None:
    assert "No report has been published yet" in index_pages(tmp_path, environment())["site/index.html"]
