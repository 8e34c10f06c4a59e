"""What `send` does with a month: look it over, then send, try, or only write files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.names import common_name, slug
from reportgen.errors import InputError, Place
from reportgen.mail.letter import brief_letter
from reportgen.mail.outbox import DeliveryReport, ledger_path, now, recipients, send, send_once
from reportgen.mail.sealed import read_sealed
from reportgen.mail.send_log import Delivery
from reportgen.mail.transports import FolderTransport, carrier_of

if TYPE_CHECKING:
    from reportgen.options.mail_options import MailOptions
    from reportgen.options.settings_file import Settings


@dataclass(frozen=True)
class SendOrder:
    """What is to be sent, and the user's leave for what is not usual."""

    out: Path
    name: str
    month: str
    accepted: str | None = None
    """Why a held build may be sent."""
    corrected: bool = False
    """Whether those who have an earlier version get this one too."""
    insecure: bool = False
    """Whether mail may go to this machine in the clear."""

    @property
    def what(self) -> str:
        """Its name for people."""
        return f"{self.name} {self.month}"


def dispatch(order: SendOrder, mail: MailOptions) -> DeliveryReport:
    """Send a month to all its recipients.

    Raises:
        ReportgenError: it may not be sent, or the settings do not fit.
    """
    build = read_sealed(order.out, order.name, order.month, order.accepted)
    transport = carrier_of(mail, insecure=order.insecure)
    ledger = ledger_path(order.out, order.name, order.month)
    return send(build, mail, ledger, transport, corrected=order.corrected)


def try_out(order: SendOrder, mail: MailOptions, address: str) -> DeliveryReport:
    """Send a month to one address, marked as a test; no ledger knows of it."""
    build = read_sealed(order.out, order.name, order.month, order.accepted)
    outcome = send_once(build, mail, address, carrier_of(mail, insecure=order.insecure))
    delivery = Delivery(address, outcome.state, 1, 0, outcome.reply)
    return DeliveryReport(order.name, order.month, (delivery,), frozenset({address}))


def write_only(order: SendOrder, mail: MailOptions) -> tuple[Path, ...]:
    """The messages as .eml files in the month's private folder, sent to nobody."""
    build = read_sealed(order.out, order.name, order.month, order.accepted)
    folder = order.out / "private" / order.name / order.month / "email"
    transport = FolderTransport(folder)
    letters = [brief_letter(build, mail, address, now()) for address in recipients(mail, mail.to)]
    return tuple(Path(transport.deliver(letter, lambda: None).reply) for letter in letters)


def refuse_other_settings(settings: Settings, name: str) -> None:
    """Keep the brief of one report from the recipients of another.

    Raises:
        InputError: the settings belong to another report.
    """
    own = slug(settings.options.get("name") or common_name(settings.sources))
    if own != name:
        raise InputError(
            f"these settings are for {own!r}, not for {name!r}",
            "name the report's own with --config, or correct its name there",
            Place(str(settings.file)),
        )
