"""Where the money is, as a reader hears it, and what is withheld about few people."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.features.table import FeatureKind
from reportgen.prose.facts import Fact, Unit
from reportgen.shared.figures import shared_figures
from reportgen.topics.money.facts import money_facts, withheld
from reportgen.topics.money.lorenz import lorenz_curve
from reportgen.topics.money.section import grid_picture, money_section
from reportgen.topics.money.words import findings, grid_text, money_heading
from tests.builders import YEAR, a_segmentation, a_table, an_analysis
from tests.undrawn import undrawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis import Analysis
    from reportgen.prose.finding import Finding

KINDS = {"recency": FeatureKind.DAYS, "frequency": FeatureKind.COUNT, "monetary": FeatureKind.MONEY}
SMALLEST = 10
"""Customers that may be shown, by default."""


def a_shop(spend: Sequence[float], labels: Sequence[int], once: int = 0) -> Analysis:
    """A customer for each spend and label; the first `once` of them ordered on one day only."""
    n = len(spend)
    frame = pd.DataFrame(
        {
            "recency": np.arange(n) % 300.0,
            "frequency": np.where(np.arange(n) < once, 1.0, 3.0),
            "monetary": spend,
        },
        index=[f"{i:05d}" for i in range(n)],
    )
    return an_analysis(a_table(frame, KINDS, "monetary"), a_segmentation(*labels))


def found(analysis: Analysis) -> dict[str, Finding]:
    shared = shared_figures(analysis)
    return {finding.key: finding for finding in findings(money_facts(analysis, shared), shared)}


def test_who_ordered_once_is_more_than_the_segment_that_holds_most_of_them() -> None:
    """A segment's name may ask for a long silence, too: the page says how many of them it holds."""
    told = found(a_shop([10.0] * 100, [0] * 80 + [1] * 20, once=90))["once"]
    assert told.headline.plain == "90 customers (90%) ordered on one day only, 80 of them in Mixed"
    few = found(a_shop([10.0] * 100, [0] * 85 + [1] * 15, once=90))["once"]
    assert few.headline.plain == "90 customers (90%) ordered on one day only"


def test_the_segment_that_brings_more_than_its_share_is_the_first_finding() -> None:
    first, *_ = found(a_shop([90.0] * 20 + [10.0] * 80, [0] * 20 + [1] * 80)).values()
    assert (first.key, first.leads) == ("worth", True)
    assert first.headline.plain == "20 customers bring 69% of revenue"
    assert first.detail.plain.endswith(": 90 a customer on average, against 26 for all customers.")
    assert first.below_title.plain.endswith(" bring 1,800 of 2,600 in the 12 months to 31 October 2026.")
    assert (first.money, first.customers) != (None, None)


def test_a_table_of_customers_is_of_no_window_of_months_though_it_has_dates() -> None:
    spent = pd.DataFrame({"spent": [90.0] * 20 + [10.0] * 80}, index=[f"{i:03d}" for i in range(100)])
    table = replace(a_table(spent, {"spent": FeatureKind.MONEY}, "spent"), period=YEAR)
    first, *_ = found(an_analysis(table, a_segmentation(*[0] * 20, *[1] * 80))).values()
    assert first.below_title.plain.endswith(" bring 1,800 of 2,600.")


def test_segments_that_bring_what_their_size_promises_are_no_finding() -> None:
    analysis = a_shop([50.0] * 100, [0] * 40 + [1] * 60)
    assert "worth" not in found(analysis)
    assert money_heading(shared_figures(analysis)).plain == "Where the revenue is"


@pytest.mark.parametrize(
    ("elsewhere", "words"),
    [
        (0, "All of them are in "),
        (3, "Most of them are in "),
        (10, "20 of them are in "),
        (15, "Look at them one by one before you act on an average."),
    ],
)
def test_where_the_largest_customers_are_is_told_without_giving_a_few_of_them_away(
    elsewhere: int, words: str
) -> None:
    giants, others = 30, 2970
    labels = [0] * (giants - elsewhere) + [1] * (elsewhere + others // 2) + [0] * (others // 2)
    finding = found(a_shop([1000.0] * giants + [10.0] * others, labels))["giants"]
    assert finding.headline.plain == "Just 30 customers (1%) bring 50% of revenue"
    assert finding.detail.plain.startswith(words)
    assert finding.detail.plain.endswith(" They are listed in customers.csv.")


def test_the_largest_customers_are_not_told_of_where_they_are_too_few_to_be_shown() -> None:
    assert "giants" not in found(a_shop([1000.0] * 9 + [1.0] * 891, [0, 1] * 450))


@pytest.mark.parametrize(("once", "told"), [(29, False), (30, True)])
def test_one_time_buyers_are_news_where_they_are_many(once: int, told: bool) -> None:  # noqa: FBT001
    finding = found(a_shop([10.0] * 100, [0, 1] * 50, once)).get("once")
    assert (finding is not None) is told
    if finding is not None:
        assert finding.detail.plain == "They bring 30% of revenue."


def test_without_value_there_is_no_section_and_without_orders_no_grid() -> None:
    shop = a_shop([0.0] * 100, [0, 1] * 50)
    table = a_table(shop.customers.frame[["monetary"]] + 1, {"monetary": FeatureKind.MONEY}, "monetary")
    people = an_analysis(table, a_segmentation(*[0, 1] * 50))
    with undrawn():
        for analysis, section, grid in ((shop, False, True), (people, True, False)):
            shared = shared_figures(analysis)
            money = money_facts(analysis, shared)
            assert (money_section(money, shared, analysis.formatter) is not None) is section
            assert (grid_picture(money, shared.min_cell) is not None) is grid


def test_somebody_whose_value_is_negative_leaves_bars_but_no_curve() -> None:
    analysis = a_shop([-5.0] + [10.0] * 99, [0, 1] * 50)
    shared = shared_figures(analysis)
    with undrawn():
        section = money_section(money_facts(analysis, shared), shared, analysis.formatter)
    assert section is not None
    assert section.lorenz is None


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=60))
def test_the_curve_says_what_the_largest_customers_bring(values: list[float]) -> None:
    curve = lorenz_curve(np.array(values))
    assert curve is not None
    ranked = sorted(values, reverse=True)
    for number in range(len(values) + 1):
        share = curve.value_of(number / len(values))
        assert share == pytest.approx(sum(ranked[:number]) / sum(values), abs=1e-9)
        assert share >= number / len(values) - 1e-9
    assert -1e-9 <= curve.gini < 1


def test_the_gini_coefficient_of_known_shares() -> None:
    alike, one_has_all = lorenz_curve(np.ones(100)), lorenz_curve(np.array([1.0] + [0.0] * 99))
    assert alike is not None
    assert one_has_all is not None
    assert alike.gini == pytest.approx(0)
    assert one_has_all.gini == pytest.approx(0.99)


def test_unknown_worth_counts_as_none_and_worth_of_nothing_has_no_curve() -> None:
    curve = lorenz_curve(np.array([1.0, np.nan]))
    assert curve is not None
    assert curve.value_of(0.5) == 1
    assert lorenz_curve(np.zeros(3)) is None


def test_no_point_of_the_steep_end_stands_for_a_few_customers() -> None:
    customers = 1000
    curve = lorenz_curve(np.arange(customers, dtype=float))
    assert curve is not None
    places = [place for place, _ in curve.points(SMALLEST)]
    steep = [place for place in places if place < 0.05]
    assert len(steep) > 1
    assert all(b - a >= SMALLEST / customers - 1e-9 for a, b in pairwise(steep))


CELLS = st.fixed_dictionaries({(r, f): st.integers(0, 30) for r in range(1, 4) for f in range(1, 4)})


@given(CELLS, st.integers(2, 15))
def test_no_small_cell_can_be_worked_out_from_the_others(
    cells: dict[tuple[int, int], int], smallest: int
) -> None:
    small = withheld(cells, smallest)
    assert all(cell in small for cell, number in cells.items() if 0 < number < smallest)
    filled = {cell for cell, number in cells.items() if number}
    if small and small != filled:
        assert len(small) > 1
        assert sum(cells[cell] for cell in small) >= smallest


def test_a_withheld_cell_stands_in_no_sentence_and_struck_cells_are_explained() -> None:
    shop = a_shop([10.0] * 400, [0, 1] * 200, once=200)
    cells = money_facts(shop, shared_figures(shop)).grid
    assert cells is not None
    best = Fact.of("grid.5.5.customers", 44, Unit.CUSTOMERS, shop.formatter.count(44))
    struck = " Struck cells hold too few customers to be shown."
    for fact, title in (
        (best, "44 customers order both often and lately"),
        (replace(best, shown=0.0, text=""), "Customers by recency and frequency score"),
    ):
        text = grid_text({**cells, (5, 5): fact})
        assert text.title.plain == title
        assert ("44" in text.alt.plain, text.note.plain.endswith(struck)) == (bool(fact.text), not fact.text)
