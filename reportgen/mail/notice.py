"""Notifies the owner of a report by e-mail when it could not be sent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from reportgen.errors import DeliveryError, ReportgenError
from reportgen.mail.delivery import DeliveryState
from reportgen.mail.message import notice_message
from reportgen.mail.transports import transport_for
from reportgen.options.addresses import mailbox

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
    """Write to the owner, where the settings name one.

    Args:
        mail: the settings.
        what: the report and its month, or its source.
        failure: what went wrong.
        missing: recipients who do not have it.
        insecure: see `transport_for`.

    Raises:
        ReportgenError: the notice cannot be sent either.
    """
    if mail.owner is None or mail.sender is None:
        return
    brand = mailbox(mail.sender).display_name
    of_brand = f"{what} ({brand})" if brand else what
    subject = f"Not sent: {of_brand}" if missing == () else f"Not sent to all: {of_brand}"
    message = notice_message(mail, subject, _text(what, failure, missing), dt.datetime.now(dt.UTC))
    transport = transport_for(mail, insecure=insecure)
    try:
        outcome = transport.deliver(message, lambda: None)
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
