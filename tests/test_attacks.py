"""Words of a file stay words, whatever they look like."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from reportgen.config import Format
from tests.hostile import ATTACKS, attacking_orders, attacking_table
from tests.reports import by_tag, text_of

if TYPE_CHECKING:
    from tests.reports import Report

FORMULA = re.compile(r"[=+@\t\r]|-(?!\d)")


@pytest.fixture(scope="module", params=["table", "orders"])
def attacked(request: pytest.FixtureRequest, built_once, tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("attacks")
    source = (attacking_table if request.param == "table" else attacking_orders)(folder / f"{request.param}.csv")
    formats = frozenset(Format) if request.param == "table" else frozenset({Format.HTML, Format.LISTS})
    report: Report = built_once(f"attacked-{request.param}", source, formats)
    return report


def test_no_word_of_the_file_becomes_an_element(attacked: Report) -> None:
    assert by_tag(attacked.page, "script", "img", "iframe", "object", "link") == []
    handlers = [e for e in attacked.page.iter() if any(name.lower().startswith("on") for name in e.keys())]
    assert handlers == []
    assert "49" not in {text_of(e) for e in by_tag(attacked.page, "th", "span")}


def test_the_words_are_there_as_written(attacked: Report) -> None:
    text = text_of(by_tag(attacked.page, "body")[0])
    assert ATTACKS[5] in text
    assert attacked.name == "orders" or all(attack in text for attack in ATTACKS if attack.isascii())


def test_no_cell_of_a_list_is_a_formula(attacked: Report) -> None:
    files = [attacked.private / "customers.csv", *(attacked.private / "lists").iterdir()]
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if FORMULA.match(cell)] == []


def test_file_names_are_plain(attacked: Report) -> None:
    names = [path.relative_to(attacked.out) for path in attacked.out.rglob("*") if ".reportgen" not in path.parts]
    assert [name for name in names if not all(re.fullmatch(r"[\w-][\w.-]{0,90}", part) for part in name.parts)] == []
    assert {path.name for path in attacked.out.parent.iterdir() if path.name == "x"} == set()


def test_no_override_turns_the_text_around_it(attacked: Report) -> None:
    """A right-to-left override in a header must not reverse what we say after it."""
    body = "".join(by_tag(attacked.page, "body")[0].itertext())
    opened = re.findall("[\u202a-\u202e\u2066-\u2068]", body)
    closed = re.findall("[\u202c\u2069]", body)
    isolated = "unicode-bidi: isolate" in attacked.html or "unicode-bidi:isolate" in attacked.html
    assert isolated or not opened or len(opened) - opened.count("\u202c") == len(closed)
