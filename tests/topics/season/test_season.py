"""A season ahead is told shortly before it begins, of the people who order in it alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from reportgen.cleaning.clean_rows import DaysHere
from reportgen.features.order_history import count_gone
from reportgen.features.table import FeatureKind
from reportgen.shared.figures import shared_figures
from reportgen.topics.season.facts import SeasonFacts, season_facts
from reportgen.topics.season.words import findings, season_times
from tests.builders import a_segmentation, a_table, an_analysis
from tests.topics.actions.months import days_of

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {"recency": FeatureKind.DAYS, "frequency": FeatureKind.COUNT, "monetary": FeatureKind.MONEY}


def told(
    begins: int, people: int = 20, *, came: int = 0, every_year: bool = True
) -> tuple[SeasonFacts | None, str]:
    """Of sixty customers some whose season begins with a month of the year; the data end in October 2026."""
    ids = [f"{place:02d}" for place in range(60)]
    frame = pd.DataFrame({name: np.full(60, 40.0) for name in KINDS}, index=ids)
    frame["recency"] = np.where(np.arange(60) < came, 5.0, 300.0)
    flags = {name: np.zeros(60, dtype=bool) for name in ("new", "seasonal", "once")}
    season = np.where(np.arange(60) < people, begins, 0)
    standing = pd.DataFrame({"lateness": 0.5, **flags, "season": season, "every_year": every_year}, index=ids)
    table = replace(a_table(frame, KINDS, "monetary"), lifecycle=standing)
    analysis = an_analysis(table, a_segmentation(*[0] * 20, *[1] * 40))
    shared = shared_figures(analysis)
    facts = season_facts(analysis, shared)
    return facts, " ".join(
        f"{each.headline}. {each.detail}" for each in findings(facts, shared)
    ) if facts else ""


@pytest.mark.parametrize(("month", "name"), [(11, "November 2026"), (12, "December 2026")])
def test_a_season_that_begins_within_two_months_is_told_with_what_its_customers_spent(
    month: int, name: str
) -> None:
    facts, text = told(month)
    assert facts is not None
    assert text.startswith(f"The season of 20 customers begins in {name}. ")
    assert "They spent 800 in the 12 months to 31 October 2026." in text
    assert set(facts.segments) == {"a"}


@pytest.mark.parametrize("month", [1, 5, 8])
def test_a_season_that_is_far_away_or_over_is_not_told(month: int) -> None:
    assert told(month) == (None, "")


@pytest.mark.parametrize("month", [9, 10])
def test_a_season_that_runs_is_told_with_how_many_have_come(month: int) -> None:
    facts, text = told(month)
    assert facts is not None
    assert text.startswith(
        "None of 20 customers of last season have ordered again; they typically last ordered in "
        "January 2026. "
    )
    assert "They spent 800" in text
    assert season_times(facts)["a"].plain == "They typically last ordered in January 2026."
    facts, text = told(month, 40, came=12)
    assert facts is not None
    assert text.startswith(
        "12 of 40 customers of last season have ordered again; the others typically last ordered in "
        "January 2026. "
    )
    assert facts.waiting.shown == 28
    assert facts.spent is not None
    assert facts.spent.shown == 28 * 40
    few = told(month, came=3)[1]
    assert few.startswith("Hardly any of 20 customers of last season have ordered again; ")


def test_who_came_last_time_and_has_been_without_an_order_for_a_year_is_counted_too(tmp_path: Path) -> None:
    ordered = {
        "gone": ("2025-10-05",),
        "earlier, too": ("2025-03-01", "2025-10-05"),
        "waits": ("2025-12-01",),
    }
    days = days_of(tmp_path, [(who, day, 9.0) for who, days in ordered.items() for day in days])
    frame = pd.DataFrame({name: np.full(3, 40.0) for name in KINDS}, index=["a", "b", "c"])
    rows = replace(
        an_analysis(a_table(frame, KINDS, "monetary"), a_segmentation(0, 0, 1)).rows, days=DaysHere(days)
    )
    assert count_gone(rows, dt.date(2026, 10, 1), dt.date(2025, 11, 1), 3) == 1


def test_a_season_that_all_but_a_few_have_come_for_is_not_told() -> None:
    assert told(10, came=15) == (None, "")


def test_a_season_of_too_few_people_is_not_told() -> None:
    assert told(11, people=9) == (None, "")


def test_a_season_that_was_seen_once_is_not_said_to_come_every_year() -> None:
    _, text = told(11, every_year=False)
    assert text.startswith("20 customers ordered only last season; it begins again in November 2026. ")
    assert "whether they come every year is not known yet" in text
