"""Which choices of a build differ from their defaults, under the names that users know them by."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from reportgen.options.build_options import BuildOptions
from reportgen.options.choices import BY_FIELD, OWN_WORDS

PLACES = frozenset({"sources", "out"})
"""What is read and where it goes; neither is a choice of how."""


def changed_choices(options: BuildOptions) -> dict[str, Any]:
    """Entry of reportgen.toml -> value in plain types, for every choice that differs from its default.

    A path comes as it is. An option that is added later is missing here until somebody uses it, so that
    what is computed from this mapping stays the same across versions.
    """
    defaults = BuildOptions(sources=options.sources)
    return {
        _entry(field.name): _plain(getattr(options, field.name))
        for field in fields(options)
        if field.name not in PLACES and getattr(options, field.name) != getattr(defaults, field.name)
    }


def _entry(field: str) -> str:
    return (OWN_WORDS[field] if field in OWN_WORDS else BY_FIELD[field]).entry


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
