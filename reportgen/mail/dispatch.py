"""What `reportgen send` does with a month: check it, then send it, send a test, or only write files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.names import common_name, slug
from reportgen.errors import InputError, Place
from reportgen.mail.message import brief_message
from reportgen.mail.outbox import DeliveryReport, now, recipients, send, send_log_path, send_test
from reportgen.mail.sealed import read_sealed
from reportgen.mail.send_log import Delivery
from reportgen.mail.transports import FolderTransport, transport_for

if TYPE_CHECKING:
    from reportgen.options.mail_options import MailOptions
    from reportgen.options.settings_file import Settings


@dataclass(frozen=True)
class SendOrder:
    """What is to be sent, and which exceptions the user allows."""

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
        """Name and month, as messages print them."""
        return f"{self.name} {self.month}"


def send_month(order: SendOrder, mail: MailOptions) -> DeliveryReport:
    """Send a month to all its recipients.

    Raises:
        ReportgenError: it may not be sent, or the settings do not fit.
    """
    build = read_sealed(order.out, order.name, order.month, order.accepted)
    transport = transport_for(mail, insecure=order.insecure)
    log_file = send_log_path(order.out, order.name, order.month)
    return send(build, mail, log_file, transport, corrected=order.corrected)


def test_month(order: SendOrder, mail: MailOptions, address: str) -> DeliveryReport:
    """Send a month to one address, marked as a test; it is not entered in the send log."""
    build = read_sealed(order.out, order.name, order.month, order.accepted)
    outcome = send_test(build, mail, address, transport_for(mail, insecure=order.insecure))
    delivery = Delivery(address, outcome.state, 1, 0, outcome.reply)
    return DeliveryReport(order.name, order.month, (delivery,), frozenset({address}))


def write_messages(order: SendOrder, mail: MailOptions) -> tuple[Path, ...]:
    """The messages as .eml files in the month's private folder, sent to nobody."""
    build = read_sealed(order.out, order.name, order.month, order.accepted)
    folder = order.out / "private" / order.name / order.month / "email"
    transport = FolderTransport(folder)
    messages = [brief_message(build, mail, address, now()) for address in recipients(mail, mail.to)]
    return tuple(Path(transport.deliver(message, lambda: None).reply) for message in messages)


def refuse_other_settings(settings: Settings, name: str) -> None:
    """Keep the brief of one report from the recipients of another.

    Raises:
        InputError: the settings belong to another report.
    """
    if not settings.sources and "name" not in settings.options:
        raise InputError(
            "these settings do not say which report they are for",
            f'add name = "{name}" to them, above the first [table]',
            Place(str(settings.file)),
        )
    own = slug(settings.options.get("name") or common_name(settings.sources))
    if own != name:
        raise InputError(
            f"these settings are for {own!r}, not for {name!r}",
            "name the report's own with --config, or correct its name there",
            Place(str(settings.file)),
        )
