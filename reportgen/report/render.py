"""Renders the content of report and brief with the templates: HTML, PDF and facts.json."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

from reportgen.base.fonts import PICTOGRAPHS
from reportgen.charts.figure import live_script
from reportgen.errors import ReportgenError
from reportgen.options.enums import Paper
from reportgen.rendering.fitting import first_that_fits
from reportgen.rendering.pdf import to_pdf
from reportgen.rendering.renderer import renderer
from reportgen.report.html import finish
from reportgen.report.templates import render
from reportgen.report.web_fonts import font_css

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment

    from reportgen.report.content import BriefContent, ReportContent

BRIEF = (1, 2)
"""Its pages, of which the last"""
_WITH_SPARE = 2
"""has pictures for spare room."""
DENSITIES = (
    "roomy roomier spare",
    "roomy spare",
    "spare",
    "close spare",
    "roomy roomier",
    "roomy",
    "",
    "close",
    "tight",
    "tight snug",
    "tight tighter",
    "tight tighter smaller",
    "tight tighter smaller tightest",
    "tight tighter smaller tightest narrow",
    "tight tighter smaller tightest without-drawings",
)
"""Settings of one page of the brief in styles/brief.css, from roomy to bare."""
WITHOUT_SPARE = ("roomy", *DENSITIES[DENSITIES.index("") :])
"""Those of a page that has none."""
WITH_SPARE = (
    *DENSITIES[: DENSITIES.index("tight tighter") + 1],
    *(f"{each} without-second" for each in WITHOUT_SPARE),
)
"""Those of a page that has some: two drawings that nobody can read are worse than one."""
_DENSITY = "density-of-this-page"
"""Where one of them goes."""
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs in the words of a file that would turn the text around them."""
_FONTS = "/* fonts */"
"""Where they go, once it is known which letters the page has."""
_UNREAD = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
FACTS_FORMAT = 1
"""1: facts by key with value, unit and text; documented in docs/facts.md."""


def report_html(content: ReportContent, templates: Environment, *, static: bool = False) -> bytes:
    """One file that works offline and without scripts; unless `static`, its charts answer where they run."""
    script = "" if static else live_script()
    page = _page("report.html.jinja", content, templates, _Setting("html", live=script))
    return finish(page, frozenset({script})).encode()


def report_pdf(
    content: ReportContent, templates: Environment, paper: Paper = Paper.A4
) -> Callable[[], bytes]:
    """The whole report on paper, tagged; what is given back waits for it."""
    page = _page("report.html.jinja", content, templates, _Setting("pdf", paper))
    answer = renderer().submit(to_pdf, page)
    return lambda: answer().data


def brief_pdf(content: BriefContent, templates: Environment, paper: Paper = Paper.A4) -> bytes:
    """Two pages, tagged, each in the roomiest setting that holds it."""

    def page(pages: dict[int, str]) -> str:
        return _page("brief.html.jinja", content, templates, _Setting("pdf", paper, pages))

    def density(number: int) -> Callable[[], str]:
        densities = WITH_SPARE if number == _WITH_SPARE else WITHOUT_SPARE
        likely = ("", densities[0])
        place = renderer().submit(first_that_fits, page({number: _DENSITY}), _DENSITY, densities, likely)
        return lambda: _density(number, densities, place())

    found = {number: density(number) for number in BRIEF}
    return renderer().submit(to_pdf, page({number: found[number]() for number in BRIEF}))().data


def _density(number: int, densities: tuple[str, ...], place: int) -> str:
    if place == len(densities):
        raise ReportgenError(
            f"page {number} of the brief does not fit on one page",
            "ask for fewer segments with --max-segments, or leave it out",
        )
    return densities[place]


def facts_json(content: ReportContent) -> bytes:
    """Every number of the report by its key."""
    facts = {key: {k: v for k, v in vars(fact).items() if k != "key"} for key, fact in content.facts.items()}
    document = {"format": FACTS_FORMAT, "title": content.title, "facts": facts}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


@dataclass(frozen=True)
class _Setting:
    """How a page is set: medium, paper, densities."""

    medium: str
    """`html` or `pdf`."""
    paper: Paper = Paper.A4
    pages: Mapping[int, str] = field(default_factory=dict)
    """Of the brief: which of its pages, and in which density."""
    live: str = ""
    """The script that makes charts answer; empty for none."""


def _page(name: str, content: ReportContent | BriefContent, templates: Environment, setting: _Setting) -> str:
    context = {
        "content": content,
        "medium": setting.medium,
        "fonts": _markup(_FONTS),
        "paper": setting.paper.value,
        "pages": setting.pages,
        "live": _markup(setting.live),
    }
    page = TURNS.sub("", render(templates, name, context))
    if setting.medium == "pdf":
        return PICTOGRAPHS.sub("", page).replace(_FONTS, "")  # its fonts stand beside it
    return page.replace(_FONTS, font_css(_UNREAD.sub("", page)))


def _markup(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - written by us
