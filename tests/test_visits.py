"""Two months of a file of visits, worked out again from the file itself."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from reportgen.options.enums import Format
from tests.reports import build, nothing_drawn

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reports import Report

END = pd.Timestamp("2026-10-31")


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report, Report]:
    """The file, and the reports of its last two whole months."""
    folder = tmp_path_factory.mktemp("visits")
    rng = random.Random(5)  # noqa: S311 - a made-up file
    days = (END - pd.Timestamp("2025-01-01")).days
    rows = [
        (f"M{who:04d}", dt.date(2025, 1, 1) + dt.timedelta(days=day))
        for who in range(240)
        for day in sorted(rng.sample(range(days + 1), rng.choice((2, 5, 14, 40))))
    ]
    source = folder / "check-ins.csv"
    source.write_text("Member No,Check-in\n" + "".join(f"{who},{day}\n" for who, day in rows), "utf-8")
    with nothing_drawn():
        first, second = (
            build(source, folder / "out", frozenset({Format.HTML, Format.LISTS}), month=month)
            for month in ("2026-09", "2026-10")
        )
    return source, first, second


def test_visit_days_and_days_since_are_those_of_the_file(visits: tuple[Path, Report, Report]) -> None:
    source, _, second = visits
    raw = pd.read_csv(source, parse_dates=["Check-in"])
    inside = raw[raw["Check-in"] > END - pd.DateOffset(years=1)].groupby("Member No")["Check-in"]
    told = second.customers
    assert dict(told["visit days"]) == dict(inside.nunique())
    assert dict(told["days since last visit"]) == dict((END - inside.max()).dt.days)
    assert second.value("total.customers") == len(told)


def test_a_second_month_goes_on_with_the_segments_of_the_first(visits: tuple[Path, Report, Report]) -> None:
    _, first, second = visits
    assert set(second.names.values()) == set(first.names.values())
    before, now = first.customers["segment"], second.customers
    both = now.index.intersection(before.index)
    assert (now.loc[both, "previous segment"] == before[both]).all()
    moved = now.loc[both, "segment"] != before[both]
    assert dict(now.loc[both, "moved since last month"] == "yes") == dict(moved)
    assert moved.any()
