"""Transports for messages: a folder, sendmail, or SMTP, as the settings say."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from reportgen.base.atomic_swap import write_atomically
from reportgen.base.named_files import read_named_text
from reportgen.errors import InputError, Place, SurroundingsError
from reportgen.mail.delivery import DeliveryOutcome, DeliveryState, Transport
from reportgen.mail.smtp import SmtpTransport
from reportgen.options.enums import Carrier

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportgen.mail.message import MailMessage
    from reportgen.options.mail_options import MailOptions

MOST_SECRET = 2**16
"""Bytes of a file that holds a password."""
SECONDS = 60
_TRY_LATER = 75
_NOBODY_THERE = frozenset({65, 67, 68})
"""Exit codes of sendmail (sysexits.h): EX_TEMPFAIL; EX_DATAERR, EX_NOUSER, EX_NOHOST."""


def transport_for(mail: MailOptions, *, insecure: bool = False) -> Transport:
    """The transport of the settings, ready to take messages.

    Args:
        mail: the settings.
        insecure: whether mail may go to this machine in the clear.

    Raises:
        InputError: the settings lack something, or would send in the clear.
    """
    if mail.carrier is Carrier.FOLDER:
        if mail.folder is None:
            raise InputError("no folder is named", 'add folder = "outbox"', Place("mail.folder"))
        return FolderTransport(mail.folder)
    if mail.carrier is Carrier.SENDMAIL:
        return SendmailTransport(mail.sendmail)
    return SmtpTransport(mail, password(mail), insecure=insecure)


def password(mail: MailOptions) -> str | None:
    """From the environment or a file that only its owner can read; None where nobody logs in."""
    if mail.user is None:
        return None
    if mail.password_env is not None:
        secret = os.environ.get(mail.password_env)
        if not secret:
            raise InputError(
                "the environment variable that it names is not set",
                "set it to the password",
                Place("mail.password_env"),
            )
        return secret
    if mail.password_file is not None:
        return _from_file(mail.password_file)
    raise InputError(
        "a user is named, but no password", "add password_env or password_file", Place("mail.user")
    )


def _from_file(path: Path) -> str:
    place = Place("mail.password_file")
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise InputError("others may read this file", "chmod 600 it", place)
        return read_named_text(path, MOST_SECRET).strip()
    except OSError:
        raise InputError("this file cannot be read", "name a text file with the password", place) from None


class FolderTransport:
    """Writes one .eml file a recipient; a second try writes the same file, so a kill leaves no doubt."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, message: MailMessage, on_sending: Callable[[], None]) -> DeliveryOutcome:  # noqa: ARG002 - nothing leaves
        """See `Transport.deliver`."""
        path = self._folder / eml_name(message)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(path, message.data)
        except OSError as error:
            raise SurroundingsError(
                f"the message cannot be written: {(error.strerror or '').lower()}",
                "free some space, or name another folder",
                Place(str(self._folder)),
            ) from None
        return DeliveryOutcome(DeliveryState.SENT, str(path))

    def reach(self, sender: str) -> str:  # noqa: ARG002 - nobody is asked
        """See `Transport.reach`."""
        nearest = next(
            folder for folder in (self._folder, *self._folder.absolute().parents) if folder.exists()
        )
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise SurroundingsError("no file may be written here", "name another folder", Place(str(nearest)))
        return f"messages go into {self._folder}"

    def close(self) -> None:
        """Nothing is open."""


def eml_name(message: MailMessage) -> str:
    """File name of a message, safe on every system and different for each recipient."""
    who = "".join(sign if sign.isalnum() else "-" for sign in message.recipient)[:60]
    return f"{who}-{hashlib.sha256(message.message_id.encode()).hexdigest()[:12]}.eml"


class SendmailTransport:
    """The machine's own mail system, which takes messages into its queue.

    It reads from a file: the end of a pipe, were its writer killed, would look like the end of the
    message, and half of it would go out.
    """

    def __init__(self, program: Path) -> None:
        self._program = program.absolute()

    def deliver(self, message: MailMessage, on_sending: Callable[[], None]) -> DeliveryOutcome:
        """See `Transport.deliver`."""
        words = [str(self._program), "-i", "-f", message.sender, "--", message.recipient]
        try:
            with TemporaryFile() as spool:
                spool.write(message.data.replace(b"\r\n", b"\n"))
                spool.seek(0)
                on_sending()
                done = subprocess.run(  # noqa: S603 - parsed addresses, behind --
                    words,
                    stdin=spool,
                    capture_output=True,
                    timeout=SECONDS,
                    check=False,
                    start_new_session=True,
                )
        except subprocess.TimeoutExpired:
            return DeliveryOutcome(DeliveryState.UNKNOWN, f"no answer within {SECONDS} seconds")
        except OSError as error:
            raise SurroundingsError(
                f"it cannot be run: {(error.strerror or '').lower()}",
                "install a mail system, or use smtp",
                Place(str(self._program)),
            ) from None
        return self._outcome(done.returncode)

    def reach(self, sender: str) -> str:  # noqa: ARG002 - nobody is asked
        """See `Transport.reach`."""
        if not os.access(self._program, os.X_OK):
            place = Place(str(self._program))
            raise SurroundingsError("there is no such program", "install a mail system, or use smtp", place)
        return f"{self._program} is there"

    def close(self) -> None:
        """Nothing is open."""

    def _outcome(self, code: int) -> DeliveryOutcome:
        if code == 0:
            return DeliveryOutcome(DeliveryState.SENT, "queued by sendmail")
        reply = f"sendmail ended with {code}"
        if code < 0:  # a signal
            return DeliveryOutcome(DeliveryState.UNKNOWN, reply)
        if code in _NOBODY_THERE:
            return DeliveryOutcome(DeliveryState.BOUNCED, reply)
        if code == _TRY_LATER:
            return DeliveryOutcome(DeliveryState.BUSY, reply)
        raise SurroundingsError(reply, "see the log of the mail system", Place(str(self._program)))
