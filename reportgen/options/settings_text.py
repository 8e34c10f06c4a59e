"""Writing a commented reportgen.toml."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.errors import InputError, Place, SurroundingsError
from reportgen.options.choices import CHOICES, CURVE, NAME, RATE, ROLE, Choice
from reportgen.options.enums import Format, Role
from reportgen.options.mail_choices import MAIL_CHOICES
from reportgen.options.settings_file import SOURCE
from reportgen.options.sources import with_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


@dataclass(frozen=True)
class ColumnEntry:
    """A column as a new reportgen.toml tells it."""

    label: str
    role: Role
    why: str
    settled: bool = True
    """Whether its line counts; else it is only shown, because to state the role would change the build."""


def settings_text(
    file: Path,
    sources: Sequence[str],
    stated: Mapping[str, Any],
    shown: Mapping[str, Any],
    columns: Sequence[ColumnEntry],
) -> str:
    """A commented reportgen.toml.

    Args:
        file: where it will stand; its paths are written as seen from there.
        sources: the data it is for.
        stated: field of `BuildOptions` -> value, for entries that count.
        shown: the same for entries that are comments, because they tell what is found anyway.
        columns: in file order.
    """
    text = [
        "# Settings of a report: reportgen build and reportgen check use them.",
        "# Lines behind a # do not count; they show what is taken unless you say otherwise.",
        "",
        f"{SOURCE} = {_source(file.parent, sources)}",
        *_choice_lines(file.parent, stated, shown),
        *_column_lines(columns),
        "",
        f"# {RATE.help} {RATE.key.capitalize()} count in the currency above.",
        f"[{RATE.entry}]",
        f"# USD = {RATE.example}",
        "",
        f"# {NAME.help} The keys stand in: reportgen build --json.",
        f"[{NAME.entry}]",
        f"# a = {NAME.example}",
        "",
        f"# {CURVE.help} Keys as above; needs a budget.",
        f"[{CURVE.entry}]",
        f"# a = {CURVE.example}",
    ]
    return "\n".join(text) + "\n"


def write_settings(file: Path, text: str, *, force: bool = False) -> None:
    """Write a reportgen.toml, over an old one only by `force`.

    Raises:
        InputError: the file is there already.
        SurroundingsError: it cannot be written.
    """
    try:
        with file.open("w" if force else "x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        cause, hint = (
            "the file is there already",
            "replace it with --force, or name another with --config FILE",
        )
        raise InputError(cause, hint, Place(str(file))) from None
    except OSError as error:
        cause = f"it cannot be written: {error.strerror}"
        raise SurroundingsError(cause, "name a place that you may write to", Place(str(file))) from error


def _choice_lines(folder: Path, stated: Mapping[str, Any], shown: Mapping[str, Any]) -> Iterator[str]:
    table = ""
    for choice in (*CHOICES, *MAIL_CHOICES):
        if choice.table != table:
            table = choice.table
            yield from ("", f"[{table}]")
        yield from ("", f"# {choice.help}") if not table else (f"# {choice.help}",)
        if choice.field in stated:
            yield f"{choice.key} = {_literal(folder, choice, stated[choice.field])}"
        elif choice.field in shown:
            yield f"# {choice.key} = {_literal(folder, choice, shown[choice.field])}"
        else:
            yield f"# {choice.key} = {choice.example}"


def _column_lines(columns: Sequence[ColumnEntry]) -> Iterator[str]:
    yield from ("", f"# {ROLE.help} Roles: {', '.join(Role)}.", f"[{ROLE.entry}]")
    for column in columns:
        mark = "" if column.settled else "# "
        yield f"{mark}{_quoted(column.label)} = {_quoted(column.role)}  # {_in_comment(column.why)}"


def _literal(folder: Path, choice: Choice, value: Any) -> str:  # noqa: ANN401 - any option's value
    if choice.field == "window_months":
        return f'"{value}m"'
    if choice.field == "formats":
        return _listed([each for each in Format if each in value])
    if isinstance(value, tuple):
        return _listed(value)
    if isinstance(value, Path):
        return _quoted(_as_seen_from(folder, value))
    if isinstance(value, str):
        return _quoted(value)
    return str(value).lower()


def _source(folder: Path, sources: Sequence[str]) -> str:
    seen = [with_file(source, lambda path: _as_seen_from(folder, path)) for source in sources]
    return _quoted(seen[0]) if len(seen) == 1 else _listed(seen)


def _listed(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, values))}]"


def _quoted(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for the one control character JSON leaves alone."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _in_comment(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _as_seen_from(folder: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()
