"""No sentence is longer than a reader can hold, in any language: of pages, messages, errors and doubts."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportgen.base.language import use_locale
from reportgen.report.compose import compose
from reportgen.report.facts import compute_facts
from tests.made import shop
from tests.report.test_claims import sentences
from tests.topics.movement.months import JOINERS, REACTIVATED, STEADY, Month, limits, ordered
from tests.undrawn import undrawn

if TYPE_CHECKING:
    from reportgen.analysis import Analysis

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))
import messages

MOST_WORDS, MOST_LISTED = 30, 5
ENDS = re.compile(r"(?<=[.!?])[\s\u202f\u00a0]+(?=[\"\u201c\u201e\u00abA-Z\u00c0-\u00de0-9{])")
WORD = re.compile(r"[\w\u2019'\u2013-]+")
FORMS = re.compile(r"\{\w+:[^|}]*\|([^}]*)\}")
SLOT = re.compile(r"\{[^}]*\}|%\(\w+\)s|\u2026")
ERRORS = Path(__file__).parents[2] / "docs" / "reference" / "errors.md"
LOCALES = ("en_GB", "de_DE", "fr_FR")


def too_long(text: str) -> list[str]:
    return [part for part in ENDS.split(text) if len(WORD.findall(part.replace("\u202f", " "))) > MOST_WORDS]


def is_listed(text: str) -> bool:
    """Whether a text lists measures by name, as long as there are measures."""
    return text.count(", ") > MOST_LISTED


def an_eventful_month() -> Analysis:
    ranges = {
        ordered("a"): limits(150, 125, 175),
        JOINERS: limits(100, 80, 120),
        REACTIVATED: limits(0, 0, 4),
    }
    return Month(STEADY, ranges, stopped=25).told().analysis


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("made", [an_eventful_month, lambda: shop(400.0, 20.0, 3.0)], ids=["month", "first"])
def test_the_sentences_of_a_report_and_its_brief_are_short(made: object, locale: str) -> None:
    analysis = made()  # type: ignore[operator]
    analysis = replace(analysis, options=replace(analysis.options, locale=locale))
    with use_locale(locale), undrawn():
        pages = compose(analysis, compute_facts(analysis))
    for page in (pages.brief, pages.report):
        told = ((path, one.plain) for path, one in sentences(page))
        assert [(path, text) for path, one in told if not is_listed(one) for text in too_long(one)] == []


@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_sentences_of_the_catalogues_are_short_in_english_and_translated(language: str) -> None:
    """A number or a name in a slot counts as one word."""
    for message in messages.catalogue(language):
        if not message.id:
            continue
        for texts in (message.id, message.string):
            for text in (texts,) if isinstance(texts, str) else texts:
                assert too_long(SLOT.sub("X", FORMS.sub(r"\1", text))) == []


def test_the_sentences_of_errors_and_doubts_are_short() -> None:
    """The page holds every text of the source, `\u2026` for what is only known when it runs."""
    rows = [line for line in ERRORS.read_text("utf-8").splitlines() if line.startswith("| ")]
    texts = [text.strip() for row in rows for cell in row.split(" | ") for text in cell.split(" / ")]
    assert len(texts) > 400
    assert [part for text in texts for part in too_long(SLOT.sub("X", text.strip("| ")))] == []
