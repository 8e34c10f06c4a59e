"""A message to a reader, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.prose.sentence import Sentence


@dataclass(frozen=True)
class Finding:
    """One message: told short as a headline, told long as a sentence or two."""

    key: str
    headline: Sentence
    detail: Sentence
    segments: tuple[str, ...]
