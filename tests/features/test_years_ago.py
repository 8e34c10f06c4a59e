"""Years of birth and of joining measure as ages and years since."""

from __future__ import annotations

from reportgen.base.phrases import translated
from tests.columns.world import checked, rows_of


def test_years_become_ages_by_the_end_of_the_period() -> None:
    rows = [
        (f"K{at}", 1960 + at * at % 41, 2010 + at * 7 % 16, 1900 + at * 71 % 790 * 2, "2026-09-30")
        for at in range(60)
    ]
    found = checked(rows_of("customer_id,birth year,joined,points,last seen", ",", rows), month="2026-09")
    assert found.customers is not None
    shown = {translated(feature.label): feature for feature in found.customers.features}
    assert found.customers.frame[shown["age"].name]["K0"] == 2026 - rows[0][1]
    assert {"age", "joined (years ago)", "points"} <= set(shown)
