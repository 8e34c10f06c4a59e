"""The section on where the value is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.page.parts import Illustration
from reportgen.topics.money.charts import grid, lorenz, marimekko
from reportgen.topics.money.words import grid_text, lorenz_text, marimekko_text, money_heading

if TYPE_CHECKING:
    from reportgen.base.formatting import Formatter
    from reportgen.prose.sentence import Sentence
    from reportgen.shared.figures import Shared
    from reportgen.topics.money.facts import MoneyFacts


@dataclass(frozen=True)
class MoneySection:
    """Where the value is; only with a value column."""

    heading: Sentence
    marimekko: Illustration
    lorenz: Illustration | None
    grid: Illustration | None


def money_section(money: MoneyFacts, shared: Shared, fmt: Formatter) -> MoneySection | None:
    """Where the value is; None without value."""
    worth, concentration = shared.total.worth, money.concentration
    if worth is None:
        return None
    return MoneySection(
        money_heading(shared),
        Illustration(marimekko(worth, shared, fmt), marimekko_text(worth, shared)),
        None
        if concentration is None
        else Illustration(lorenz(concentration, shared.value_word, fmt), lorenz_text(concentration, shared)),
        grid_picture(money, shared.min_cell),
    )


def grid_picture(money: MoneyFacts, min_cell: int) -> Illustration | None:
    """Customers by recency and frequency score; None without orders."""
    if money.grid is None:
        return None
    return Illustration(grid(money.grid, min_cell), grid_text(money.grid))
