"""Folders for what a run writes on its way: the owner's alone, and gone afterwards, also after a kill.

<temporary folder>/reportgen-<user>/<number>        one run's files
<temporary folder>/reportgen-<user>/<number>.lock   held by the run for as long as it lives

The system lets go of a lock when its process ends, however it ends. Whoever begins next sweeps what nobody
holds.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Iterator

_OWNER_ONLY = 0o700


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new, empty folder; gone when this ends."""
    root = _root()
    _sweep(root)
    with _held(root) as folder:
        folder.mkdir(mode=_OWNER_ONLY)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    """Ours alone; where somebody else has taken the name, one of another name."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    root = Path(tempfile.gettempdir()) / f"reportgen-{user}"
    with suppress(FileExistsError):
        root.mkdir(mode=_OWNER_ONLY)
    if _is_ours(root):
        return root
    return Path(tempfile.mkdtemp(prefix="reportgen-"))


def _is_ours(root: Path) -> bool:
    state = root.lstat()
    mine = not hasattr(os, "getuid") or (
        state.st_uid == os.getuid() and stat.S_IMODE(state.st_mode) == _OWNER_ONLY
    )
    return stat.S_ISDIR(state.st_mode) and mine


@contextmanager
def _held(root: Path) -> Iterator[Path]:
    """The name of a folder whose lock is ours."""
    folder = root / uuid4().hex
    file = folder.with_suffix(".lock")
    lock = FileLock(file)
    lock.acquire()
    while not file.exists():  # swept between its making and its locking
        lock.release()
        lock.acquire()
    try:
        yield folder
    finally:
        with suppress(OSError):
            file.unlink()
        lock.release()


def _sweep(root: Path) -> None:
    """Remove what runs left that are no more."""
    for file in root.glob("*.lock"):
        lock = FileLock(file, timeout=0)
        with suppress(Timeout, OSError):
            lock.acquire()
            shutil.rmtree(file.with_suffix(""), ignore_errors=True)
            with suppress(OSError):
                file.unlink()
            lock.release()
