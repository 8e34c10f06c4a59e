"""Libraries that others load at once and seldom need: loaded when something of them is asked for.

So are the methods of dataclasses, which Python compiles one by one for each of some five hundred classes.
"""

from __future__ import annotations

import dataclasses
import importlib
import sys
from contextlib import contextmanager
from functools import cache, partial
from importlib.machinery import PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SELDOM_NEEDED = (
    "numpy.f2py",
    "scipy.fft",
    "scipy.integrate",
    "scipy.interpolate",
    "scipy.linalg.interpolative",
    "scipy.spatial.transform",
    "scipy.stats",
    "sklearn.covariance",
    "sklearn.decomposition",
    "sklearn.linear_model",
    "sklearn.preprocessing",
)
"""scikit-learn and SciPy load them; each takes as long as the drawing of a page or two."""
_COMPILES = "_create_fn"
"""What makes a method in `dataclasses`, before Python 3.13."""


class _Later(ModuleType):
    """Stands in for a module while others load."""

    def stand_in(self) -> None:
        """Take the place of the module, also in the package that it is part of; its parts can be loaded."""
        sys.modules[self.__name__] = self
        package, name = self._place
        found = PathFinder.find_spec(self.__name__, package.__path__)
        if found is not None and found.submodule_search_locations is not None:
            self.__path__ = list(found.submodule_search_locations)
        setattr(package, name, self)

    def make_way(self) -> None:
        """The module is loaded by whoever imports it from now on."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
            delattr(*self._place)

    @property
    def _place(self) -> tuple[ModuleType, str]:
        package, _, name = self.__name__.rpartition(".")
        return importlib.import_module(package), name

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # the import system asks whether it is loaded
            raise AttributeError(name)
        return _Member(self, name)

    def loaded(self) -> ModuleType:
        """The module itself."""
        self.make_way()
        return importlib.import_module(self.__name__)


class _Member:
    """A function, a class or an object of such a module, imported by its name."""

    def __init__(self, module: _Later, name: str) -> None:
        self._get: Callable[[], Any] = lambda: getattr(module.loaded(), name)

    def __call__(self, *args: object, **kwargs: object) -> object:
        return self._get()(*args, **kwargs)

    def __getattr__(self, name: str) -> object:
        return getattr(self._get(), name)

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, self._get())

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        return (self._get(),)


@contextmanager
def seldom_needed_put_off() -> Iterator[None]:
    """Within it such modules are loaded by being used, not by being imported; after it by either, as ever.

    It is for a process of our own, not for one that only imports this package.
    """
    later = [_Later(name) for name in _SELDOM_NEEDED if name not in sys.modules]
    for each in later:
        each.stand_in()
    try:
        with _methods_put_off():
            yield
    finally:
        for each in later:
            each.make_way()


@contextmanager
def _methods_put_off() -> Iterator[None]:
    """Dataclasses declared within it compile a method when it is first called; their `__init__` at once."""
    compiled = getattr(dataclasses, _COMPILES, None)
    if compiled is None:  # Python 3.13 compiles all methods of a class together
        yield
        return
    setattr(dataclasses, _COMPILES, partial(_compiled_later, compiled))
    try:
        yield
    finally:
        setattr(dataclasses, _COMPILES, compiled)


def _compiled_later(
    compiled: Callable[..., Callable[..., object]], name: str, *source: object, **scope: object
) -> Callable[..., object]:
    if name == "__init__":
        return compiled(name, *source, **scope)
    method = cache(lambda: compiled(name, *source, **scope))

    def called(*given: object) -> object:
        return method()(*given)

    called.__name__ = name
    return called
