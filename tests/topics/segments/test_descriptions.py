"""Who is in a segment, as readers hear it."""

from __future__ import annotations

from reportgen.features.table import FeatureKind
from reportgen.shared.figures import shared_figures
from reportgen.topics.segments.descriptions import describe
from tests.made import Made, shop
from tests.statements import CLAIMS, Statement


def told(made: Made) -> tuple[str, ...]:
    shared = shared_figures(made.analysis())
    return tuple(describe(figures, shared).plain for figures in shared.segments)


def of_orders(**levels: tuple[float, ...]) -> Made:
    kinds = {"frequency": FeatureKind.COUNT, "recency": FeatureKind.DAYS, "monetary": FeatureKind.MONEY}
    return Made((20, 20, 20), levels, kinds, "monetary")


def test_what_the_middle_customer_did_stands_beside_what_everybody_did() -> None:
    shown = told(
        of_orders(frequency=(12.0, 4.0, 1.0), recency=(10.0, 30.0, 30.0), monetary=(400.0, 90.0, 90.0))
    )
    assert shown[0] == (
        "The typical customer spent 400 (all customers: 90), last ordered 10 days ago (30) "
        "and ordered on 12 days (4)."
    )
    assert "ordered on 1 day (all customers: 4)" in shown[2]


def test_a_difference_that_nobody_would_call_one_is_not_told() -> None:
    """47 days against 37 may be far apart in standard deviations, and is no news to a reader."""
    shown = told(of_orders(frequency=(4.0,) * 3, recency=(45.0, 45.0, 37.0), monetary=(90.0, 90.0, 90.0)))
    assert set(shown) == {"Close to the average customer on every measure."}


def test_columns_of_the_file_are_told_by_their_label() -> None:
    made = Made((20, 20), {"c1": (80.0, 20.0)}, {"c1": FeatureKind.NUMBER}, None)
    assert told(made) == (
        "On average: c1 80 (all customers: 50).",
        "On average: c1 20 (all customers: 50).",
    )


def test_every_such_sentence_is_held_against_the_figures() -> None:
    shared = shared_figures(shop(400.0, 20.0))
    statement = Statement.of_sentence(describe(shared.segments[0], shared))
    assert any(pattern.search(statement.skeleton) for pattern, _ in CLAIMS)
