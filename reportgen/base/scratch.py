"""Folders for what a run writes on its way: the owner's alone, and gone afterwards, also after a kill.

<temporary folder>/reportgen-<user>/<number>        one run's files
<temporary folder>/reportgen-<user>/<number>.lock   held by the run for as long as it lives

A small process beside each run waits for its end, however it ends, and removes what is left. Where that was
ended, too (a power cut), whoever begins next sweeps what nobody holds: the system lets go of a lock when its
process ends.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_OWNER_ONLY = 0o700
_SPILLED = "duckdb_temp"
_SHELL = "/bin/sh"
_REMOVED_AT_THE_END = """
trap '' HUP INT TERM
cat
for seconds in 0 1 1 2 5; do
    [ -e "$1" ] || break
    sleep $seconds
    rm -rf -- "$1"
done
rm -f -- "$1.lock"
"""
"""`cat` ends when nobody is left who could write to its input, which is when the run has ended. Processes
that the run began may need a moment to end as well."""


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new, empty folder; gone when this ends."""
    root = _root()
    _sweep(root)
    with _held(root) as folder, _watched(folder):
        folder.mkdir(mode=_OWNER_ONLY)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def keep_only(files: Collection[Path], folder: Path) -> None:
    """Remove all other files below a folder of ours, but for what the engine has no room for in memory."""
    for path in folder.rglob("*"):
        if path.is_file() and path not in files and not path.name.startswith(_SPILLED):
            with suppress(OSError):  # where an open file cannot be removed
                path.unlink()


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


@contextmanager
def _watched(folder: Path) -> Iterator[None]:
    """Whatever ends this process, even a kill, the folder goes; where there is no shell, by the next run."""
    command = (_SHELL, "-c", _REMOVED_AT_THE_END, _SHELL, str(folder))
    nowhere = subprocess.DEVNULL
    try:
        watching = subprocess.Popen(  # noqa: S603 - our own words, in a session that no key press reaches
            command, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere, cwd="/", start_new_session=True
        )
    except OSError:
        yield
        return
    with watching:
        yield


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
