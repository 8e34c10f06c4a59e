"""From content to the files that readers open."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

from markupsafe import Markup

from reportgen.charts.figure import Figure, data_uri
from reportgen.errors import ReportgenError
from reportgen.report.html import finish
from reportgen.report.pdf import to_pdf
from reportgen.report.templates import environment, render
from reportgen.report.web_fonts import font_css

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

    from reportgen.report.content import BriefContent, ReportContent

BRIEF_PAGES = 2
DENSITIES = (
    "",
    "tight",
    "tight tighter",
    "tight tighter tightest",
    "tight tighter tightest without-second",
    "tight tighter tightest without-drawings",
)
"""Settings of the brief in styles/brief.css, from roomy to bare."""
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs in the words of a file that would turn the text around them."""
PICTOGRAPHS = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
"""Emoji in the words of a file, which the fonts of a PDF lack."""
FACTS_FORMAT = 1
"""1: facts by key with value, unit and text; documented in docs/facts.md."""


def report_templates(folder: Path | None) -> Environment:
    """Our templates, a user's in front of them, with the filters that they use."""
    templates = environment(folder)
    templates.filters["data_uri"] = data_uri
    templates.filters["drawing"] = _drawing
    templates.filters["markup"] = _markup
    return templates


def report_html(content: ReportContent, templates: Environment) -> bytes:
    """One file that works offline and without scripts."""
    return finish(_page("report.html.jinja", content, templates, "html")).encode()


def report_pdf(content: ReportContent, templates: Environment) -> bytes:
    """A4, tagged."""
    return to_pdf(_page("report.html.jinja", content, templates, "pdf")).data


def brief_pdf(content: BriefContent, templates: Environment) -> bytes:
    """Two pages of A4, tagged: the roomiest setting that keeps to them."""
    for density in DENSITIES:
        pdf = to_pdf(_page("brief.html.jinja", content, templates, "pdf", density))
        if pdf.pages == BRIEF_PAGES:
            return pdf.data
    raise ReportgenError(
        "the brief does not fit on two pages", "ask for fewer segments with --max-segments, or leave it out"
    )


def facts_json(content: ReportContent) -> bytes:
    """Every number of the report by its key."""
    facts = {
        key: {k: v for k, v in asdict(fact).items() if k != "key"} for key, fact in content.facts.items()
    }
    document = {"format": FACTS_FORMAT, "title": content.title, "facts": facts}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _page(
    name: str, content: ReportContent | BriefContent, templates: Environment, medium: str, density: str = ""
) -> str:
    fonts = Markup(font_css(for_print=medium == "pdf"))  # noqa: S704 - made by us from the font files
    context = {"content": content, "medium": medium, "fonts": fonts, "density": density}
    page = TURNS.sub("", render(templates, name, context))
    return page if medium == "html" else PICTOGRAPHS.sub("", page)


def _drawing(figure: Figure) -> Markup:
    return Markup(figure.svg)  # noqa: S704 - written by our own charts, which escape the texts in it


def _markup(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704 - written by our own charts, which escape the texts in it
