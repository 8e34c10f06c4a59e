"""Words of a file stay words, whatever they look like."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from reportgen.charts.figure import live_script
from reportgen.options.enums import Format
from tests.hostile import ATTACKS
from tests.reports import build, by_tag, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reports import Report

FORMULA = re.compile(r"[=+@\t\r]|-(?!\d)")


@pytest.fixture(params=["attacked_table", "attacked_orders"])
def attacked(request: pytest.FixtureRequest) -> Report:
    report: Report = request.getfixturevalue(request.param)
    return report


def test_no_word_of_the_file_becomes_an_element(attacked: Report) -> None:
    assert by_tag(attacked.page, "img", "iframe", "object", "link") == []
    scripts = [e for e in by_tag(attacked.page, "script") if e.get("type") != "application/json"]
    assert [script.text for script in scripts] == [live_script()]
    handlers = [e for e in attacked.page.iter() if any(name.lower().startswith("on") for name in e.attrib)]
    assert handlers == []
    assert "49" not in {text_of(e) for e in by_tag(attacked.page, "th", "span")}


def test_the_words_are_there_as_written(attacked: Report) -> None:
    text = text_of(by_tag(attacked.page, "body")[0])
    assert ATTACKS[5] in text
    assert attacked.name == "orders" or all(attack in text for attack in ATTACKS if attack.isascii())


def test_no_cell_of_a_list_is_a_formula(attacked: Report) -> None:
    files = [attacked.private / "customers.csv", *(attacked.private / "lists").rglob("*.csv")]
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if FORMULA.match(cell)] == []


def test_file_names_are_plain(attacked: Report) -> None:
    names = [
        path.relative_to(attacked.out) for path in attacked.out.rglob("*") if ".reportgen" not in path.parts
    ]
    assert [
        name for name in names if not all(re.fullmatch(r"[\w-][\w.-]{0,90}", part) for part in name.parts)
    ] == []
    assert {path.name for path in attacked.out.parent.iterdir() if path.name == "x"} == set()


def test_no_override_turns_the_text_around_it(attacked: Report) -> None:
    """A right-to-left override in a header must not reverse what we say after it."""
    body = "".join(by_tag(attacked.page, "body")[0].itertext())
    opened = re.findall("[\u202a-\u202e\u2066-\u2068]", body)
    closed = re.findall("[\u202c\u2069]", body)
    isolated = "unicode-bidi: isolate" in attacked.html or "unicode-bidi:isolate" in attacked.html
    assert isolated or not opened or len(opened) - opened.count("\u202c") == len(closed)


def test_letters_that_the_fonts_lack_cost_no_report(tmp_path: Path) -> None:
    """A header or a level in another script, or an emoji, is printed as well as can be."""
    source = tmp_path / "table.csv"
    levels = ("\u5927\u962a", "\U0001f4b6", "\u0627\u0644\u0642\u0627\u0647\u0631\u0629")
    rows = (f"{i:03d},{900 * (i % 3) + i % 7},{5 * (i % 3) + i % 2},{levels[i % 3]}\n" for i in range(180))
    source.write_text("id,\U0001f4b6 spend,\u6771\u4eac,city\n" + "".join(rows), "utf-8")
    report = build(source, tmp_path / "out", frozenset({Format.HTML, Format.PDF}), k=3)
    assert "\u6771\u4eac" in report.html
    assert "\u5927\u962a" in report.html
    assert len(report.pdf_text("report")) > 1000
