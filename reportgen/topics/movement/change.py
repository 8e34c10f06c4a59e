"""What is said of a figure above its normal range or below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.prose.sentence import EMPTY, Sentence, joined, say
from reportgen.shared.words import in_window

if TYPE_CHECKING:
    from reportgen.base.phrases import Phrase
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.movement.facts import NormalRange


@dataclass(frozen=True)
class Wording:
    """Templates of a sentence about a figure above its normal range, and about one below."""

    more: Phrase
    fewer: Phrase

    def of(self, customers: Fact, normal: NormalRange) -> Phrase:
        """The template that holds for a figure."""
        return self.more if is_more(customers, normal) else self.fewer


def is_more(customers: Fact, normal: NormalRange) -> bool:
    """Whether a figure lies above what is expected."""
    return customers.shown > normal.expected.shown


def beyond(normal: NormalRange, concerned: Fact) -> float:
    """The share of those concerned by which they are more or fewer than expected."""
    return normal.gap.shown / max(concerned.shown, 1.0)


def they_spent(customers: Fact, money: Fact | None, shared: Shared) -> Sentence:
    """What the customers spent whom a finding is about; nothing where that is not known."""
    window = in_window(shared.covers)
    if money is None or not window.pieces:
        return EMPTY
    return say("These {n} spent {money}{window}.", n=customers, money=money, window=window)


def paragraph(*sentences: Sentence) -> Sentence:
    """Sentences one after the other, empty ones left out."""
    return joined(tuple(sentence for sentence in sentences if sentence.pieces))
