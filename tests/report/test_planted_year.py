"""A year of planted events: each leads its month with its money, quiet months lead with what stands."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from reportgen.demo.changes import HEADER, changing_shop
from reportgen.demo.draw import Draw
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format
from reportgen.options.history import months_between
from reportgen.pipeline import build_series
from reportgen.record.flows import JOINED
from reportgen.report.compose import compose
from reportgen.report.facts import compute_facts
from tests.reports import nothing_drawn
from tests.topics.movement.months import (
    JOINERS,
    LEAVERS,
    REACTIVATED,
    RETURNERS,
    STEADY,
    Month,
    flow,
    limits,
    ordered,
    slower,
)
from tests.undrawn import undrawn

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.report.compose import Documents

QUIET = {
    ordered("a"): limits(105, 80, 130, signal=False),
    ordered("b"): limits(95, 70, 120, signal=False),
    **{flow(*way): limits(n, n - 5, n + 5, signal=False) for way, (n, _) in STEADY.items()},
    **dict.fromkeys((RETURNERS, REACTIVATED), limits(0, 0, 3, signal=False)),
    JOINERS: limits(30, 20, 40, signal=False),
    LEAVERS: limits(14, 5, 25, signal=False),
    **{slower(key): limits(0, 0, 9, signal=False) for key in "ab"},
}
EVENTS = {
    "a segment slips": (Month(STEADY, {**QUIET, ordered("a"): limits(150, 125, 175)}), "did not order"),
    "sleepers are woken": (
        Month(STEADY, {**QUIET, REACTIVATED: limits(0, 0, 4)}, stopped=25),
        "25 lapsed customers ordered again, more than the 0 expected",
    ),
    "newcomers arrive": (
        Month(
            {**STEADY, (JOINED, "a"): (90, 90)},
            {**QUIET, JOINERS: limits(30, 20, 40), flow(JOINED, "a"): limits(15, 5, 25)},
        ),
        "105 new customers, more than the 30 expected",
    ),
}


def written(month: Month) -> Documents:
    analysis = month.told().analysis
    with undrawn():
        return compose(analysis, compute_facts(analysis))


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_leads_brief_and_cover_alike_with_its_money(event: str) -> None:
    month, news = EVENTS[event]
    documents = written(month)
    assert news in documents.brief.headline.plain
    assert documents.report.cover.headline == documents.brief.headline
    assert documents.report.summary.findings[0].headline == documents.brief.headline
    assert " spent " in documents.brief.lead.plain


def test_a_quiet_month_leads_with_what_stands_and_says_that_it_was_quiet() -> None:
    brief = written(Month(STEADY, QUIET)).brief
    assert brief.headline.plain == "200 customers bring 98% of revenue"
    assert (
        "A quiet month: since September 2026, every count stayed within its normal range."
        in brief.notes[0].text.plain
    )
    assert not {"ordered", "moved"} & set(brief.headline.plain.split())


@pytest.mark.slow
def test_a_year_of_the_demo_shop_tells_each_event_in_its_month(tmp_path: Path) -> None:
    """Regulars stop in May, sleepers order again in August, newcomers arrive in October."""
    source = tmp_path / "shop.csv"
    with source.open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *changing_shop(Draw(1)).rows])
    options = BuildOptions((str(source),), out=tmp_path / "out", formats=frozenset({Format.LISTS}))
    with nothing_drawn():
        months = build_series(options, months_between("2026-01..2026-10"))
        told = {month.month: month.headline for month in months}
    assert " did not order: " in told["2026-05"]
    assert told["2026-08"].startswith("180 lapsed customers ordered again, more than the 0 expected")
    assert told["2026-10"].startswith("281 new customers, more than the ")
    standing = [told[f"2026-0{month}"] for month in (1, 2, 3, 4, 6, 7, 9)]
    assert [each for each in standing if not re.search(" customers (bring|are overdue)", each)] == []
