"""Addresses of e-mail: one that can stand in a header, and domains as mail servers write them."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.headerregistry import Address, HeaderRegistry

_DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})*")
_HEADERS = HeaderRegistry()


def mailbox(text: str) -> Address:
    """One address, with or without a name: "Ann <ann@example.com>".

    Raises:
        ValueError: it is none, is several, or holds what may not stand in a header.
    """
    if not text.isprintable():
        raise ValueError(text)
    try:
        header = _HEADERS("to", text)
    except (HeaderParseError, IndexError):  # the parser trips over some, such as "ann@"
        raise ValueError(text) from None
    addresses: tuple[Address, ...] = getattr(header, "addresses", ())
    if header.defects or len(addresses) != 1:
        raise ValueError(text)
    found = addresses[0]
    if not found.username.isascii() or not found.username:
        raise ValueError(text)
    return Address(found.display_name, found.username, domain(found.domain))


def domain(given: object) -> str:
    """A domain in small ASCII letters, as mail servers write it.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(given, str):
        raise TypeError
    plain = given.strip().removeprefix("@").encode("idna").decode().lower()
    if _DOMAIN.fullmatch(plain) is None:
        raise ValueError(given)
    return plain
