"""Prints to the terminal: results on stdout, notes and errors on stderr; loads no library for it."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.errors import ReportgenError

_SCRIPT_JOINERS = "\u200c\u200d"
"""Invisible, but parts of words in Persian and in the scripts of India."""


def replace_unprintable() -> None:
    """Print a question mark for characters that the terminal's encoding lacks, instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def printable(text: str) -> str:
    r"""Text of a file or a path without what could steer a terminal: a control sign becomes \x1b."""
    return "".join(
        character if character.isprintable() or character in _SCRIPT_JOINERS else _escaped(character)
        for character in text
    )


def _escaped(character: str) -> str:
    return " " if character.isspace() and ord(character) > 0x7F else ascii(character)[1:-1]  # noqa: PLR2004 - ASCII


def print_error(error: ReportgenError) -> None:
    """One line of cause, one of remedy."""
    word = "\x1b[1;31merror:\x1b[0m" if _is_coloured() else "error:"
    print(f"{word} {printable(str(error))}\n  hint: {printable(error.hint)}", file=sys.stderr)  # noqa: T201


def print_note(text: str) -> None:
    """Something to know, on stderr."""
    print(f"note: {printable(text)}", file=sys.stderr)  # noqa: T201


def print_line(text: str) -> None:
    """A line of the result."""
    print(printable(text))  # noqa: T201


def print_json(answer: dict[str, Any]) -> None:
    """One JSON object, on one line each entry; every sign beyond ASCII is escaped."""
    import json  # noqa: PLC0415 - only --json needs it

    print(json.dumps(answer, indent=1))  # noqa: T201 - the terminal is our business


def print_page(text: str) -> None:
    """A page of help, as it is."""
    print(text)  # noqa: T201


def _is_coloured() -> bool:
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
