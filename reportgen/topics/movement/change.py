"""A figure outside its normal range, and what is said of one above it or below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.prose.sentence import Sentence, joined

if TYPE_CHECKING:
    from reportgen.base.phrases import Phrase
    from reportgen.prose.facts import Fact
    from reportgen.prose.finding import Finding
    from reportgen.topics.movement.facts import NormalRange


@dataclass(frozen=True)
class Change:
    """A figure that moved out of its normal range this month."""

    finding: Finding
    in_short: tuple[Sentence, ...] = ()
    """The headline in fewer words, the fullest first; none where it leads no page."""


@dataclass(frozen=True)
class Wording:
    """Templates of a sentence about a figure above its normal range, and about one below."""

    more: Phrase
    fewer: Phrase

    def of(self, customers: Fact, normal: NormalRange) -> Phrase:
        """The template that holds for a figure."""
        return self.more if customers.shown > normal.expected.shown else self.fewer


def paragraph(*sentences: Sentence) -> Sentence:
    """Sentences one after the other, empty ones left out."""
    return joined(tuple(sentence for sentence in sentences if sentence.pieces))
