"""No sentence of a brief is longer than a reader can hold, in any of its languages."""

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

MOST_WORDS = 30
ENDS = re.compile(r"(?<=[.!?])[\s\u202f\u00a0]+(?=[\"\u201c\u201e\u00abA-Z\u00c0-\u00de0-9{])")
WORD = re.compile(r"[\w\u2019'\u2013-]+")
SLOT = re.compile(r"\{[^}]*\}|%\(\w+\)s")
ANALYSTS = ("topics/certainty", "topics/method")
"""Parts of the report that are written for analysts."""
LOCALES = ("en_GB", "de_DE", "fr_FR")


def too_long(text: str) -> list[str]:
    return [part for part in ENDS.split(text) if len(WORD.findall(part.replace("\u202f", " "))) > MOST_WORDS]


def an_eventful_month() -> Analysis:
    ranges = {
        ordered("a"): limits(150, 125, 175),
        JOINERS: limits(100, 80, 120),
        REACTIVATED: limits(0, 0, 4),
    }
    return Month(STEADY, ranges, stopped=25).told().analysis


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("made", [an_eventful_month, lambda: shop(400.0, 20.0, 3.0)], ids=["month", "first"])
def test_the_sentences_of_a_brief_are_short(made: object, locale: str) -> None:
    analysis = made()  # type: ignore[operator]
    analysis = replace(analysis, options=replace(analysis.options, locale=locale))
    with use_locale(locale), undrawn():
        brief = compose(analysis, compute_facts(analysis)).brief
    assert [(path, text) for path, one in sentences(brief) for text in too_long(one.plain)] == []


@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_sentences_of_the_catalogues_are_short_in_english_and_translated(language: str) -> None:
    """A number or a name in a slot counts as one word."""
    for message in messages.catalogue(language):
        if not message.id or any(part in path for path, _ in message.locations for part in ANALYSTS):
            continue
        for texts in (message.id, message.string):
            for text in (texts,) if isinstance(texts, str) else texts:
                assert too_long(SLOT.sub("X", text)) == []
