"""What one run does with earlier months, and which months a series holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.errors import InputError, Place

if TYPE_CHECKING:
    from pathlib import Path

MOST_MONTHS = 120
_MONTH = r"([1-9]\d{3})-(0[1-9]|1[0-2])"


@dataclass(frozen=True)
class HistoryOptions:
    """What a build does with earlier months; it is chosen for one run, never in reportgen.toml."""

    previous: Path | None = None
    """Record to go on from; None finds the newest earlier one of the same name that can be compared."""
    fresh: bool = False
    """Whether to begin anew, as if there were no earlier month."""
    refit: bool = False
    """Whether to make the segments anew and match them with the earlier ones."""
    accept: str = ""
    """Why a month that cannot be compared shall pass all the same."""
    approved_by: str = ""
    """Who approved segments made anew."""


def months_between(written: str) -> tuple[str, ...]:
    """The months of "2026-01..2026-10", in order.

    Raises:
        InputError: it is written otherwise, runs backwards, or is longer than ten years.
    """
    found = re.fullmatch(rf"{_MONTH}\.\.{_MONTH}", written.strip())
    if found is None:
        raise InputError(
            f"{written!r} is no series of months", "write it as 2026-01..2026-10", Place("--months")
        )
    first, last = (int(found[i]) * 12 + int(found[i + 1]) - 1 for i in (1, 3))
    if not 0 <= last - first < MOST_MONTHS:
        raise InputError(
            f"{written!r} runs backwards, or is longer than ten years",
            "name the first month, then the last one",
            Place("--months"),
        )
    return tuple(f"{month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1))
