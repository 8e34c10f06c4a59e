"""Who renders: this process, or one of its own beside it.

Work is handed over early and its result is asked for late, so that another process can render meanwhile; in
this process nothing is rendered before it is asked for, and what nobody asks for is never rendered.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import cache
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from reportgen.errors import SurroundingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = ParamSpec("P")
T = TypeVar("T")


class RendererLostError(SurroundingsError):
    """The process that renders has ended or does not answer: no memory, or a crash of a native library."""


class Renderer(Protocol):
    """Does work of this room's modules."""

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
        """Accept a function of a module and its arguments; what is given back waits for its result.

        The result raises what the function raised, and RendererLostError.
        """
        ...


class ThisProcess:
    """Renders here, when the result is asked for."""

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
        """As in `Renderer`."""
        now = copy_context()
        return cache(lambda: now.run(work, *args, **kwargs))


_SET: ContextVar[Renderer | None] = ContextVar("renderer", default=None)
_HERE = ThisProcess()


def renderer() -> Renderer:
    """The renderer in use."""
    return _SET.get() or _HERE


def is_chosen() -> bool:
    """Whether somebody around us has chosen a renderer."""
    return _SET.get() is not None


@contextmanager
def use_renderer(chosen: Renderer | None) -> Iterator[None]:
    """Render everything inside with it; None takes the choice back."""
    token = _SET.set(chosen)
    try:
        yield
    finally:
        _SET.reset(token)
