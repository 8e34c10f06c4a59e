"""What a reader is told of a month, as far as its figures bear it out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reportgen.changes.month_changes import MonthComparison
from reportgen.prose.facts import Facts, facts_in
from reportgen.prose.sentence import EMPTY
from reportgen.record.flows import JOINED, LEFT
from reportgen.record.manifest import RecordedSegment
from reportgen.report.brief import key_figures
from reportgen.report.findings import rank_changes
from reportgen.segments.drift import Drift, Shift
from reportgen.topics.movement.findings import month_changes, month_findings
from reportgen.topics.movement.notes import lists, new_and_retired, refit_advice, standing
from reportgen.topics.movement.section import asked_targets, movement_section
from reportgen.topics.movement.tables import flow_table, trend_table
from reportgen.topics.movement.words import brief_account, movement_headline, movement_lead
from tests.statements import Statement, false_claims, unchecked
from tests.statements import Told as Printed
from tests.topics.movement.months import (
    JOINERS,
    LEAVERS,
    REACTIVATED,
    RETURNERS,
    STEADY,
    Month,
    before,
    flow,
    limits,
    ordered,
    slower,
)
from tests.undrawn import undrawn

if TYPE_CHECKING:
    from reportgen.prose.finding import Finding
    from reportgen.prose.sentence import Sentence
    from tests.topics.movement.months import Told

FEW_ORDERED = Month(STEADY, {ordered("a"): limits(150, 125, 175)})
INSIDE = {
    ordered("a"): limits(105, 80, 130, signal=False),
    ordered("b"): limits(95, 70, 120, signal=False),
}


def changes_of(told: Told) -> tuple[Finding, ...]:
    """As a report ranks them."""
    return rank_changes(month_changes(told.facts, told.shared))


def headline(told: Told) -> Sentence:
    return movement_headline(told.facts, told.moves, changes_of(told), told.shared)


def assert_borne_out(told: Told, *sentences: Sentence) -> None:
    printed = Printed(Facts((*facts_in(told.shared), *facts_in(told.facts))), ("a", "b"))
    for sentence in sentences:
        statement = Statement.of_sentence(sentence)
        assert false_claims(statement, printed) == []
        assert unchecked(statement) is None


def test_a_segment_that_stopped_ordering_is_the_headline_in_any_length() -> None:
    told = FEW_ORDERED.told()
    name = told.moves.names["a"].name
    (change,) = changes_of(told)
    assert headline(told).plain.replace("\u201c", "").replace("\u201d", "") == (
        f"108 {name} customers did not order: 5,400 of 12-month revenue"
    )
    assert [short.plain for short in change.in_short][-1] == ("58 fewer of a segment ordered")
    assert movement_lead(told.facts, told.moves, (change,), told.shared).plain.startswith(
        "Of the 200 at the end of September 2026, 92 have ordered since; about 150 were expected (normally "
        "125 to 175). These 108 spent 5,400 in the 12 months to 31 October 2026. Since the end of September"
    )
    assert_borne_out(told, change.headline, change.detail)


def test_who_did_not_order_is_named_in_a_list_and_is_asked_first() -> None:
    told = FEW_ORDERED.told()
    assert "not-ordered.csv lists the 108 Low spend customers who" in lists(told.moves, told.shared).plain
    (target,) = asked_targets(told.facts, told.shared)
    assert (target.customers.text, target.file.text) == ("108", "not-ordered.csv")
    assert target.spent is not None
    assert target.spent.value == 108 * 50
    assert asked_targets(Month(STEADY, INSIDE).told().facts, told.shared) == ()


def test_what_customers_did_comes_before_what_time_did_however_large() -> None:
    """Of a to b few ordered: time passed."""
    ways = {**STEADY, ("a", "b"): (120, 2), ("a", "a"): (70, 20)}
    told = Month(ways, {flow("a", "b"): limits(10, 0, 20), flow("b", "a"): limits(2, 0, 6)}).told()
    keys = [change.key for change in changes_of(told)]
    assert keys == ["flow.b.a", "flow.a.b"]
    assert headline(told).plain.startswith("15 customers moved from")
    (rest,) = month_findings(told.moves, changes_of(told), told.shared)
    assert rest.headline.plain.endswith("as time passed")
    assert_borne_out(told, headline(told), rest.headline, rest.detail)


def test_what_moves_more_money_leads() -> None:
    told = Month(STEADY, {ordered("a"): limits(150, 125, 175), JOINERS: limits(100, 80, 120)}).told()
    findings = list(changes_of(told))
    weights = [(finding.key, round(finding.weight)) for finding in findings]
    assert weights == [(JOINED, 30 * 50 * 70 // 30), ("ordered.a", 58 * 50)]
    assert "are in" in findings[0].detail.plain


def test_a_month_is_quiet_only_where_every_figure_lies_in_its_range() -> None:
    every = {
        **INSIDE,
        **{flow(*way): limits(n, n - 5, n + 5, signal=False) for way, (n, _) in STEADY.items()},
        **dict.fromkeys((RETURNERS, REACTIVATED), limits(0, 0, 3, signal=False)),
        JOINERS: limits(30, 20, 40, signal=False),
        LEAVERS: limits(14, 5, 25, signal=False),
        **{slower(key): limits(0, 0, 9, signal=False) for key in "ab"},
    }
    assert headline(Month(STEADY, every).told()).plain == "A quiet month: nothing changed more than usual"
    filling = Month(STEADY, every).told(window_filling=True)
    assert headline(filling).plain == "Nothing changed more than usual"
    known_before = {**every, ordered("a"): limits(150, 125, 175, signal=False)}
    assert headline(Month(STEADY, known_before).told()).plain == (
        "35 of 400 customers changed segment since September 2026"
    )
    assert headline(Month(STEADY, {}).told()).plain.startswith("35 of 400")


def test_while_the_window_fills_up_no_total_is_compared_and_nobody_who_left_is_told() -> None:
    signals = {JOINERS: limits(100, 80, 120), LEAVERS: limits(60, 50, 70)}
    told = Month(STEADY, signals).told(window_filling=True)
    assert [change.key for change in changes_of(told)] == []
    assert " left" not in movement_lead(told.facts, told.moves, (), told.shared).plain
    figures = {each.label.plain: each for each in key_figures(told.shared, told.moves)}
    assert figures["Customers, 12 months"].value.plain == "400"
    assert figures["Customers, 12 months"].note.plain == "in 2 segments"
    trends = trend_table(told.moves, told.shared, told.analysis.formatter)
    assert not any("Change" in head.text.plain for head in trends.heads)
    assert {len(row.cells) for row in trends.rows} == {len(trends.total)} == {len(trends.heads) - 1}


def test_who_orders_less_and_who_came_back_to_life_are_told_with_what_is_normal() -> None:
    ranges = {slower("a"): limits(4, 0, 12), REACTIVATED: limits(0, 0, 4)}
    told = Month(STEADY, ranges, slower=40, stopped=25).told()
    less, again = changes_of(told)
    assert less.headline.plain.endswith("customers order less: 2,000 of 12-month revenue")
    assert less.detail.plain.startswith("They order on 2.0 days a month now, against 4.0 before. About")
    assert again.headline.plain == "25 lapsed customers ordered again, more than the 0 expected"
    assert again.detail.plain.endswith("These 25 spent 1,250 in the 12 months to 31 October 2026.")
    assert "25 of them were in" in again.detail.plain
    assert_borne_out(told, less.headline, less.detail, again.headline, again.detail)
    assert "ordering-less.csv lists the 40 " in lists(told.moves, told.shared).plain


@pytest.mark.parametrize(("left", "whose"), [((30, 4), True), ((30, 30), False), ((20, 12), True)])
def test_whose_customers_left_is_told_where_they_are_most(left: tuple[int, int], *, whose: bool) -> None:
    ways = {**STEADY, ("a", LEFT): (left[0], 0), ("b", LEFT): (left[1], 0)}
    told = Month(ways).told()
    account = brief_account(told.facts, told.moves, EMPTY, told.shared).plain
    name = told.shared.segments[0].segment.name
    assert f"{sum(left)} left" in account
    assert (f"of them {name})" in account) == whose


def test_moves_to_and_fro_are_told_as_such() -> None:
    told = Month(STEADY).told()
    account = brief_account(told.facts, told.moves, EMPTY, told.shared).plain
    assert "Of these, 20 went from" in account
    assert "and 15 the other way." in account


def test_the_table_of_moves_adds_up_and_shows_no_small_move() -> None:
    told = Month().told()
    table = flow_table(told.moves, told.shared)
    counts = [int(row.cells[2].plain) for row in table.rows]
    assert table.total is not None
    assert sum(counts) == int(table.total.cells[2].plain) == 414
    assert min(counts) >= 10
    assert table.rows[-2].cells[0].plain == "Other moves"
    assert {len(row.cells) for row in (*table.rows, table.total)} == {len(table.heads)}


def test_a_segment_that_was_too_small_to_be_shown_has_no_change_beside_it() -> None:
    told = Month({**STEADY, ("a", "a"): (3, 3), ("a", "b"): (2, 0), ("a", "left"): (0, 0)}).told()
    row, _ = trend_table(told.moves, told.shared, told.analysis.formatter).rows
    assert [cell.plain for cell in row.cells[1:4]] == ["fewer than 10", "200", ""]
    assert row.cells[6].plain == ""


def test_large_figures_show_what_they_changed_by() -> None:
    told = Month().told()
    _, customers, *_ = key_figures(told.shared, told.moves)
    assert (customers.value.plain, customers.note.plain) == (
        "400",
        "+16 on the month before; in 2 segments",
    )


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({}, "Compared with September 2026. The segments were defined in April 2026"),
        ({"refitted": True, "approved_by": "Ann"}, "defined anew this month, approved by Ann."),
        ({"held": ("old",), "accepted": "the shop was closed"}, "was released: the shop was closed."),
        (
            {"held": ("the file is an old one",), "migration": None},
            "On hold: this month cannot be compared with Sept",
        ),
        ({"partial": True, "migration": None}, "Changes are not shown. The data end before the month does."),
        ({"migration": None}, "The measures changed"),
        ({"window_filling": True}, "cover fewer months, so totals rise by themselves"),
    ],
)
def test_readers_learn_what_kind_of_month_it_is(known: dict[str, object], words: str) -> None:
    told = Month(STEADY, INSIDE).told(**known)
    text = standing(told.analysis.comparison, told.facts, told.shared).plain
    assert words in text
    assert ("Normal ranges are based on 6 earlier months" in text) == ("migration" not in known)


def test_a_first_month_has_no_section() -> None:
    told = Month().told()
    assert standing(MonthComparison(), None, told.shared).plain.startswith("This is the first report")
    assert (
        movement_section(
            None, (), standing(MonthComparison(), None, told.shared), told.shared, told.analysis.formatter
        )
        is None
    )


def test_new_and_retired_segments_are_named() -> None:
    gone, known = RecordedSegment("z", "Sleepers", 3, customers=50), before()
    told = Month().told(previous=replace(known, segments=known.segments[:1]), retired=(gone,))
    text = new_and_retired(told.moves).plain
    assert text.startswith("New: ")
    assert told.moves.names["b"].name in text
    assert text.endswith("No longer there: Sleepers.")


def test_a_refit_is_advised_with_its_reasons_or_not_at_all() -> None:
    old = Drift((Shift("recency", 0.4, 0.2),), 0.01, 0.5, 14)
    told = Month().told(drift=old)
    assert refit_advice(told.moves.drift, told.facts.fitted).plain == (
        "It is time to define the segments anew: recency moved clearly since April 2026, segments defined on "
        "this month\u2019s customers agree with these at 0.50 only and the segments are 14 months old."
    )
    moved_alike = Drift((Shift("recency", 0.9, 0.2),), 0.01, 0.95, 2)
    told = Month().told(drift=moved_alike)
    assert refit_advice(told.moves.drift, told.facts.fitted).plain == ""
    dissolving = Month().told(drift=replace(moved_alike, unstable=True))
    assert refit_advice(dissolving.moves.drift, dissolving.facts.fitted).plain == (
        "It is time to define the segments anew: repeating the analysis on this month\u2019s customers gives "
        "other segments."
    )
    by_rules = Month().told(drift=replace(moved_alike, agreement=None))
    assert "recency moved clearly" in refit_advice(by_rules.moves.drift, by_rules.facts.fitted).plain


def test_the_section_tells_nothing_twice() -> None:
    told = FEW_ORDERED.told()
    changes = changes_of(told)
    with undrawn():
        section = movement_section(
            told.facts,
            changes,
            standing(told.analysis.comparison, told.facts, told.shared),
            told.shared,
            told.analysis.formatter,
        )
    assert section is not None
    assert section.heading.plain not in [finding.headline.plain for finding in section.findings]
    assert len({finding.key for finding in section.findings}) == len(section.findings)
