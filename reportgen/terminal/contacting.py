"""The command `contacted`: registers that a list was used, says what was kept, or takes it back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.named_files import read_ids
from reportgen.base.names import slug
from reportgen.errors import InputError, Place
from reportgen.options.settings_file import kept_settings
from reportgen.publishing.registering import UsedList, prepare, register, unregister
from reportgen.terminal import console
from reportgen.terminal.answers import answer_of_action

if TYPE_CHECKING:
    from reportgen.record.registered import RegisteredAction
    from reportgen.terminal.filing_flags import ContactedFlags


def run_contacted(words: tuple[str, ...], flags: ContactedFlags) -> int:
    """Register a list, or take it back.

    Raises:
        InputError: there is no such list, or it cannot be registered.
    """
    out = flags.out or kept_settings(flags.config).get("out", Path("output"))
    name, month, segment = words
    used = UsedList(slug(name), slug(month), segment)
    if flags.undo:
        action = unregister(out, used, dry_run=flags.dry_run)
    else:
        reached = None if flags.ids_file is None else read_ids(flags.ids_file)
        action = prepare(out, used, _day(flags.on), reached)
        if not flags.dry_run:
            register(out, action)
    if flags.json:
        console.print_json(answer_of_action(action, undone=flags.undo, written=not flags.dry_run))
    else:
        _print(action, flags)
    return 0


def _print(action: RegisteredAction, flags: ContactedFlags) -> None:
    what = f"{action.objective}, {action.label}, {action.month}, contacted on {action.on}."
    if flags.undo:
        console.print_line(f"{'Would take back' if flags.dry_run else 'Taken back'}: {what}")
        return
    left_out = len(action.control.ids)
    console.print_line(f"{'Would register' if flags.dry_run else 'Registered'}: {what}")
    console.print_line(f"{len(action.contact.ids):,} contacted, {left_out:,} left out as a control group.")
    if action.aside:
        console.print_line(f"{action.aside:,} of the list are part of another action, and are not compared.")
    if action.reached is not None:
        console.print_line(f"{len(action.reached):,} were reached, by the file of ids.")
    if left_out:
        console.print_line(f"Read on {action.read}, by the first report whose month ends then or later.")
    else:
        console.print_note("nobody was left out: what the action did cannot be told from what they do anyway")


def _day(written: str | None) -> dt.date | None:
    if written is None:
        return None
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise InputError(f"{written!r} is no day", "write it as 2026-04-05", Place("--on")) from None
