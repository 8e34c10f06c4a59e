"""Sends the brief of a month: every recipient gets it once, or is reported as one who did not."""

from __future__ import annotations

import datetime as dt
import random
import signal
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.errors import DeliveryError, InputError, Place, ReportgenError
from reportgen.mail.delivery import MOST_BYTES, DeliveryOutcome, DeliveryState, Transport, UnreachableError
from reportgen.mail.message import brief_message
from reportgen.mail.send_log import Delivery, open_send_log
from reportgen.options.addresses import mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    from reportgen.mail.message import MailMessage
    from reportgen.mail.sealed import SealedBuild
    from reportgen.mail.send_log import SendLog
    from reportgen.options.mail_options import MailOptions


@dataclass(frozen=True)
class DeliveryReport:
    """State of every recipient after a run."""

    name: str
    month: str
    deliveries: tuple[Delivery, ...]
    tried: frozenset[str]
    """Addresses that this run tried."""
    stopped: ReportgenError | None = None
    """Why the run ended early."""

    @property
    def counts(self) -> Counter[DeliveryState]:
        """State -> number of recipients."""
        return Counter(delivery.state for delivery in self.deliveries)

    @property
    def missing(self) -> tuple[Delivery, ...]:
        """Those who do not have the brief, or may not."""
        return tuple(
            each for each in self.deliveries if each.state not in (DeliveryState.SENT, DeliveryState.EARLIER)
        )

    @property
    def failure(self) -> ReportgenError | None:
        """The error where not everybody has it; None where all do."""
        if self.stopped is not None and not self.counts[DeliveryState.SENT]:
            return self.stopped
        if self.stopped is None and not self.missing:
            return None
        cause = f"{len(self.missing)} of {len(self.deliveries)} recipients did not get it"
        more = f" ({self.stopped})" if self.stopped else ""
        return DeliveryError(cause + more, self._remedy, Place(f"{self.name} {self.month}"))

    @property
    def _remedy(self) -> str:
        """What is refused for good is not tried again, so the address has to go or be put right."""
        bounced = [each.address for each in self.missing if each.state is DeliveryState.BOUNCED]
        again = "run the same command again: nobody gets it twice"
        if not bounced:
            return again
        correct = f"correct or remove {', '.join(bounced)} in mail.to"
        return correct if len(bounced) == len(self.missing) else f"{correct}; then {again}"


def recipients(mail: MailOptions, addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Bare addresses, each once, all of domains that this report may go to.

    Raises:
        InputError: there are none, there is no sender, or one is of another domain.
    """
    if mail.sender is None:
        raise InputError("no sender is named", 'add from = "reports@example.com"', Place("mail.from"))
    if not addresses:
        raise InputError("no recipient is named", 'add to = ["ann@example.com"]', Place("mail.to"))
    allowed = mail.allowed_domains or (mailbox(mail.sender).domain,)
    by_folded: dict[str, str] = {}
    for each in map(mailbox, addresses):
        if each.domain not in allowed:
            raise InputError(
                f"this report may not go to {each.domain}",
                f"recipients may be at {', '.join(allowed)}; more with mail.allowed_domains",
                Place(each.addr_spec),
            )
        by_folded.setdefault(each.addr_spec.casefold(), each.addr_spec)
    return tuple(by_folded.values())


def send_log_path(out: Path, name: str, month: str) -> Path:
    """The send log, beside the month's record: building the month again does not forget who has it."""
    return out / "record" / name / f"sent-{month}.sqlite"


def send(
    build: SealedBuild,
    mail: MailOptions,
    log_file: Path,
    transport: Transport,
    *,
    corrected: bool = False,
) -> DeliveryReport:
    """Send to all recipients who do not have it yet; a run that was killed goes on where it ended.

    Args:
        build: what to send.
        mail: to whom.
        log_file: who got what, kept for ever.
        transport: how; it is closed at the end.
        corrected: whether those who have an earlier version of this month get this one too.

    Raises:
        InputError: a recipient is not allowed, or the message is too large.
        SurroundingsError: another sender is at work, or the send log cannot be written.
    """
    addresses = recipients(mail, mail.to)
    with open_send_log(log_file, build.content) as log:
        log.plan(addresses, corrected=corrected)
        if build.accepted:
            log.keep_reason(build.accepted)
        run = _Run(build, mail, log, transport)
        try:
            stopped = run.rounds(addresses)
        finally:
            transport.close()
        return DeliveryReport(
            build.name, build.month, log.deliveries(addresses), frozenset(run.tried), stopped
        )


def send_test(build: SealedBuild, mail: MailOptions, address: str, transport: Transport) -> DeliveryOutcome:
    """Send one message marked as a test; it is not entered in the send log."""
    (to,) = recipients(mail, (address,))
    try:
        return transport.deliver(brief_message(build, mail, to, now(), mark="[Test] "), lambda: None)
    finally:
        transport.close()


@dataclass
class _Run:
    """One run of sending."""

    build: SealedBuild
    mail: MailOptions
    log: SendLog
    transport: Transport
    tried: set[str] = field(default_factory=set)

    def rounds(self, addresses: tuple[str, ...]) -> ReportgenError | None:
        """Try all that are due, and again those that failed for now; why it ended early, if it did.

        Each wait before another try is up to half as long again as the settings say.
        """
        stopped: ReportgenError | None = None
        with _delayed_signals() as stop:
            for wait in (0.0, *self.mail.waits):
                due = [each.address for each in self._due(addresses)]
                if not due:
                    return None
                stop.wait(wait * random.uniform(1, 1.5))  # noqa: S311 - spreads tries, guards nothing
                try:
                    self._one_round(due, stop)
                    stopped = None
                except UnreachableError as error:
                    stopped = error
                except ReportgenError as error:
                    return error
        return stopped

    def _due(self, addresses: tuple[str, ...]) -> list[Delivery]:
        """Those without an answer last: a kill that comes again must not hit the same ones."""
        due = (each for each in self.log.deliveries(addresses) if each.is_due)
        return sorted(
            due, key=lambda each: (each.state is DeliveryState.UNKNOWN, each.state is DeliveryState.BUSY)
        )

    def _one_round(self, due: list[str], stop: threading.Event) -> None:
        for address in due:
            if stop.is_set():
                raise KeyboardInterrupt
            message = brief_message(self.build, self.mail, address, now())
            if len(message.data) > MOST_BYTES:
                raise InputError(
                    f"the message has {len(message.data)} bytes, more than servers take",
                    "build a smaller brief",
                )
            self._try(address, message)

    def _try(self, address: str, message: MailMessage) -> None:
        try:
            outcome = self.transport.deliver(message, lambda: self.log.mark_sending(address))
        except ReportgenError:
            self.log.mark_unsent(address)
            raise
        self.tried.add(address)
        self.log.record(address, outcome)


@contextmanager
def _delayed_signals() -> Iterator[threading.Event]:
    """Delay SIGINT and SIGTERM until the message at hand has its answer."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def now() -> dt.datetime:
    """The time of sending, which no build depends on."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
