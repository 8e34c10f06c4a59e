"""What else may end a command: an error that nobody expected, or a reader who has left."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path

from reportgen.errors import InputError, Place, ReportgenError, SurroundingsError

TRACEBACK = "REPORTGEN_TRACEBACK"
"""Variable of the environment: 1 prints where an unexpected error arose."""
_ENGINE_IS_FULL = "OutOfMemoryException"
"""DuckDB's, by its name: whoever meets another error need not load it."""
UNREAD = 141
"""Exit code where the reader of the output has left, as `head` does; the same as of other tools."""


def unread() -> int:
    """The exit code; what is still to be printed goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or not there
            stream.flush()
            continue
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(nowhere, stream.fileno())
    return UNREAD


def unexpected(error: Exception) -> ReportgenError:
    """Any error that is none of ours, as cause and remedy."""
    if os.environ.get(TRACEBACK) == "1":
        traceback.print_exception(error)
    if isinstance(error, MemoryError):
        return SurroundingsError("not enough memory", "close other programs, or use a larger machine")
    if type(error).__name__ == _ENGINE_IS_FULL:
        hint = "look for cells of millions of letters; else set REPORTGEN_MEMORY, such as 4GB"
        return SurroundingsError("the file takes more memory than the engine may use", hint)
    if isinstance(error, UnicodeEncodeError):
        return InputError("a name holds bytes that are no UTF-8", "rename the file or the folder")
    if isinstance(error, OSError):
        known = _of_the_machine(error)
        if known is not None:
            return known
    where = traceback.extract_tb(error.__traceback__)[-1]
    return ReportgenError(
        f"unexpected {type(error).__name__} in {Path(where.filename).name}, line {where.lineno}: {error}",
        f"this is our fault; please report it with what {TRACEBACK}=1 prints before this line",
    )


def _of_the_machine(error: OSError) -> ReportgenError | None:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return SurroundingsError("the disk is full", f"free some space, also in {tempfile.gettempdir()}")
    if not _here_exists():
        return SurroundingsError("the current folder is no longer there", "change to one that is")
    if error.filename is None or not error.strerror:
        return None
    place = Place(os.fsdecode(error.filename))
    return SurroundingsError(error.strerror.lower(), "check that it is there, and its permissions", place)


def _here_exists() -> bool:
    try:
        return Path.cwd().is_dir()
    except OSError:
        return False
