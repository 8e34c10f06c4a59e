"""What became of a message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from reportgen.errors import SurroundingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.mail.letter import Letter

MOST_BYTES = 10_000_000
"""Larger messages are refused by many servers."""


class DeliveryState(StrEnum):
    """Where a message to one recipient stands."""

    PLANNED = "planned"
    TRYING = "trying"
    """Being handed over; found so at a start, its sender was killed."""
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
    """What one try came to, and what the other side said."""

    state: DeliveryState
    reply: str = ""


class UnreachableError(SurroundingsError):
    """Nobody answers, for now; nothing was handed over."""


class Transport(Protocol):
    """One way for a message to leave this machine."""

    def deliver(self, letter: Letter, going_out: Callable[[], None]) -> DeliveryOutcome:
        """Hand a message over.

        Args:
            letter: the message.
            going_out: called just before anything of it leaves, so that a kill from then on is known; never,
                where a second try changes nothing.

        Raises:
            UnreachableError: the other side does not answer.
            ReportgenError: it will take no message at all, whoever the recipient is.
        """
        ...

    def close(self) -> None:
        """Say goodbye."""
        ...
