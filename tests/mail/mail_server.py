"""A real SMTP server on this machine, with TLS, logins, and faults on demand."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from tests.mail.sealed_builds import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage
    from pathlib import Path

USER, PASSWORD = "reports", "canary-pass-7Qx!word"
AUTHORITY = trustme.CA()
PEOPLE = [f"person{number:03}@harbour.example" for number in range(200)]
SEND = ["send", "shop", "2026-10", "--json"]


@dataclass
class Faults:
    """What goes wrong, by recipient."""

    bounced: frozenset[str] = frozenset()
    busy_at_first: frozenset[str] = frozenset()
    always_busy: frozenset[str] = frozenset()
    cut_off: frozenset[str] = frozenset()
    """Taken the first time, but the connection breaks before the answer."""
    always_cut_off: frozenset[str] = frozenset()
    refused_by_content: frozenset[str] = frozenset()
    slow_at_first: frozenset[str] = frozenset()
    """Taken the first time, but the answer takes two seconds."""


@dataclass
class Post:
    """What arrived, and what was tried; handlers of aiosmtpd."""

    faults: Faults
    arrived: list[tuple[str, bytes]] = field(default_factory=list)
    tried: Counter[str] = field(default_factory=Counter)
    on_arrival: Callable[[int], None] = lambda _number: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802 - aiosmtpd's
        with self.lock:
            self.tried[address] += 1
        if address in self.faults.bounced:
            return "550 5.1.1 nobody of that name"
        if address in self.faults.always_busy or (
            address in self.faults.busy_at_first and self.tried[address] == 1
        ):
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope) -> str:  # noqa: N802 - aiosmtpd's
        (address,) = envelope.rcpt_tos
        if address in self.faults.refused_by_content:
            return "554 5.7.1 not wanted here"
        with self.lock:
            self.arrived.append((address, envelope.content))
            times, number = self.per_address[address], len(self.arrived)
        self.on_arrival(number)
        if address in self.faults.slow_at_first and times == 1:
            await asyncio.sleep(2)
        if address in self.faults.always_cut_off or (address in self.faults.cut_off and times == 1):
            server.transport.abort()
        return "250 2.0.0 taken"

    @property
    def per_address(self) -> Counter[str]:
        return Counter(address for address, _ in self.arrived)

    def messages(self, address: str) -> list[EmailMessage]:
        found = (data for to, data in self.arrived if to == address)
        return [message_from_bytes(data, policy=default) for data in found]  # type: ignore[misc]


@dataclass(frozen=True)
class Server:
    """Where it listens."""

    post: Post
    port: int


class _Controller(Controller):
    """On any free port; connections that were cut off end without a word."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def factory(self) -> SMTP:
        smtp = super().factory()
        smtp.loop.set_exception_handler(lambda _loop, _context: None)
        return smtp


@contextmanager
def serving(
    faults: Faults | None = None, *, tls: bool = True, implicit: bool = False, login: bool = True, **options
) -> Iterator[Server]:
    """A server that takes mail until the block ends.

    Args:
        faults: what goes wrong.
        tls: whether it offers STARTTLS, and insists on it.
        implicit: whether it speaks TLS from the first byte instead.
        login: whether it insists on `USER` and `PASSWORD`.
        options: of aiosmtpd's SMTP.
    """
    post = Post(faults or Faults())
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    AUTHORITY.issue_cert("localhost").configure_cert(context)
    if implicit:
        options["ssl_context"] = context
    elif tls:
        options |= {"tls_context": context, "require_starttls": True}
    if login:
        options |= {"authenticator": _authenticate, "auth_required": True, "auth_require_tls": tls}
    controller = _Controller(post, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield Server(post, controller.port)
    finally:
        controller.stop()


def authority(path: Path) -> Path:
    """The certificate to trust, as a file."""
    AUTHORITY.cert_pem.write_to_path(str(path))
    return path


def _authenticate(_server, _session, _envelope, _mechanism, data) -> AuthResult:
    right = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
    return AuthResult(success=right, handled=right)


# --- settings for it


def mail_lines(folder: Path, port: int, to: list[str], /, **changed: object) -> list[str]:
    entries = {
        "from": "Harbour & Finch <reports@harbour.example>",
        "to": to,
        "server": "localhost",
        "port": port,
        "user": USER,
        "password_env": "CANARY_PASSWORD",
        "ca_file": str(authority(folder / "ca.pem")),
        "waits": [0, 0],
    } | changed
    return [
        f"{key} = {json.dumps(value, ensure_ascii=False)}"
        for key, value in entries.items()
        if value is not None
    ]


def configure(folder: Path, server: Server, to: list[str], /, **changed: object) -> None:
    settings(folder, "shop", *mail_lines(folder, server.port, to, **changed))


def states(account: dict[str, Any]) -> dict[str, str]:
    return {each["address"]: each["state"] for each in account["recipients"]}
