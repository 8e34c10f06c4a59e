"""Words around the table of cohorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.page.parts import ChartText
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import Sentence, UserLabel, say
from reportgen.shared.words import first_fitting

HALF = 0.5
"""Share of the newcomers beyond which most of them stay away."""

if TYPE_CHECKING:
    from reportgen.shared.figures import Shared
    from reportgen.topics.cohorts.facts import CohortsFacts


def cohorts_text(facts: CohortsFacts) -> ChartText:
    """Who came back, by month of the first order."""
    note = say(
        "Per cent of the customers who first ordered in that month. Months with few new customers are left "
        "out, and the first ones of the file, as nobody knows who had ordered before."
    )
    if facts.some_hidden:
        note += say(" Struck cells hold too few customers to be shown.")
    return ChartText(
        first_fitting((_next_month(facts),), say("Who comes back, by month of the first order")),
        say(
            "Share of each month\u2019s new customers who ordered again so many months later; darker is more"
        ),
        say("Table of cohorts: a row a month of first orders, a column a month since."),
        note,
    )


def _next_month(facts: CohortsFacts) -> Sentence | None:
    """How many of all new customers came back soon: what holds in general, not the best of the months."""
    if not facts.next_month.text:
        return None
    return say(
        "{share} of new customers ordered again in the month after their first order",
        share=facts.next_month,
    )


def findings(facts: CohortsFacts, _shared: Shared) -> tuple[Finding, ...]:
    """That newcomers do not come back, where most of them did not."""
    away = 1 - facts.came_back.shown / max(facts.customers.shown, 1.0)
    if away <= HALF:
        return ()
    headline = (
        say("None of the {n} new customers has ordered a second time", n=facts.customers)
        if facts.came_back.value == 0
        else say(
            "Of {n} new customers, {few} have ordered a second time",
            few=facts.came_back,
            n=facts.customers,
        )
    )
    detail = say(
        "Their first orders date from {first} to {last}.",
        first=UserLabel(facts.cohorts[0].month),
        last=UserLabel(facts.cohorts[-1].month),
    )
    return (
        Finding(
            "newcomers",
            headline,
            detail,
            (),
            leads=True,
            customers=facts.customers,
            unusual=away,
        ),
    )
