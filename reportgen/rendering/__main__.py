"""The process that renders, seen from inside; begun by `rendering.process` alone."""

from __future__ import annotations

import os
import signal
import sys

from reportgen.base.ending import end_at_once
from reportgen.base.garbage import look_seldom
from reportgen.rendering.jobs import serve

MOST_BYTES = 3 * 2**30
"""Of memory that it writes to; a report takes a tenth of it."""


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES if most < 0 else min(most, MOST_BYTES), most))


signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keyboard's interrupt is for whoever began us
_limit_memory()
look_seldom()
answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
serve(sys.stdin.buffer, answers)
end_at_once(0)
