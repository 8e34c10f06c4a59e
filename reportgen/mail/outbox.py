"""Sends the brief of a month: every recipient gets it once, or is told as the one who did not."""

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
from reportgen.mail.letter import brief_letter
from reportgen.mail.outcome import MOST_BYTES, DeliveryOutcome, DeliveryState, Transport, UnreachableError
from reportgen.mail.send_log import Delivery, open_ledger
from reportgen.options.addresses import mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    from reportgen.mail.letter import Letter
    from reportgen.mail.sealed import SealedBuild
    from reportgen.mail.send_log import SendLog
    from reportgen.options.mail_options import MailOptions


@dataclass(frozen=True)
class DeliveryReport:
    """What became of every recipient."""

    name: str
    month: str
    deliveries: tuple[Delivery, ...]
    tried: frozenset[str]
    """Addresses that this run tried."""
    stopped: ReportgenError | None = None
    """Why the run ended before its time."""

    @property
    def counts(self) -> Counter[DeliveryState]:
        """How many recipients stand where."""
        return Counter(delivery.state for delivery in self.deliveries)

    @property
    def missing(self) -> tuple[Delivery, ...]:
        """Those who do not have the brief, or may not."""
        return tuple(
            each for each in self.deliveries if each.state not in (DeliveryState.SENT, DeliveryState.EARLIER)
        )

    @property
    def failure(self) -> ReportgenError | None:
        """What to tell where not everybody has it; None where all do."""
        if self.stopped is not None and not self.counts[DeliveryState.SENT]:
            return self.stopped
        if self.stopped is None and not self.missing:
            return None
        cause = f"{len(self.missing)} of {len(self.deliveries)} recipients did not get it"
        more = f" ({self.stopped})" if self.stopped else ""
        hint = "run the same command again: nobody gets it twice, and bounced addresses are left alone"
        return DeliveryError(cause + more, hint, Place(f"{self.name} {self.month}"))


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
    found: dict[str, str] = {}
    for each in map(mailbox, addresses):
        if each.domain not in allowed:
            raise InputError(
                f"this report may not go to {each.domain}",
                f"recipients may be at {', '.join(allowed)}; more with mail.allowed_domains",
                Place(each.addr_spec),
            )
        found.setdefault(each.addr_spec.casefold(), each.addr_spec)
    return tuple(found.values())


def ledger_path(out: Path, name: str, month: str) -> Path:
    """Beside the month's record, so that building the month again does not forget who has it."""
    return out / "record" / name / f"sent-{month}.sqlite"


def send(
    build: SealedBuild,
    mail: MailOptions,
    ledger_file: Path,
    transport: Transport,
    *,
    corrected: bool = False,
) -> DeliveryReport:
    """Send to all recipients who do not have it yet; a run that was killed goes on where it ended.

    Args:
        build: what to send.
        mail: to whom.
        ledger_file: who got what, kept for ever.
        transport: how; it is closed at the end.
        corrected: whether those who have an earlier version of this month get this one too.

    Raises:
        InputError: a recipient is not allowed, or the message is too large.
        SurroundingsError: another sender is at work, or the ledger cannot be kept.
    """
    addresses = recipients(mail, mail.to)
    with open_ledger(ledger_file, build.content) as ledger:
        ledger.plan(addresses, corrected=corrected)
        if build.accepted:
            ledger.keep_reason(build.accepted)
        run = _Run(build, mail, ledger, transport)
        try:
            stopped = run.rounds(addresses)
        finally:
            transport.close()
        return DeliveryReport(
            build.name, build.month, ledger.deliveries(addresses), frozenset(run.tried), stopped
        )


def send_once(build: SealedBuild, mail: MailOptions, address: str, transport: Transport) -> DeliveryOutcome:
    """One message to try things, marked as such; no ledger knows of it."""
    (to,) = recipients(mail, (address,))
    try:
        return transport.deliver(brief_letter(build, mail, to, now(), mark="[Test] "), lambda: None)
    finally:
        transport.close()


@dataclass
class _Run:
    """One run of a sender."""

    build: SealedBuild
    mail: MailOptions
    ledger: SendLog
    transport: Transport
    tried: set[str] = field(default_factory=set)

    def rounds(self, addresses: tuple[str, ...]) -> ReportgenError | None:
        """Try all that are due, and again those that failed for now; why it ended early, if it did.

        Each wait before another try is up to half as long again as the settings say.
        """
        stopped: ReportgenError | None = None
        with _gently() as stop:
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
        due = (each for each in self.ledger.deliveries(addresses) if each.is_due)
        return sorted(
            due, key=lambda each: (each.state is DeliveryState.UNKNOWN, each.state is DeliveryState.BUSY)
        )

    def _one_round(self, due: list[str], stop: threading.Event) -> None:
        for address in due:
            if stop.is_set():
                raise KeyboardInterrupt
            letter = brief_letter(self.build, self.mail, address, now())
            if len(letter.data) > MOST_BYTES:
                raise InputError(
                    f"the message has {len(letter.data)} bytes, more than servers take",
                    "build a smaller brief",
                )
            self._try(address, letter)

    def _try(self, address: str, letter: Letter) -> None:
        try:
            outcome = self.transport.deliver(letter, lambda: self.ledger.going_out(address))
        except ReportgenError:
            self.ledger.call_off(address)
            raise
        self.tried.add(address)
        self.ledger.enter(address, outcome)


@contextmanager
def _gently() -> Iterator[threading.Event]:
    """Let a signal to end wait until the message at hand has its answer."""
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
    """The time of sending; nothing that is built knows it."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
