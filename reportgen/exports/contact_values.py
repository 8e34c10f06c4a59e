"""How a person is reached, made alike: addresses, phone numbers, names and places as services expect them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.core import get_global

from reportgen.base.word_lists import plain, table_words
from reportgen.columns.contact_fields import ContactField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_EMAIL = re.compile(r"[\w][^\s@,;<>()\"]*@[^\s@.,;<>()\"]+(?:\.[^\s@.,;<>()\"]+)+")
"""One address that begins with a letter or a figure: no spreadsheet takes it for a formula."""
_SIGNS_FIRST = re.compile(r"^[\W_]+")
_COUNTRY_LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pt",
    "pl",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "hu",
    "tr",
    "ja",
    "zh",
)
"""Languages in which a country's name is known, the report's own among them."""


class Unusable(StrEnum):
    """Why something of a person stands in no file; the words of `summary.csv`."""

    NO_EMAIL = "without an e-mail address"
    BAD_EMAIL = "with an e-mail address that is not valid"
    NO_PHONE = "without a phone number"
    NO_COUNTRY = "with a phone number of an unknown country"
    BAD_PHONE = "with a phone number that is not valid"


@dataclass(frozen=True)
class Person:
    """One customer, as every service takes them; what is missing or cannot be used is empty."""

    email: str = ""
    """In lower case."""
    phone: str = ""
    """E.164, such as +442079460123."""
    first_name: str = ""
    last_name: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2, in capitals."""
    unusable: tuple[Unusable, ...] = ()


def person(written: Mapping[str, str], country: str | None) -> Person:
    """A customer's cells made alike.

    Args:
        written: by `ContactField`, as the file has them; fields may be missing.
        country: of customers whose own is not known.
    """
    cells = {field: written.get(field, "").strip() for field in ContactField}
    own = country_code(cells[ContactField.COUNTRY]) or (country if not cells[ContactField.COUNTRY] else None)
    email = email_address(cells[ContactField.EMAIL])
    phone = phone_number(cells[ContactField.PHONE], own)
    first, last = _names(cells)
    return Person(
        email=email,
        phone=phone,
        first_name=first,
        last_name=last,
        city=_text(cells[ContactField.CITY]),
        state=_text(cells[ContactField.STATE]),
        zip=_text(cells[ContactField.ZIP]),
        country=own or "",
        unusable=tuple(_unusable(cells, email, phone, own)),
    )


def _unusable(
    cells: Mapping[ContactField, str], email: str, phone: str, country: str | None
) -> Iterator[Unusable]:
    if not email:
        yield Unusable.BAD_EMAIL if cells[ContactField.EMAIL] else Unusable.NO_EMAIL
    if not phone:
        number = cells[ContactField.PHONE]
        if not number:
            yield Unusable.NO_PHONE
        elif country is None and not _international(number):
            yield Unusable.NO_COUNTRY
        else:
            yield Unusable.BAD_PHONE


def email_address(cell: str) -> str:
    """The address in lower case; empty where the cell holds none, or more than one."""
    address = cell.strip().removeprefix("'").removeprefix("mailto:").lower()
    return address if _EMAIL.fullmatch(address) else ""


def phone_number(cell: str, country: str | None) -> str:
    """The number as E.164; empty where it is not valid, or without a country of its own or a known one."""
    import phonenumbers  # noqa: PLC0415 - its rules take a moment, and only audience files need them

    number = cell.strip().removeprefix("'")
    if re.match(r"00[1-9]", number) and country is None:
        number = f"+{number[2:]}"
    try:
        read = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(read):
        return ""
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)


def _international(number: str) -> bool:
    return number.lstrip("'( ").startswith(("+", "00"))


def country_code(cell: str) -> str | None:
    """ISO 3166-1 alpha-2 of a country's code or name; None where it is neither."""
    return _countries().get(plain(cell))


@cache
def _countries() -> Mapping[str, str]:
    """Code of two or three letters, or name in one of several languages -> code of two letters."""
    codes = {code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code)}
    names = {plain(code): code for code in codes}
    for language in _COUNTRY_LANGUAGES:
        territories: Mapping[str, str] = Locale(language).territories
        for code in sorted(codes & territories.keys()):
            names.setdefault(plain(territories[code]), code)
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    names |= {plain(alias): now[0] for alias, now in aliases.items() if len(now) == 1 and now[0] in codes}
    return names


def _names(cells: Mapping[ContactField, str]) -> tuple[str, str]:
    """First and last name: their own columns, else a full name parted at its comma or its first blank."""
    first, last = cells[ContactField.FIRST_NAME], cells[ContactField.LAST_NAME]
    if not first and not last:
        full = _text(cells[ContactField.FULL_NAME])
        if "," in full:
            last, _, first = full.partition(",")
        else:
            first, _, last = _without(full, "prefixes", 0).partition(" ")
    return _without(_text(first), "prefixes", 0), _without(_text(last), "suffixes", -1)


def _without(name: str, kind: str, place: int) -> str:
    """A name without the titles at one of its ends."""
    words, titles = name.split(), table_words("name_parts", kind)
    while len(words) > 1 and plain(words[place]) in titles:
        del words[place]
    return " ".join(words).rstrip(",")


def _text(cell: str) -> str:
    """Text with single blanks that begins with a letter or a figure, so that it is no formula."""
    return _SIGNS_FIRST.sub("", " ".join(cell.split()))
