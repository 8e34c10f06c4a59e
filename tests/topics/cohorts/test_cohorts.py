"""Who came back, month by month, with nothing about a few people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.features.cohorts import Cohort
from reportgen.prose.finding import Finding
from reportgen.report.findings import rank_findings
from reportgen.shared.figures import shared_figures
from reportgen.topics.cohorts.charts import cohorts_illustration
from reportgen.topics.cohorts.facts import cohorts_facts
from reportgen.topics.cohorts.words import cohorts_text, findings
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


def test_the_title_tells_what_holds_of_all_months_and_not_of_the_best() -> None:
    may, june = Cohort("2026-05", 200, (50, 40)), Cohort("2026-06", 100, (31,))
    assert title(may, june) == "27% of new customers ordered again in the month after their first order"
    few = Cohort("2026-05", 200, (5, 40)), Cohort("2026-06", 100, (3,))
    assert title(*few) == "Who comes back, by month of the first order"


def test_a_few_people_are_struck_out_and_never_lead() -> None:
    facts = facts_of(
        Cohort("2026-05", 200, (50, 4)), Cohort("2026-06", 12, (9,)), Cohort("2026-07", 50, (0,))
    )
    assert facts is not None
    assert [share.text for each in facts.cohorts for share in each.returned] == ["25%", "", "", "0%"]
    assert cohorts_text(facts).title.plain.startswith("23% of new customers ordered again")
    assert cohorts_text(facts).note.plain.endswith("Struck cells hold too few customers to be shown.")
    drawn = cohorts_illustration(facts, SMALLEST)
    assert drawn is not None
    assert "2%" not in drawn.figure.svg
    assert any("under 10 customers" in cell for row in drawn.figure.data.rows for cell in row)


def test_that_newcomers_do_not_come_back_is_the_finding() -> None:
    shared = shared_figures(shop(400.0, 20.0))
    nobody = facts_of(Cohort("2026-05", 500, (0, 0), 0), Cohort("2026-06", 389, (0,), 0))
    few = facts_of(Cohort("2026-05", 500, (4, 0), 5), Cohort("2026-06", 389, (0,), 0))
    some = facts_of(Cohort("2026-05", 500, (40, 0), 50), Cohort("2026-06", 389, (0,), 0))
    assert nobody is not None
    assert few is not None
    assert some is not None
    (finding,) = findings(nobody, shared)
    assert finding.headline.plain == "None of the 889 new customers has ordered a second time"
    assert (
        rank_findings((), (Finding("worth", finding.headline, finding.detail, ()), finding)).first is finding
    )
    (finding,) = findings(few, shared)
    assert finding.headline.plain == "Of 889 new customers, fewer than 10 have ordered a second time"
    (finding,) = findings(some, shared)
    assert finding.headline.plain == "Of 889 new customers, 50 have ordered a second time"
    most = facts_of(Cohort("2026-05", 500, (300, 0), 400), Cohort("2026-06", 389, (200,), 300))
    assert most is not None
    assert findings(most, shared) == ()


def test_nothing_is_drawn_where_nobody_came_back() -> None:
    assert facts_of() is None
    nobody = facts_of(Cohort("2026-05", 200, (0, 0)), Cohort("2026-06", 100, (0,)))
    assert cohorts_illustration(None, SMALLEST) is None
    assert cohorts_illustration(nobody, SMALLEST) is None
