"""What a reader sees first: the title, the large figures, the segments side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.charts.figure import Figure, FigureData
from reportgen.features.table import FeatureKind
from reportgen.options.enums import Paper
from reportgen.page.parts import ChartText, Illustration
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY, say
from reportgen.shared.figures import shared_figures
from reportgen.topics.overview.charts import mosaic, pairs_illustration
from reportgen.topics.overview.section import (
    comparison_table,
    cover_page,
    fits_a_page,
    glance_section,
    key_figures,
    summary_page,
)
from reportgen.topics.overview.words import glance_heading, headline, pairs_text
from tests.draws import examples
from tests.made import Made, shop
from tests.undrawn import undrawn

if TYPE_CHECKING:
    from reportgen.shared.figures import Shared

NUMBER = FeatureKind.NUMBER
LEADS = Finding("worth", say("10% bring 90%"), say("Spend: 90 each."), (), say("A: 10 of 100."), leads=True)
OTHER = Finding("once", say("40% ordered once"), say("They bring 9%."), ())


def a_table(sizes: tuple[int, ...] = (20, 40, 40), **levels: tuple[float, ...]) -> Shared:
    """Customers without value."""
    given = levels or {"c1": (1.0, 5.0, 9.0)}
    return shared_figures(Made(sizes, given, dict.fromkeys(given, NUMBER), None).analysis())


def a_drawing(height: float) -> Illustration:
    return Illustration(
        Figure("none", lambda: "<svg/>", 660, height, FigureData((), ())), ChartText(EMPTY, EMPTY, EMPTY)
    )


def test_a_finding_that_may_lead_is_the_title_with_its_consequence_below() -> None:
    with undrawn():
        cover = cover_page(EMPTY, LEADS, (), a_table())
    assert (cover.headline.plain, cover.consequence.plain) == ("10% bring 90%", "A: 10 of 100.")


def test_else_the_title_says_what_parts_the_segments_where_that_is_short() -> None:
    assert headline(OTHER, a_table()).plain == "3 customer segments, which differ most in c1"
    both = a_table(c1=(1.0, 5.0, 9.0), c2=(1.0, 5.0, 9.0))
    assert headline(OTHER, both).plain == "3 customer segments, which differ most in c1 and c2"
    alike = dict.fromkeys(("c1", "c2", "c3"), (1.0, 5.0, 9.0))
    assert headline(OTHER, a_table(**alike)).plain == "3 customer segments"


@settings(max_examples=examples(40), deadline=None, derandomize=True, database=None)
@given(st.lists(st.integers(10, 400), min_size=2, max_size=6))
def test_no_share_is_bent_and_a_table_says_where_they_do_not_make_100(sizes: list[int]) -> None:
    shared = a_table(tuple(sizes), c1=tuple(float(9 * place) for place in range(len(sizes))))
    told = [100 * each.share.shown for each in shared.segments]
    exact = [100 * size / sum(sizes) for size in sizes]
    assert all(abs(one - other) <= 0.5 + 1e-9 for one, other in zip(told, exact, strict=True))
    note = "may not add up to 100% because of rounding" in comparison_table(None, shared).note.plain
    assert note == (round(sum(told), 6) != 100)


def test_the_large_figures_are_of_value_where_there_is_some() -> None:
    worth = key_figures(shared_figures(shop(400.0, 20.0)))
    assert [(term.label.plain, term.text.plain) for term in worth] == [
        ("Revenue, 12 months", "8,400"),
        ("Customers", "40"),
        ("Average revenue each", "210"),
        ("Segments", "2"),
    ]
    assert [(term.label.plain, term.text.plain) for term in key_figures(a_table())] == [
        ("Customers", "100"),
        ("Segments", "3"),
        ("Largest segments, each", "40%"),
        ("Measures grouped by", "1"),
    ]


def test_the_summary_promises_advice_only_where_there_is_some() -> None:
    shared = a_table()
    assert summary_page((), None, shared, advised=True).heading.plain.endswith("and what to do about it")
    assert summary_page((), None, shared, advised=False).heading.plain == "What the data show"


def test_the_segments_compared_stand_beside_all_customers() -> None:
    table = comparison_table("monetary", shared_figures(shop(400.0, 20.0, 20.0)))
    heads = [head.text.plain for head in table.heads]
    assert heads[:6] == ["Segment", "Customers", "Share", "Revenue", "Share of revenue", "Revenue each"]
    assert "Monetary" not in heads[6:]
    assert [cell.plain for cell in table.rows[0].cells[1:6]] == ["20", "33%", "8,000", "91%", "400"]
    assert table.total is not None
    assert [cell.plain for cell in table.total.cells[:6]] == [
        "All customers",
        "60",
        "100%",
        "8,800",
        "100%",
        "147",
    ]


def test_without_value_the_measures_that_part_the_segments_fill_the_table() -> None:
    levels = {f"c{i}": (1.0, float(i), 9.0) for i in range(1, 7)}
    table = comparison_table(None, a_table(**levels))
    assert len(table.heads) == 3 + 4
    assert [head.text.plain for head in table.heads[3:]] == sorted(
        head.text.plain for head in table.heads[3:]
    )


@pytest.mark.parametrize(
    ("sizes", "heading"),
    [
        ((20, 40, 40), "3 segments, each with 20% to 40% of customers"),
        ((30, 30), "2 segments, each with 50% of customers"),
    ],
)
def test_the_sizes_stand_in_the_heading_where_they_differ(sizes: tuple[int, ...], heading: str) -> None:
    assert glance_heading(a_table(sizes, c1=(1.0, 5.0, 9.0)[: len(sizes)])).plain == heading


def test_the_questions_stand_with_the_bars_only_where_one_page_holds_both() -> None:
    bars = a_drawing(150)
    assert fits_a_page(bars, a_drawing(300), 4, Paper.A4)
    assert not fits_a_page(bars, a_drawing(420), 4, Paper.A4)
    assert fits_a_page(bars, a_drawing(380), 4, Paper.A4)
    assert not fits_a_page(bars, a_drawing(380), 4, Paper.LETTER)
    low, high = a_drawing(100), a_drawing(900)
    glances = [glance_section(flow, Paper.A4, None, a_table()) for flow in (None, low, high)]
    assert [glance.flow for glance in glances] == [None, low, None]


def test_two_of_many_segments_that_bring_most_are_named_with_what_they_bring() -> None:
    text = pairs_text(shared_figures(shop(400.0, 300.0, 20.0, 10.0)))
    assert text.title.plain.endswith(" bring 96% of revenue")
    tie = pairs_text(shared_figures(shop(400.0, 50.0, 50.0, 0.0)))
    assert tie.title.plain == "Share of customers and of revenue by segment"
    assert pairs_text(a_table((20, 50, 30))).title.plain.endswith("is the largest segment, 50% of customers")


def test_the_bars_of_a_brief_are_lower_where_segments_are_many() -> None:
    many = a_table((20,) * 6, c1=(1.0, 2.0, 3.0, 4.0, 5.0, 6.0))
    assert pairs_illustration(many, low=True).figure.height < pairs_illustration(many).figure.height
    few = a_table()
    assert pairs_illustration(few, low=True).figure == pairs_illustration(few).figure


def test_the_cover_shows_every_segment_with_its_share() -> None:
    drawn = mosaic(shared_figures(shop(400.0, 20.0)))
    assert [row[1:] for row in drawn.data.rows] == [("50%", "95%"), ("50%", "5%")]
    assert [row[1:] for row in mosaic(a_table()).data.rows] == [("20%",), ("40%",), ("40%",)]
