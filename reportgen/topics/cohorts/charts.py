"""The table of cohorts, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.charts.cohort import CohortCell, CohortRow, CohortTexts, cohort
from reportgen.page.parts import Illustration
from reportgen.prose.sentence import plainly
from reportgen.topics.cohorts.words import cohorts_text

if TYPE_CHECKING:
    from reportgen.charts.figure import Figure
    from reportgen.prose.facts import Fact
    from reportgen.topics.cohorts.facts import CohortsFacts


def cohorts_illustration(facts: CohortsFacts | None, min_cell: int) -> Illustration | None:
    """The table with its words; None where nobody came back."""
    if facts is None or not facts.anybody_returned:
        return None
    return Illustration(_table(facts, min_cell), cohorts_text(facts))


def _table(facts: CohortsFacts, min_cell: int) -> Figure:
    rows = tuple(
        CohortRow(each.month, each.customers.text, tuple(map(_cell, each.returned))) for each in facts.cohorts
    )
    hidden = plainly("under {n} customers", n=str(min_cell))
    texts = CohortTexts(plainly("First order"), plainly("New"), plainly("Months since"), hidden)
    return cohort(rows, texts)


def _cell(share: Fact) -> CohortCell:
    return CohortCell(share.shown, share.text.replace("%", "").strip() or None)
