"""Progress on a terminal: the stage with what it works on, its place among all, the time; elsewhere nothing.

No share of the time is told: how long a stage takes hangs on the file, and nobody knows it before.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reportgen.base.stages import Stage
from reportgen.terminal.console import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A function to be called at the start of every stage; it shows it on stderr, if that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _stage: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - likewise

    console = Console(stderr=True, highlight=False, emoji=False)
    words = TextColumn("{task.description}", markup=False)
    columns = (SpinnerColumn(), words, TextColumn("{task.fields[step]}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("", total=None, step="")

        def on_stage(words: str) -> None:
            shown.update(task, description=printable(words), step=step_of(words))

        yield on_stage


def step_of(words: str) -> str:
    """Which of a build's stages this is, such as "(3 of 8)"; nothing for what is none."""
    stages = list(Stage)
    step = next((number for number, stage in enumerate(stages, 1) if words.startswith(stage)), None)
    return "" if step is None else f"({step} of {len(stages)})"
