"""The folders under templates/examples, rendered as a user would, and what the README says of files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from reportgen.base.colours import contrast
from reportgen.options.enums import Format
from reportgen.report.templates import folder
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reports import Report

EXAMPLES = folder() / "examples"
PEOPLE = ROOT / "data" / "customers.csv"
PAGE_AND_BRIEF = frozenset({Format.HTML, Format.BRIEF})
NOTE = "For the trading team only"


@pytest.fixture(scope="module", params=sorted(path.name for path in EXAMPLES.iterdir()))
def example(request: pytest.FixtureRequest, built_once) -> Report:
    templates = EXAMPLES / request.param
    made: Report = built_once(f"example-{request.param}", PEOPLE, PAGE_AND_BRIEF, templates=templates)
    return made


def tokens(css: Path) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", css.read_text("utf-8").partition(".slot-1")[0]))


def body(report: Report) -> str:
    """All but the head, and the mark of the settings, which tells other templates apart."""
    return report.html.partition("<body")[2].replace(report.text("run.settings"), "")


def test_every_example_keeps_the_brief_on_two_pages(example: Report) -> None:
    brief = PdfReader(next(example.site.glob("*-brief.pdf")))
    assert len(brief.pages) == 2


def test_the_house_style_changes_the_look_and_no_word(built_once, people: Report) -> None:
    styled = built_once("example-house-style", PEOPLE, PAGE_AND_BRIEF, templates=EXAMPLES / "house-style")
    assert "--cover: #1f5c3d" in styled.html
    assert "--cover: #1f5c3d" not in people.html
    assert body(styled) == body(people)


def test_the_house_style_is_complete_and_legible() -> None:
    ours = tokens(folder() / "styles" / "tokens.css")
    theirs = tokens(EXAMPLES / "house-style" / "styles" / "tokens.css")
    assert theirs.keys() == ours.keys()
    pairs = (("ink", "paper"), ("secondary", "paper"), ("quiet", "paper"), ("brand", "paper"))
    on_cover = (("on-brand", "cover"), ("on-brand-quiet", "cover"))
    for text, ground in (*pairs, *on_cover):
        assert contrast(theirs[f"--{text}"], theirs[f"--{ground}"]) >= 4.5


def test_the_note_stands_on_the_cover_and_in_the_brief(built_once, people: Report) -> None:
    noted = built_once("example-note-from-us", PEOPLE, PAGE_AND_BRIEF, templates=EXAMPLES / "note-from-us")
    cover = noted.html.partition("</header>")[0]
    assert cover.count(NOTE) == noted.html.count(NOTE) == 1
    assert NOTE in " ".join(noted.pdf_text("brief").split())
    assert NOTE not in people.html


def test_the_readme_names_every_file_and_none_that_is_not_there() -> None:
    readme = (folder() / "README.md").read_text("utf-8")
    table = "\n".join(line for line in readme.splitlines() if line.startswith("|"))
    named = set(re.findall(r"`([\w/-]+\.(?:html\.jinja|txt\.jinja|css))`", table))
    sections = next(line for line in table.splitlines() if "sections/<name>" in line)
    named |= {f"sections/{name}.html.jinja" for name in re.findall(r"`(\w+)`", sections)}
    parts = {path.relative_to(folder()) for path in folder().rglob("*") if path.suffix in {".jinja", ".css"}}
    held = {path.as_posix() for path in parts if path.parts[0] != "examples"}
    assert named == held
    assert {path.name for path in EXAMPLES.iterdir()} == set(re.findall(r"`examples/([\w-]+)`", readme))
