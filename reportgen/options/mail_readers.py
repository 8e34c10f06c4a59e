"""Readers of the [mail] table: addresses, domains, pauses between tries."""

from __future__ import annotations

from pathlib import Path

from reportgen.options.readers import Reader, UnfitError

MOST_WAITS, LONGEST_WAIT = 5, 3600
MOST_RECIPIENTS = 1_000
"""Of one brief, each by a message of their own; for more there are distribution lists."""


def words(expects: str) -> Reader[str]:
    """Text on one line that can be printed."""
    return Reader(_read_words, expects, "str")


def printable_path(expects: str) -> Reader[Path]:
    """A path that can be printed."""
    return Reader(_read_path, expects, "Path | str", Path)


def _read_words(given: object) -> str:
    if not isinstance(given, str) or not given.strip() or not given.isprintable():
        raise TypeError
    return given.strip()


def _read_path(given: object) -> Path:
    return Path(_read_words(given)).expanduser()


def _read_address(given: object) -> str:
    from reportgen.options.addresses import mailbox  # noqa: PLC0415 - the parser of addresses is slow to import

    if not isinstance(given, str):
        raise TypeError
    return str(mailbox(given.strip()))


def _read_domain(given: object) -> str:
    from reportgen.options.addresses import domain  # noqa: PLC0415 - likewise

    return domain(given)


def _listed(given: object) -> tuple[object, ...]:
    """One text, or a list of whatever its reader takes."""
    if isinstance(given, str):
        return (given,)
    if not isinstance(given, list | tuple):
        raise TypeError
    return tuple(given)


def _read_addresses(given: object) -> tuple[str, ...]:
    addresses = _listed(given)
    if len(addresses) > MOST_RECIPIENTS:
        raise UnfitError(f"{len(addresses):,} recipients are more than {MOST_RECIPIENTS:,}")
    return tuple(map(_read_address, addresses))


def _read_domains(given: object) -> tuple[str, ...]:
    return tuple(map(_read_domain, _listed(given)))


def _read_waits(given: object) -> tuple[float, ...]:
    if not isinstance(given, list | tuple) or len(given) > MOST_WAITS:
        raise TypeError
    waits = tuple(map(float, given))
    if not all(0 <= wait <= LONGEST_WAIT for wait in waits):
        raise ValueError
    return waits


ADDRESS = Reader(_read_address, "an address", "str")
ADDRESSES = Reader(_read_addresses, "a list of addresses", "Sequence[str] | str", list[str])
DOMAINS = Reader(_read_domains, "a list of domains", "Sequence[str] | str", list[str])
WAITS = Reader(
    _read_waits,
    f"a list of up to {MOST_WAITS} numbers from 0 to {LONGEST_WAIT}",
    "Sequence[float]",
    write=lambda waits: f"[{', '.join(f'{wait:g}' for wait in waits)}]",
)
