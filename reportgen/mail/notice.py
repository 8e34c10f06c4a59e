"""A few lines to the owner of a report when it did not go out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from reportgen.errors import DeliveryError, ReportgenError
from reportgen.mail.letter import notice_letter
from reportgen.mail.outcome import DeliveryState
from reportgen.mail.transports import carrier_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.mail.send_log import Delivery
    from reportgen.options.mail_options import MailOptions


def notify(
    mail: MailOptions,
    what: str,
    failure: ReportgenError,
    missing: Iterable[Delivery] = (),
    *,
    insecure: bool = False,
) -> None:
    """Tell the owner, where the settings name one.

    Args:
        mail: the settings.
        what: the report and its month, or its source.
        failure: what went wrong.
        missing: recipients who do not have it.
        insecure: see `carrier_of`.

    Raises:
        ReportgenError: the notice cannot be sent either.
    """
    if mail.owner is None or mail.sender is None:
        return
    subject = f"Not sent: {what}" if missing == () else f"Not sent to all: {what}"
    letter = notice_letter(mail, subject, _text(what, failure, missing), dt.datetime.now(dt.UTC))
    transport = carrier_of(mail, insecure=insecure)
    try:
        outcome = transport.deliver(letter, lambda: None)
    finally:
        transport.close()
    if outcome.state is not DeliveryState.SENT:
        cause = f"the notice to {mail.owner} was not taken: {outcome.reply}"
        raise DeliveryError(cause, "tell them yourself")


def _text(what: str, failure: ReportgenError, missing: Iterable[Delivery]) -> str:
    lines = [what, "", str(failure), f"What to do: {failure.hint}", f"Exit code: {failure.exit_code}"]
    people = [f"- {each.address}: {each.state}{_reply(each.reply)}" for each in missing]
    return "\n".join([*lines, *(["", "Who did not get it:", *people] if people else [])]) + "\n"


def _reply(reply: str) -> str:
    return f" ({reply})" if reply else ""
