"""A finished report as its readers get it: files, page, printed figures."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
import tinyhtml5
from pypdf import PdfReader

from reportgen.columns.header_words import header_words, noun_of
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from reportgen.analysis import Analysis

READERS = frozenset({Format.HTML, Format.LISTS})
"""Formats that take no PDF: enough for most tests, and quick."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
UNREAD = frozenset({"svg", "style", "script", "title", "data"})
USERS_WORDS = frozenset({"label", "name"})
CHARTS_WORDS = frozenset({"numbers"})
"""Tables behind charts repeat the charts' own texts."""
_PRINTED = re.compile(
    r"(?P<sign>[+\u2212]?)[^\d\u2212+]*(?P<digits>[\d,]+)(?:\.(?P<decimals>\d+))?(?P<unit>[km%]?)"
)
_EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}"><g/></svg>'
_UNITS = {"": 1.0, "k": 1e3, "m": 1e6, "%": 0.01}


class Data(NamedTuple):
    """A `<data>` element."""

    key: str
    value: str
    text: str


class Printed(NamedTuple):
    """What a figure's text says: a value, and half of its last place."""

    value: float
    half: float

    def holds(self, exact: float, slack: float = 1e-9) -> bool:
        return abs(exact - self.value) <= self.half + slack * max(1.0, abs(exact))


@dataclass(frozen=True)
class Report:
    """One published build, read back from disk."""

    out: Path
    name: str
    month: str

    @property
    def site(self) -> Path:
        return self.out / "site" / self.name / self.month

    @property
    def private(self) -> Path:
        return self.out / "private" / self.name / self.month

    @property
    def record(self) -> Path:
        return self.out / "record" / self.name / self.month

    @property
    def html_file(self) -> Path:
        return self.site / f"{self.name}-{self.month}-report.html"

    @cached_property
    def html(self) -> str:
        return self.html_file.read_text("utf-8")

    @cached_property
    def page(self) -> Element:
        return parsed(self.html)

    @cached_property
    def facts(self) -> dict[str, dict[str, Any]]:
        facts: dict[str, dict[str, Any]] = json.loads((self.site / "facts.json").read_text("utf-8"))["facts"]
        return facts

    @cached_property
    def customers(self) -> pd.DataFrame:
        """private/customers.csv, ids as text."""
        path = self.private / "customers.csv"
        return pd.read_csv(path, dtype={"customer": str}, encoding="utf-8-sig").set_index("customer")

    @cached_property
    def names(self) -> dict[str, str]:
        """Segment key -> name, as the lists say."""
        pairs = self.customers[["segment key", "segment"]].drop_duplicates()
        return dict(sorted(pairs.itertuples(index=False)))

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.names)

    def text(self, key: str) -> str:
        return str(self.facts[key]["text"])

    def value(self, key: str) -> float:
        return float(self.facts[key]["value"])

    def pdf_text(self, kind: str) -> str:
        return _pdf_text(self.site / f"{self.name}-{self.month}-{kind}.pdf")

    def files(self) -> dict[str, bytes]:
        """Path below the output folder -> bytes of every published file."""
        parts = (path for part in ("site", "private", "record") for path in (self.out / part).rglob("*"))
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in parts if path.is_file()}


def build(source: Path, out: Path, formats: frozenset[Format] = READERS, **options: object) -> Report:
    """Build in this process and read back what was published."""
    from reportgen import pipeline  # noqa: PLC0415 - it loads every library, and few tests need it

    made = pipeline.build(BuildOptions((str(source),), out=out, formats=formats, **options))  # type: ignore[arg-type]
    assert made.missing is None
    return Report(out, made.name, made.month)


def analysed(options: BuildOptions, work: Path) -> Analysis:
    """What a build knows before a word is said."""
    from reportgen import pipeline  # noqa: PLC0415 - as above
    from reportgen.source import read_source  # noqa: PLC0415 - as above

    source = read_source(options, work, lambda _stage: None)
    return pipeline.analyse(source, options, work, lambda _stage: None)


@contextmanager
def nothing_drawn() -> Iterator[None]:
    """Builds within it have empty charts: drawing takes half of a build, and many tests read no chart."""
    from reportgen.charts import figure  # noqa: PLC0415 - it loads the libraries of charts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figure, "_written", lambda sheet, *_: _EMPTY.format(sheet.width, sheet.height))
        yield


@cache
def _pdf_text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


# --- reading a page


def parsed(html: str) -> Element:
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root


def tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def classes(element: Element) -> frozenset[str]:
    return frozenset(element.get("class", "").split())


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def with_class(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if isinstance(element.tag, str) and name in classes(element)]


def by_tag(root: Element, *names: str) -> list[Element]:
    return [element for element in root.iter() if isinstance(element.tag, str) and tag(element) in names]


def all_data(root: Element) -> list[Data]:
    return [
        Data(e.get("data-fact", ""), e.get("value", ""), "".join(e.itertext())) for e in by_tag(root, "data")
    ]


def our_words(element: Element) -> Iterator[str]:
    """Text nodes that we wrote: outside drawings, figures, and words of the user's file."""
    skipped = (
        not isinstance(element.tag, str)
        or tag(element) in UNREAD
        or bool(classes(element) & (USERS_WORDS | CHARTS_WORDS))
    )
    if not skipped:
        if element.text:
            yield element.text
        for child in element:
            yield from our_words(child)
            if child.tail:
                yield child.tail


def section(root: Element, anchor: str) -> Element:
    """The section whose heading has an id."""
    return next(s for s in by_tag(root, "section") if any(e.get("id") == anchor for e in by_tag(s, "h2")))


def table(root: Element, title: str) -> list[list[Element]]:
    """Cells of the table of a title, head and foot included."""
    found = next(t for t in by_tag(root, "table") if t.get("aria-label", "").startswith(title))
    return [by_tag(row, "th", "td") for row in by_tag(found, "tr")]


# --- reading a figure


def printed(text: str) -> Printed:
    """The value that a figure's text states, such as 637k or 63% or -1,022.50 with any currency."""
    if text.startswith("under "):
        return Printed(0.005, 0.005)
    if text.startswith("over "):
        return Printed(0.995, 0.005)
    match = _PRINTED.search(text)
    assert match, text
    decimals = match["decimals"] or ""
    size = float(match["digits"].replace(",", "") + "." + (decimals or "0")) * _UNITS[match["unit"]]
    half = 0.5 * 10.0 ** -len(decimals) * _UNITS[match["unit"]]
    return Printed(-size if match["sign"] == "\u2212" else size, half)


# --- holding one against the other


def features(report: Report) -> dict[str, str]:
    """Feature -> column of customers.csv, as the table of measures calls it."""
    columns = {header_words(label, {}).casefold(): label for label in report.customers.columns}
    rows = table(report.page, "The measures")[1:]
    found = {
        next(data.key.split(".")[1] for cell in row for data in all_data(cell)): text_of(row[0]).casefold()
        for row in rows
    }
    return {feature: columns[label] for feature, label in found.items()}


def holds(report: Report, key: str, exact: float) -> bool:
    """Whether a figure's value and its text agree with what was worked out here.

    The lists have money to the cent, so that its middle may be off by half of one.
    """
    fact = report.facts[key]
    slack = 0.0051 if fact["unit"] == "money" else 1e-6
    close = bool(np.isclose(fact["value"], exact, rtol=1e-6, atol=slack))
    shown = printed(fact["text"])
    return close and abs(exact - shown.value) <= shown.half + slack + 1e-6 * abs(exact)


def cards(report: Report) -> Iterator[tuple[Element, str]]:
    """Cards with their segment's key."""
    key_of = {name: key for key, name in report.names.items()}
    for card in with_class(report.page, "card"):
        yield card, key_of[text_of(by_tag(card, "h3")[0])]


def short(column: str) -> str:
    """A header as it is called in a sentence."""
    return noun_of(header_words(column, {})).casefold()
