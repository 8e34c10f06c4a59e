"""Builds the e-mail to one recipient (RFC 5322, 2046, 3834, 2369)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from reportgen.options.addresses import mailbox

if TYPE_CHECKING:
    import datetime as dt
    from email.headerregistry import Address

    from reportgen.mail.sealed import SealedBuild
    from reportgen.options.mail_options import MailOptions

PICTURE, LOGO = "picture@brief", "logo@brief"
"""Content ids of the pictures in the HTML (cid:)."""
_QUOTED = "quoted-printable"


@dataclass(frozen=True)
class MailMessage:
    """A finished message, and the two addresses of its envelope."""

    sender: str
    recipient: str
    message_id: str
    data: bytes


def brief_message(
    build: SealedBuild, mail: MailOptions, recipient: str, when: dt.datetime, *, mark: str = ""
) -> MailMessage:
    """The brief for one recipient; `mark` goes before the subject."""
    sender, to = mailbox(mail.sender or ""), mailbox(recipient)
    message_id = _message_id(sender, build.name, build.month, to.addr_spec, build.content, mark)
    message = _addressed(sender, to, f"{mark}{build.subject}", message_id, when)
    answers = mailbox(mail.reply_to or mail.owner or str(sender))
    message["Reply-To"] = answers
    message["List-Unsubscribe"] = f"<mailto:{answers.addr_spec}?subject={quote(f'unsubscribe {build.name}')}>"
    message.set_content(build.text, cte=_QUOTED)
    message.add_alternative(build.html, subtype="html", cte=_QUOTED)
    html = message.get_payload()[1]  # type: ignore[index]
    for cid, picture in ((LOGO, build.logo), (PICTURE, build.picture)):
        if picture is not None:
            html.add_related(picture, "image", "png", cid=f"<{cid}>", disposition="inline")  # type: ignore[union-attr]
    message.add_attachment(build.brief, maintype="application", subtype="pdf", filename=build.attachment)
    return _finished(sender, to, message)


def notice_message(mail: MailOptions, subject: str, text: str, when: dt.datetime) -> MailMessage:
    """A plain-text notice to the owner of a report."""
    sender, to = mailbox(mail.sender or ""), mailbox(mail.owner or "")
    message_id = _message_id(sender, subject, text, to.addr_spec, when.isoformat())
    message = _addressed(sender, to, subject, message_id, when)
    message.set_content(text, cte=_QUOTED)
    return _finished(sender, to, message)


def _addressed(
    sender: Address, to: Address, subject: str, message_id: str, when: dt.datetime
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(when)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    return message


def _message_id(sender: Address, *parts: str) -> str:
    """The same for the same message to the same person, however often it is tried."""
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f"<{digest[:32]}@{sender.domain}>"


def _finished(sender: Address, to: Address, message: EmailMessage) -> MailMessage:
    return MailMessage(sender.addr_spec, to.addr_spec, message["Message-ID"], message.as_bytes())
