"""How sure the segments are, as a reader hears it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from reportgen.features.table import FeatureKind
from reportgen.segments.values import KChoice, Verdict
from reportgen.shared.figures import shared_figures
from reportgen.topics.certainty.facts import CertaintyFacts, certainty_facts
from reportgen.topics.certainty.section import certainty_section, stability_table
from reportgen.topics.certainty.words import panel_text, second_opinion, sure_heading, sure_lead
from tests.builders import a_candidate, a_segmentation, a_table, an_analysis, with_evidence
from tests.undrawn import undrawn

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.shared.figures import Shared


def two_segments(*, inside: tuple[float, float] = (1.0, 1.0), verdict: Verdict = Verdict.NATURAL) -> Analysis:
    """Fifty customers each; of either segment a share is clearly inside."""
    labels = [0] * 50 + [1] * 50
    sure = np.array([float(i < share * 50) for share in inside for i in range(50)])
    placed = replace(a_segmentation(*labels), confidence=sure)
    frame = pd.DataFrame({"visits": [1.0] * 50 + [9.0] * 50}, index=[f"{i:03d}" for i in range(100)])
    tried = ((2, 0.9, 60), (3, 0.85, 40), (4, 0.5, 0))
    candidates = tuple(replace(a_candidate(k, strength), chosen_in=n) for k, strength, n in tried)
    return an_analysis(
        a_table(frame, {"visits": FeatureKind.COUNT}),
        placed,
        KChoice(2, candidates, "resamples", (3,), 100),
        verdict=verdict,
    )


def facts_of(analysis: Analysis) -> tuple[CertaintyFacts, Shared]:
    shared = shared_figures(analysis)
    return certainty_facts(analysis, shared), shared


def test_a_number_that_would_do_as_well_stands_in_the_heading() -> None:
    facts, shared = facts_of(two_segments())
    assert (
        sure_heading(facts, shared).plain == "The 2 segments are clearly separate; 3 would fit about as well"
    )


def test_the_number_is_told_by_how_often_it_came_out() -> None:
    facts, shared = facts_of(two_segments())
    assert panel_text(facts, shared).title.plain == "2 segments come out of 60 of 100 resamples"
    told = " How often each number came out: 2 segments in 60 of 100 resamples, 3 in 40."
    assert told in sure_lead(facts, shared).plain


def test_a_record_that_does_not_know_resamples_says_nothing_of_them() -> None:
    analysis = two_segments()
    earlier = replace(analysis.choice, reason="silhouette", resamples=0)
    facts, shared = facts_of(with_evidence(analysis, choice=earlier))
    assert "resamples" not in sure_lead(facts, shared).plain
    assert panel_text(facts, shared).title.plain == "Three measures by number of segments"


@pytest.mark.parametrize(
    ("inside", "edges"), [((0.9, 0.5), ("clear", "blurred")), ((0.7, 0.7), ("some overlap",) * 2)]
)
def test_the_edge_of_a_segment_is_told_by_the_share_clearly_inside(
    inside: tuple[float, float], edges: tuple[str, str]
) -> None:
    facts, shared = facts_of(two_segments(inside=inside))
    assert tuple(row.cells[-1].plain for row in stability_table(shared).rows) == edges
    lead = sure_lead(facts, shared).plain
    assert ("most so in" in lead) == (edges == ("clear", "blurred"))


def test_another_method_that_disagrees_is_said_to_draw_other_segments() -> None:
    analysis = two_segments()
    for ari, weak in ((0.95, False), (0.3, True)):
        other = with_evidence(analysis, structure=replace(analysis.structure, opinions=(("ward", ari),)))
        assert ("another method draws other segments" in second_opinion(*facts_of(other)).plain) == weak


def test_the_table_of_numbers_holds_neighbours_rivals_and_the_widest_separation() -> None:
    with undrawn():
        facts, shared = facts_of(two_segments())
        section = certainty_section(facts, shared, two_segments().formatter)
    assert section.numbers is not None
    assert [row.cells[0].plain for row in section.numbers.rows] == ["2", "3"]
    assert section.numbers.rows[0].cells[-1].plain == "used here, widest separation"
    assert section.numbers.rows[1].cells[-1].plain == "about as good"
