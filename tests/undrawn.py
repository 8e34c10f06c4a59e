"""Reports without their drawings, for tests of what stands around them: drawing takes its time."""

from __future__ import annotations

import importlib
import pkgutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

import reportgen.report
import reportgen.topics
from reportgen.charts.figure import Figure, FigureData

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

NO_DRAWING = Figure("none", lambda: "<svg/>", 1, 1, FigureData((), ()))


@contextmanager
def undrawn() -> Iterator[None]:
    """Within it every chart of a report is an empty drawing; its words stay."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in _drawing_functions():
            patch.setattr(module, name, lambda *_, **_widths: NO_DRAWING)
        yield


def _drawing_functions() -> Iterator[tuple[ModuleType, str]]:
    """Where the report's code calls a function of `reportgen.charts` that draws."""
    for package in (reportgen.topics, reportgen.report):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, value in list(vars(module).items()):
                drawn = getattr(value, "__annotations__", {}).get("return") == "Figure"
                if drawn and value.__module__.startswith("reportgen.charts."):
                    yield module, name
