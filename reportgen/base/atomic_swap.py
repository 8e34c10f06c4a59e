"""Swaps folders and writes files atomically, so that a kill at any moment can be repaired or undone."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EOPNOTSUPP})


@dataclass(frozen=True)
class Move:
    """The move of one folder, which is known by its inode, wherever it stands."""

    inode: int
    staged: Path
    target: Path
    spare: Path
    """Where the old folder waits if two folders cannot change places in one step."""


def swap_in(move: Move) -> None:
    """Put the new folder in its place; one that a kill interrupted is completed."""
    if inode(move.target) != move.inode and inode(move.staged) == move.inode:
        _swap(move)
    elif not move.target.exists() and move.spare.exists():
        move.spare.rename(move.target)
    sync(move.target.parent)


def undo(move: Move) -> None:
    """Put the old folder back, however far the move got; the new one is in `staged` again."""
    if inode(move.target) == move.inode and not (move.staged.exists() and exchange(move.staged, move.target)):
        move.target.rename(move.staged)
    if move.spare.exists():
        move.spare.rename(move.target)
    sync(move.target.parent)


def inode(path: Path) -> int | None:
    """The number of a file or folder on its disk, which a rename keeps; None if there is none."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot (renameat2(2))."""
    if sys.platform != "linux":
        return False
    call = getattr(_libc(), "renameat2", None)
    if call is None:
        return False
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    error = ctypes.get_errno()
    if error in _NO_EXCHANGE:
        return False
    raise OSError(error, os.strerror(error), str(other))


def sync_tree(folder: Path) -> None:
    """Wait until everything below a folder is on the disk."""
    for path in folder.rglob("*"):
        sync(path)


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk (Windows can only do so for files open for writing)."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a file whole or not at all; a link that stands there is replaced, never followed."""
    write_beside(path, data, mode).replace(path)


def write_beside(path: Path, data: bytes, mode: int = 0o666) -> Path:
    """Write what will replace a file to the disk, into a new file beside it; the new file's path.

    A file, a link or a pipe that stands there already is removed: a killed run left it, or somebody put it
    there to have another file overwritten.
    """
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, mode), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return part


def _swap(move: Move) -> None:
    if move.target.exists() and exchange(move.staged, move.target):
        return
    if move.target.exists():
        move.target.rename(move.spare)
    move.staged.rename(move.target)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
