"""Progress on a terminal: the stage with what it works on, the share done, the time; elsewhere nothing."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reportgen.base.stages import Stage
from reportgen.terminal.console import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BEGINS = {
    Stage.STARTING: 0,
    Stage.READING: 20,
    Stage.CLEANING: 30,
    Stage.CHOOSING: 35,
    Stage.SEGMENTING: 45,
    Stage.DRAWING: 60,
    Stage.WRITING: 75,
    Stage.PUBLISHING: 98,
}
"""Percent of a build's time that has passed when a stage begins, as the demo shop's took in all formats."""
_BAR_FROM = 70
"""Columns from which there is room for a bar beside the words."""


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A function to be called at the start of every stage; it shows it on stderr, if that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _stage: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    console = Console(stderr=True, highlight=False, emoji=False)
    words = TextColumn("{task.description}", markup=False)
    bar = [BarColumn(bar_width=20)] if console.width >= _BAR_FROM else []
    columns = (words, *bar, TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("", total=100)

        def on_stage(words: str) -> None:
            begins = share_before(words)
            shown.update(task, description=printable(words), completed=begins, total=100)

        yield on_stage


def share_before(words: str) -> int | None:
    """Percent of a build's time that has passed when a stage begins; None for what is no stage of one."""
    return next((share for stage, share in _BEGINS.items() if words.startswith(stage)), None)
