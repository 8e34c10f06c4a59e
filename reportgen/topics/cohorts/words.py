"""Words around the table of cohorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.page.parts import ChartText
from reportgen.prose.comparisons import largest
from reportgen.prose.sentence import Sentence, UserLabel, say
from reportgen.shared.words import first_fitting

if TYPE_CHECKING:
    from reportgen.topics.cohorts.facts import CohortsFacts


def cohorts_text(facts: CohortsFacts) -> ChartText:
    """Who came back, by month of the first order."""
    note = say(
        "Per cent of the customers who first ordered in that month. Months with few new customers are left "
        "out, and the first one of the file, as nobody knows who had ordered before."
    )
    if facts.some_hidden:
        note += say(" Struck cells hold too few customers to be shown.")
    return ChartText(
        first_fitting((_best_month(facts),), say("Who comes back, by month of the first order")),
        say(
            "Share of each month\u2019s new customers who ordered again so many months later; darker is more"
        ),
        say("Table of cohorts: a row a month of first orders, a column a month since."),
        note,
    )


def _best_month(facts: CohortsFacts) -> Sentence | None:
    """The month whose new customers came back most in the next one, where it is alone."""
    firsts = [(each.month, each.returned[0]) for each in facts.cohorts if each.returned]
    top = largest([share for _, share in firsts if share.text])
    if top is None:
        return None
    month = next(month for month, share in firsts if share is top)
    return say("{share} of those new in {month} came back a month later", share=top, month=UserLabel(month))
