"""Files that take long to make and are the same each time, kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

if TYPE_CHECKING:
    from collections.abc import Callable

_DIGEST = 32
"""Bytes of SHA-256 in front of what is kept, so that a damaged file is made anew."""


def kept(name: str, made_from: bytes, make: Callable[[], bytes]) -> bytes:
    """What `make` gives, from the cache where it was made before.

    Args:
        name: what it is, for the name of the file.
        made_from: all that it depends on, versions of libraries included.
        make: makes it; without a readable and writable cache it is called each time.
    """
    data = found(name, made_from)
    if data is None:
        data = make()
        keep(name, made_from, data)
    return data


def found(name: str, made_from: bytes) -> bytes | None:
    """What was kept; None without it. Arguments are those of `kept`."""
    return _read(_place(name, made_from))


def keep(name: str, made_from: bytes, data: bytes) -> None:
    """Keep it where that can be done. Arguments are those of `kept`."""
    _write(_place(name, made_from), data)


def _place(name: str, made_from: bytes) -> Path:
    return user_cache_path("reportgen") / f"{name}-{hashlib.sha256(made_from).hexdigest()[:16]}"


def _read(path: Path) -> bytes | None:
    """What was kept, if it is whole."""
    try:
        digest, data = (stored := path.read_bytes())[:_DIGEST], stored[_DIGEST:]
    except OSError:
        return None
    return data if hashlib.sha256(data).digest() == digest else None


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all; readable by the owner only."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            Path(part).replace(path)
        except OSError:
            Path(part).unlink(missing_ok=True)
