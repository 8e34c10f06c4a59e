"""Whether the words of every report can be told in German and French, and are."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from reportgen.base.formatting import Formatter
from reportgen.base.language import gettext, language_of, letters_of, use_locale
from reportgen.base.phrases import phrase, translated
from reportgen.prose.facts import Fact, Unit
from reportgen.prose.sentence import counted, listed, say
from reportgen.segments.field_names import FIELD_NAMES, NameForms

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))
import messages  # noqa: E402 - a script beside the documents, not a part of the package

LANGUAGES = ("de", "fr")
SLOT = re.compile(r"\{\w*(?:![a-z])?(?::[^}]*)?\}|%\(\w+\)s")
FORM = re.compile(r":[a-z]{2,}(?=\}$)")
FRENCH_SPACING = re.compile(r"(?<![\u202f\u00a0/0])[;:!?\u00bb](?!\S*//)|\u00ab(?!\u202f)")
SAYING = frozenset({"say", "plainly", "phrase", "counted"})


def slots(text: str) -> Counter[str]:
    """Slots without the forms of words that they choose or ask for: each language has its own."""
    return Counter(FORM.sub("", slot) for slot in SLOT.findall(text) if "|" not in slot)


def texts(message: object) -> tuple[str, ...]:
    return tuple(message) if isinstance(message, list | tuple) else (str(message),)


@pytest.fixture(scope="module")
def source() -> frozenset[tuple[str, ...]]:
    return frozenset(texts(message.id) for message in messages.template() if message.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_hold_what_the_source_says_and_no_more(
    language: str, source: frozenset[tuple[str, ...]]
) -> None:
    held = {texts(message.id) for message in messages.catalogue(language) if message.id}
    assert held == source, "run `make messages`, and translate what is new"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_with_the_same_slots(language: str) -> None:
    for message in messages.catalogue(language):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        assert all(texts(message.string)), message.id
        for english, foreign in zip(texts(message.id), texts(message.string), strict=True):
            assert slots(english) == slots(foreign), english
            assert not english[:1].isspace() or foreign[:1].isspace(), english
            assert english[-1:].isspace() == foreign[-1:].isspace(), english


def test_french_signs_keep_their_narrow_spaces() -> None:
    for message in messages.catalogue("fr"):
        for text in texts(message.string) if message.id else ():
            assert not FRENCH_SPACING.findall(SLOT.sub("", text)), text


def test_texts_are_whole_and_constant() -> None:
    """A text made of pieces or chosen by a condition is not found by `make messages`."""
    for path in (ROOT / "reportgen").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SAYING and call.args:
                made = ast.JoinedStr | ast.BinOp | ast.IfExp
                assert not isinstance(call.args[0], made), f"{path}: line {call.lineno}"


def test_a_sentence_is_told_in_the_language_that_is_spoken() -> None:
    with use_locale("de_DE"):
        assert say("{n} customers.", n="2").plain == "2 Kunden."
        assert listed(("a", "b")).plain == "a und b"
        assert counted("{n} order", "{n} orders", 1, n="1").plain == "1 Bestellung"
        assert Formatter("de_DE").share(0.001).text == "unter 1\u00a0%"
    assert say("{n} customers.", n="2").plain == "2 customers."


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_ask_for_forms_that_some_name_has(language: str) -> None:
    with use_locale(language):
        names = [NameForms.of(text) for field in FIELD_NAMES for text in field.names.values()]
    assert not [forms for forms in names if "|" in forms.name or not forms.members or "," in forms.members]
    asked = {
        form.group()[1:]
        for message in messages.catalogue(language)
        for text in texts(message.string)
        for slot in SLOT.findall(text)
        if (form := FORM.search(slot))
    }
    assert asked <= {label for forms in names for label in forms.inflected}


def test_the_letters_of_a_language_are_known() -> None:
    assert set("äöüßÄÜ„“") <= set(letters_of("de_AT"))
    assert set("éèêàçœ«»") <= set(letters_of("fr_FR"))
    assert letters_of("en_GB") == letters_of("pl_PL") == ""


def test_a_phrase_is_english_until_it_is_told() -> None:
    rows = phrase(
        "{twice:,} {twice:row stands|rows stand} in more than one of the {n} files; each counts once",
        twice=2,
        n=3,
    )
    doubt = phrase("{file}: {message}", file="a.csv", message=rows)
    late = phrase(
        "{stray:,} {stray:row has a date|rows have dates} far from all others, taken for wrong; "
        "the first is on line {line}",
        stray=1200,
        line=7,
    )
    assert doubt == "a.csv: 2 rows stand in more than one of the 3 files; each counts once"
    with use_locale("de_DE"):
        assert (
            translated(doubt) == "a.csv: 2 Zeilen stehen in mehr als einer der 3 Dateien; jede zählt einmal"
        )
        assert translated(late).startswith("1.200 Zeilen")
        assert late.startswith("1,200 rows")


def test_a_word_takes_the_form_that_its_number_asks_for() -> None:
    bad = "{rows:,} {rows:row has|rows have} no date that can be read, the first on line {line}"
    one, many = (phrase(bad, rows=rows, line=7) for rows in (1, 1200))
    assert one.startswith("1 row has no date")
    assert many.startswith("1,200 rows have no date")
    for locale, single, several in (
        ("de_DE", "1 Zeile hat", "1.200 Zeilen haben"),
        ("fr_FR", "1 ligne n\u2019a", "1\u00a0200 lignes n\u2019ont"),
        ("pl_PL", "1 row has", "1\u00a0200 rows have"),
    ):
        with use_locale(locale):
            assert translated(one).startswith(single)
            assert translated(many).replace("\u202f", "\u00a0").startswith(several)
    left = "{n} {n:customer|customers} past their own rhythm"
    hidden = Fact("n", "<10", Unit.CUSTOMERS, 0.0, "fewer than 10")
    assert say(left, n=hidden).plain.startswith("fewer than 10 customers")
    assert say(left, n=Fact("n", 1, Unit.CUSTOMERS, 1.0, "1")).plain.startswith("1 customer ")


def test_a_number_told_in_words_opens_a_sentence_with_a_capital() -> None:
    few = Fact("n", "<10", Unit.CUSTOMERS, 0.0, "fewer than 10")
    assert say("{n} customers ordered. {n} lapsed.", n=few).printed.plain == (
        "Fewer than 10 customers ordered. Fewer than 10 lapsed."
    )


def test_a_language_without_words_is_told_in_english_with_its_own_numbers() -> None:
    assert language_of("pl_PL") == "en"
    with use_locale("pl_PL"):
        assert gettext("Customers") == "Customers"
        assert (
            translated(phrase("{count:,} more {count:line like this|lines like these}", count=12345))
            == "12\u00a0345 more lines like these"
        )
