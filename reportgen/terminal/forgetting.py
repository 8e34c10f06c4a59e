"""`reportgen forget` in the terminal."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.named_files import read_ids
from reportgen.base.names import slug
from reportgen.commands.forget import Cleaned, forget
from reportgen.errors import InputError
from reportgen.options.settings_file import kept_settings
from reportgen.terminal import console

if TYPE_CHECKING:
    from reportgen.terminal.filing_flags import ForgetFlags


def run_forget(ids: tuple[str, ...], flags: ForgetFlags) -> int:
    """Take people out of all that is kept, or say what that would change; the exit code."""
    kept = kept_settings(flags.config)
    wanted = (*ids, *(read_ids(flags.ids_file) if flags.ids_file else ()))
    out = flags.out or kept.get("out", Path("output"))
    only_look = flags.dry_run or not flags.yes
    name = flags.name and slug(flags.name)
    done = forget(out, wanted, name, kept.get("templates"), only_look=only_look)
    if flags.json:
        console.print_json({"months": [asdict(each) for each in done]})
    else:
        for each in done:
            console.print_line(f"{each.name} {each.month}: {_outcome(each, only_look=only_look)}")
    for each in done:
        for path in each.unsure:
            console.print_note(
                f"look through this one yourself: {out / 'private' / each.name / each.month / path}"
            )
    if flags.dry_run:
        return 0
    if only_look:
        raise InputError("nothing has been changed: this cannot be undone", "add --yes to do it")
    console.print_note("the source may hold them still: delete them there, or build with --exclude-ids")
    return 0


def _outcome(month: Cleaned, *, only_look: bool) -> str:
    people = "1 customer" if month.customers == 1 else f"{month.customers} customers"
    lists = f" and of {', '.join(month.files)}" if month.files else ""
    return f"{people} {'would be ' if only_look else ''}taken out of its record{lists}"
