"""The send log: who got what, in SQLite; written before and after every try, so that a kill loses nothing."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from reportgen.errors import Place, SurroundingsError
from reportgen.mail.delivery import DeliveryState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reportgen.mail.delivery import DeliveryOutcome

MOST_TRIES = 12
"""Over all runs, of a recipient that is always busy."""
MOST_DOUBTS = 2
"""Tries without an answer: the second may be a duplicate, a third could be another."""
_TABLE = """
create table if not exists delivery (
    content text not null, recipient text not null, address text not null,
    state text not null, tries integer not null default 0, doubts integer not null default 0,
    reply text not null default '', primary key (content, recipient)
)
"""
_REASONS = "create table if not exists accepted (content text primary key, reason text not null)"


@dataclass(frozen=True)
class Delivery:
    """State of one recipient."""

    address: str
    state: DeliveryState
    tries: int
    doubts: int
    """Tries that were cut off before an answer came; above one, the recipient may have it twice."""
    reply: str

    @property
    def is_due(self) -> bool:
        """Whether to try again."""
        match self.state:
            case DeliveryState.PLANNED:
                return True
            case DeliveryState.BUSY:
                return self.tries < MOST_TRIES
            case DeliveryState.UNKNOWN:
                return self.doubts < MOST_DOUBTS
            case _:
                return False


class SendLog:
    """The deliveries of one month of one report, for one content of its message.

    Only one process at a time has it open.
    """

    def __init__(self, database: sqlite3.Connection, content: str) -> None:
        self._database = database
        self._content = content

    def plan(self, addresses: Iterable[str], *, corrected: bool) -> None:
        """Add new recipients, and count a try that was killed as one without an answer.

        Args:
            addresses: bare addresses.
            corrected: whether those who have an earlier version get this one too.
        """
        with self._database as entries:
            entries.execute(
                "update delivery set state = ?, doubts = doubts + 1, reply = 'its sender was killed' "
                "where state = ?",
                (DeliveryState.UNKNOWN, DeliveryState.TRYING),
            )
            for address in addresses:
                state = self._first_state(address, corrected=corrected)
                entries.execute(
                    "insert into delivery (content, recipient, address, state) values (?, ?, ?, ?) "
                    "on conflict do update set state = excluded.state where state = ?",
                    (self._content, address.casefold(), address, state, DeliveryState.EARLIER),
                )

    def keep_reason(self, reason: str) -> None:
        """Record why a held build was sent all the same."""
        with self._database as entries:
            entries.execute("insert or replace into accepted values (?, ?)", (self._content, reason))

    def mark_sending(self, address: str) -> None:
        """Record that a message is about to leave."""
        self._update(address, DeliveryState.TRYING)

    def mark_unsent(self, address: str) -> None:
        """Record that nothing left after all."""
        if self._delivery(address).state is DeliveryState.TRYING:
            self._update(address, DeliveryState.PLANNED)

    def record(self, address: str, outcome: DeliveryOutcome) -> None:
        """Record the outcome of a try."""
        doubt = outcome.state is DeliveryState.UNKNOWN
        self._update(address, outcome.state, outcome.reply, tries=1, doubts=int(doubt))

    def deliveries(self, addresses: Iterable[str]) -> tuple[Delivery, ...]:
        """State of recipients, in their order."""
        return tuple(map(self._delivery, addresses))

    def _first_state(self, address: str, *, corrected: bool) -> DeliveryState:
        rows = self._database.execute(
            "select state from delivery where recipient = ? and content <> ?",
            (address.casefold(), self._content),
        )
        earlier = {DeliveryState(state) for (state,) in rows}
        if DeliveryState.BOUNCED in earlier:
            return DeliveryState.BOUNCED
        return (
            DeliveryState.EARLIER
            if earlier & {DeliveryState.SENT, DeliveryState.UNKNOWN} and not corrected
            else DeliveryState.PLANNED
        )

    def _update(
        self, address: str, state: DeliveryState, reply: str = "", tries: int = 0, doubts: int = 0
    ) -> None:
        with self._database as entries:
            entries.execute(
                "update delivery set state = ?, reply = ?, tries = tries + ?, doubts = doubts + ? "
                "where content = ? and recipient = ?",
                (state, reply, tries, doubts, self._content, address.casefold()),
            )

    def _delivery(self, address: str) -> Delivery:
        row = self._database.execute(
            "select state, tries, doubts, reply from delivery where content = ? and recipient = ?",
            (self._content, address.casefold()),
        ).fetchone()
        return (
            Delivery(address, DeliveryState(row[0]), *row[1:])
            if row
            else Delivery(address, DeliveryState.PLANNED, 0, 0, "")
        )


@contextmanager
def open_send_log(path: Path, content: str, wait_seconds: float = 60.0) -> Iterator[SendLog]:
    """Open the send log of a month under a lock.

    Args:
        path: the SQLite file; made if it is missing.
        content: checksum of the message, the same for all recipients.
        wait_seconds: how long another sender is waited for.

    Raises:
        SurroundingsError: another sender is at work, or the file cannot be written.
    """
    lock = FileLock(path.with_suffix(".lock"), timeout=wait_seconds)
    try:
        with lock:
            database = sqlite3.connect(path)
            try:
                database.execute("pragma journal_mode = wal")
                database.execute("pragma synchronous = full")
                database.execute(_TABLE)
                database.execute(_REASONS)
                yield SendLog(database, content)
            finally:
                database.close()
    except Timeout:
        raise SurroundingsError(
            "another sender is at work on this month", "wait until it is done", Place(str(path))
        ) from None
    except sqlite3.Error as error:
        raise SurroundingsError(
            f"the ledger of what was sent cannot be kept: {error}",
            "check the disk and its permissions; nothing is sent without it",
            Place(str(path)),
        ) from error
