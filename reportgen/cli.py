"""The program, and the one place where errors become exit codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from reportgen import __version__
from reportgen.base.ending import end_at_once
from reportgen.errors import InputError, ReportgenError
from reportgen.terminal import console
from reportgen.terminal.command_line import HELP, HELP_ALL, nearest
from reportgen.terminal.command_table import COMMANDS
from reportgen.terminal.completion import SHOW
from reportgen.terminal.signals import ended_cleanly

if TYPE_CHECKING:
    from collections.abc import Sequence


INTERRUPTED = 130
"""Exit code after Ctrl-C or a signal to end; what was there before is unchanged."""


def program() -> NoReturn:
    """Run the program's own command line, and end its process."""
    end_at_once(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, by default the program's own; the exit code."""
    if arguments is None:
        _silence_warnings()
    words = list(sys.argv[1:] if arguments is None else arguments)
    console.replace_unprintable()
    with ended_cleanly():
        return _run(words)


def _silence_warnings() -> None:
    """A library's warnings are for those who work on the code, who ask for them with -W or PYTHONWARNINGS."""
    if not sys.warnoptions:
        import warnings  # noqa: PLC0415 - loaded by the interpreter already

        warnings.simplefilter("ignore")


def _run(words: list[str]) -> int:
    try:
        code = _started(words)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _unread()
    except SystemExit as end:
        if end.code != 1:
            raise
        return _unread()  # it is so that rich says it; no command of ours ends in this way
    except ReportgenError as error:
        return _exit_code(error)
    except Exception as error:  # noqa: BLE001 - nobody should meet a traceback unasked
        from reportgen.terminal.failures import unexpected  # noqa: PLC0415 - only then it is needed

        return _exit_code(unexpected(error))
    return code


def _started(words: list[str]) -> int:
    first, *rest = words or [HELP[0]]
    if first in {*HELP, HELP_ALL}:
        from reportgen.terminal.help_pages import program_help  # noqa: PLC0415 - only help needs it

        console.print_page(program_help(COMMANDS))
        return 0
    if first == "--version":
        console.print_page(f"reportgen {__version__}")
        return 0
    if first.partition("=")[0] == SHOW:
        from reportgen.terminal.completion import completion_script  # noqa: PLC0415 - likewise

        console.print_page(completion_script(first.partition("=")[2] or "".join(rest), COMMANDS))
        return 0
    command = next((each for each in COMMANDS if each.name == first), None)
    if command is None:
        raise _no_command(first)
    flags = rest[: rest.index("--")] if "--" in rest else rest
    if {*flags} & {*HELP, HELP_ALL}:
        from reportgen.terminal.help_pages import command_help  # noqa: PLC0415 - likewise

        console.print_page(command_help(command, every=HELP_ALL in flags))
        return 0
    return command.start(rest)


def _no_command(word: str) -> InputError:
    """What somebody meant who began otherwise."""
    if word.startswith("-"):
        return InputError(f"there is no flag {word} here", "name a command first: see reportgen --help")
    if Path(word).exists():
        return InputError(f"{word!r} is no command", f"did you mean: reportgen build {word}?")
    near = nearest(word, [each.name for each in COMMANDS])
    hint = f"did you mean {near!r}?" if near else "see reportgen --help"
    return InputError(f"there is no command {word!r}", hint)


def _exit_code(error: ReportgenError) -> int:
    console.print_error(error)
    return error.exit_code


def _unread() -> int:
    from reportgen.terminal.failures import unread  # noqa: PLC0415 - as above

    return unread()
