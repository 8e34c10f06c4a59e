"""Jobs for the process that renders: takes one, does it, answers, until nothing more comes."""

from __future__ import annotations

import copyreg
import ctypes.util
import importlib
import pickle
import sys
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

from reportgen.base.fonts import use_typefaces
from reportgen.errors import ReportgenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reportgen.base.fonts import Typefaces


def _view(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


copyreg.pickle(MappingProxyType, lambda mapping: (_view, (dict(mapping),)))
"""Facts stand in mappings that cannot be written to; they arrive as such."""


@dataclass(frozen=True)
class Job:
    """A function of a module, its arguments, and the typefaces to work in if they are others than before."""

    work: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    typefaces: Typefaces | None


@dataclass(frozen=True)
class Answer:
    """What a job gave, or what it raised."""

    value: Any
    error: Exception | None


def get_ready() -> None:
    """Load what lays out PDFs, which takes a while."""
    # Whoever asks for a PDF is told that Pango is missing.
    with suppress(OSError), _libraries_by_full_name():
        importlib.import_module("weasyprint")


@contextmanager
def _libraries_by_full_name() -> Iterator[None]:
    """Load libraries of the system by their full names: to look for others, Python runs compilers.

    WeasyPrint tries other systems' names first. Where that fails it is imported again, in the usual way.
    """
    usual = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _nothing_found
    try:
        yield
    finally:
        ctypes.util.find_library = usual


def _nothing_found(name: str) -> str | None:  # noqa: ARG001 - as the usual one has it
    return None


def serve(jobs: IO[bytes], answers: IO[bytes]) -> None:
    """Do jobs in the order they come, each answered before the next is taken."""
    faces: Typefaces | None = None
    while True:
        try:
            job: Job = pickle.load(jobs)  # noqa: S301 - written by our own module
        except EOFError:
            return
        faces = job.typefaces or faces
        pickle.dump(_done(job, faces), answers)
        answers.flush()


def _done(job: Job, faces: Typefaces | None) -> Answer:
    try:
        with use_typefaces(faces) if faces else nullcontext():
            return Answer(job.work(*job.args, **job.kwargs), None)
    except (ReportgenError, ValueError, MemoryError) as error:
        return Answer(None, error)
    except Exception as error:  # noqa: BLE001 - others may not survive the way back
        cause = f"unexpected {type(error).__name__} while drawing: {error}"
        return Answer(None, ReportgenError(cause, "this is our fault; please report it"))
