"""How much of the machine the engine may take: memory before it writes to the disk, and threads."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from reportgen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST_THREADS, MOST_THREADS = 2, 8
MEMORY, MEMORY_NAME = "1GB", "REPORTGEN_MEMORY"
"""What the engine may keep in memory before it writes to the disk, and the variable that says otherwise."""
_AMOUNT = re.compile(r"[1-9]\d*(?:\.\d+)? ?[MG]B")
_MEMORY: ContextVar[str | None] = ContextVar("memory", default=None)
_THREADS: ContextVar[int | None] = ContextVar("threads", default=None)


@contextmanager
def use_limits(memory: str | None = None, threads: int | None = None) -> Iterator[None]:
    """What the engine may take from here on; None leaves it as it is."""
    before = _MEMORY.set(memory or _MEMORY.get()), _THREADS.set(threads or _THREADS.get())
    try:
        yield
    finally:
        _MEMORY.reset(before[0])
        _THREADS.reset(before[1])


def is_memory(text: str) -> bool:
    """Whether a text is an amount of memory, such as 4GB."""
    return _AMOUNT.fullmatch(text) is not None


def memory_limit() -> str:
    """What was set, else what the variable says, else the default.

    Raises:
        InputError: the variable holds no amount of memory.
    """
    given = _MEMORY.get() or os.environ.get(MEMORY_NAME, MEMORY)
    if is_memory(given):
        return given
    raise InputError(f"{MEMORY_NAME} is {given!r}", f"write an amount of memory such as {MEMORY}")


def memory_bytes() -> int:
    """The same as a number; raises as `memory_limit` does."""
    limit = memory_limit()
    return int(float(limit[:-2]) * {"MB": 10**6, "GB": 10**9}[limit[-2:]])


def thread_limit() -> int:
    """What was set, else the cores of the machine, within reason."""
    return _THREADS.get() or min(max(os.cpu_count() or LEAST_THREADS, LEAST_THREADS), MOST_THREADS)
