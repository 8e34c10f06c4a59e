from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment

from reportgen.base import kept_files
from reportgen.errors import InputError, ReportgenError
from reportgen.publishing.index_pages import Look
from reportgen.rendering import process
from reportgen.rendering.process import RenderingProcess
from reportgen.rendering.renderer import use_renderer
from reportgen.report.templates import MOST_TEMPLATE, environment, render

if TYPE_CHECKING:
    from pathlib import Path

ARCHIVE = {
    "title": "<b>All & sundry</b>",
    "series": (),
    "up": None,
    "language": "en",
    "look": Look(),
    "fonts": "",
}


def own(folder: Path, text: str, name: str = "own.html.jinja"):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return environment(folder)


def test_every_value_is_escaped() -> None:
    page = render(environment(), "archive.html.jinja", ARCHIVE)
    assert "<h1>&lt;b&gt;All &amp; sundry&lt;/b&gt;</h1>" in page


def test_our_templates_are_compiled_once_a_machine_and_a_users_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files, "user_cache_path", lambda _: tmp_path / "cache")
    compiled = []

    def compiles(
        made: Environment, source: str, name: str | None = None, filename: str | None = None
    ) -> object:
        compiled.append(name)
        return Environment.compile(made, source, name, filename)

    for folder in (None, None, tmp_path, tmp_path):
        templates = environment(folder)
        monkeypatch.setattr(templates, "compile", partial(compiles, templates))
        templates.get_template("archive.html.jinja")
    assert compiled == ["archive.html.jinja"] * 3


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


def test_no_link_leads_out_of_the_folder_and_no_pipe_is_waited_for(tmp_path: Path) -> None:
    outside, inside = tmp_path / "secret", tmp_path / "templates"
    outside.write_text("secret")
    templates = own(inside, "{% include name %}{{ style(name) }}")
    (inside / "out").symlink_to(outside)
    os.mkfifo(inside / "pipe")
    (inside / "large").write_bytes(b" " * (MOST_TEMPLATE + 1))
    for name, why in (("out", "a link to a file outside"), ("pipe", "neither a file"), ("large", "at most")):
        with pytest.raises(InputError, match=why):
            render(templates, "own.html.jinja", {"name": name})


def test_a_template_that_never_ends_or_takes_all_memory_ends_as_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    beside = RenderingProcess(tmp_path)
    with use_renderer(beside):
        for text in ("{{ 'x' * 9999999999 }}", "{{ 'x' * 99999999 }}"):
            with pytest.raises(InputError, match="too much memory, or writes too much"):
                render(own(tmp_path / "large", text), "own.html.jinja", {})
        assert render(own(tmp_path / "small", "{{ 7 }}"), "own.html.jinja", {}) == "7"
        monkeypatch.setattr(process, "SECONDS", 0.5)
        with pytest.raises(InputError, match="takes too long"):
            render(own(tmp_path / "endless", endless), "own.html.jinja", {})
    beside.close()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        environment(tmp_path / "nowhere")
