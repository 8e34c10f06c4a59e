"""Reports in German and French as their readers get them: no English left, numbers as is usual there."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format
from reportgen.pipeline import build

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
sys.path.insert(0, str(ROOT / "docs"))
import messages  # noqa: E402 - a script beside the documents, not a part of the package

SHARE = re.compile(r"\d\u00a0%")
SLOT = re.compile(r"\{[^}]*\}|%\(\w+\)s")
TELLING = 12
"""Letters from which a stretch of English is no chance find in another language."""
SOURCES = {
    "orders": ROOT / "data" / "orders.csv",
    "people": ROOT / "data" / "customers.csv",
    "mall": SHARED / "Mall_Customers.csv",
}


def english(language: str) -> set[str]:
    """Stretches of the source's texts that the translation does not share."""
    found: set[str] = set()
    for message in messages.catalogue(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in ids:
            own = (part.strip(" .,:;()") for part in SLOT.split(text))
            found |= {part for part in own if len(part) >= TELLING and part not in " ".join(strings)}
    return found


@pytest.mark.parametrize(
    ("source", "locale"),
    [
        ("people", "de_DE"),
        ("mall", "fr_FR"),
        pytest.param("orders", "de_DE", marks=pytest.mark.slow),
    ],
)
def test_no_english_is_left(source: str, locale: str, tmp_path: Path) -> None:
    if not SOURCES[source].is_file():
        pytest.skip("no shared data here")
    options = BuildOptions(
        sources=(str(SOURCES[source]),),
        out=tmp_path,
        locale=locale,
        currency="EUR",
        formats=frozenset({Format.HTML, Format.BRIEF}),
    )
    files = {path.name.rpartition("-")[2]: path for path in build(options).files}
    brief = PdfReader(files["brief.pdf"])
    page = files["report.html"].read_text("utf-8")
    visible = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    words = re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", "", visible))
    spoken = re.sub(r"[ \n]+", " ", " ".join(re.findall(r'(?:aria-label|alt|content)="([^"]*)"', visible)))
    language = locale.partition("_")[0]
    assert len(brief.pages) == 2
    assert f'<html lang="{language}">' in page
    assert brief.trailer["/Root"]["/Lang"] == language
    assert SHARE.search(words)
    told = words + spoken
    left = (text for text in english(language) if text in told)
    assert [text for text in left if re.search(rf"\b{re.escape(text)}\b", told)] == []
