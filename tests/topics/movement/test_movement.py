"""Who orders less and who ordered again, in sentences that their figures bear out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from reportgen.narrative.movement_pace import slower, woken

from reportgen.features.table import FeatureKind
from reportgen.prose.facts import Fact, Facts, Unit
from reportgen.record.flows import WOKEN
from tests.builders import a_segmentation, a_table, an_analysis
from tests.statements import Statement, Told, false_claims, unchecked

if TYPE_CHECKING:
    from reportgen.analysis import Analysis

FIGURES = {
    "movement.slower.a": {
        "customers": 295,
        "usual": 4,
        "high": 12,
        "gap": 291,
        "low": 0,
        "then": 4.3,
        "now": 2,
    },
    f"movement.{WOKEN}": {"customers": 41, "of": 144, "usual": 0, "high": 4, "gap": 41, "low": 0},
    f"movement.{WOKEN}.from.a": {"customers": 40},
}


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    frame = pd.DataFrame({"c1": [1.0] * 10 + [9.0] * 10}, index=[f"k{number}" for number in range(20)])
    return an_analysis(a_table(frame, {"c1": FeatureKind.NUMBER}), a_segmentation(*[0] * 10, *[1] * 10))


@pytest.fixture(scope="module")
def facts() -> Facts:
    since = Fact("movement.since", "2026-09", Unit.DATE, 24321.0, "September 2026")
    found = (
        Fact(f"{own}.{name}", value, Unit.CUSTOMERS, float(value), f"{value}")
        for own, figures in FIGURES.items()
        for name, value in figures.items()
    )
    return Facts((since, *found))


def test_both_are_told_with_what_is_usual(analysis: Analysis, facts: Facts) -> None:
    told = [change.finding for change in (slower("a", analysis, facts), woken(analysis, facts)) if change]
    less, again = told
    assert less.headline.plain.endswith("than usual order less than they used to: 295, not 4")
    assert less.detail.plain.startswith(
        "They still order, on 2 days a month in the last two months, and on 4.3"
    )
    assert again.headline.plain.endswith("ordered again than usual: 41, not 0")
    assert "40 of them were in" in again.detail.plain
    for sentence in (sentence for each in told for sentence in (each.headline, each.detail)):
        statement = Statement.of_sentence(sentence)
        assert false_claims(statement, Told(facts, ("a", "b"))) == []
        assert unchecked(statement) is None
