"""Source files: their bytes, which must not change while they are read."""

from __future__ import annotations

import gzip
import hashlib
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from reportgen.base.named_files import existing_file
from reportgen.errors import InputError, Place, SurroundingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GZIP = b"\x1f\x8b"
CHUNK = 2**20
"""Bytes that are read at once."""
MOST_GROWTH, GROWTH_FREE = 200, 256 * 2**20
"""How many times its size a packed file may grow, once it has passed GROWTH_FREE bytes."""


@dataclass(frozen=True)
class SourceFile:
    """A file to read."""

    path: Path
    name: str
    """What messages call it: its name without the folder."""
    fingerprint: str
    """SHA-256 of the bytes that the user named."""

    @property
    def place(self) -> Place:
        """The file as a whole."""
        return Place(self.name)

    @property
    def most_bytes(self) -> int:
        """What it may grow to when it is unpacked."""
        return max(GROWTH_FREE, MOST_GROWTH * self.path.stat().st_size)

    def is_gzip(self) -> bool:
        """Whether the bytes are packed with gzip."""
        with self.path.open("rb") as stream:
            return stream.read(len(GZIP)) == GZIP

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes, unpacked if it is a gzip file."""
        with gzip.open(self.path, "rb") if self.is_gzip() else self.path.open("rb") as stream:
            yield cast("IO[bytes]", stream)


@contextmanager
def unchanged(path: Path) -> Iterator[SourceFile]:
    """A file that must stay as it is until the block ends.

    Raises:
        InputError: it is missing, a folder, or was written to meanwhile.
        SurroundingsError: it must not be read.
    """
    before = _state(path)
    shown = os.fsencode(path.name).decode("utf-8", "replace")  # a name may be of another code page
    yield SourceFile(path, shown, _fingerprint(path))
    if _state(path) != before:
        cause = "the file changed while it was read"
        raise InputError(cause, "Wait until it is written, or read a copy.", Place(path.name))


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns, state.st_ino


def _fingerprint(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        existing_file(path)  # says what stands near it
        raise
    except IsADirectoryError:
        raise InputError("this is a folder", "Name a file in it.", Place(str(path))) from None
    except OSError as error:
        cause = f"the file cannot be read: {error.strerror or error}"
        raise SurroundingsError(cause, "Check the permissions.", Place(str(path))) from None
