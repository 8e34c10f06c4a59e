from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.errors import InputError, ReportgenError
from reportgen.publishing.index_pages import Look
from reportgen.report.templates import environment, render

if TYPE_CHECKING:
    from pathlib import Path

ARCHIVE = {"title": "<b>All & sundry</b>", "series": (), "up": None, "language": "en", "look": Look()}


def own(folder: Path, text: str, name: str = "own.html.jinja"):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return environment(folder)


def test_every_value_is_escaped() -> None:
    page = render(environment(), "archive.html.jinja", ARCHIVE)
    assert "<h1>&lt;b&gt;All &amp; sundry&lt;/b&gt;</h1>" in page


def test_a_users_template_extends_and_overrides_ours(tmp_path: Path) -> None:
    extended = own(tmp_path, '{% extends "default/archive.html.jinja" %}', "archive.html.jinja")
    assert render(extended, "archive.html.jinja", ARCHIVE) == render(
        environment(), "archive.html.jinja", ARCHIVE
    )
    assert render(own(tmp_path, "mine", "archive.html.jinja"), "archive.html.jinja", ARCHIVE) == "mine"


def test_a_style_sheet_arrives_unescaped(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "a.css").write_text('p > b { content: "&"; }\n', "utf-8")
    templates = own(tmp_path, "<style>{{ style('a.css') }}</style>")
    assert render(templates, "own.html.jinja", {}) == '<style>p > b { content: "&"; }\n</style>'


@pytest.mark.parametrize(
    "text",
    [
        "{{ missing }}",
        "{% if %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ names.append('x') }}",
        "{{ style('../../pyproject.toml') }}",
        "{% include '../../pyproject.toml' %}",
        "{{ 1 / 0 }}",
    ],
)
def test_a_faulty_or_hostile_template_is_the_users_to_correct(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as caught:
        render(own(tmp_path, text), "own.html.jinja", {"names": []})
    assert caught.value.place is not None
    assert "\n" not in str(caught.value)


def test_a_style_sheet_cannot_close_its_element(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "a.css").write_text("</style><script>", "utf-8")
    with pytest.raises(ReportgenError, match=r"styles/a\.css"):
        render(own(tmp_path, "{{ style('a.css') }}"), "own.html.jinja", {})


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        environment(tmp_path / "nowhere")
