"""Sending from the terminal: one month, or a batch of brands; shows the result."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.text import Text

from reportgen.errors import InputError, Place, ReportgenError, SurroundingsError
from reportgen.mail.batch import build_all, send_all
from reportgen.mail.batch_status import FILE_NAME as STATUS_FILE
from reportgen.mail.batch_status import BrandStatus, answer_of_batch, worst_exit_code, write_status
from reportgen.mail.delivery import DeliveryState
from reportgen.mail.dispatch import SendOrder, refuse_other_settings, send_month, test_month, write_messages
from reportgen.mail.notice import notify
from reportgen.terminal import console, tables
from reportgen.terminal.answers import answer_of_delivery
from reportgen.terminal.progress import progress

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
        paths = [str(path) for path in write_messages(order, settings.mail)]
        if flags.json:
            console.print_json({"files": paths})
        else:
            for path in paths:
                console.print_line(path)
        return 0
    if flags.test is not None:
        report = test_month(order, settings.mail, flags.test)
    else:
        with notify_owner_of_errors(settings.mail, order.what, insecure=order.insecure):
            report = send_and_notify(order, settings.mail)
    if flags.json:
        console.print_json(answer_of_delivery(report))
    return show_delivery(report, silent=flags.json)


def send_and_notify(order: SendOrder, mail: MailOptions) -> DeliveryReport:
    """Send a month, and notify its owner if a recipient that was tried did not get it."""
    report = send_month(order, mail)
    failure = report.failure
    if failure is not None and (report.tried or report.stopped):
        _notify(mail, order.what, failure, report, insecure=order.insecure)
    return report


@contextmanager
def notify_owner_of_errors(mail: MailOptions, what: str, *, insecure: bool) -> Iterator[None]:
    """Notify the owner of a report of any error inside."""
    try:
        yield
    except ReportgenError as error:
        _notify(mail, what, error, None, insecure=insecure)
        raise
    except Exception as error:
        cause = ReportgenError(f"unexpected {type(error).__name__}", "see what the command itself printed")
        _notify(mail, what, cause, None, insecure=insecure)
        raise


def _notify(
    mail: MailOptions, what: str, failure: ReportgenError, report: DeliveryReport | None, *, insecure: bool
) -> None:
    try:
        notify(mail, what, failure, report.missing if report else (), insecure=insecure)
    except ReportgenError as error:
        console.print_note(f"the owner could not be told either: {error}")


# --- one month


def show_delivery(report: DeliveryReport, *, silent: bool = False) -> int:
    """Print who got the brief and who did not (unless `silent`), and why; the exit code."""
    failure = report.failure
    if not silent:
        _print_report(report)
    if failure is None:
        return 0
    console.print_error(failure)
    return failure.exit_code


def _print_report(report: DeliveryReport) -> None:
    table = tables.new_table("Recipient", "", "Tries", right=("Tries",))
    for each in report.deliveries:
        state = _WORDS[each.state]
        if each.state is DeliveryState.SENT and each.address not in report.tried:
            state = "sent before"
        if each.state is not DeliveryState.SENT and each.reply:
            state += f": {each.reply}"
        table.add_row(Text(console.printable(each.address)), Text(console.printable(state)), str(each.tries))
    tables.print_table(table)
    counts = Counter(_WORDS[each] for each in report.counts.elements())
    summary = ", ".join(f"{number} {words}" for words, number in counts.items())
    console.print_line(f"{report.name} {report.month}: {summary}")


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
    with progress(quiet=quiet) as on_stage:

        def on_brand(status: BrandStatus) -> None:
            on_stage(f"{status.brand}: {status.state}")

        if mode == "send":
            statuses = send_all(batch, on_brand)
        else:
            statuses = build_all(batch, on_brand, send=mode == "build and send")
    _write(batch.folder, statuses)
    if as_json:
        console.print_json(answer_of_batch(statuses))
    else:
        _print_statuses(statuses)
    return worst_exit_code(statuses)


def _write(folder: Path, statuses: Sequence[BrandStatus]) -> None:
    try:
        write_status(folder, statuses)
    except OSError as error:
        cause = f"{STATUS_FILE} cannot be written: {(error.strerror or '').lower()}"
        raise SurroundingsError(cause, "check the folder's permissions", Place(str(folder))) from error


def _print_statuses(statuses: Sequence[BrandStatus]) -> None:
    right = ("Rows", "Before", "Sent")
    table = tables.new_table("Brand", "State", "Month", "Data until", *right, right=right)
    for each in statuses:
        cells = (each.brand, each.state, each.month, each.data_until, each.rows, each.rows_before, _got(each))
        table.add_row(*(Text(console.printable("" if cell is None else str(cell))) for cell in cells))
    tables.print_table(table)
    for each in statuses:
        if each.exit_code:
            console.print_line(f"{each.brand}: {each.cause}")
            console.print_line(f"  hint: {each.hint}")


def _got(status: BrandStatus) -> str:
    return f"{status.sent.get(DeliveryState.SENT, 0)} of {sum(status.sent.values())}" if status.sent else ""
