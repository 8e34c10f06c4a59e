"""Writing a commented reportgen.toml."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.base.atomic_swap import write_atomically
from reportgen.base.named_files import refuse_what_is_no_file
from reportgen.errors import InputError, Place, SurroundingsError
from reportgen.options.build_options import OPTIONS as BUILD
from reportgen.options.mail_options import OPTIONS as MAILING
from reportgen.options.settings_file import SOURCE
from reportgen.options.sources import with_file
from reportgen.options.toml_values import toml_list, toml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.options.enums import Role
    from reportgen.options.option import Option


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
        "# Lines behind a # do not count: they show what was found in the data, or an example.",
        "",
        f"{SOURCE} = {_source(file.parent, sources)}",
        *_option_lines(file.parent, stated, shown),
        *_tables_of_own_keys(columns),
    ]
    return "\n".join(text) + "\n"


def write_settings(file: Path, text: str, *, force: bool = False) -> None:
    """Write a reportgen.toml, over an old one only by `force`; a link there is replaced, never followed.

    Raises:
        InputError: the file is there already, or what stands there is no file.
        SurroundingsError: it cannot be written.
    """
    try:
        refuse_what_is_no_file(file)
        if force:
            write_atomically(file, text.encode())
        else:
            with file.open("x", encoding="utf-8", newline="\n") as stream:
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


def _option_lines(folder: Path, stated: Mapping[str, Any], shown: Mapping[str, Any]) -> Iterator[str]:
    table = ""
    for option in (*BUILD.values(), *MAILING.values()):
        if option.own_keys is not None:
            continue
        if option.table != table:
            table = option.table
            yield from ("", f"[{table}]")
        yield from ("", f"# {option.help}") if not table else (f"# {option.help}",)
        if option.field in stated:
            yield f"{option.key} = {_value(folder, option, stated[option.field])}"
        elif option.field in shown:
            yield f"# {option.key} = {_value(folder, option, shown[option.field])}"
        else:
            yield f"# {option.key} = {option.example}"


def _tables_of_own_keys(columns: Sequence[ColumnEntry]) -> Iterator[str]:
    for option in BUILD.values():
        if option.own_keys is not None:
            yield from ("", f"# {option.help} {option.own_keys.note}", f"[{option.entry}]")
            if option.own_keys.example:
                yield f"# {option.own_keys.example} = {option.example}"
            else:
                yield from map(_column_line, columns)


def _column_line(column: ColumnEntry) -> str:
    mark = "" if column.settled else "# "
    return f"{mark}{toml_text(column.label)} = {toml_text(column.role)}  # {_in_comment(column.why)}"


def _value(folder: Path, option: Option, value: Any) -> str:  # noqa: ANN401 - any option's value
    return option.reads.write(Path(_as_seen_from(folder, value)) if isinstance(value, Path) else value)


def _source(folder: Path, sources: Sequence[str]) -> str:
    seen = [with_file(source, lambda path: _as_seen_from(folder, path)) for source in sources]
    return toml_text(seen[0]) if len(seen) == 1 else toml_list(seen)


def _in_comment(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _as_seen_from(folder: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()
