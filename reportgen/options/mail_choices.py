"""The [mail] table of reportgen.toml: who gets the brief, and how."""

from __future__ import annotations

from pathlib import Path

from reportgen.options.addresses import domain, mailbox
from reportgen.options.choices import Choice
from reportgen.options.enums import Carrier, Security

TABLE = "mail"

_LARGEST_PORT = 65535
_MOST_WAITS, _LONGEST_WAIT = 5, 3600


def _address(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError
    return str(mailbox(given.strip()))


def _addresses(given: object) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list | tuple):
        raise TypeError
    return tuple(map(_address, listed))


def _domains(given: object) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list | tuple):
        raise TypeError
    return tuple(map(domain, listed))


def _port(given: object) -> int:
    if not isinstance(given, int) or isinstance(given, bool):
        raise TypeError
    if not 0 < given <= _LARGEST_PORT:
        raise ValueError
    return given


def _waits(given: object) -> tuple[float, ...]:
    if not isinstance(given, list | tuple) or len(given) > _MOST_WAITS:
        raise TypeError
    waits = tuple(map(float, given))
    if not all(0 <= wait <= _LONGEST_WAIT for wait in waits):
        raise ValueError
    return waits


def _words(given: object) -> str:
    if not isinstance(given, str) or not given.strip() or not given.isprintable():
        raise TypeError
    return given.strip()


def _path(given: object) -> Path:
    return Path(_words(given)).expanduser()


MAIL_CHOICES = (
    Choice(
        "sender",
        "mail.from",
        "Who the brief comes from.",
        "an address",
        '"Corner Shop <reports@example.com>"',
        _address,
    ),
    Choice(
        "to",
        "mail.to",
        "Who gets the brief, each by a message of their own.",
        "a list of addresses",
        '["Ann <ann@example.com>", "bob@example.com"]',
        _addresses,
    ),
    Choice(
        "allowed_domains",
        "mail.allowed_domains",
        "Domains that recipients may have; else only that of the sender.",
        "a list of domains",
        '["example.com"]',
        _domains,
    ),
    Choice("reply_to", "mail.reply_to", "Where answers go.", "an address", '"ann@example.com"', _address),
    Choice(
        "owner",
        "mail.owner",
        "Who is told when a build or a delivery fails.",
        "an address",
        '"ops@example.com"',
        _address,
    ),
    Choice(
        "carrier",
        "mail.by",
        "How it leaves: smtp, sendmail, or folder (one .eml file a recipient).",
        f"any of {', '.join(Carrier)}",
        '"smtp"',
        Carrier,
    ),
    Choice("server", "mail.server", "The mail server.", "a host's name", '"smtp.example.com"', _words),
    Choice(
        "port",
        "mail.port",
        "Its port; else 587 with starttls, 465 with tls, 25 with none.",
        "a whole number from 1 to 65535",
        "587",
        _port,
    ),
    Choice(
        "security",
        "mail.security",
        "starttls, tls, or none (only to this machine, and only by --insecure).",
        f"any of {', '.join(Security)}",
        '"starttls"',
        Security,
    ),
    Choice("user", "mail.user", "Who logs in; else nobody does.", "a name", '"reports"', _words),
    Choice(
        "password_env",
        "mail.password_env",
        "Environment variable that holds the password, which never stands here.",
        "the name of an environment variable",
        '"REPORTGEN_MAIL_PASSWORD"',
        _words,
    ),
    Choice(
        "password_file",
        "mail.password_file",
        "Or a file that holds it, which only its owner may read (chmod 600).",
        "a file",
        '"mail.password"',
        _path,
    ),
    Choice(
        "ca_file",
        "mail.ca_file",
        "Certificates to trust besides those of the system (PEM).",
        "a file",
        '"company-ca.pem"',
        _path,
    ),
    Choice(
        "sendmail",
        "mail.sendmail",
        "The sendmail program.",
        "a path",
        '"/usr/sbin/sendmail"',
        _path,
    ),
    Choice("folder", "mail.folder", "Folder for the .eml files.", "a folder", '"outbox"', _path),
    Choice(
        "waits",
        "mail.waits",
        "Seconds before the second, third ... try of a recipient whose server is busy.",
        f"a list of up to {_MOST_WAITS} numbers from 0 to {_LONGEST_WAIT}",
        "[5, 60]",
        _waits,
    ),
)
"""In the order of reportgen.toml; fields are those of `MailOptions`."""
