"""How many examples Hypothesis draws: all of them, or a quarter in `make test`."""

from __future__ import annotations

from hypothesis import settings

FULL, QUICK = 100, 25
"""Examples of a test that asks for no number, by default and with `--hypothesis-profile=quick`."""


def register() -> None:
    """Make the quick profile known; Hypothesis's own default is the full one."""
    settings.register_profile("quick", max_examples=QUICK)


def examples(full: int) -> int:
    """Examples of a test that draws `full` of them when all are drawn."""
    return max(1, full * settings().max_examples // FULL)
