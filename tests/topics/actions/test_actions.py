"""What is said of an action from the day it is planned to the day it is closed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from reportgen.experiments.read_back import ActionState
from reportgen.prose.facts import Fact, Facts, Unit, facts_in
from reportgen.record.registered import Arm
from reportgen.shared.figures import shared_figures
from reportgen.topics.actions.control_words import check, running_until, to_contact
from reportgen.topics.actions.facts import ActionsFacts, actions_facts
from reportgen.topics.actions.section import actions_section
from reportgen.topics.actions.success_words import gains, marks
from reportgen.topics.actions.words import last_action
from tests.statements import Statement, Told, false_claims, unchecked
from tests.topics.actions.months import (
    WIN_BACK,
    a_month,
    an_action,
    days_of,
    ids,
    ordered,
    without_ids,
)

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.analysis import Analysis

PAST = [(each, "2025-10-01", 40.0) for each in ids(0, 600)]
WORDS_OF_EFFECT = ("brought", "cost orders", "showed no difference")


def facts_of(analysis: Analysis) -> ActionsFacts:
    return actions_facts(analysis, WIN_BACK)


def told(analysis: Analysis) -> str:
    sentence = last_action(facts_of(analysis), shared_figures(analysis))
    return "" if sentence is None else sentence.plain


def test_from_march_to_june_each_month_says_where_the_action_stands(tmp_path: Path) -> None:
    action, days = an_action(on="2026-04-05", read="2026-05-31"), days_of(tmp_path, ordered(60, 30))
    march, april, may = (a_month(end, (action,), days) for end in ("2026-03-31", "2026-04-30", "2026-05-31"))
    june = a_month("2026-06-30", (action,), days, facts_of(may).month.first_readings)
    assert told(march) == (
        "\u201cWin them back\u201d (At risk) starts on 5 April 2026: 300 contacted, 300 left out as a "
        "control group. The result is due on 31 May 2026."
    )
    assert told(april) == (
        "\u201cWin them back\u201d (At risk) went to 300 customers on 5 April 2026; 300 were left out. "
        "The result is due on 31 May 2026."
    )
    read = (
        "\u201cWin them back\u201d (At risk) brought orders: 20% of 300 contacted ordered, 10% of 300 left "
        "out. That is +10 points (+4 to +16)."
    )
    assert told(may) == read
    assert told(june) == f"{read} Its result was read on 31 May 2026; it is closed."


def test_nothing_is_looked_at_before_the_reading_date(tmp_path: Path) -> None:
    analysis = a_month("2026-04-30", (an_action(),), days_of(tmp_path, ordered(200, 0)))
    facts = facts_of(analysis)
    assert facts.month.results[0].reading is None
    assert not any(word in told(analysis) for word in WORDS_OF_EFFECT)


def test_a_closed_action_stays_as_it_was_read(tmp_path: Path) -> None:
    """Whatever the later file says of that time, or whoever was forgotten since."""
    action = an_action()
    may = a_month("2026-05-31", (action,), days_of(tmp_path, ordered(60, 30)))
    kept = facts_of(may).month.first_readings
    later = action.without(ids(0, 50))
    june = a_month("2026-06-30", (later,), days_of(tmp_path, ordered(0, 0)), kept)
    assert "20% of 300 contacted" in told(june)
    assert facts_of(june).month.first_readings == ()


def test_a_skipped_month_changes_nothing_of_the_reading(tmp_path: Path) -> None:
    days = days_of(tmp_path, [*ordered(60, 30), *ordered(300, 0, "2026-06-10")])
    may, july = (a_month(end, (an_action(),), days) for end in ("2026-05-31", "2026-07-31"))
    assert told(may) == told(july)


def test_no_difference_is_said_where_zero_lies_within(tmp_path: Path) -> None:
    analysis = a_month("2026-05-31", (an_action(),), days_of(tmp_path, ordered(34, 30)))
    assert told(analysis).startswith("\u201cWin them back\u201d (At risk) showed no difference: 11% of 300")


@pytest.mark.parametrize("orders", [(60, 30), (30, 60), (34, 30)])
def test_what_an_action_did_is_borne_out_by_its_interval(tmp_path: Path, orders: tuple[int, int]) -> None:
    facts = facts_of(a_month("2026-05-31", (an_action(),), days_of(tmp_path, ordered(*orders))))
    shared = shared_figures(a_month("2026-05-31", ()))
    sentence = last_action(facts, shared)
    assert sentence is not None
    printed = Facts(facts_in(facts))
    statement = Statement.of_sentence(sentence)
    assert false_claims(statement, Told(printed, ("a", "b"))) == []
    low, high = (printed[f"action.2026-03.a.shares.{end}"] for end in ("low", "high"))
    swapped = {**printed, low.key: replace(low, shown=-high.shown), high.key: replace(high, shown=-low.shown)}
    if orders != (34, 30):
        assert false_claims(statement, Told(swapped, ("a", "b")))
    section = actions_section(facts, shared)
    assert section is not None
    for note in (section.lead, *(table.note for table in section.tables)):
        assert unchecked(Statement.of_sentence(note)) is None


def test_without_a_control_group_no_word_of_effect_is_said(tmp_path: Path) -> None:
    alone = replace(an_action(), contact=Arm(ids(0, 600)), control=Arm(()))
    analysis = a_month("2026-05-31", (alone,), days_of(tmp_path, ordered(200, 200)))
    assert told(analysis).startswith("67% of the 600 customers of")
    assert "stays unknown" in told(analysis)
    assert not any(word in told(analysis) for word in WORDS_OF_EFFECT)


def test_who_was_reached_never_decides_who_is_compared(tmp_path: Path) -> None:
    days = days_of(tmp_path, ordered(60, 30))
    some = replace(an_action(), reached=ids(0, 60))
    everybody, reported = (facts_of(a_month("2026-05-31", (each,), days)) for each in (an_action(), some))
    assert everybody.month.first_readings == reported.month.first_readings
    assert reported.results[0].reached is not None
    assert reported.results[0].reached.text == "60"


def test_the_count_closes_with_people_forgotten_and_left_out(tmp_path: Path) -> None:
    action = an_action().without(ids(0, 12))
    analysis = without_ids(
        a_month("2026-05-31", (action,), days_of(tmp_path, ordered(60, 30))), {*ids(300, 315)}
    )
    (reading,) = facts_of(analysis).month.first_readings
    assert (reading.contact.customers, reading.contact.removed) == (288, 12)
    assert (reading.control.customers, reading.control.removed) == (285, 15)
    assert reading.contact.assigned == reading.control.assigned == 300
    section = actions_section(facts_of(analysis), shared_figures(analysis))
    assert section is not None
    assert "12 of those contacted and 15 of those left out" in section.tables[0].note.plain


@pytest.mark.parametrize("few", [(60, 6), (6, 60)])
def test_fewer_than_ten_who_ordered_are_not_printed(tmp_path: Path, few: tuple[int, int]) -> None:
    analysis = a_month("2026-05-31", (an_action(),), days_of(tmp_path, ordered(*few)))
    (figures,) = facts_of(analysis).results
    assert figures.shares is None
    assert "cannot be compared" in told(analysis)
    assert {figures.contact.share is None, figures.control is None or figures.control.share is None} == {
        True,
        False,
    }


def test_a_file_that_begins_too_late_cannot_tell(tmp_path: Path) -> None:
    analysis = a_month(
        "2026-05-31", (an_action(on="2024-12-31", read="2025-02-28"),), days_of(tmp_path, ordered(60, 30))
    )
    assert facts_of(analysis).month.results[0].state is ActionState.UNREADABLE
    assert "cannot tell" in told(analysis)


def test_people_of_an_action_that_runs_are_contacted_for_no_other(tmp_path: Path) -> None:
    analysis = a_month("2026-04-30", (an_action(),), days_of(tmp_path, ordered(60, 30)))
    groups = facts_of(analysis).month.plan.groups
    index = analysis.customers.frame.index
    assert set(groups[index.isin(ids(0, 300))]) == {"running"}
    assert set(groups[index.isin(ids(300, 600))]) == {"control"}
    lately = [order for day in ("2026-01-20", "2026-02-20", "2026-03-20") for order in ordered(90, 90, day)]
    after = a_month("2026-05-31", (an_action(),), days_of(tmp_path, [*PAST, *lately, *ordered(60, 30)]))
    drawn = facts_of(after).month.plan.groups
    assert {*drawn[index.isin(ids(300, 600))]} == {"contact", "control"}


def test_a_segment_that_is_being_tested_has_no_other_action_until_the_result(tmp_path: Path) -> None:
    action = an_action()
    analysis, later = (
        a_month(end, (action,), days_of(tmp_path, ordered(60, 30))) for end in ("2026-04-30", "2026-05-31")
    )
    april, may = facts_of(analysis), facts_of(later)
    assert {key: day.text for key, day in running_until(april).items()} == {"a": "31 May 2026"}
    assert running_until(may) == {}
    assert (gains(april, {}), marks(april, shared_figures(analysis)), to_contact(april)) == ({}, {}, {})


def test_how_the_next_action_is_tested(tmp_path: Path) -> None:
    analysis = a_month("2026-03-31", (), days_of(tmp_path, [*PAST, *ordered(60, 40, "2026-02-10")]))
    sentence = check("a", facts_of(analysis), shared_figures(analysis))
    assert sentence is not None
    assert sentence.plain == (
        "Contact 300 and leave out the 300 in lists/control. It worked if the share who order "
        "by 15 June is at least 6 points above the control group. Usually 8% order within 2 months."
    )
    assert check("b", facts_of(analysis), shared_figures(analysis)) is None
    assert told(analysis) == ""


def test_an_action_for_overdue_customers_leaves_out_none_but_them(tmp_path: Path) -> None:
    analysis = a_month("2026-03-31", (), days_of(tmp_path, [*PAST, *ordered(60, 40, "2026-02-10")]))
    index = analysis.customers.frame.index
    late = pd.DataFrame({"lateness": np.where(index < "00500", 5.0, 0.5), "seasonal": False}, index=index)
    analysis = replace(analysis, customers=replace(analysis.customers, lifecycle=late))
    plan = actions_facts(analysis, (replace(WIN_BACK[0], overdue=True),)).month.plan
    assert set(index[plan.listed]) == set(ids(0, 500))
    control = set(index[plan.groups == "control"])
    assert len(control) == plan.designs["a"].control == 250
    assert control < set(ids(0, 500))


def test_what_a_bare_success_brings_follows_from_the_printed_order_and_mark(tmp_path: Path) -> None:
    analysis = a_month("2026-03-31", (), days_of(tmp_path, ordered(60, 30)))
    order = Fact("segment.a.order", 21.4, Unit.MONEY, 21.0, "21")
    facts = actions_facts(analysis, WIN_BACK, {"a": order})
    design, gain = facts.designs["a"], facts.gains["a"]
    assert design.goal is not None
    assert design.more is not None
    assert design.more.shown == design.goal.shown - design.expected.shown > 0
    assert gain.money.value == design.more.shown * 21.0
    exactly = design.more.shown * 21.0 / design.contact.shown
    assert 0.9 * exactly < gain.each.shown <= exactly  # a limit is never rounded up
    assert gains(facts, {"a": order})["a"].plain == (
        f"Success is {design.more.text} more orders: at their average of 21 that brings {gain.money.text} "
        "(arithmetic, not a forecast). Spend no more on a contact than you earn on "
        f"{gain.each.text} of sales."
    )
    assert marks(facts, shared_figures(analysis))["a"].plain.endswith(f"; that brings {gain.money.text}")
    assert dict(actions_facts(analysis, WIN_BACK).gains) == {}
    with_margin = replace(analysis, options=replace(analysis.options, margin=9.0))
    left = actions_facts(with_margin, WIN_BACK, {"a": order})
    assert left.gains["a"].money.value == design.more.shown * 9.0
    assert "Spend no more than 0." in gains(left, {"a": order})["a"].plain
