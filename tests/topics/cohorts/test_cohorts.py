"""Who came back, month by month, with nothing about a few people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.features.cohorts import Cohort
from reportgen.shared.figures import shared_figures
from reportgen.topics.cohorts.charts import cohorts_illustration
from reportgen.topics.cohorts.facts import cohorts_facts
from reportgen.topics.cohorts.words import cohorts_text
from tests.made import shop

if TYPE_CHECKING:
    from reportgen.topics.cohorts.facts import CohortsFacts

SMALLEST = 10


def facts_of(*cohorts: Cohort) -> CohortsFacts | None:
    analysis = shop(400.0, 20.0)
    analysis = replace(analysis, customers=replace(analysis.customers, cohorts=cohorts))
    return cohorts_facts(analysis, shared_figures(analysis))


def title(*cohorts: Cohort) -> str:
    facts = facts_of(*cohorts)
    assert facts is not None
    return cohorts_text(facts).title.plain


def test_the_month_that_came_back_most_stands_in_the_title_where_it_is_alone() -> None:
    may, june = Cohort("2026-05", 200, (50, 40)), Cohort("2026-06", 100, (31,))
    assert title(may, june) == "31% of those new in June 2026 came back a month later"
    assert title(may, Cohort("2026-06", 100, (25,))) == "Who comes back, by month of the first order"


def test_a_few_people_are_struck_out_and_never_lead() -> None:
    facts = facts_of(
        Cohort("2026-05", 200, (50, 4)), Cohort("2026-06", 12, (9,)), Cohort("2026-07", 50, (0,))
    )
    assert facts is not None
    assert [share.text for each in facts.cohorts for share in each.returned] == ["25%", "", "", "0%"]
    assert cohorts_text(facts).title.plain == "25% of those new in May 2026 came back a month later"
    assert cohorts_text(facts).note.plain.endswith("Struck cells hold too few customers to be shown.")
    drawn = cohorts_illustration(facts, SMALLEST)
    assert drawn is not None
    assert "2%" not in drawn.figure.svg
    assert any("under 10 customers" in cell for row in drawn.figure.data.rows for cell in row)


def test_nothing_is_drawn_where_nobody_came_back() -> None:
    assert facts_of() is None
    nobody = facts_of(Cohort("2026-05", 200, (0, 0)), Cohort("2026-06", 100, (0,)))
    assert cohorts_illustration(None, SMALLEST) is None
    assert cohorts_illustration(nobody, SMALLEST) is None
