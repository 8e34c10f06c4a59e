"""Which segments a reader hears of first, and what stands on their cards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from reportgen.features.table import FeatureKind, Use
from reportgen.prose.sentence import EMPTY, say
from reportgen.shared.figures import shared_figures
from reportgen.topics.segments.brief_table import BriefColumns, brief_table
from reportgen.topics.segments.descriptions import categories_of
from reportgen.topics.segments.findings import (
    absent_finding,
    largest_finding,
    segments_findings,
    spread_finding,
)
from reportgen.topics.segments.section import (
    CardAdditions,
    cards_section,
    differences_section,
    heat_illustration,
)
from tests.builders import a_segmentation, a_table, an_analysis
from tests.made import Made
from tests.undrawn import undrawn

if TYPE_CHECKING:
    from reportgen.shared.figures import Shared

ORDERS = {"frequency": FeatureKind.COUNT, "recency": FeatureKind.DAYS, "monetary": FeatureKind.MONEY}


def a_shop(sizes: tuple[int, ...], *, spread: float = 0.0, **levels: tuple[float, ...]) -> Shared:
    """Segments of these sizes; what is not given is the same in all."""
    level = {
        "frequency": (2.0,) * len(sizes),
        "recency": (30.0,) * len(sizes),
        "monetary": (50.0,) * len(sizes),
        **levels,
    }
    return shared_figures(Made(sizes, level, ORDERS, "monetary", spread=spread).analysis())


def test_of_those_who_stay_away_the_segment_of_most_value_is_named() -> None:
    shared = a_shop((20, 20, 60), recency=(300.0, 280.0, 10.0), monetary=(90.0, 400.0, 50.0))
    finding = absent_finding(shared)
    assert finding is not None
    assert finding.headline.plain == "20 customers last ordered a median of 280 days ago"
    assert finding.detail.plain.endswith(
        ": they spent 8,000 in the 12 months to 31 October 2026. That is past revenue, not a forecast."
    )
    assert (finding.money, finding.customers) == (
        shared.segments[1].worth.value if shared.segments[1].worth else None,
        shared.segments[1].customers,
    )


def test_nobody_is_said_to_stay_away_where_all_came_alike_or_no_orders_are_known() -> None:
    assert absent_finding(a_shop((20, 20), monetary=(10.0, 90.0))) is None
    table = Made((20, 20), {"c1": (80.0, 20.0)}, {"c1": FeatureKind.NUMBER}, "c1").analysis()
    assert absent_finding(shared_figures(table)) is None


def test_the_measure_that_parts_the_segments_is_told_only_where_one_does() -> None:
    finding = spread_finding(a_shop((30, 30), recency=(200.0, 10.0)))
    assert finding is not None
    assert finding.headline.plain == "The segments differ most in recency"
    assert finding.detail.plain.startswith("Recency: median of 10 in ")
    assert spread_finding(a_shop((30, 30), recency=(200.0, 10.0), frequency=(9.0, 1.0))) is None


def test_the_largest_segment_is_told_only_where_it_is_alone() -> None:
    finding = largest_finding(a_shop((60, 40), monetary=(10.0, 90.0)))
    assert finding is not None
    assert finding.detail.plain == "60 customers, 60% of all, bring 14% of revenue."
    assert finding.below_title.plain == f"{finding.headline.plain}: {finding.detail.plain}"
    assert largest_finding(a_shop((50, 50), monetary=(10.0, 90.0))) is None


def test_what_cannot_be_said_is_no_finding() -> None:
    assert [f.key for f in segments_findings(a_shop((40, 60), recency=(300.0, 10.0)))] == [
        "absent",
        "spread",
        "largest",
    ]
    assert segments_findings(a_shop((50, 50))) == ()


def test_a_card_holds_a_sentence_three_figures_and_what_other_topics_add() -> None:
    shared = a_shop((60, 40), monetary=(10.0, 90.0))
    bare, full = (figures.segment.key for figures in shared.segments)
    additions = {
        bare: CardAdditions(EMPTY, None),
        full: CardAdditions(say(" They buy tea."), say("Spend over 50.")),
    }
    section = cards_section(additions, shared)
    assert section.heading.plain.startswith("The largest segment is ")
    one, other = section.cards
    assert [f"{each.text.plain} {each.label.plain}" for each in one.figures] == [
        "60 customers, 60% of all",
        "600 revenue, 14% of all",
        "10 revenue each, on average",
    ]
    assert one.who.plain.count(". ") <= 1
    assert other.besides.plain.endswith(" They buy tea.")
    assert one.rule is None
    assert all(strip.svg.startswith("<svg") for strip in one.strips)
    assert cards_section(additions, a_shop((50, 50))).heading.plain == "Who is in each segment"


def a_table_of_towns() -> Shared:
    """Of the first hundred customers 70 live in Leeds, of the second 20; ten in Hull in either."""
    towns = ["Leeds"] * 70 + ["York"] * 20 + ["Hull"] * 10 + ["Leeds"] * 20 + ["York"] * 70 + ["Hull"] * 10
    frame = pd.DataFrame({"c1": [1.0] * 100 + [9.0] * 100}, index=[f"{i:03d}" for i in range(200)])
    table = a_table(frame, {"c1": FeatureKind.NUMBER})
    town = replace(
        table.features[0], name="place", label="Town", kind=FeatureKind.CATEGORY, use=Use.DESCRIBED_BY
    )
    table = replace(table, frame=frame.assign(place=towns), features=(*table.features, town))
    return shared_figures(an_analysis(table, a_segmentation(*([0] * 100 + [1] * 100))))


def test_a_category_is_named_where_it_is_clearly_commoner() -> None:
    first, second = a_table_of_towns().segments
    assert categories_of(first).plain == " 70% are in Leeds (45% of all)."
    assert categories_of(second).plain == " 70% are in York (45% of all)."


def test_the_brief_has_a_line_for_each_segment() -> None:
    table = brief_table(a_shop((60, 40), monetary=(10.0, 90.0)), BriefColumns())
    heads = [head.text.plain for head in table.heads]
    assert heads == ["Segment", "Frequency", "Recency", "Customers", "Revenue", "Share"]
    assert [[cell.plain for cell in row.cells[1:]] for row in table.rows] == [
        ["2", "30", "60", "600", "14%"],
        ["2", "30", "40", "3,600", "86%"],
    ]


def test_the_heat_map_says_what_made_the_segments_and_what_is_left_out() -> None:
    made = Made(
        (20, 20),
        {"c1": (80.0, 20.0), "c2": (1.0, 2.0)},
        dict.fromkeys(("c1", "c2"), FeatureKind.NUMBER),
        None,
        unknown="c2",
    )
    analysis = made.analysis()
    features = tuple(
        replace(each, use=Use.DESCRIBED_BY) if each.name == "c2" else each
        for each in analysis.customers.features
    )
    analysis = replace(analysis, customers=replace(analysis.customers, features=features))
    shared = shared_figures(analysis)
    drawn = heat_illustration(features, shared)
    assert drawn.text.title.plain == "The typical customer of each segment"
    assert "The segments were made by c1; other measures describe them." in drawn.text.note.plain
    assert "unknown for more than a fifth of customers are not compared" in drawn.text.note.plain
    assert list(drawn.figure.data.heads[1:]) == ["C1"]


def test_the_section_begins_with_the_measure_that_parts_the_segments() -> None:
    shared = a_shop((30, 30), recency=(200.0, 10.0))
    spread = spread_finding(shared)
    assert spread is not None
    with undrawn():
        section = differences_section(spread, None, None, (), shared)
        neutral = differences_section(None, None, None, (), shared)
    assert section.lead == spread.detail
    assert neutral.lead == EMPTY
