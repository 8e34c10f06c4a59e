"""How much is drawn: all of it by `make test-all`; fewer examples and the first variants by `make test`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterable

FULL, QUICK = 100, 25
"""Examples of a test that asks for no number, by default and with `--hypothesis-profile=quick`."""


def register() -> None:
    """Make the quick profile known; Hypothesis's own default is the full one."""
    settings.register_profile("quick", max_examples=QUICK)


def examples(full: int) -> int:
    """Examples of a test that draws `full` of them when all are drawn."""
    return max(1, full * settings().max_examples // FULL)


def variants(cases: Iterable[Any], quick: int) -> list[Any]:
    """Cases of `parametrize`, all after the first `quick` of them slow: one behaviour, said in further ways.

    A case of several values is a tuple; one that is a `pytest.param` keeps its id.
    """

    def late(case: Any) -> Any:
        values, name = (case.values, case.id) if hasattr(case, "marks") else (case, None)
        values = values if isinstance(values, tuple) else (values,)
        return pytest.param(*values, id=name, marks=pytest.mark.slow)

    return [case if at < quick else late(case) for at, case in enumerate(cases)]
