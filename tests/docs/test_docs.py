"""What the docs say can be done can be done: commands, settings, links."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

from reportgen.cli import main
from reportgen.options.settings_file import load_settings
from tests.conftest import ROOT
from tests.docs.guides import GUIDES, blocks

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


@pytest.mark.slow
def test_the_python_of_the_guide_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "shop", "--quiet"][:2]) == 0
    names: dict[str, Any] = {}
    for code in blocks(DOCS / "how-to" / "python.md", "python"):
        exec(compile(code, "python.md", "exec"), names)  # noqa: S102 - our own docs
    assert names["groups"].k >= 2


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_settings_in_guides_are_settings(page: Path, tmp_path: Path) -> None:
    for text in blocks(page, "toml"):
        entries = tomllib.loads(text)
        if not entries.keys() & {"play", "tags"}:
            path = tmp_path / "reportgen.toml"
            path.write_text(text, "utf-8")
            load_settings(path)


def test_every_flag_in_the_docs_is_a_flag_of_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    named: dict[str, set[str]] = {}
    for page in PAGES:
        for command, words in re.findall(r"reportgen ([a-z]+)([^`\n|#]*)", page.read_text("utf-8")):
            named.setdefault(command, set()).update(re.findall(r"(?<![\w-])--[a-z][a-z-]+", words))
    unknown = {}
    for command in named.keys() & {"build", "check", "assign", "send", "forget", "init", "demo"}:
        assert main([command, "--help-all"]) == 0 or main([command, "--help"]) == 0
        known = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out))
        unknown[command] = named[command] - known - {"--help", "--help-all"}
    assert not any(unknown.values()), unknown


class Links(HTMLParser):
    """Where a page leads, and the places in it that can be led to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.to: set[str] = set()
        self.ids: set[str] = set()
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.to.add(value)
            elif name in ("id", "name") and value:
                self.ids.add(value)


@pytest.mark.slow
def test_the_site_is_built_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "sphinx", "-n", "-W", "--keep-going", "-q", str(DOCS), str(tmp_path)]
    made = subprocess.run(words, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    pages = {path: Links(path) for path in tmp_path.rglob("*.html")}
    broken = []
    for page, links in pages.items():
        for link in links.to:
            where = urlsplit(link)
            if where.scheme in ("http", "https", "mailto", "data") or where.path.startswith("sample/"):
                continue
            target = (page.parent / unquote(where.path)).resolve() if where.path else page
            found = pages.get(target)
            if not target.exists() or (where.fragment and found and unquote(where.fragment) not in found.ids):
                broken.append(f"{page.relative_to(tmp_path)}: {link}")
    assert broken == []
    outside = {link for links in pages.values() for link in links.to if link.startswith(("http:", "//"))}
    assert outside == set()
