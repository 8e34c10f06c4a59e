"""Who is in a segment, as readers hear it."""

from __future__ import annotations

from dataclasses import replace

from reportgen.features.table import FeatureKind
from reportgen.shared.figures import shared_figures
from reportgen.topics.segments.descriptions import describe, name_told
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


def test_customers_of_one_season_are_told_as_a_share_of_them() -> None:
    made = Made((20, 20), {"seasonal": (0.9, 0.0)}, {"seasonal": FeatureKind.SHARE}, None)
    assert told(made)[0] == "90% come for a season only (all customers: 45%)."


def test_a_kept_name_that_no_longer_fits_says_so_and_of_how_many_it_holds() -> None:
    analysis = shop(400.0, 20.0)
    for fits, shown in ((0.6, "60%"), (0.796, "79.6%")):
        segments = (replace(analysis.segments[0], fits=fits), *analysis.segments[1:])
        figures = shared_figures(replace(analysis, segments=segments)).segments[0]
        assert name_told(figures).plain.startswith(
            f"The name is kept from an earlier month and no longer fits: it holds for {shown} of these"
        )


def test_every_such_sentence_is_held_against_the_figures() -> None:
    shared = shared_figures(shop(400.0, 20.0))
    statement = Statement.of_sentence(describe(shared.segments[0], shared))
    assert any(pattern.search(statement.skeleton) for pattern, _ in CLAIMS)
