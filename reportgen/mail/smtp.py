"""Delivers messages to an SMTP server over an encrypted connection (RFC 5321, 3207, 4954, 8314)."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

from reportgen.base.named_files import read_named_text
from reportgen.errors import InputError, Place, SurroundingsError
from reportgen.mail.delivery import DeliveryOutcome, DeliveryState, UnreachableError
from reportgen.options.enums import Security

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.mail.message import MailMessage
    from reportgen.options.mail_options import MailOptions

SECONDS = 30
_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
_OK, _CLOSING = 250, 421
_FOR_NOW, _FOR_GOOD = 400, 500
_LONGEST_REPLY = 200


class SmtpTransport:
    """One connection for all messages, opened again where it breaks."""

    def __init__(self, mail: MailOptions, password: str | None, *, insecure: bool = False) -> None:
        if mail.server is None:
            raise InputError(
                "no mail server is named", 'add server = "smtp.example.com"', Place("mail.server")
            )
        if mail.security is Security.NONE and not (insecure and _is_this_machine(mail.server)):
            raise InputError(
                "mail would go out unencrypted",
                "use starttls or tls; --insecure allows none, to this machine only",
                Place("mail.security"),
            )
        self._mail = mail
        self._password = password
        self._place = Place(mail.server, mail.port or _PORTS[mail.security])
        self._smtp: smtplib.SMTP | None = None

    def deliver(self, message: MailMessage, on_sending: Callable[[], None]) -> DeliveryOutcome:
        """See `Transport.deliver`."""
        smtp = self._connection(message)
        started = False
        try:
            refusal = self._envelope(smtp, message)
            if refusal is not None:
                return refusal
            on_sending()
            started = True
            return self._outcome(*_send_data(smtp, message.data))
        except (smtplib.SMTPServerDisconnected, TimeoutError, OSError) as error:
            self._drop()
            return DeliveryOutcome(
                DeliveryState.UNKNOWN if started else DeliveryState.BUSY,
                f"the connection broke ({_kind(error)})",
            )

    def reach(self, sender: str) -> str:
        """See `Transport.reach`: connects, logs in where a user is named, and asks for nothing else."""
        self._smtp = self._smtp or self._connect(sender.rpartition("@")[2])
        return f"{self._place} answers" + (" and lets us in" if self._mail.user else "")

    def close(self) -> None:
        """Close the connection."""
        if self._smtp is not None:
            with suppress(OSError):
                self._smtp.quit()
            self._drop()

    def _envelope(self, smtp: smtplib.SMTP, message: MailMessage) -> DeliveryOutcome | None:
        """None if the server will have this message for this recipient."""
        options = [f"size={len(message.data)}"] if smtp.has_extn("size") else []
        code, reply = smtp.mail(message.sender, options)
        if code >= _FOR_GOOD:
            self._drop()
            raise InputError(
                f"the server refuses the sender {message.sender}: {self._reply_text(code, reply)}",
                "use an address that the server lets you send from",
                Place("mail.from"),
            )
        if code == _OK:
            code, reply = smtp.rcpt(message.recipient)
        return None if code in (_OK, 251) else self._outcome(code, reply)

    def _outcome(self, code: int, reply: bytes) -> DeliveryOutcome:
        text = self._reply_text(code, reply)
        if code == _OK:
            return DeliveryOutcome(DeliveryState.SENT, text)
        self._reset(closing=code == _CLOSING)
        return DeliveryOutcome(DeliveryState.BOUNCED if code >= _FOR_GOOD else DeliveryState.BUSY, text)

    def _reply_text(self, code: int, reply: bytes) -> str:
        """The server's reply in one line, without the password."""
        text = " ".join(reply.decode("utf-8", "replace").split())[:_LONGEST_REPLY]
        if self._password and self._password in text:
            text = ""
        return f"{code} {text}".strip()

    def _reset(self, *, closing: bool) -> None:
        if closing or self._smtp is None:
            self._drop()
            return
        try:
            self._smtp.rset()
        except OSError:
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None

    # --- connecting

    def _connection(self, message: MailMessage) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = self._connect(message.sender.rpartition("@")[2])
        self._refuse_size(self._smtp, len(message.data))
        return self._smtp

    def _connect(self, client: str) -> smtplib.SMTP:
        try:
            return self._open(client)
        except ssl.SSLCertVerificationError as error:
            raise SurroundingsError(
                f"the server's certificate is not to be trusted: {error.verify_message}",
                "check the server's name, or name its authority with mail.ca_file",
                self._place,
            ) from None
        except (smtplib.SMTPException, OSError) as error:
            raise UnreachableError(
                f"the mail server cannot be reached ({_kind(error)})",
                "check mail.server, mail.port and mail.security, and whether it is up",
                self._place,
            ) from None

    def _open(self, client: str) -> smtplib.SMTP:
        mail, port = self._mail, self._mail.port or _PORTS[self._mail.security]
        host = mail.server or ""
        if mail.security is Security.TLS:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, client, timeout=SECONDS, context=self._tls_context()
            )
        else:
            smtp = smtplib.SMTP(host, port, client, timeout=SECONDS)
        try:
            if mail.security is Security.STARTTLS:
                self._start_tls(smtp)
            smtp.ehlo_or_helo_if_needed()
            self._log_in(smtp)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _start_tls(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if not smtp.has_extn("starttls"):
            raise SurroundingsError(
                "the server offers no encryption",
                "use another port or server, or security = tls",
                self._place,
            )
        smtp.starttls(context=self._tls_context())

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        """The reply to a login is not passed on: it may quote the password."""
        if self._mail.user is None:
            return
        try:
            smtp.login(self._mail.user, self._password or "")
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code < _FOR_GOOD:
                raise
            raise InputError(
                f"the server refuses the login ({error.smtp_code})",
                "check mail.user and its password",
                self._place,
            ) from None
        except smtplib.SMTPNotSupportedError:
            raise InputError(
                "the server offers no login that we know",
                "leave mail.user out, or use another port",
                self._place,
            ) from None

    def _refuse_size(self, smtp: smtplib.SMTP, size: int) -> None:
        limit = smtp.esmtp_features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < size:
            raise InputError(
                f"the message has {size} bytes, the server takes {limit}",
                "ask for a larger limit",
                self._place,
            )

    def _tls_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self._mail.ca_file is not None:
            try:
                context.load_verify_locations(cadata=read_named_text(self._mail.ca_file))
            except (OSError, ValueError):
                raise InputError(
                    "these certificates cannot be read", "give a PEM file", Place(str(self._mail.ca_file))
                ) from None
        return context


def _send_data(smtp: smtplib.SMTP, data: bytes) -> tuple[int, bytes]:
    try:
        return smtp.data(data)
    except smtplib.SMTPDataError as error:
        reply = error.smtp_error
        return error.smtp_code, reply if isinstance(reply, bytes) else reply.encode()


def _is_this_machine(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _kind(error: Exception) -> str:
    """The kind of an error, without the words of the other side."""
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "timed out" if isinstance(error, TimeoutError) else "it hung up"
