"""English texts that keep their template and slots, so that a report can translate them.

The steps before the report (reading, cleaning, the table of customers) write texts that both the terminal and
the report print. Each is a `Phrase`: an English string, which `translated` puts into the report's language.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from string import Formatter as _Template
from typing import TYPE_CHECKING, Any

from reportgen.base.formatting import Formatter
from reportgen.base.language import (
    DEFAULT,
    SOURCE,
    current_locale,
    form_of,
    gettext,
    language_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Phrase(str):
    """A template and what fills it; as a string, the English text."""

    __slots__ = ("slots", "template")
    template: str
    slots: Mapping[str, object]


class Script(str):
    """The code of a script in ISO 15924; a phrase shows its name in the language of the report."""

    __slots__ = ()


def phrase(template: str, **slots: object) -> Phrase:
    """English text from a template that the catalogues hold; without slots, braces stay as they are.

    >>> phrase("{rows:,} rows in {file!r}", rows=1200, file="a.csv")
    "1,200 rows in 'a.csv'"

    A word that a number changes stands in its forms, chosen by the number of a slot:

    >>> phrase("{rows:,} {rows:row repeats|rows repeat} another", rows=1)
    '1 row repeats another'
    """
    made = Phrase(_English().vformat(template, (), slots) if slots else template)
    made.template, made.slots = template, slots
    return made


def joined_phrases(parts: Iterable[str], separator: str = ", ") -> Phrase:
    """Phrases or words as one phrase, with a separator between them."""
    slots = {f"part{place}": part for place, part in enumerate(parts)}
    return phrase(separator.join(f"{{{slot}}}" for slot in slots), **slots)


def translated(text: str) -> str:
    """A text in the language of the report: phrases are filled anew, other texts looked up as they stand."""
    if not isinstance(text, Phrase):
        return gettext(text)
    if not text.slots:
        return gettext(text.template)
    if current_locale().startswith(SOURCE):
        return str(text)
    return _Translated().vformat(gettext(text.template), (), text.slots)


class _Counting(_Template):
    """Chooses the form of a word by the number of its slot."""

    def language(self) -> str:
        return SOURCE

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - whatever fills a slot
        if "|" in format_spec:
            return form_of(format_spec, value, self.language())
        return self.filled(value, format_spec)

    def filled(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - likewise
        return str(super().format_field(value, format_spec))


class _English(_Counting):
    def filled(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - likewise
        if isinstance(value, dt.date):
            return Formatter(_dates()).date(value)
        if isinstance(value, Script):
            return Formatter(DEFAULT).script(value)
        return str(super().filled(value, format_spec))


class _Translated(_Counting):
    """Fills slots as the locale writes them: words in its language, numbers with its signs."""

    def convert_field(self, value: Any, conversion: str | None) -> Any:  # noqa: ANN401 - likewise
        if conversion == "r" and language_of(current_locale()) != SOURCE:
            return gettext("\u201c{name}\u201d").format(name=value)
        return super().convert_field(value, conversion)

    def language(self) -> str:
        return language_of(current_locale())

    def filled(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - likewise
        form = Formatter(current_locale())
        match value:
            case Phrase():
                return translated(value)
            case Script():
                return Formatter(language_of(current_locale())).script(value)
            case dt.date():
                return form.date(value)
            case int() | float() | Decimal() if format_spec.endswith("%"):
                return form.share(float(value)).text
            case int() | float() | Decimal() if format_spec:
                return form.number(float(value), digits=2 if format_spec.endswith("f") else 0).text
            case _:
                return str(super().filled(value, format_spec))


def _dates() -> str:
    """The locale of dates in English text: the report's own, where that is English."""
    return current_locale() if current_locale().startswith(SOURCE) else DEFAULT
