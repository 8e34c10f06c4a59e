"""What --help prints: plain text as wide as the terminal, made from the same declarations as the parser."""

from __future__ import annotations

import os
import sys
import textwrap
from typing import TYPE_CHECKING

from reportgen.terminal.command_line import HELP, HELP_ALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.terminal.command_line import Command, CommandFlag

PROGRAM = "reportgen"
_WIDEST, _USUAL, _NARROWEST = 100, 80, 24
_BESIDE = 60
"""Columns from which words stand beside a flag; on a narrower terminal below it."""
_MOST_LEFT = 26
"""The widest flag that words stand beside."""
_FEW = 12
"""A command with no more flags than this shows all of them."""


def program_help(commands: Sequence[Command]) -> str:
    """The page of the program: its commands, and where to begin."""
    rows = [(command.name, command.summary) for command in commands]
    flags = [
        ("-h, --help", "Show this page; behind a command, that of the command."),
        ("--version", "Print the version."),
        ("--show-completion SHELL", "Print the completion for bash, zsh or fish."),
    ]
    parts = [
        _paragraph("A report on the segments of your customers, from one file and one command."),
        [f"Usage: {PROGRAM} COMMAND ..."],
        [_head("Commands"), *_rows(rows)],
        [_head("Flags"), *_rows(flags)],
        [_head("To begin"), *_examples([f"{PROGRAM} build orders.csv", f"{PROGRAM} build --help"])],
    ]
    return _joined(parts)


def command_help(command: Command, *, every: bool) -> str:
    """The page of a command: the flags that most people use, or every one by its group."""
    words = command.words
    usage = words.metavar if words.required else f"[{words.metavar}]"
    flags = command.flags
    short = not every and len(flags) > _FEW
    parts = [
        _paragraph(command.summary),
        [f"Usage: {PROGRAM} {command.name} {usage} [FLAGS]"],
        _rows([(words.metavar, words.help if short or not words.help_all else words.help_all)]),
    ]
    if short:
        parts.append([_head("Flags"), *_flag_rows([*(each for each in flags if each.common)])])
        parts[-1] += _rows([(", ".join(HELP), "Show this page."), (HELP_ALL, _count(flags))])
    else:
        panels = dict.fromkeys(each.panel for each in flags)
        parts += [
            [_head(panel), *_flag_rows([each for each in flags if each.panel is panel])] for panel in panels
        ]
    parts.append([_head("Examples"), *_examples(command.examples)])
    return _joined(parts)


def _count(flags: Sequence[CommandFlag]) -> str:
    return f"Show all {len(flags)} flags, by what they are for."


def _flag_rows(flags: Sequence[CommandFlag]) -> list[str]:
    return _rows([(_names(each), each.help) for each in flags])


def _names(flag: CommandFlag) -> str:
    names = ", ".join((*flag.names, *flag.off))
    return f"{names} {flag.metavar}".rstrip()


def _rows(rows: Sequence[tuple[str, str]]) -> list[str]:
    return [line for left, words in rows for line in _row(left, words)]


def _row(left: str, words: str) -> Iterator[str]:
    width = _width()
    if width < _BESIDE:
        yield f"  {left}"
        yield from textwrap.wrap(words, width, initial_indent="    ", subsequent_indent="    ")
        return
    room = _MOST_LEFT + 4
    first = f"  {left}".ljust(room)
    if len(left) > _MOST_LEFT:
        yield f"  {left}"
        first = " " * room
    yield from textwrap.wrap(
        words,
        width,
        initial_indent=first,
        subsequent_indent=" " * room,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _examples(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _paragraph(text: str) -> list[str]:
    return textwrap.wrap(text, _width())


def _head(text: str) -> str:
    return f"\x1b[1m{text}\x1b[0m" if is_styled() else text


def is_styled() -> bool:
    """Whether stdout is a terminal whose user has nothing against bold type."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _width() -> int:
    return max(_NARROWEST, min(_WIDEST, _columns()))


def _columns() -> int:
    stated = os.environ.get("COLUMNS", "")
    if stated.isdecimal() and int(stated):
        return int(stated)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else _USUAL
    except (OSError, ValueError):
        return _USUAL


def _joined(parts: Iterable[Sequence[str]]) -> str:
    return "\n\n".join("\n".join(lines) for lines in parts)
