"""Who gets the brief, and how: the table [mail] of reportgen.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.options.enums import Carrier, Security
from reportgen.options.mail_readers import ADDRESS, ADDRESSES, DOMAINS, WAITS, printable_path, words
from reportgen.options.option import declared, option
from reportgen.options.readers import any_of, whole_number


@dataclass(frozen=True)
class MailOptions:
    """Who gets the brief, and how. None of it can change a build."""

    sender: str | None = option(
        default=None,
        entry="mail.from",
        help="Who the brief comes from.",
        reads=ADDRESS,
        example='"Corner Shop <reports@example.com>"',
    )
    to: tuple[str, ...] = option(
        default=(),
        entry="mail.to",
        help="Who gets the brief, each by a message of their own.",
        reads=ADDRESSES,
        example='["Ann <ann@example.com>", "bob@example.com"]',
    )
    allowed_domains: tuple[str, ...] = option(
        default=(),
        entry="mail.allowed_domains",
        help="Domains that recipients may have; else only that of the sender.",
        reads=DOMAINS,
        example='["example.com"]',
    )
    reply_to: str | None = option(
        default=None,
        entry="mail.reply_to",
        help="Where answers go.",
        reads=ADDRESS,
        example='"ann@example.com"',
    )
    owner: str | None = option(
        default=None,
        entry="mail.owner",
        help="Who is told when a build or a delivery fails.",
        reads=ADDRESS,
        example='"ops@example.com"',
    )
    carrier: Carrier = option(
        default=Carrier.SMTP,
        entry="mail.by",
        help="How it leaves: smtp, sendmail, or folder (one .eml file a recipient).",
        reads=any_of(Carrier),
    )
    server: str | None = option(
        default=None,
        entry="mail.server",
        help="The mail server.",
        reads=words("a host's name"),
        example='"smtp.example.com"',
    )
    port: int | None = option(
        default=None,
        entry="mail.port",
        help="Its port; else 587 with starttls, 465 with tls, 25 with none.",
        reads=whole_number(1, 65535),
        example="587",
    )
    security: Security = option(
        default=Security.STARTTLS,
        entry="mail.security",
        help="starttls, tls, or none (only to this machine, and only by --insecure).",
        reads=any_of(Security),
    )
    user: str | None = option(
        default=None,
        entry="mail.user",
        help="Who logs in; else nobody does.",
        reads=words("a name"),
        example='"reports"',
    )
    password_env: str | None = option(
        default=None,
        entry="mail.password_env",
        help="Environment variable that holds the password, which never stands here.",
        reads=words("the name of an environment variable"),
        example='"REPORTGEN_MAIL_PASSWORD"',
    )
    password_file: Path | None = option(
        default=None,
        entry="mail.password_file",
        help="Or a file that holds it, which only its owner may read (chmod 600).",
        reads=printable_path("a file"),
        example='"mail.password"',
    )
    ca_file: Path | None = option(
        default=None,
        entry="mail.ca_file",
        help="Certificates to trust besides those of the system (PEM).",
        reads=printable_path("a file"),
        example='"company-ca.pem"',
    )
    sendmail: Path = option(
        default=Path("/usr/sbin/sendmail"),
        entry="mail.sendmail",
        help="The sendmail program.",
        reads=printable_path("a path"),
    )
    folder: Path | None = option(
        default=None,
        entry="mail.folder",
        help="Folder for the .eml files.",
        reads=printable_path("a folder"),
        example='"outbox"',
    )
    waits: tuple[float, ...] = option(
        default=(5.0, 60.0),
        entry="mail.waits",
        help="Seconds before the second, third ... try of a recipient whose server is busy.",
        reads=WAITS,
    )


OPTIONS = declared(MailOptions)
"""Field -> option, in the order of reportgen.toml."""
