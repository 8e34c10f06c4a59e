"""Renders the index pages of all published reports from the manifests of their builds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from reportgen.base.fonts import default_typefaces, use_typefaces
from reportgen.base.formatting import Formatter
from reportgen.base.language import current_locale, language_of
from reportgen.base.phrases import phrase, translated
from reportgen.charts.cell_charts import sparkline
from reportgen.errors import InputError
from reportgen.prose.sentence import plainly
from reportgen.record.previous import MOST_MONTHS
from reportgen.record.run_record import MANIFEST, read_manifest
from reportgen.report.html import finish
from reportgen.report.templates import render
from reportgen.report.web_fonts import font_css

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reportgen.record.manifest import Manifest, RecordedSegment, ReportSummary
    from reportgen.report.templates import Templates

NEWEST = 3
"""Months of each report on the page of all."""
_TEMPLATE = "archive.html.jinja"
_KINDS = (("-report.html", phrase("Report")), ("-report.pdf", phrase("PDF")), ("-brief.pdf", phrase("Brief")))


@dataclass(frozen=True)
class Link:
    """A file of a report: what it is called and where it lies, seen from the page that holds the link."""

    label: str
    href: str


@dataclass(frozen=True)
class Entry:
    """One published month of one report."""

    name: str
    month: str
    summary: ReportSummary
    size: str
    """Customers and segments, in words."""
    links: tuple[Link, ...]
    held: bool
    """Whether it cannot be compared with the month before, and nobody let it pass."""


@dataclass(frozen=True)
class SegmentSparkline:
    """A segment over the months: its name, its last figure, and a small drawing."""

    name: str
    size: str
    """Customers, in words."""
    svg: Markup


@dataclass(frozen=True)
class Look:
    """What a page takes over from the reports that it lists."""

    accent: str = ""
    """#RRGGBB; empty takes ours."""
    logo: str = ""
    """A data: URL; empty for none."""
    owner: str = ""
    """What the logo says to those who cannot see it."""


@dataclass(frozen=True)
class Series:
    """All months of one report, newest first."""

    name: str
    title: str
    href: str | None
    """Its own page; None on that page."""
    look: Look
    """That of the newest month."""
    entries: tuple[Entry, ...]
    lines: tuple[SegmentSparkline, ...]
    """One a segment, on its own page; none before the second month, nor on the page of all reports."""
    older: str = ""
    """What leads to the months that are not on this page; empty where all are."""


def index_pages(out: Path, templates: Templates) -> dict[str, str]:
    """Path below `out` -> page: one of all reports, and one for each report's months.

    Builds whose record is gone or cannot be read are left out, and so are files that are not there.
    """
    published = sorted(_published(out), key=lambda manifest: (manifest.name, manifest.recency), reverse=True)
    months = {name: tuple(group) for name, group in groupby(published, key=lambda manifest: manifest.name)}
    names = sorted(months)
    every = tuple(_series(name, months[name], out, f"{quote(name)}/") for name in names)
    pages = {"site/index.html": _page(plainly("All reports"), every, None, templates)}
    for name in names:
        own = _series(name, months[name], out, "")
        pages[f"site/{name}/index.html"] = _page(own.title, (own,), "../index.html", templates)
    return pages


def _published(out: Path) -> Iterator[Manifest]:
    for path in (out / "record").glob(f"*/*/{MANIFEST}"):
        try:
            manifest = read_manifest(path.parent)
        except InputError:
            continue
        if _folder(out, manifest).is_dir():
            yield manifest


def _series(name: str, manifests: tuple[Manifest, ...], out: Path, below: str) -> Series:
    """`below` leads from the page to the folder of the series."""
    entries = tuple(_entry(manifest, out, below) for manifest in manifests)
    newest = entries[0].summary
    title = newest.company or name
    look = Look(newest.accent, newest.logo, title if newest.logo else "")
    if not below:
        return Series(name, title, None, look, entries, _lines(manifests))
    older = plainly("All {n} months", n=str(len(entries))) if len(entries) > NEWEST else ""
    return Series(name, title, f"{below}index.html", look, entries[:NEWEST], (), older)


def _lines(manifests: tuple[Manifest, ...]) -> tuple[SegmentSparkline, ...]:
    """Segments of the newest month over up to 24 months; without dates, and of one month, there are none."""
    months = manifests[:MOST_MONTHS][::-1]
    if len(months) < 2:  # noqa: PLR2004 - a line needs two points
        return ()
    return tuple(_line(segment, months) for segment in months[-1].segments)


def _line(segment: RecordedSegment, months: tuple[Manifest, ...]) -> SegmentSparkline:
    sizes = [
        next((each.customers for each in m.segments if each.key == segment.key and each.customers), None)
        for m in months
    ]
    count = Formatter(current_locale()).count(segment.customers).text
    month = months[-1].summary.month_label
    title = plainly("{name}: {n} customers in {month}", name=segment.name, n=count, month=month)
    drawn = sparkline(sizes, segment.slot, title, width=220, height=34)
    return SegmentSparkline(segment.name, plainly("{n} customers", n=count), Markup(drawn))  # noqa: S704 - our own drawing, escaped


def _entry(manifest: Manifest, out: Path, below: str) -> Entry:
    present = sorted(path.name for path in _folder(out, manifest).iterdir())
    links = tuple(_links(present, f"{below}{quote(manifest.month)}/"))
    held = bool(manifest.held) and not manifest.accepted
    return Entry(manifest.name, manifest.month, manifest.summary, _size(manifest.summary), links, held)


def _size(summary: ReportSummary) -> str:
    form = Formatter(current_locale())
    return plainly(
        "{n} customers in {k} segments",
        n=form.count(summary.customers).text,
        k=form.count(summary.segments).text,
    )


def _links(files: Iterable[str], below: str) -> Iterator[Link]:
    for ending, label in _KINDS:
        yield from (Link(translated(label), below + quote(file)) for file in files if file.endswith(ending))


def _folder(out: Path, manifest: Manifest) -> Path:
    return out / "site" / manifest.name / manifest.month


def _page(title: str, series: tuple[Series, ...], up: str | None, templates: Templates) -> str:
    """In the look that all of its series share, else in ours."""
    looks = {one.look for one in series}
    context = {
        "title": title,
        "series": series,
        "up": up,
        "language": language_of(current_locale()),
        "look": looks.pop() if len(looks) == 1 else Look(),
        "fonts": _fonts(),
    }
    return finish(render(templates, _TEMPLATE, context))


def _fonts() -> Markup:
    """The report's own type; a list of many reports takes nobody's fonts."""
    with use_typefaces(default_typefaces()):
        return Markup(font_css(""))  # noqa: S704 - written by us
