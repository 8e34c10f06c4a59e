"""Which choices of a build differ from their defaults, under the names that users know them by."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from reportgen.options.build_options import OPTIONS, BuildOptions

PLACES = frozenset({"out", "engine", "spark_master", "memory"})
"""Where the report goes and what does the work; like the source, no choice of how."""


def changed_choices(options: BuildOptions) -> dict[str, Any]:
    """Entry of reportgen.toml -> value in plain types, for every choice that differs from its default.

    A path comes as it is. An option that is added later is missing here until somebody uses it, so that
    what is computed from this mapping stays the same across versions.
    """
    defaults = BuildOptions(sources=options.sources)
    return {
        option.entry: _plain(getattr(options, name))
        for name, option in OPTIONS.items()
        if name not in PLACES and getattr(options, name) != getattr(defaults, name)
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - any option's value
    """Numbers, truth values, text and paths as they are; sets as sorted lists; anything else by its parts."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    if isinstance(value, tuple):
        return list(map(_plain, value))
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    return value
