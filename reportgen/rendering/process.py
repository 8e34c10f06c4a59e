"""A process beside ours that renders, with a limit on its memory and on its time.

It loads its libraries while the analysis runs, so that a chart or a page need not wait for them, and a crash
of one of them costs a build one clear line instead of everything. It begins as a new interpreter, never as a
copy of this process, so that it is safe in a notebook, in threads and on every platform.

Jobs go through its standard input as pickles, answers come back through its standard output in their order.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from concurrent.futures import Future, InvalidStateError
from concurrent.futures import wait as wait_for
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from typing import IO, TYPE_CHECKING, Any, ParamSpec, TypeVar

from reportgen.base.fonts import typefaces
from reportgen.base.scratch import scratch_folder
from reportgen.options.enums import Format
from reportgen.rendering.jobs import Answer, Job, get_ready
from reportgen.rendering.renderer import RendererLostError, is_chosen, use_renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from reportgen.base.fonts import Typefaces

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 300
"""For one job; the slowest, a long PDF, takes a hundredth of it."""
_UNDRAWN = frozenset({Format.LISTS, Format.WORKBOOK, Format.PPTX})
_LAST_SECONDS = 5
"""For ending by itself."""


@contextmanager
def rendering_beside(formats: Collection[Format]) -> Iterator[None]:
    """Render everything inside in a process of its own, unless a renderer is chosen already.

    Args:
        formats: what is to be made; where none of it shows a picture, no process is begun.
    """
    if is_chosen() or not sys.executable or set(formats) <= _UNDRAWN:
        yield
        return
    with scratch_folder() as scratch:
        process = RenderingProcess(scratch)
        try:
            if {Format.PDF, Format.BRIEF} & set(formats):
                process.submit(get_ready)
            with use_renderer(process):
                yield
        except BaseException:
            process.kill()
            raise
        process.close()


class RenderingProcess:
    """The process, seen from here; a `Renderer`.

    Args:
        scratch: a folder for all that it writes to disk.
    """

    def __init__(self, scratch: Path) -> None:
        self._process = _start(scratch)
        self._jobs: list[Future[Any]] = []
        self._faces: Typefaces | None = None
        self._lost: RendererLostError | None = None
        self._lock = Lock()
        self._answers = Thread(target=self._take_answers, daemon=True)
        self._answers.start()

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
        """As in `Renderer`; it begins at once."""
        faces, answer = typefaces(), Future[Any]()
        with self._lock:
            job = Job(work, args, kwargs, None if faces is self._faces else faces)
            self._faces = faces
            self._jobs.append(answer)
            place = len(self._jobs)
            if self._lost is not None:  # nobody takes answers any more
                answer.set_exception(self._lost)
            with suppress(OSError):  # it has ended: whoever takes answers tells
                pickle.dump(job, self._input)
                self._input.flush()
        return lambda: self._result(place)

    def close(self) -> None:
        """Let it end by itself: nothing is left to do."""
        with suppress(OSError):
            self._input.close()
        try:
            self._process.wait(_LAST_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._answers.join()

    def kill(self) -> None:
        """End it now."""
        self._process.kill()
        self.close()

    @property
    def _input(self) -> IO[bytes]:
        assert self._process.stdin is not None  # noqa: S101 - opened as a pipe
        return self._process.stdin

    def _result(self, place: int) -> Any:  # noqa: ANN401 - what the function gives, see submit
        for job in self._jobs[:place]:  # its time begins when those before it are done
            if wait_for([job], SECONDS).not_done:
                self._process.kill()
                raise RendererLostError(
                    f"charts and pages were not drawn within {SECONDS // 60} minutes",
                    "the machine may be overloaded: run the same command again later",
                )
        return self._jobs[place - 1].result()

    def _take_answers(self) -> None:
        """Runs in a thread until the process ends."""
        assert self._process.stdout is not None  # noqa: S101 - opened as a pipe
        at = 0
        with self._process.stdout as answers, suppress(EOFError, pickle.UnpicklingError):
            while True:
                answer: Answer = pickle.load(answers)  # noqa: S301 - written by our own module
                _settle(self._jobs[at], answer)
                at += 1
        lost = _lost(self._process.wait())
        with self._lock:
            self._lost = lost
            for job in self._jobs[at:]:
                with suppress(InvalidStateError):
                    job.set_exception(lost)


def _settle(job: Future[Any], answer: Answer) -> None:
    if answer.error is None:
        job.set_result(answer.value)
    else:
        job.set_exception(answer.error)


def _lost(exit_code: int) -> RendererLostError:
    how = f"was ended by signal {-exit_code}" if exit_code < 0 else f"ended with exit code {exit_code}"
    return RendererLostError(
        f"charts and pages could not be drawn: the process that draws them {how}",
        "free some memory and run the same command again; if it stays so, please report it",
    )


def _start(scratch: Path) -> subprocess.Popen[bytes]:
    """It is told nothing of the machine's language, by which Pango would shape text that names none."""
    ours = os.pathsep.join(path for path in sys.path if path)
    folders = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))
    local = {"LANG", "LANGUAGE", "PANGO_LANGUAGE"}
    kept = {
        name: value for name, value in os.environ.items() if name not in local and not name.startswith("LC_")
    }
    return subprocess.Popen(  # noqa: S603 - our own module
        (sys.executable, "-P", "-m", __package__),  # -P: nothing from the folder of the data is imported
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, **folders, "LC_ALL": "C.UTF-8", "PYTHONPATH": ours},
    )
