"""What a terminal shows of messages and of many brands, and the way from flags to both."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.text import Text

from reportgen.errors import InputError, Place, ReportgenError, SurroundingsError
from reportgen.mail.batch import build_all, send_all
from reportgen.mail.dispatch import SendOrder, dispatch, refuse_other_settings, try_out, write_only
from reportgen.mail.notice import notify
from reportgen.mail.outcome import DeliveryState
from reportgen.mail.status import FILE_NAME as STATUS_FILE
from reportgen.mail.status import Status, answer_of, worst, write_status
from reportgen.terminal import console
from reportgen.terminal.answers import answer_of_account

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from reportgen.mail.batch import Batch
    from reportgen.mail.outbox import DeliveryReport
    from reportgen.options.mail_options import MailOptions
    from reportgen.options.settings_file import Settings
    from reportgen.terminal.flags import SendFlags

_WORDS = {
    DeliveryState.PLANNED: "not tried",
    DeliveryState.TRYING: "cut off",
    DeliveryState.SENT: "sent",
    DeliveryState.BOUNCED: "refused for good, not tried again",
    DeliveryState.BUSY: "busy",
    DeliveryState.UNKNOWN: "cut off, may have arrived",
    DeliveryState.EARLIER: "has an earlier version; --corrected sends this one too",
}


def run_send(order: SendOrder, settings: Settings, flags: SendFlags) -> int:
    """Send, try or only write a month; the exit code."""
    refuse_other_settings(settings, order.name)
    if flags.dry_run:
        paths = [str(path) for path in write_only(order, settings.mail)]
        if flags.json:
            console.print_json({"files": paths})
        else:
            for path in paths:
                console.say(path)
        return 0
    if flags.test is not None:
        account = try_out(order, settings.mail, flags.test)
    else:
        with telling_owner(settings.mail, order.what, insecure=order.insecure):
            account = sent(order, settings.mail)
    if flags.json:
        console.print_json(answer_of_account(account))
    return show_account(account, silent=flags.json)


def sent(order: SendOrder, mail: MailOptions) -> DeliveryReport:
    """Send a month, and tell the owner if somebody new did not get it."""
    account = dispatch(order, mail)
    failure = account.failure
    if failure is not None and (account.tried or account.stopped):
        _tell(mail, order.what, failure, account, insecure=order.insecure)
    return account


@contextmanager
def telling_owner(mail: MailOptions, what: str, *, insecure: bool) -> Iterator[None]:
    """Tell the owner of a report about whatever keeps it from going out."""
    try:
        yield
    except ReportgenError as error:
        _tell(mail, what, error, None, insecure=insecure)
        raise
    except Exception as error:
        cause = ReportgenError(f"unexpected {type(error).__name__}", "see what the command itself printed")
        _tell(mail, what, cause, None, insecure=insecure)
        raise


def _tell(
    mail: MailOptions, what: str, failure: ReportgenError, account: DeliveryReport | None, *, insecure: bool
) -> None:
    try:
        notify(mail, what, failure, account.missing if account else (), insecure=insecure)
    except ReportgenError as error:
        console.note(f"the owner could not be told either: {error}")


# --- one account


def show_account(account: DeliveryReport, *, silent: bool = False) -> int:
    """Print who got it and who did not (unless `silent`), and why; the exit code."""
    failure = account.failure
    if not silent:
        _print_account(account)
    if failure is None:
        return 0
    console.tell_error(failure)
    return failure.exit_code


def _print_account(account: DeliveryReport) -> None:
    table = console.new_table("Recipient", "", "Tries", right=("Tries",))
    for each in account.deliveries:
        told = _WORDS[each.state]
        if each.state is DeliveryState.SENT and each.address not in account.tried:
            told = "sent before"
        if each.state is not DeliveryState.SENT and each.reply:
            told += f": {each.reply}"
        table.add_row(Text(console.printable(each.address)), Text(console.printable(told)), str(each.tries))
    console.show(table)
    counts = Counter(_WORDS[state] for state in account.counts.elements())
    summary = ", ".join(f"{number} {told}" for told, number in counts.items())
    console.say(f"{account.name} {account.month}: {summary}")


# --- many brands


def run_batch(batch: Batch, mode: str, *, as_json: bool, quiet: bool) -> int:
    """Build or send every brand of a folder; the worst exit code.

    Args:
        batch: which, and how many at a time.
        mode: "build", "build and send" or "send".
        as_json: print JSON instead of a table.
        quiet: tell no progress.
    """
    if not batch.folder.is_dir():
        place = Place(str(batch.folder))
        raise InputError("there is no such folder", "name one with a sub-folder a brand", place)
    with console.progress(quiet=quiet) as on_stage:

        def on_brand(status: Status) -> None:
            on_stage(f"{status.brand}: {status.state}")

        if mode == "send":
            statuses = send_all(batch, on_brand)
        else:
            statuses = build_all(batch, on_brand, send=mode == "build and send")
    _write(batch.folder, statuses)
    if as_json:
        console.print_json(answer_of(statuses))
    else:
        _print_statuses(statuses)
    return worst(statuses)


def _write(folder: Path, statuses: Sequence[Status]) -> None:
    try:
        write_status(folder, statuses)
    except OSError as error:
        cause = f"{STATUS_FILE} cannot be written: {(error.strerror or '').lower()}"
        raise SurroundingsError(cause, "check the folder's permissions", Place(str(folder))) from error


def _print_statuses(statuses: Sequence[Status]) -> None:
    right = ("Rows", "Before", "Sent")
    table = console.new_table("Brand", "State", "Month", "Data until", *right, right=right)
    for each in statuses:
        cells = (each.brand, each.state, each.month, each.data_until, each.rows, each.rows_before, _got(each))
        table.add_row(*(Text(console.printable("" if cell is None else str(cell))) for cell in cells))
    console.show(table)
    for each in statuses:
        if each.exit_code:
            console.say(f"{each.brand}: {each.cause}")
            console.say(f"  hint: {each.hint}")


def _got(status: Status) -> str:
    return f"{status.sent.get(DeliveryState.SENT, 0)} of {sum(status.sent.values())}" if status.sent else ""
