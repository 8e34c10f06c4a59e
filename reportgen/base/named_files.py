"""Files that a user names: regular ones, of a size that fits, opened the same way everywhere."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

from reportgen.errors import InputError, Place, SurroundingsError

if TYPE_CHECKING:
    from pathlib import Path

MOST_TEXT = 2**25
"""Bytes of a list of ids."""
MOST_SETTINGS = 2**17
"""Bytes of settings or of a playbook: the parser takes ten seconds for the worst that fit."""
_NO_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A pipe that takes the place of a file does not hold us."""


def existing(path: Path) -> Path:
    """The same path, if a file or a folder stands there.

    Raises:
        InputError: there is none; the hint names the nearest one that there is.
        SurroundingsError: it cannot be looked at.
    """
    _kind(path)
    return path


def existing_folder(path: Path) -> Path:
    """The same path, if a folder stands there; raises as `existing` does."""
    if not stat.S_ISDIR(_kind(path).st_mode):
        raise InputError("this is a file", "name a folder", Place(str(path)))
    return path


def existing_file(path: Path, most: int | None = None) -> Path:
    """The same path, if a file of no more than `most` bytes stands there; raises as `existing` does."""
    state = _kind(path)
    if stat.S_ISDIR(state.st_mode):
        raise InputError("this is a folder", "name a file in it", Place(str(path)))
    if most is not None and state.st_size > most:
        raise _too_large(path, state.st_size, most)
    return path


def read_named(path: Path, most: int) -> bytes:
    """What stands in a file, which is opened only if it is one.

    Raises:
        InputError: there is none, it is something else, or it holds more than `most` bytes.
        SurroundingsError: it cannot be read.
    """
    existing_file(path, most)
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | _NO_WAITING), "rb") as stream:
            data = stream.read(most + 1) if stat.S_ISREG(os.fstat(stream.fileno()).st_mode) else b""
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(data) > most:
        raise _too_large(path, len(data), most)
    return data


def read_named_text(path: Path, most: int = MOST_TEXT) -> str:
    """The text of a file in UTF-8, without a byte order mark; raises as `read_named` does."""
    try:
        return read_named(path, most).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("this is no text in UTF-8", "save the file as UTF-8", Place(str(path))) from None


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a file in TOML; raises as `read_named_text` does.

    Raises:
        InputError: it is none; the place is the line.
    """
    return parse_toml(read_named_text(path, MOST_SETTINGS), str(path))


def parse_toml(text: str, source: str) -> dict[str, Any]:
    """The content of a text in TOML; raises as `read_toml` does."""
    import re  # noqa: PLC0415 - --help has no settings to read
    import tomllib  # noqa: PLC0415 - likewise

    hint = 'write entries as: name = "text"; a column\'s name stands in quotes'
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InputError("not TOML: it is nested too deeply", hint, Place(source)) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\s*\(at line (\d+), column \d+\)", str(error))
        twice = re.search(r"twice|overwrite|already", str(error), re.IGNORECASE)
        told = re.sub(r"\s*\(at .*\)$", "", str(error))
        cause = "a name stands here for the second time" if twice else told
        line = int(found[1]) if found else None
        raise InputError(f"not TOML: {cause[:1].lower()}{cause[1:]}", hint, Place(source, line)) from None
    except ValueError:  # of the interpreter, which reads no number of thousands of digits
        raise InputError("not TOML: a number has too many digits", hint, Place(source)) from None


def read_ids(path: Path) -> tuple[str, ...]:
    """The ids of a text file with one on each line, without quotes; raises as `read_named_text` does."""
    lines = read_named_text(path).splitlines()
    return tuple(line.strip().strip('"') for line in lines if line.strip())


def refuse_what_is_no_file(path: Path) -> None:
    """Stop where a file is to be written and something else stands: a folder, a pipe, a device.

    Raises:
        InputError: it does.
    """
    if path.exists() and not path.is_file():
        raise InputError("something stands there that is no file", "name another file", Place(str(path)))


def _kind(path: Path) -> os.stat_result:
    place = Place(str(path))
    try:
        state = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():
            raise InputError("this link leads to no file", "name the file itself", place) from None
        raise InputError("there is no such file", _nearest(path), place) from None
    except OSError as error:
        raise _unreadable(path, error) from None
    if not (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)):
        raise InputError("this is neither a file nor a folder", "save it as a file first", place)
    return state


def _too_large(path: Path, size: int, most: int) -> InputError:
    cause = f"the file has {size:,} bytes, and at most {most:,} fit here"
    return InputError(cause, "name a smaller file", Place(str(path)))


def _unreadable(path: Path, error: OSError) -> SurroundingsError:
    return SurroundingsError(
        f"it cannot be read: {error.strerror}", "check its permissions", Place(str(path))
    )


def _nearest(path: Path) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    folder = path.parent
    if not folder.is_dir():
        return f"check the path; there is no folder {folder}"
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return "check the path"
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(path.name.casefold(), folded, n=3)
    if not near:
        return "check the path"
    return f"did you mean {' or '.join(repr(str(folder / folded[each])) for each in near)}?"
