"""The locale of a report, and the translation of its texts with gettext.

The locale is a context variable, set once a build. Texts stand in the source in English; catalogues
(`locales/<language>/LC_MESSAGES/reportgen.po`) hold their translations. A locale whose language has no
catalogue gets its numbers and dates, and English texts.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

SOURCE = "en"
DEFAULT = "en_GB"
CAPITAL_NOUNS = frozenset({"de", "lb"})
"""Languages that write nouns with a capital, whose words no code may lower."""
_ENGLISH = frozenset(map(chr, range(128)))
_LOCALE: ContextVar[str] = ContextVar("locale", default=DEFAULT)


@contextmanager
def use_locale(locale: str) -> Iterator[None]:
    """Write every text, number and date inside in this locale."""
    token = _LOCALE.set(locale)
    try:
        yield
    finally:
        _LOCALE.reset(token)


def current_locale() -> str:
    """The locale in use, such as de_DE."""
    return _LOCALE.get()


def language_of(locale: str) -> str:
    """The language of the words in a locale: its own where there is a catalogue, else English."""
    own = Locale.parse(locale).language
    return own if _catalogue(own) else SOURCE


def gettext(message: str) -> str:
    """A message in the language in use."""
    return _translations().gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """The form of a message that fits a number."""
    return _translations().ngettext(one, many, number)


def form_of(forms: str, number: float | None, language: str) -> str:
    """The form of a word that a number asks for, from "row|rows"; None asks for the one of many.

    >>> form_of("row|rows", 1, "en")
    'row'
    """
    one, many = forms.split("|")
    return many if number is None or Locale.parse(language).plural_form(number) != "one" else one


def count_of(number: int, forms: str) -> str:
    """A number with the word that goes with it, in English: 1 customer, 1,200 customers."""
    return f"{number:,} {form_of(forms, number, SOURCE)}"


def letters_of(locale: str) -> str:
    """The letters of a locale's translations that English does not have; none without a catalogue."""
    path = _file(language_of(locale))
    return "".join(sorted(set(path.read_text("utf-8")) - _ENGLISH)) if path.is_file() else ""


def keeps_capitals() -> bool:
    """Whether a first letter is left as it stands within a sentence."""
    return language_of(current_locale()) in CAPITAL_NOUNS


def _translations() -> NullTranslations:
    return _catalogue(Locale.parse(current_locale()).language) or NullTranslations()


def _file(language: str) -> Traversable:
    return files("reportgen") / "locales" / language / "LC_MESSAGES" / "reportgen.po"


@cache
def _catalogue(language: str) -> GNUTranslations | None:
    """The words of a language, compiled from its .po file; None where there is none.

    The fonts have no narrow no-break space; the common one stands in for it, as it does in numbers.
    """
    path = _file(language)
    if not path.is_file():
        return None
    text = path.read_text("utf-8").replace("\u202f", "\u00a0")
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(text.encode()), locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
