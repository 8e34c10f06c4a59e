"""Ending a process of our own at once."""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import suppress
from typing import NoReturn


def end_at_once(code: int) -> NoReturn:
    """End this process without taking its objects apart one by one, which takes longer than a chart.

    What was asked for at the end is done before, and nothing printed is lost. A profiler sees the usual end.
    """
    if sys.getprofile() or sys.gettrace():
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - as the interpreter does when it ends
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):  # nobody reads, or it is closed
                stream.flush()
    os._exit(code)
