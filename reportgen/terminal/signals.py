"""Ends as the system asks to, as cleanly as after Ctrl-C."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def ended_cleanly() -> Iterator[None]:
    """A request to end, and a terminal that goes away, leave as little behind as Ctrl-C."""

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    wished = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    in_charge = current_thread() is main_thread()
    before = {number: signal.getsignal(number) for number in wished if in_charge}
    for number, handler in before.items():
        if handler != signal.SIG_IGN:  # as nohup asks
            signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
