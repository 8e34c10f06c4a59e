"""`reportgen build` in the terminal: builds a month or several, sends the brief if asked, prints results."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from reportgen.base.garbage import loading
from reportgen.base.names import common_name, slug
from reportgen.base.put_off import seldom_needed_put_off
from reportgen.base.stages import Stage
from reportgen.errors import InputError, ReportgenError
from reportgen.options.build_options import refuse_absent_files
from reportgen.options.enums import Role
from reportgen.options.history import months_between
from reportgen.options.settings_file import FILE_NAME
from reportgen.rendering.process import rendering_beside
from reportgen.terminal import console, tables
from reportgen.terminal.preview import show_preview
from reportgen.terminal.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from reportgen.build_result import BuildResult, Unchanged
    from reportgen.mail.outbox import DeliveryReport
    from reportgen.options.build_options import BuildOptions
    from reportgen.options.settings_file import Chosen, Settings
    from reportgen.terminal.flags import HistoryFlags, RunFlags


def build_months(options: BuildOptions, history: HistoryFlags, run: RunFlags) -> int:
    """Build every month of a longer file, one after the other; the worst exit code."""
    if run.send:
        raise InputError("--send goes with a single month", "leave out --send, or --months")
    months = months_between(history.months or "")
    refuse_absent_files(options)  # at once, before libraries are loaded
    with rendering_beside(options.formats), progress(quiet=run.quiet) as on_stage:
        with loading(), seldom_needed_put_off():
            from reportgen import pipeline  # noqa: PLC0415 - takes a moment, in which progress is shown

        results = list(pipeline.build_series(options, months, on_stage, history.history()))
    return max(_show(result, None, run) for result in results)


def build_one(options: BuildOptions, chosen: Chosen, history: HistoryFlags, run: RunFlags) -> int:
    """Build one month, and send its brief with --send; the exit code."""
    refuse_absent_files(options)  # at once, before libraries are loaded
    if run.dry_run:
        return show_preview(options, history.history(), run)
    if run.send:
        _refuse_other_settings(options, chosen)
    with _owner_notified(chosen, run):
        result = _build(options, history, run)
        try:
            delivery = _send(result, options, chosen, run)
        except ReportgenError:  # it is built all the same
            _show(result, None, run)
            raise
    return _show(result, delivery, run)


def _build(options: BuildOptions, history: HistoryFlags, run: RunFlags) -> BuildResult | Unchanged:
    with rendering_beside(options.formats), progress(quiet=run.quiet) as on_stage:
        on_stage(Stage.STARTING)
        with loading(), seldom_needed_put_off():
            from reportgen import pipeline  # noqa: PLC0415 - likewise

        if run.force or run.json:  # programs are answered in full
            return pipeline.build(options, on_stage, history=history.history())
        return pipeline.build_if_changed(options, on_stage, history.history())


def _owner_notified(chosen: Chosen, run: RunFlags) -> AbstractContextManager[None]:
    """With --send somebody waits for the mail: its owner is notified of whatever stops it."""
    if not run.send:
        return nullcontext()
    from reportgen.terminal.mailing import notify_owner_of_errors  # noqa: PLC0415 - only mail needs it

    settings = _mail_settings(chosen)
    what = settings.options.get("name") or ", ".join(chosen.sources)
    return notify_owner_of_errors(settings.mail, what, insecure=run.insecure)


def _send(
    result: BuildResult | Unchanged, options: BuildOptions, chosen: Chosen, run: RunFlags
) -> DeliveryReport | None:
    if not run.send:
        return None
    from reportgen.mail.dispatch import SendOrder  # noqa: PLC0415 - only mail needs it
    from reportgen.terminal.mailing import send_and_notify  # noqa: PLC0415 - likewise

    order = SendOrder(options.out, result.name, result.month, insecure=run.insecure)
    return send_and_notify(order, _mail_settings(chosen).mail)


def _refuse_other_settings(options: BuildOptions, chosen: Chosen) -> None:
    from reportgen.mail.dispatch import refuse_other_settings  # noqa: PLC0415 - only mail needs it

    refuse_other_settings(_mail_settings(chosen), slug(options.name or common_name(options.sources)))


def _mail_settings(chosen: Chosen) -> Settings:
    if chosen.settings is None:
        cause = f"--send takes sender and recipients from a {FILE_NAME}, and none counts here"
        raise InputError(cause, "name it with --config, or write one: reportgen init SOURCE")
    return chosen.settings


def _show(result: BuildResult | Unchanged, delivery: DeliveryReport | None, run: RunFlags) -> int:
    """Print the result, and what became of its messages; the exit code."""
    from reportgen.build_result import Unchanged  # noqa: PLC0415 - loaded by the build already

    if isinstance(result, Unchanged):
        tables.print_unchanged(result)
    else:
        _show_built(result, delivery, run)
    for reason in result.held:
        console.print_note(f"held: {reason}")
    if result.held:
        console.print_note("to let it pass, build again with --accept REASON; to begin anew, with --fresh")
    if run.open and result.files:
        _open(result.files[0])
    if delivery is None:
        return result.exit_code
    from reportgen.terminal.mailing import show_delivery  # noqa: PLC0415 - only mail needs it

    return max(result.exit_code, show_delivery(delivery, silent=run.json))


def _open(page: Path) -> None:
    import webbrowser  # noqa: PLC0415 - only --open needs it

    webbrowser.open(page.resolve().as_uri())


def _show_built(result: BuildResult, delivery: DeliveryReport | None, run: RunFlags) -> None:
    if run.json:
        from reportgen.terminal.answers import answer_of_build  # noqa: PLC0415 - only --json needs it

        console.print_json(answer_of_build(result, delivery))
    else:
        tables.print_result(result)
    for reason in result.replaced:
        console.print_note(f"another report stood under this name, and is replaced: {reason}")
    if result.replaced:
        console.print_note("to keep both, build one of them with --name")
    if result.missing is not None:
        console.print_error(result.missing)
    for line in _audience_notes(result):
        console.print_note(line)
    if result.lacks_workbook:
        console.print_note(
            "no customers.xlsx of so many customers: add workbook to --formats to have it made"
        )


def _audience_notes(result: BuildResult) -> Iterator[str]:
    """How many people stand in the files for upload, and why others do not; none without such files."""
    counts = result.audiences
    for each in counts:
        yield f"{each.service}: {each.in_files:,} of {each.people:,} people are in the audience files"
    if counts:
        if result.analysis.customers.reached is None:
            yield "no column of the file tells an e-mail address or a phone number"
        left_out = counts[0].unusable
        yield from (f"{number:,} {cause}" for cause, number in left_out.items() if number)
        if not result.analysis.rows.roles.all(Role.CONSENT):
            yield "no column of the file tells who may be contacted, so nobody is left out for that"
