"""States of a delivery, and the interface of a transport."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from reportgen.errors import SurroundingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.mail.message import MailMessage

MOST_BYTES = 10_000_000
"""Larger messages are refused by many servers."""


class DeliveryState(StrEnum):
    """State of the delivery to one recipient."""

    PLANNED = "planned"
    TRYING = "trying"
    """Being handed over; if a run finds it so at its start, the run before was killed."""
    SENT = "sent"
    BOUNCED = "bounced"
    """Refused for good (5xx): never tried again."""
    BUSY = "busy"
    """Refused for now (4xx), or the connection broke before the message was out."""
    UNKNOWN = "unknown"
    """Cut off after the message was out and before an answer came: it may have arrived."""
    EARLIER = "earlier"
    """Has an earlier version of this month's brief, so this one waits for --corrected."""


@dataclass(frozen=True)
class DeliveryOutcome:
    """The result of one try, and the reply of the other side."""

    state: DeliveryState
    reply: str = ""


class UnreachableError(SurroundingsError):
    """The server cannot be reached for now; nothing was handed over."""


class Transport(Protocol):
    """Hands messages over to a mail system."""

    def deliver(self, message: MailMessage, on_sending: Callable[[], None]) -> DeliveryOutcome:
        """Hand a message over.

        Args:
            message: the message.
            on_sending: called just before anything of it leaves, so that the log knows of a kill from then
                on; not called where a second try changes nothing.

        Raises:
            UnreachableError: the other side does not answer.
            ReportgenError: it will take no message at all, whoever the recipient is.
        """
        ...

    def reach(self, sender: str) -> str:
        """See whether messages of a sender would be taken, and hand nothing over.

        Returns:
            What answered.

        Raises:
            ReportgenError: as `deliver`.
        """
        ...

    def close(self) -> None:
        """Close the connection."""
        ...
