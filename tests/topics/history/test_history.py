"""This month beside earlier ones: what is compared, what is withheld, and what a reader hears."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from reportgen.base.formatting import Formatter
from reportgen.changes.control_limits import ControlLimits
from reportgen.changes.month_history import PastMonth, SegmentMonth
from reportgen.features.table import FeatureKind
from reportgen.shared.figures import shared_figures
from reportgen.shared.numbers import text_fact
from reportgen.topics.history.facts import HistoryFacts, history_facts, withheld
from reportgen.topics.history.findings import month_findings
from reportgen.topics.history.section import history_section
from reportgen.topics.history.unnumbered import unnumbered, unnumbered_finding
from tests.builders import a_segmentation, a_table, an_analysis
from tests.undrawn import undrawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.page.parts import Section

KINDS = {"recency": FeatureKind.DAYS, "frequency": FeatureKind.COUNT, "monetary": FeatureKind.MONEY}


def months(revenue: Sequence[float], last: str = "2026-10", filled: int = 24) -> tuple[PastMonth, ...]:
    """Months up to `last`, of which the last `filled` have their whole window in the file."""
    year, month = int(last[:4]), int(last[5:])
    made = []
    for back, money in enumerate(reversed(revenue)):
        y, m = divmod(12 * year + month - 1 - back, 12)
        known = back < filled
        segments = {"a": SegmentMonth(60, 40, money - 100), "b": SegmentMonth(40, 4, 100)}
        made.append(
            PastMonth(
                f"{y:04d}-{m + 1:02d}",
                money,
                50,
                *((12, 0, 15, 100) if known else (None,) * 4),
                first_orders=12,
                segments=segments if known else {},
            )
        )
    return tuple(reversed(made))


def told(past: tuple[PastMonth, ...]) -> tuple[HistoryFacts | None, Section | None]:
    frame = pd.DataFrame(
        {"recency": np.arange(100) % 300.0, "frequency": 3.0, "monetary": 10.0},
        index=[f"{i:05d}" for i in range(100)],
    )
    frame["frequency"] += np.arange(100) % 2
    frame["monetary"] += np.arange(100)
    table = a_table(frame, KINDS, "monetary")
    analysis = replace(an_analysis(table, a_segmentation(*[0] * 60, *[1] * 40)), history=past)
    shared = shared_figures(analysis)
    facts = history_facts(analysis, shared)
    with undrawn():
        return facts, history_section(facts, shared, analysis.formatter)


def test_a_month_is_compared_with_the_year_before_and_with_the_last_three() -> None:
    facts, section = told(months([1000.0] * 24 + [1120.0]))
    assert facts is not None
    assert section is not None
    assert section.heading.plain == "October 2026 brought 1,120: +12% on October 2025"
    assert section.lead.plain == (
        "50 customers ordered in October 2026: 12 for the first time and 38 who had ordered in the 12 months "
        "before. 15 customers lapsed: their last order is now more than 12 months ago."
    )
    head, *rows = section.tables[0].heads, *section.tables[0].rows
    assert [each.text.plain for each in head][1:4] == ["October 2026", "October 2025", "Change"]
    assert [each.plain for each in rows[0].cells] == ["Revenue", "1,120", "1,000", "+12%", "1,011", "+11%"]
    assert facts.year is not None
    assert (facts.year.before.text, facts.year.change.text) == ("12k", "+1%")


@pytest.mark.parametrize(
    ("revenue", "headline", "leads"),
    [
        ([1000.0] * 24 + [650.0], "October 2026 brought 650, 350 less than the 1,000 expected", True),
        ([1000.0] * 6 + [1500.0], "October 2026 brought 1,500, 500 more than the 1,000 expected", False),
    ],
)
def test_a_month_out_of_its_range_is_a_finding_that_leads_once_the_season_is_known(
    revenue: list[float],
    headline: str,
    leads: bool,  # noqa: FBT001
) -> None:
    past = months(revenue)
    limits = ControlLimits(1000.0, 800.0, 1200.0, 11, is_signal=True)
    facts, _ = told((*past[:-1], replace(past[-1], limits=limits)))
    assert facts is not None
    (finding,) = month_findings(facts)
    assert (finding.headline.plain, finding.leads) == (headline, leads)
    assert ("it may be the season" in finding.detail.plain) is not leads
    assert month_findings(replace(facts, normal=None)) == ()


def test_nobody_new_is_a_finding_that_leads_by_what_came_in_less_than_a_year_before() -> None:
    past = months([1000.0] * 12 + [900.0] * 6)
    stopped = tuple(replace(each, new=0, first_orders=0) for each in past[-3:])
    facts, _ = told((*past[:-3], *stopped))
    assert facts is not None
    (finding,) = month_findings(facts)
    assert finding.headline.plain == "No new customer since July 2026; 15 more have not ordered for a year"
    assert (finding.leads, finding.money and finding.money.text) == (True, "100")
    assert finding.unusual == pytest.approx(1 - np.exp(-10))  # 12 a month in ten of the twelve months before
    grown, _ = told((*months([500.0] * 15), *stopped))
    assert grown is not None
    assert [each.leads for each in month_findings(grown)] == [False]
    assert month_findings(replace(facts, none_new=None)) == ()


def test_a_few_new_customers_in_between_are_not_passed_over_and_one_month_is_named() -> None:
    past = months([1000.0] * 12 + [900.0] * 6)
    few = (replace(past[-3], new=3, first_orders=3), *(replace(p, new=0, first_orders=0) for p in past[-2:]))
    for stopped, start in (
        (few, "Hardly a new customer since July 2026"),
        ((replace(past[-1], new=0, first_orders=0),), "Nobody new ordered in October 2026"),
    ):
        facts, _ = told((*past[: -len(stopped)], *stopped))
        assert facts is not None
        (finding,) = month_findings(facts)
        assert finding.headline.plain.startswith(start)


def test_while_the_window_fills_active_customers_are_compared_with_nothing() -> None:
    facts, section = told(months([500.0] * 13, filled=2))
    assert facts is not None
    assert section is not None
    assert (facts.active.on_year, facts.active.on_three) == (None, None)
    assert (facts.revenue.on_year is None, facts.year) == (False, None)
    assert "are compared only where the file holds all those months" in section.tables[0].note.plain
    assert section.pictures[0].text.note.plain == ""


def test_months_of_which_nobody_knows_the_segments_are_grey_beside_many_that_are_known() -> None:
    _, section = told(months([500.0] * 13, filled=9))
    assert section is not None
    assert "Grey: the file does not hold the 12 months" in section.pictures[0].text.note.plain


def test_a_segment_is_compared_with_the_year_before_where_both_may_be_shown() -> None:
    facts, _ = told(months([1000.0] * 13))
    few, _ = told(months([1000.0] * 12))
    assert facts is not None
    assert few is not None
    assert {key: fact.text for key, fact in facts.segments_on_year.items()} == {"a": "0", "b": "0"}
    assert few.segments_on_year == {}


def test_too_few_buyers_in_a_segment_are_withheld_and_cannot_be_worked_out() -> None:
    facts, _ = told(months([1000.0] * 14))
    assert facts is not None
    assert all(each.revenue.text == "" for each in facts.this.segments.values())
    assert withheld({"a": 40, "b": 4, "c": 12, "d": 0}, 10) == {"b", "c"}
    assert withheld({"a": 40, "b": 5, "c": 6}, 10) == {"b", "c"}
    assert withheld({"a": 40, "b": 12}, 10) == frozenset()


@pytest.mark.parametrize("past", [(), months([100.0]), months([100.0] * 5, last="2026-09")])
def test_nothing_is_told_without_two_months_up_to_this_one(past: tuple[PastMonth, ...]) -> None:
    assert told(past) == (None, None)


@pytest.mark.parametrize(("this", "is_news"), [(330.0, True), (110.0, False), (10.0, False)])
def test_what_came_without_a_customer_number_is_news_where_it_is_more_than_before(
    this: float, *, is_news: bool
) -> None:
    earlier = [85.0, 61.0, 103.0, 67.0, 75.0, 83.0, 107.0, 66.0, 88.0, 96.0]
    names = [each.month for each in months([1.0] * 11)]
    guests = {month: Decimal(str(amount)) for month, amount in zip(names, [*earlier, this], strict=True)}
    fmt = Formatter("en_GB", None)
    found = unnumbered(names, guests, fmt)
    assert (found is not None) is is_news
    if found is not None:
        finding = unnumbered_finding(found, text_fact("window.month", "October 2026"))
        assert not finding.leads
        assert found.more.value == found.amount.shown - found.expected.shown
        assert finding.headline.plain.startswith(
            "A further 330 of October 2026 came without a customer number"
        )
    assert unnumbered(names, {}, fmt) is None


def test_a_month_of_a_file_that_knows_everybody_says_nothing_of_missing_numbers() -> None:
    facts, _ = told(months([1000.0] * 25))
    assert facts is not None
    assert facts.unnumbered is None
