"""Values as reportgen.toml writes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def toml_value(value: Any) -> str:  # noqa: ANN401 - any option's value
    """Text, a path, a list of texts, a number, a day or a truth value."""
    if isinstance(value, tuple):
        return toml_list(value)
    if isinstance(value, Path):
        return toml_text(value.as_posix())
    if isinstance(value, str):
        return toml_text(value)
    return str(value).lower()


def toml_list(values: Iterable[str]) -> str:
    """A list of texts, on one line."""
    return f"[{', '.join(map(toml_text, values))}]"


def toml_text(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for the one control character JSON leaves alone."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
