"""Publishes a finished build with one swap: readers see the old report or the new one, never a mixture.

<out>/{site,private,record}/<name>/<month>/       what is published: plain folders, no links
<out>/.reportgen/lock                             one build at a time
<out>/.reportgen/staging-*/{site,private,record}  a build at work; after the swap, what it replaced
<out>/.reportgen/staging-*/journal.json           the swap has begun: the next start finishes it
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from reportgen.base.atomic_swap import (
    Move,
    swap_in,
    sync,
    sync_tree,
    undo,
    write_atomically,
    write_beside,
)
from reportgen.base.names import slug
from reportgen.errors import InputError, Place, SurroundingsError
from reportgen.publishing.index_pages import index_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.report.templates import Templates

PARTS = ("site", "private", "record")
"""The folders of a build, in the order in which they are swapped in."""

_HIDDEN = ".reportgen"
_JOURNAL = "journal.json"
_OWNER_ONLY = 0o700
_REMEDIES = {
    errno.ENOSPC: ("the disk is full", "free some space and build again"),
    errno.EDQUOT: ("the disk quota is used up", "free some space and build again"),
    errno.EFBIG: ("a file is larger than this system allows", "raise the limit (ulimit -f)"),
    errno.EROFS: ("the disk is read-only", "choose another folder with --out"),
    errno.EACCES: ("the folder may not be written", "change its permissions or choose another with --out"),
    errno.EPERM: ("the folder may not be written", "change its permissions or choose another with --out"),
    errno.ENOTDIR: ("a file stands where a folder is needed", "choose another folder with --out"),
    errno.EEXIST: ("a file stands where a folder is needed", "choose another folder with --out"),
    errno.EXDEV: ("its folders lie on different disks", "keep site, private and record on one disk"),
    errno.ENOENT: ("no folder can be made there", "choose another folder with --out"),
    errno.EIO: ("the disk reports an error", "check the disk"),
}


@dataclass(frozen=True)
class Staging:
    """A build in progress: fill `site`, `private` and `record`, then `publish`."""

    out: Path
    name: str
    month: str
    folder: Path
    """Hidden, on the same disk as the targets; gone when `open_staging` ends."""
    templates: Templates
    """For the index pages, which are written whenever a build is published."""

    @property
    def site(self) -> Path:
        """Files that may be shown to anybody."""
        return self.folder / "site"

    @property
    def private(self) -> Path:
        """Files with customer ids; readable by the owner only."""
        return self.folder / "private"

    @property
    def record(self) -> Path:
        """The tool's own memory; readable by the owner only."""
        return self.folder / "record"

    def target(self, part: str) -> Path:
        """Where a part stands once it is published."""
        return self.out / part / self.name / self.month


@contextmanager
def open_staging(
    out: Path, name: str, month: str, templates: Templates, wait_seconds: float = 60.0
) -> Iterator[Staging]:
    """Lock the output folder, tidy up after killed builds, and give an empty place to build in.

    Raises:
        InputError: if name or month is not safe as a folder.
        SurroundingsError: if another build is at work for longer than `wait_seconds`, or the disk is
            full, read-only or not ours to write; what was published before is unchanged.
    """
    for text in (name, month):
        if slug(text) != text:
            raise InputError(f"{text!r} cannot name a folder", f"use {slug(text)!r}")
    with _plain_errors(out), _locked(out, f"{name} {month}", wait_seconds):
        _tidy(out, templates)
        staging = Staging(out, name, month, _new_folder(out / _HIDDEN), templates)
        try:
            yield staging
        finally:
            _sweep(staging.folder)


@contextmanager
def working_alone(out: Path, what: str, wait_seconds: float = 60.0) -> Iterator[None]:
    """Hold the lock of the output folder for a change that is no build; raises as `open_staging` does."""
    with _plain_errors(out), _locked(out, what, wait_seconds):
        yield


def publish(staging: Staging) -> None:
    """Swap all parts in and write the index pages; whatever fails on the way is undone.

    Raises:
        OSError: raised as SurroundingsError when `open_staging` ends.
    """
    sync_tree(staging.folder)
    for part in PARTS:
        _make_parents(staging.out, staging.target(part))
    moves = _begin(staging)
    try:
        for move in moves:
            swap_in(move)
        parts = _write_index_parts(staging.out, index_pages(staging.out, staging.templates))
    except BaseException:
        for move in reversed(moves):
            undo(move)
        _drop_journal(staging.folder)
        raise
    _show_index(parts)
    _drop_journal(staging.folder)


def _moves(staging: Staging, inodes: Mapping[str, int]) -> tuple[Move, ...]:
    folder = staging.folder
    return tuple(
        Move(number, folder / part, staging.target(part), folder / f"old-{part}")
        for part, number in inodes.items()
    )


def _tidy(out: Path, templates: Templates) -> None:
    """Finish a swap that was cut short, and sweep what killed builds left."""
    for folder in sorted((out / _HIDDEN).glob("staging-*")):
        if (folder / _JOURNAL).exists():
            _finish(out, folder, templates)
        _sweep(folder)


def _finish(out: Path, folder: Path, templates: Templates) -> None:
    begun = json.loads((folder / _JOURNAL).read_text("utf-8"))
    if any(slug(begun[each]) != begun[each] for each in ("name", "month")) or not {*begun["inodes"]} <= {
        *PARTS
    }:
        cause, hint = (
            "this journal of a build is none of ours",
            "remove its folder, and see who may write there",
        )
        raise SurroundingsError(cause, hint, Place(str(folder / _JOURNAL)))
    staging = Staging(out, begun["name"], begun["month"], folder, templates)
    for move in _moves(staging, begun["inodes"]):
        swap_in(move)
    _show_index(_write_index_parts(out, index_pages(out, templates)))
    _drop_journal(folder)


def _begin(staging: Staging) -> tuple[Move, ...]:
    """Write down what is about to move."""
    inodes = {part: (staging.folder / part).stat().st_ino for part in PARTS}
    begun = {"name": staging.name, "month": staging.month, "inodes": inodes}
    path = staging.folder / _JOURNAL
    write_atomically(path, json.dumps(begun).encode())
    sync(staging.folder)
    return _moves(staging, inodes)


def _drop_journal(folder: Path) -> None:
    (folder / _JOURNAL).unlink(missing_ok=True)
    sync(folder)


def _sweep(folder: Path) -> None:
    """Remove what was built or replaced; while the journal stands, the next start needs it."""
    if not (folder / _JOURNAL).exists():
        shutil.rmtree(folder, ignore_errors=True)


# --- index pages


def _write_index_parts(out: Path, pages: Mapping[str, str]) -> dict[Path, Path]:
    """Page -> its new text beside it, so that a full disk is met before any page is replaced."""
    parts: dict[Path, Path] = {}
    try:
        for path, text in sorted(pages.items()):
            parts[out / path] = write_beside(out / path, text.encode())
    except OSError:
        for part in parts.values():
            part.unlink(missing_ok=True)
        raise
    return parts


def _show_index(parts: Mapping[Path, Path]) -> None:
    for page, part in parts.items():
        part.replace(page)
        sync(page.parent)


# --- folders


def _new_folder(hidden: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="staging-", dir=hidden))
    for part in PARTS:
        (folder / part).mkdir(mode=_mode(part))
    return folder


def _make_parents(out: Path, target: Path) -> None:
    part = target.relative_to(out).parts[0]
    for folder in (out / part, target.parent):
        folder.mkdir(mode=_mode(part), exist_ok=True)
    for folder in (target.parent, target):
        _refuse_link(folder)
    if part != "site" and (out / part).stat().st_mode & 0o077:
        (out / part).chmod(_OWNER_ONLY)


def _refuse_link(folder: Path) -> None:
    """Whoever may write to a shared folder could otherwise have reports written elsewhere."""
    if folder.is_symlink():
        raise SurroundingsError(
            "a link stands where a folder is needed", "remove it, or choose another --out", Place(str(folder))
        )


def _mode(part: str) -> int:
    """As the user's umask has it for the site; everything that names customers is the owner's alone."""
    return 0o777 if part == "site" else _OWNER_ONLY


def refuse_unwritable(out: Path) -> None:
    """Say before any work that nothing can be written to the output folder, which is tried.

    Raises:
        SurroundingsError: as `open_staging` would in the end.
    """
    with _plain_errors(out):
        nearest = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
        if not nearest.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "", str(nearest))
        try:
            Path(tempfile.mkdtemp(prefix=".reportgen-", dir=nearest)).rmdir()
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(nearest)) from error


# --- the lock, and errors in plain words


@contextmanager
def _locked(out: Path, what: str, wait_seconds: float) -> Iterator[None]:
    hidden = out / _HIDDEN
    out.mkdir(parents=True, exist_ok=True)
    hidden.mkdir(mode=_OWNER_ONLY, exist_ok=True)
    _refuse_link(hidden)
    holder = hidden / "busy"
    lock = FileLock(hidden / "lock", timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout:
        raise SurroundingsError(
            f"{_lock_holder(holder)} in this folder",
            "wait until it is done, or choose another --out",
            Place(str(out)),
        ) from None
    try:
        write_atomically(holder, f"process {os.getpid()} is building {what}".encode())
        yield
    finally:
        with suppress(OSError):
            holder.unlink()
        lock.release()


def _lock_holder(holder: Path) -> str:
    with suppress(OSError):
        return holder.read_text("utf-8")
    return "another build is at work"


@contextmanager
def _plain_errors(out: Path) -> Iterator[None]:
    """Raise a failed write below `out` as an error for users; errors about other files pass."""
    try:
        yield
    except OSError as error:
        if error.errno not in _REMEDIES or not _concerns(out, error.filename):
            raise
        cause, hint = _REMEDIES[error.errno]
        raise SurroundingsError(f"the report cannot be published: {cause}", hint, Place(str(out))) from error


def _concerns(out: Path, filename: str | bytes | None) -> bool:
    """Whether an error is about the output folder, one above it, or no file in particular (a full disk)."""
    if filename is None:
        return True
    path, folder = Path(os.fsdecode(filename)).absolute(), out.absolute()
    return path.is_relative_to(folder) or folder.is_relative_to(path)
