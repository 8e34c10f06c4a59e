"""Who gets the brief, and how: defaults here, then `reportgen.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.options.enums import Carrier, Security


@dataclass(frozen=True)
class MailOptions:
    """Who gets the brief, and how. None of it can change a build."""

    sender: str | None = None
    to: tuple[str, ...] = ()
    reply_to: str | None = None
    owner: str | None = None
    """Who is told when a build or a delivery fails."""
    allowed_domains: tuple[str, ...] = ()
    """Domains that recipients may have; empty allows the sender's own."""
    carrier: Carrier = Carrier.SMTP
    server: str | None = None
    port: int | None = None
    """None takes the port that goes with `security`."""
    security: Security = Security.STARTTLS
    user: str | None = None
    password_env: str | None = None
    """Name of the environment variable with the password."""
    password_file: Path | None = None
    ca_file: Path | None = None
    """Certificates to trust besides those of the system."""
    sendmail: Path = Path("/usr/sbin/sendmail")
    folder: Path | None = None
    waits: tuple[float, ...] = (5.0, 60.0)
    """Seconds before another try of those that failed for now; their number limits the tries of a run."""
