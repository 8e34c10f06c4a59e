"""Flags that several commands have, and those made from the declaration of an option."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.options.build_options import OPTIONS
from reportgen.options.option import Panel, flagged
from reportgen.options.readers import whole_number
from reportgen.options.settings_file import FILE_NAME
from reportgen.terminal.command_line import CommandFlag, flag

if TYPE_CHECKING:
    from reportgen.options.option import Flag, Option

MOST_JOBS = 64
_QUOTES = re.compile(r'[\["\]]')


def option_flag(option: Option, declared: Flag, *, among_many: bool) -> CommandFlag:
    """The flag of a declared option, with its default where that says something."""
    words = declared.help or option.help
    if not (option.default is None or isinstance(option.default, bool | tuple | dict)):
        words += f" Default: {_QUOTES.sub('', option.example)}."
    several = option.own_keys is not None or option.reads.typed == list[str]
    if several:
        words += " Repeatable."
    on = declared.on or (() if declared.off else (option.flag_name,))
    return CommandFlag(
        names=(declared.short, *on) if declared.short else on,
        help=words,
        panel=declared.panel,
        metavar=declared.metavar,
        off=declared.off,
        typed=str if several else option.reads.typed,
        repeatable=several,
        common=declared.common or not among_many,
        choices=option.reads.choices,
        field=option.field,
    )


def of_option(field: str) -> Any:  # noqa: ANN401 - as `flag`
    """The flag of one option of a build, for a command that takes few others."""
    ((option, declared),) = flagged([OPTIONS[field]])
    made = option_flag(option, declared, among_many=False)
    return flag(
        default=None,
        names=made.names,
        help=made.help,
        panel=made.panel,
        metavar=made.metavar,
        typed=made.typed,
        common=True,
    )


def json_flag() -> Any:  # noqa: ANN401 - as `flag`
    """--json."""
    return flag(
        default=False,
        names=("--json",),
        help="Print the result as JSON, for programs.",
        panel=Panel.RUN,
    )


def quiet_flag() -> Any:  # noqa: ANN401 - as `flag`
    """--quiet."""
    return flag(default=False, names=("-q", "--quiet"), help="Show no progress.", panel=Panel.RUN)


def insecure_flag() -> Any:  # noqa: ANN401 - as `flag`
    """--insecure."""
    return flag(
        default=False,
        names=("--insecure",),
        help="Let mail with security = none go to this machine in the clear.",
        panel=Panel.MAIL,
    )


def all_flag() -> Any:  # noqa: ANN401 - as `flag`
    """--all."""
    return flag(
        default=None,
        names=("--all",),
        help=f"Every brand: each sub-folder with a {FILE_NAME} that names its source.",
        panel=Panel.MANY,
        metavar="FOLDER",
        typed=Path,
    )


def jobs_flag() -> Any:  # noqa: ANN401 - as `flag`
    """--jobs."""
    return flag(
        default=2,
        names=("--jobs",),
        help="Brands at a time. Default: 2.",
        panel=Panel.MANY,
        metavar="N",
        typed=int,
        reads=whole_number(1, MOST_JOBS),
    )


def dry_run_flag(words: str, panel: Panel) -> Any:  # noqa: ANN401 - as `flag`
    """--dry-run, with what it says instead."""
    return flag(default=False, names=("--dry-run",), help=words, panel=panel, common=True)


def settings_flag(words: str) -> Any:  # noqa: ANN401 - as `flag`
    """--config, of a command that reads settings where there are any."""
    return flag(
        default=None,
        names=("-c", "--config"),
        help=words,
        panel=Panel.RUN,
        metavar="FILE",
        typed=Path,
    )
