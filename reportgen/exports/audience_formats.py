"""The file that each service takes: columns, how their values are made alike, and which are hashed.

The rules and the pages that give them stand in docs/audiences.md. Hashes are SHA-256 of UTF-8, in
hexadecimal and lower case.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from reportgen.base.word_lists import data_file, plain
from reportgen.options.enums import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.exports.contact_values import Person

_US = "US"
_GMAIL = frozenset({"gmail.com", "googlemail.com"})
_MAILCHIMP_BYTES = 255
"""Mailchimp clips texts beyond it."""
_SHORT_ZIP = 5


@dataclass(frozen=True)
class AudienceFormat:
    """The file of one service."""

    columns: tuple[tuple[str, Callable[[Person], str]], ...]
    """Header, and the cell of a person."""
    reached_by: tuple[str, ...]
    """Columns of which a row needs one."""

    @property
    def header(self) -> tuple[str, ...]:
        """The first line."""
        return tuple(header for header, _ in self.columns)

    def row(self, person: Person) -> tuple[str, ...] | None:
        """A person's cells; None where the service could not tell who it is."""
        cells = {header: cell(person) for header, cell in self.columns}
        return tuple(cells.values()) if any(cells[header] for header in self.reached_by) else None


def hashed(text: str) -> str:
    """SHA-256 as the services compare it; nothing of nothing."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def google_email(email: str) -> str:
    """Google's own mailboxes ignore dots, and what stands behind a plus sign."""
    mailbox, _, domain = email.partition("@")
    if domain not in _GMAIL:
        return email
    return f"{mailbox.partition('+')[0].replace('.', '')}@{domain}"


def bare(text: str) -> str:
    """Lower case without punctuation, letters of every script kept."""
    kept = (char for char in text.lower() if unicodedata.category(char)[0] not in "PS")
    return " ".join("".join(kept).split())


def meta_place(text: str) -> str:
    """A place without punctuation and blanks: "New York" is newyork."""
    return bare(text).replace(" ", "")


def meta_state(person: Person) -> str:
    """A state of the United States by its two letters, others as places."""
    codes: dict[str, str] = data_file("reportgen.exports", "us_states.toml")["states"]
    if person.country in {"", _US} and plain(person.state) in codes:
        return codes[plain(person.state)]
    return meta_place(person.state)


def meta_zip(person: Person) -> str:
    """A postcode without blanks and dashes; of the United States the first five figures."""
    code = meta_place(person.zip)
    return code[:_SHORT_ZIP] if person.country == _US else code


def mailchimp_email(person: Person) -> str:
    """Mailchimp takes other letters than ASCII only behind the @ sign."""
    return person.email if person.email.partition("@")[0].isascii() else ""


def _clipped(text: str) -> str:
    return text.encode()[:_MAILCHIMP_BYTES].decode(errors="ignore")


FORMATS: Mapping[Service, AudienceFormat] = MappingProxyType(
    {
        Service.KLAVIYO: AudienceFormat(
            (
                ("Email", lambda person: person.email),
                ("Phone Number", lambda person: person.phone),
                ("First Name", lambda person: person.first_name),
                ("Last Name", lambda person: person.last_name),
                ("City", lambda person: person.city),
                ("Country", lambda person: person.country),
            ),
            ("Email", "Phone Number"),
        ),
        Service.MAILCHIMP: AudienceFormat(
            (
                ("Email Address", mailchimp_email),
                ("First Name", lambda person: _clipped(person.first_name)),
                ("Last Name", lambda person: _clipped(person.last_name)),
                ("Phone Number", lambda person: person.phone),
            ),
            ("Email Address",),
        ),
        Service.META: AudienceFormat(
            (
                ("email", lambda person: hashed(person.email)),
                ("phone", lambda person: hashed(person.phone.removeprefix("+"))),
                ("fn", lambda person: hashed(bare(person.first_name))),
                ("ln", lambda person: hashed(bare(person.last_name))),
                ("ct", lambda person: hashed(meta_place(person.city))),
                ("st", lambda person: hashed(meta_state(person))),
                ("zip", lambda person: hashed(meta_zip(person))),
                ("country", lambda person: hashed(person.country.lower())),
            ),
            ("email", "phone"),
        ),
        Service.GOOGLE: AudienceFormat(
            (
                ("Email", lambda person: hashed(google_email(person.email))),
                ("Phone", lambda person: hashed(person.phone)),
                ("First Name", lambda person: hashed(person.first_name.lower())),
                ("Last Name", lambda person: hashed(person.last_name.lower())),
                ("Country", lambda person: person.country),
                ("Zip", lambda person: person.zip),
            ),
            ("Email", "Phone"),
        ),
    }
)
"""Service -> its file."""
