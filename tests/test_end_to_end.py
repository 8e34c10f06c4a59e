"""From a file to what readers get: numbers are facts, the order of rows is nothing, errors are plain."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ALL_FORMATS
from tests.reports import (
    NUMBER,
    Report,
    all_data,
    build,
    by_tag,
    classes,
    nothing_drawn,
    our_words,
    section,
    tag,
    text_of,
    with_class,
)
from tests.statements import BANNED, Statement, Told, facts_of, false_claims, unchecked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

ROOT = Path(__file__).parents[1]
TICKS = "#6A7180"
"""Colour of the figures along an axis: they are a scale, not facts."""
BLOCKS = ("li", "p", "h1", "h2", "h3", "h4", "td", "th", "dd", "dt")
SECTIONS = ("summary", "glance", "money", "who", "differ", "budget", "sure", "method")


def numbers(text: str) -> list[str]:
    return NUMBER.findall(text)


def of_facts(report: Report) -> set[str]:
    return {number for fact in report.facts.values() for number in numbers(fact["text"])}


def of_the_file(report: Report) -> set[str]:
    """Numbers in the user's own headers and levels."""
    words = [text_of(e) for name in ("label", "name") for e in with_class(report.page, name)]
    return {number for text in words for number in numbers(text)}


def spoken(root: Element) -> Iterator[str]:
    """What a reader who hears the page is told: names of regions and drawings."""
    for element in root.iter():
        if isinstance(element.tag, str):
            yield from (element.get(name, "") for name in ("aria-label", "alt", "title"))
            if tag(element) == "title":
                yield text_of(element)


# --- every number is a fact

FULL_AGREEMENT = " of 1)"
"""Where the scale of an agreement ends: no figure of the report."""


def test_our_words_hold_no_digit(report: Report) -> None:
    words = (text.replace(FULL_AGREEMENT, "") for text in our_words(by_tag(report.page, "body")[0]))
    assert [text for text in words if re.search(r"\d", text)] == []


def test_every_number_on_the_page_is_the_fact_of_its_key(report: Report) -> None:
    found = all_data(report.page)
    assert len(found) > 100
    for data in found:
        fact = report.facts[data.key]
        assert data.text == fact["text"]
        assert (
            data.value == fact["value"]
            if isinstance(fact["value"], str)
            else float(data.value) == fact["value"]
        )


def test_what_is_heard_holds_the_same_numbers(report: Report) -> None:
    known = of_facts(report) | of_the_file(report)
    assert [text for text in spoken(report.page) if set(numbers(text)) - known] == []


def test_drawings_hold_the_same_numbers(report: Report) -> None:
    known = of_facts(report) | of_the_file(report)
    labels = [e for svg in by_tag(report.page, "svg") for e in by_tag(svg, "text") if e.get("fill") != TICKS]
    assert len(labels) > 20
    assert [text_of(e) for e in labels if set(numbers(text_of(e))) - known] == []


def test_tables_behind_drawings_hold_the_same_numbers(report: Report) -> None:
    known = of_facts(report) | of_the_file(report) | {str(score) for score in range(1, 6)}
    tables = with_class(report.page, "numbers")
    assert len(tables) == len(with_class(report.page, "chart"))
    cells = [text_of(cell) for table in tables for cell in by_tag(table, "td", "th")]
    assert [cell for cell in cells if set(numbers(cell)) - known] == []


def test_drawings_are_drawings(report: Report) -> None:
    """Elements of another namespace would be shown as running text."""
    assert all(by_tag(chart, "svg") for chart in with_class(report.page, "chart"))
    assert "ns0:" not in report.html


def blocks(root: Element) -> Iterator[Element]:
    for element in root.iter():
        if isinstance(element.tag, str) and (
            tag(element) in BLOCKS or classes(element) & {"title", "subtitle"}
        ):
            yield element


def test_no_sentence_contradicts_the_figures(report: Report) -> None:
    told = Told(facts_of(report.facts), report.keys)
    method = set(section(report.page, "method").iter())
    for block in blocks(by_tag(report.page, "body")[0]):
        statement = Statement.of_element(block)
        assert false_claims(statement, told) == []
        if block not in method:
            assert unchecked(statement) is None, "a comparison that no test holds against the figures"
            assert BANNED.findall(" ".join(our_words(block))) == []


# --- the PDFs say what the page says


def squeezed(text: str) -> str:
    return " ".join(text.split())


def pdf_sections(report: Report) -> dict[str, str]:
    """Text of the cover and of each section, by the headings of the page."""
    file = report.site / f"{report.name}-{report.month}-report.pdf"
    read = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True, text=True)  # noqa: S607
    text = squeezed(read.stdout)  # in the order of reading, also where two sections share a page
    headings = {
        e.get("id", ""): text_of(e)
        for name in SECTIONS
        for e in by_tag(report.page, "h2")
        if e.get("id") == name
    }
    places: dict[str, int] = {}
    for name, heading in headings.items():  # a heading may be a finding of the summary as well
        places[name] = text.index(heading, max(places.values(), default=0))
    ends = [*list(places.values())[1:], len(text)]
    return {name: text[place:end] for (name, place), end in zip(places.items(), ends, strict=True)}


@pytest.fixture(params=["shop", "people"])
def printed_report(request: pytest.FixtureRequest) -> Report:
    found: Report = request.getfixturevalue(request.param)
    return found


def test_each_section_of_the_pdf_holds_the_figures_of_the_page(printed_report: Report) -> None:
    for name, text in pdf_sections(printed_report).items():
        told = [data.text for data in all_data(section(printed_report.page, name))]
        missing = Counter(n for fact in told for n in numbers(fact)) - Counter(numbers(text))
        assert not missing, name


@pytest.mark.parametrize("kind", ["report", "brief"])
def test_the_pdfs_hold_no_other_number(printed_report: Report, kind: str) -> None:
    known = of_facts(printed_report) | of_the_file(printed_report) | {str(page) for page in range(1, 30)}
    drawn = {n for svg in by_tag(printed_report.page, "svg") for n in numbers(" ".join(svg.itertext()))}
    ours = {n for text in our_words(printed_report.page) for n in numbers(text)}
    assert set(numbers(printed_report.pdf_text(kind))) - known - drawn - ours == set()


def test_the_brief_opens_with_the_same_finding(printed_report: Report) -> None:
    headline = text_of(by_tag(printed_report.page, "h1")[0])
    assert headline in squeezed(printed_report.pdf_text("brief"))


# --- the same data, the same report


def shuffled(source: Path, target: Path, order: list[int]) -> Path:
    """The same table with its rows in another order, and its columns in the given one."""
    with source.open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    Random(3).shuffle(rows)  # noqa: S311 - any other order will do
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row[i] for i in order] for row in (head, *rows))
    return target


def by_label(report: Report) -> dict[str, str]:
    """Engine name of every measure -> its label, lower case."""
    measures = next(t for t in by_tag(report.page, "table") if t.get("aria-label") == "The measures")
    rows = [by_tag(row, "th", "td") for row in by_tag(measures, "tr")[1:]]
    found = {}
    for row in rows:
        key = next(data.key for cell in row for data in all_data(cell))
        found[key.split(".")[1]] = text_of(row[0]).casefold()
    return found


def figures(report: Report) -> dict[str, tuple[object, str]]:
    """Facts without the file's fingerprint; measures by their label."""
    labels = by_label(report)
    keys = {key: ".".join(labels.get(part, part) for part in key.split(".")) for key in report.facts}
    return {
        keys[key]: (fact["value"], fact["text"])
        for key, fact in report.facts.items()
        if key != "run.fingerprint"
    }


def said(report: Report) -> Counter[str]:
    """Sentences with digits of the fingerprint and line numbers out."""
    texts = (text_of(block) for block in blocks(by_tag(report.page, "body")[0]))
    hidden = report.text("run.fingerprint")
    return Counter(re.sub(r"(line) \d+", r"\1", text.replace(hidden, "")) for text in texts)


def placed(report: Report) -> list[tuple[str, str, str]]:
    rows = [row for row in by_tag(report.page, "tr") if with_class(row, "swatch")]
    return sorted(
        (
            with_class(row, "name")[0].get("data-segment", ""),
            text_of(with_class(row, "name")[0]),
            with_class(row, "swatch")[0].get("class", ""),
        )
        for row in rows
    )


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("people", [4, 2, 0, 3, 1]),
        ("shop", [6, 2, 7, 5, 0, 4, 3, 1]),
    ],
    ids=["people", "shop"],
)
def test_the_order_of_rows_and_columns_changes_nothing(
    name: str, order: list[int], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    before: Report = request.getfixturevalue(name)
    source = ROOT / "data" / ("orders.csv" if name == "shop" else "customers.csv")
    options = {"company": "Harbour & Finch", "currency": "GBP"} if name == "shop" else {}
    with nothing_drawn():
        after = build(shuffled(source, tmp_path / source.name, order), tmp_path / "out", **options)
    assert placed(after) == placed(before)
    moved = after.customers["segment key"].ne(before.customers["segment key"])
    assert moved.sum() == 0
    ignored = {"run.settings"}
    told, original = figures(after), figures(before)
    assert {k: v for k, v in told.items() if k not in ignored} == {
        k: v for k, v in original.items() if k not in ignored
    }
    hidden = (before.text("run.settings"), after.text("run.settings"))
    assert {t for t in said(after) if not any(h in t for h in hidden)} ^ {
        t for t in said(before) if not any(h in t for h in hidden)
    } == set()


def elsewhere(source: Path, out: Path, *flags: str, **surroundings: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "reportgen", "build", str(source), "--out", str(out), *flags],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **surroundings},
    )


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Folder with the locale of the test below, for LOCPATH; a machine that has not got them skips it."""
    folder = tmp_path_factory.mktemp("locales")
    command = ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(folder / "tr_TR.UTF-8")]
    if (
        shutil.which("localedef") is None
        or subprocess.run(command, check=False, capture_output=True).returncode
    ):
        pytest.skip("the locales of other countries are not installed (Debian: locales)")
    return str(folder)


@pytest.mark.parametrize(
    "machine",
    [
        {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"},
        pytest.param(
            {"LC_ALL": "C", "PYTHONHASHSEED": "0", "TZ": "Asia/Kathmandu", "OMP_NUM_THREADS": "4"},
            marks=pytest.mark.slow,
        ),
    ],
    ids=lambda machine: machine["LC_ALL"],
)
def test_no_machine_changes_the_bytes(
    people: Report, tmp_path: Path, locales: str, machine: dict[str, str]
) -> None:
    """Neither hash seed nor time zone, language, threads or folder."""
    out = tmp_path / "a folder"
    formats = ",".join(sorted(ALL_FORMATS))
    elsewhere(ROOT / "data" / "customers.csv", out, "--formats", formats, LOCPATH=locales, **machine)
    again = Report(out, people.name, people.month).files()
    assert again.keys() == people.files().keys()
    assert [name for name, data in people.files().items() if again[name] != data] == []


def test_a_second_build_in_one_program_gives_the_same_bytes(people: Report, tmp_path: Path) -> None:
    """Writing a PDF must not change what comes after it."""
    import weasyprint.pdf.metadata  # noqa: F401, PLC0415 - it changes how XML is written

    again = build(ROOT / "data" / "customers.csv", tmp_path)
    settings = (again.text("run.settings"), people.text("run.settings"))
    assert again.html.replace(*settings) == people.html
    assert {**again.facts, "run.settings": None} == {**people.facts, "run.settings": None}


def test_facts_json_keeps_its_promise(report: Report) -> None:
    """Every field that docs/facts.md names, only units that it lists, and only keys."""
    stored = json.loads((report.site / "facts.json").read_text("utf-8"))
    assert stored["format"] == 1
    documented = (ROOT / "docs" / "facts.md").read_text("utf-8") if (ROOT / "docs").exists() else ""
    for key, fact in stored["facts"].items():
        assert fact.keys() == {"value", "unit", "shown", "text"}, key
        assert f"`{fact['unit']}`" in documented
    named = [key for key in stored["facts"] if not any(each.fullmatch(key) for each in documented_keys())]
    assert named == [], "docs/facts.md names every key"


@cache
def documented_keys() -> tuple[re.Pattern[str], ...]:
    """The keys of docs/facts.md: `<...>` is any part; what begins with a dot goes on from a key before it."""
    found = []
    for row in re.findall(r"(?m)^\| (`[^|]+) \|", (ROOT / "docs" / "facts.md").read_text("utf-8")):
        names = re.findall("`([^`]+)`", row)
        whole = [name for name in names if not name.startswith(".")]
        more = [name for name in names if name.startswith(".")]
        found += whole
        found += [part + name for base in whole for part in (base, base.rpartition(".")[0]) for name in more]
    parts = ((re.escape(key).replace(r"\*", ".+"), r"<[^>]+>") for key in found)
    return tuple(re.compile(re.sub(slot, "[^.]+", key)) for key, slot in parts)
