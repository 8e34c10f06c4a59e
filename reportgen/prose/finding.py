"""A message to a reader, with what a composer ranks it by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.prose.facts import Fact
    from reportgen.prose.sentence import Sentence

MONTH, NONE_NEW = "month", "none-new"
"""Keys of findings about the shop as a whole: this month's revenue, and that nobody new orders any more."""
OF_ALL = (MONTH, NONE_NEW)


@dataclass(frozen=True)
class Finding:
    """One message: told short as a headline, told long as a sentence or two."""

    key: str
    """What it is about, such as `worth` or `ordered.a`."""
    headline: Sentence
    detail: Sentence
    segments: tuple[str, ...]
    """Keys of the segments that it speaks of."""
    consequence: Sentence | None = None
    """What stands below the headline where that is a page's title; None for the detail."""
    in_short: tuple[Sentence, ...] = ()
    """The headline in fewer words, the fullest first; for the subject of a message."""
    leads: bool = False
    """Whether it may be a page's title."""
    money: Fact | None = None
    """What those customers spent in the window; None where the data do not tell."""
    customers: Fact | None = None
    """How many customers it is about."""
    rises: bool | None = None
    """Whether it brings more revenue than was to be expected, or less; None where nobody can tell."""
    unusual: float = 0.0
    """How far out of the ordinary that is: the share of those customers beyond what was to be expected."""

    @property
    def below_title(self) -> Sentence:
        """What stands below its headline as a title."""
        return self.detail if self.consequence is None else self.consequence

    @property
    def weight(self) -> float:
        """What it moves: spend of the people concerned (or their number) times how unusual it is."""
        concerned = self.customers if self.money is None else self.money
        return 0.0 if concerned is None else concerned.shown * self.unusual
