"""Which play a segment gets, and what a reader is told to do first."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.errors import InputError
from reportgen.experiments.design import Recommended
from reportgen.features.table import Contacts, FeatureKind
from reportgen.prose.facts import Fact, Unit
from reportgen.prose.sentence import say
from reportgen.shared.figures import shared_figures
from reportgen.shared.targets import Target, Why
from reportgen.topics.actions.control_words import trials
from reportgen.topics.actions.facts import actions_facts
from reportgen.topics.advice.decisions import FromOthers, decide, foremost
from reportgen.topics.advice.facts import OF_BUYERS, advice_facts, choose_plays
from reportgen.topics.advice.playbook import Play, Playbook, load_playbook
from reportgen.topics.advice.section import decisions_table, effort_table
from tests.builders import a_segmentation, a_table, an_analysis
from tests.draws import examples

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.analysis import Analysis
    from reportgen.topics.advice.facts import AdviceFacts

KINDS = (FeatureKind.DAYS, FeatureKind.COUNT, FeatureKind.MONEY)
SPEND = {"spend": FeatureKind.NUMBER}


def a_play(key: str, *when: str) -> Play:
    return Play(key, when, f"Objective of {key}", f"action of {key}", "post", f"judge of {key}", "nothing")


def chosen(analysis: Analysis, *plays: Play, tags: tuple[tuple[str, tuple[str, ...]], ...] = ()) -> list[str]:
    shared = shared_figures(analysis)
    return [play.key for play in choose_plays(analysis, shared, Playbook(plays, tags)).values()]


def a_shop(
    *kinds: tuple[float, float, float],
    gap: float = 30.0,
    size: int = 20,
    new: bool = False,
    seasonal: bool = False,
) -> Analysis:
    """Segments of customers who ordered so many days ago, so often, for so much."""
    rows = [kind for kind in kinds for _ in range(size)]
    index = [f"{place:04d}" for place in range(len(rows))]
    frame = pd.DataFrame(rows, columns=["recency", "frequency", "monetary"], index=index, dtype=float)
    flags = {"new": new, "seasonal": seasonal, "once": frame["frequency"] == 1}
    standing = pd.DataFrame({"lateness": frame["recency"] / gap, **flags}, index=index)
    kinds_of = dict(zip(("recency", "frequency", "monetary"), KINDS, strict=True))
    table = replace(a_table(frame, kinds_of, "monetary"), lifecycle=standing)
    return an_analysis(table, a_segmentation(*np.repeat(range(len(kinds)), size)))


def a_table_of_two(value: str | None = "spend") -> Analysis:
    """Forty customers who spend 100 each, sixty who spend 10."""
    frame = pd.DataFrame(
        {"spend": np.repeat([100.0, 10.0], (40, 60))}, index=[f"{i:03d}" for i in range(100)]
    )
    return an_analysis(a_table(frame, SPEND, value), a_segmentation(*[0] * 40 + [1] * 60))


def advised(analysis: Analysis, tmp_path: Path, *plays: Play) -> AdviceFacts:
    """The advice of a playbook of a user's own."""
    entries = "".join(
        f'[[play]]\nkey = "{play.key}"\nwhen = {list(play.when)}\nobjective = "{play.objective}"\n'
        f'action = "{play.action}"\nchannel = "{play.channel}"\njudge = "{play.judge}"\n'
        f'disproof = "{play.disproof}"\n'
        for play in plays
    )
    path = tmp_path / "playbook.toml"
    path.write_text(f'[tags]\nspend = ["spend"]\n{entries}')
    options = replace(analysis.options, playbook=path)
    facts = advice_facts(replace(analysis, options=options), shared_figures(analysis))
    assert facts is not None
    return facts


def test_the_most_demanding_play_that_fits_is_taken_then_the_order_of_the_file() -> None:
    plays = (
        a_play("any"),
        a_play("rich", "value:high"),
        a_play("richer", "value:high"),
        a_play("rich-late", "value:high", "late"),
    )
    assert chosen(a_shop((200, 9, 900), (9, 2, 20)), *plays) == ["rich-late", "any"]
    assert chosen(a_shop((9, 9, 900), (200, 2, 20)), *plays) == ["rich", "any"]


def test_the_same_facts_give_the_same_advice() -> None:
    """Nothing is dealt out: a second segment of late customers gets what the first one gets."""
    plays = (a_play("late", "late"), a_play("late-too", "late"), a_play("any"))
    assert chosen(a_shop((200, 9, 900), (250, 5, 300), (9, 2, 20)), *plays) == ["late", "late", "any"]


def test_who_is_worth_most_is_who_has_the_highest_figure() -> None:
    plays = (a_play("most", "value:highest"), a_play("any"))
    assert chosen(a_shop((9, 9, 100), (9, 5, 900), (9, 2, 20)), *plays) == ["any", "most", "any"]
    assert chosen(a_shop((9, 9, 900), (9, 5, 900), (9, 2, 20)), *plays) == ["any", "any", "any"]


def test_without_a_value_nothing_is_said_of_value() -> None:
    """Whatever the headers are called."""
    frame = pd.DataFrame(
        {"total_purchases": np.repeat([900.0, 10.0], 30), "spend": np.repeat([900.0, 10.0], 30)},
        index=[f"{i:03d}" for i in range(60)],
    )
    table = a_table(frame, dict.fromkeys(frame.columns, FeatureKind.NUMBER))
    analysis = an_analysis(table, a_segmentation(*[0] * 30 + [1] * 30))
    shared = shared_figures(analysis)
    told = choose_plays(analysis, shared, load_playbook(None))
    assert {play.key for play in told.values()} <= {"trial-offer", "watch"}


def test_a_column_is_meant_by_its_header_or_by_a_word_of_the_users_own() -> None:
    plays = (a_play("rich", "Spend:high"), a_play("any"))
    assert chosen(a_table_of_two(), *plays) == ["rich", "any"]
    tagged = (a_play("rich", "money:high"), a_play("any"))
    assert chosen(a_table_of_two(), *tagged, tags=(("money", ("spe",)),)) == ["rich", "any"]
    assert chosen(a_table_of_two(), a_play("rich", "income:high"), a_play("any")) == ["any", "any"]


def test_what_is_true_of_three_in_five_is_no_fact_of_the_segment() -> None:
    rows = [(200.0, 3.0, 50.0)] * 12 + [(9.0, 3.0, 50.0)] * 8 + [(200.0, 1.0, 5.0)] * 20
    mixed = a_shop(*rows, size=1)
    analysis = an_analysis(mixed.customers, a_segmentation(*[0] * 20 + [1] * 20))
    assert chosen(analysis, a_play("late", "late"), a_play("any")) == ["any", "late"]


def test_new_and_seasonal_customers_are_not_asked_why_they_left() -> None:
    told = [play.key for play in choose_own(a_shop((20, 1, 50), (9, 12, 600), new=True))]
    assert told[0] == "second-order"
    told = [play.key for play in choose_own(a_shop((320, 1, 50), (9, 12, 600), seasonal=True))]
    assert told[0] == "back-in-season"


def choose_own(analysis: Analysis) -> list[Play]:
    return list(choose_plays(analysis, shared_figures(analysis), load_playbook(None)).values())


@settings(max_examples=examples(60), deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([3.0, 40.0, 100.0, 300.0]),
            st.sampled_from([1.0, 2.0, 4.0, 15.0]),
            st.sampled_from([20.0, 90.0, 500.0]),
        ),
        min_size=2,
        max_size=6,
    ).filter(lambda kinds: len(set(kinds)) > 1)
)
def test_our_own_advice_follows_from_the_facts_alone(kinds: list[tuple[float, float, float]]) -> None:
    """Segments that are alike get the same play; nobody late is told to keep the rhythm."""
    analysis = a_shop(*kinds)
    plays = choose_own(analysis)
    worth = [spend for _, _, spend in kinds]
    for (one, first), (other, second) in combinations(zip(kinds, plays, strict=True), 2):
        assert one != other or first is second or worth.count(max(worth)) == 1
    for (days, _, spend), play in zip(kinds, plays, strict=True):
        assert days > 90 or play.key not in {
            "ask-best",
            "win-back",
            "bring-back",
            "reactivate",
            "one-reminder",
        }
        assert days <= 90 or play.key not in {"keep-best", "regular-rhythm", "habit", "recent-few"}
        assert play.key != "worth-most" or spend == max(worth)


def test_a_playbook_that_leaves_a_segment_without_a_play_is_refused() -> None:
    with pytest.raises(InputError, match="no play of the playbook fits every segment"):
        chosen(a_table_of_two(), a_play("rich", "spend:high"))


def test_our_own_playbook_has_a_play_for_any_segment_and_each_says_all_that_is_printed() -> None:
    playbook = load_playbook(None)
    assert any(not play.specific for play in playbook.plays)
    assert len({play.key for play in playbook.plays}) == len(playbook.plays)
    for play in playbook.plays:
        assert all((play.objective, play.action, play.channel, play.judge, play.disproof))


def test_conditions_of_our_own_playbook_are_ones_that_can_hold() -> None:
    playbook = load_playbook(None)
    assert playbook.tags == ()
    of_orders = {"recency", "frequency", "monetary", "average_order", "return_rate"}
    measured = {f"{name}:{level}" for name in of_orders for level in ("high", "low")}
    allowed = {*OF_BUYERS, "apart", "unreached", "value:highest", "value:high", "value:low", *measured}
    assert {condition for play in playbook.plays for condition in play.when} <= allowed


@pytest.mark.parametrize("text", ["[[play]\n", '[[play]]\nkey = "a"\n', "[tags]\n"])
def test_a_file_that_is_no_playbook_is_refused_with_its_path(text: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=r"playbook cannot be read|not TOML") as refused:
        load_playbook(path)
    assert str(path) in str(refused.value)


def test_without_advice_no_table_and_no_card_recommends_anything() -> None:
    analysis = a_table_of_two()
    options = replace(analysis.options, recommendations=False)
    shared = shared_figures(analysis)
    assert advice_facts(replace(analysis, options=options), shared) is None
    assert decide(None, shared, FromOthers()) == ()
    assert decisions_table((), None, shared) is None
    assert effort_table(None, shared) is None


def test_where_nothing_presses_decisions_stand_by_past_value(tmp_path: Path) -> None:
    analysis = a_table_of_two()
    advice = advised(analysis, tmp_path, a_play("poor", "spend:low"), a_play("rich", "spend:high"))
    shared = shared_figures(analysis)
    decisions = decide(advice, shared, FromOthers(responsible={"a": "Ann", "poor": "Bob"}))
    table = decisions_table(decisions, advice, shared)
    assert table is not None
    assert [cell.plain for cell in table.rows[0].cells[1:]] == [
        "Objective of rich",
        "40",
        "4,000",
        "judge of rich",
    ]
    assert [each.responsible for each in decisions] == ["Ann", "Bob"]


def late_and_loyal() -> Analysis:
    """Forty good customers of whom twelve are overdue, and forty newcomers."""
    kinds = [(10.0, 12.0, 600.0)] * 28 + [(100.0, 12.0, 500.0)] * 12 + [(10.0, 1.0, 900.0)] * 40
    analysis = a_shop(*kinds, size=1)
    frame = analysis.customers.frame.assign(gap=30.0, reorder_interval=30.0)
    new = np.arange(80) >= 40
    standing = analysis.customers.lifecycle
    assert standing is not None
    customers = replace(analysis.customers, frame=frame, lifecycle=standing.assign(new=new))
    return an_analysis(customers, a_segmentation(*[0] * 40 + [1] * 40))


def test_people_at_risk_come_first_with_what_they_spent_and_are_never_left_out() -> None:
    analysis = late_and_loyal()
    shared = shared_figures(analysis)
    advice = advice_facts(analysis, shared)
    decisions = decide(advice, shared, FromOthers())
    assert [(each.why, each.customers.text) for each in decisions] == [(Why.OVERDUE, "12"), (Why.NEW, "40")]
    late = decisions[0]
    assert late.spent is not None
    assert late.spent.value == 12 * 500
    assert late.title.plain.endswith("by 15 November")
    assert "-overdue.csv" in late.who.plain
    assert foremost(decisions[::-1], 1) == (late,)


def test_the_news_of_the_month_comes_before_all_else() -> None:
    analysis = late_and_loyal()
    shared = shared_figures(analysis)
    segment, n = shared.of("b").segment, shared.of("b").customers
    asked = Target(segment, Why.NOT_ORDERED, n, shared.files["b"], None)
    first, second = decide(advice_facts(analysis, shared), shared, FromOthers(asked=(asked,)))
    assert first.title.plain.startswith("Ask the 40 ")
    assert second.why is Why.OVERDUE


def test_of_what_is_as_urgent_that_comes_first_with_which_the_page_leads() -> None:
    kinds = [*[(200.0, 3.0, 500.0)] * 40, *[(200.0, 3.0, 400.0)] * 40]
    analysis = a_shop(*kinds, size=1)
    frame = analysis.customers.frame.assign(gap=30.0, reorder_interval=30.0)
    labels = a_segmentation(*[0] * 40 + [1] * 40)
    analysis = an_analysis(replace(analysis.customers, frame=frame), labels)
    shared = shared_figures(analysis)
    advice = advice_facts(analysis, shared)
    told, led = (decide(advice, shared, FromOthers(led=frozenset(keys))) for keys in ("", "b"))
    assert [each.segment.key for each in told] == ["a", "b"]
    assert [each.segment.key for each in led] == ["b", "a"]


def test_where_little_is_at_stake_nothing_presses() -> None:
    """Both are overdue, but what one of them spent is less than news has to move to lead a page."""
    kinds = [*[(120.0, 3.0, 500.0)] * 40, *[(120.0, 3.0, 20.0)] * 40]
    analysis = a_shop(*kinds, size=1)
    frame = analysis.customers.frame.assign(gap=30.0, reorder_interval=30.0)
    labels = a_segmentation(*[0] * 40 + [1] * 40)
    analysis = an_analysis(replace(analysis.customers, frame=frame), labels)
    shared = shared_figures(analysis)
    others = FromOthers(led=frozenset("b"), least=1000.0)
    told = decide(advice_facts(analysis, shared), shared, others)
    assert [each.segment.key for each in told] == ["a", "b"]


def test_who_has_been_silent_for_too_long_to_come_back_does_not_come_first() -> None:
    """Those of "a" have been silent for four usual gaps, those of "b", who spent more, for twelve."""
    kinds = [*[(120.0, 3.0, 300.0)] * 40, *[(360.0, 3.0, 500.0)] * 40]
    analysis = a_shop(*kinds, size=1)
    frame = analysis.customers.frame.assign(gap=30.0, reorder_interval=30.0)
    labels = a_segmentation(*[0] * 40 + [1] * 40)
    analysis = an_analysis(replace(analysis.customers, frame=frame), labels)
    shared = shared_figures(analysis)
    first, last = decide(advice_facts(analysis, shared), shared, FromOthers())
    assert [first.segment.key, last.segment.key] == ["a", "b"]
    assert [bool(each.reason.pieces) for each in (first, last)] == [True, False]


def test_what_waits_for_its_season_is_not_among_what_can_begin_now() -> None:
    analysis = a_shop((320, 1, 50), (9, 12, 600), seasonal=True)
    shared = shared_figures(analysis)
    advice = advice_facts(analysis, shared)
    key = shared.segments[0].segment.key
    waiting, ahead = (
        decide(advice, shared, FromOthers(in_season=frozenset(season))) for season in ((), (key,))
    )
    assert {each.why for each in waiting if each.segment.key == key} == {Why.WAITS}
    assert key not in {each.segment.key for each in foremost(waiting, 3)}
    assert key in {each.segment.key for each in foremost(ahead, 3)}


def test_nobody_is_contacted_again_while_an_action_with_them_is_tested() -> None:
    analysis = a_shop((200, 9, 900), (9, 12, 600), size=40)
    shared = shared_figures(analysis)
    advice, key = advice_facts(analysis, shared), shared.segments[0].segment.key
    day = Fact("action.read", "2027-01-05", Unit.DATE, 0.0, "5 January 2027")
    before, during = (
        decide(advice, shared, FromOthers(tested=tested)) for tested in (MappingProxyType({}), {key: day})
    )
    assert foremost(before, 1)[0].segment.key == key
    assert key not in {each.segment.key for each in foremost(during, 3)}
    assert [each.to_do.plain for each in during if each.segment.key == key] == [
        "Wait: a test runs until 5 January 2027"
    ]


def test_whoever_used_an_earlier_list_is_told_to_say_so_first() -> None:
    analysis = a_shop((200, 9, 900), (9, 12, 600), size=40)
    shared = shared_figures(analysis)
    key = shared.segments[0].segment.key
    wait = say("Wait.")
    first, *others = decide(advice_facts(analysis, shared), shared, FromOthers(used_after_all={key: wait}))
    assert first.segment.key == key
    assert first.before.plain == "Wait."
    assert not any(each.before.pieces for each in others)


def test_a_table_gets_its_control_group_drawn_where_half_of_a_segment_can_tell() -> None:
    frame = pd.DataFrame(
        {"spend": np.repeat([100.0, 10.0], (400, 600))}, index=[f"{i:04d}" for i in range(1000)]
    )
    analysis = an_analysis(a_table(frame, SPEND, None), a_segmentation(*[0] * 400 + [1] * 600))
    recommended = (Recommended("b", "trial-offer", "Try one offer made for them", 2),)
    groups = actions_facts(analysis, recommended).month.plan.groups
    assert [int((groups[:400] == name).sum()) for name in ("contact", "control")] == [400, 0]
    assert [int((groups[400:] == name).sum()) for name in ("contact", "control")] == [300, 300]
    apart = replace(analysis, options=replace(analysis.options, control_groups=False))
    assert (actions_facts(apart, recommended).month.plan.groups == "contact").all()


def test_without_value_decisions_stand_by_customers_and_no_column_is_empty(tmp_path: Path) -> None:
    analysis = a_table_of_two(value=None)
    plays = (a_play("poor", "spend:low"), a_play("rich", "spend:high"))
    shared = shared_figures(analysis)
    advice = advised(analysis, tmp_path, *plays)
    table = decisions_table(decide(advice, shared, FromOthers()), advice, shared)
    assert table is not None
    assert [row.cells[2].plain for row in table.rows] == ["60", "40"]
    assert {len(row.cells) for row in table.rows} == {len(table.heads)} == {4}
    assert effort_table(advice, shared) is None


def test_the_table_of_effort_holds_value_beside_customers_and_what_would_disprove_a_play(
    tmp_path: Path,
) -> None:
    analysis = a_table_of_two()
    advice = advised(analysis, tmp_path, a_play("poor", "spend:low"), a_play("rich", "spend:high"))
    table = effort_table(advice, shared_figures(analysis))
    assert table is not None
    assert [[cell.plain for cell in row.cells[1:]] for row in table.rows] == [
        ["40%", "87%", "2.2", "Action of rich", "nothing"],
        ["60%", "13%", "0.2", "Action of poor", "nothing"],
    ]


def test_a_table_without_orders_or_value_gets_one_trial_offer_for_the_segment_furthest_apart() -> None:
    analysis = a_table_of_two(value=None)
    shared = shared_figures(analysis)
    advice = advice_facts(analysis, shared)
    recommended = (Recommended("b", "trial-offer", "Try one offer made for them", 2),)
    others = FromOthers(trials=trials(actions_facts(analysis, recommended), shared))
    decisions = decide(advice, shared, others)
    assert [(each.segment.key, each.to_do.plain) for each in decisions] == [
        ("b", "Try one offer made for them")
    ]
    first = decisions[0]
    assert first.title.plain.startswith("Try one offer on 60 ")
    assert first.when.plain == "Begin this week, and count after a month."
    assert (
        first.worth.plain == "The file does not say what they spent: they are 60 of all 100 customers, 60%."
    )
    assert first.check.plain.startswith(
        "Without a control group: make the offer to all 60. If 6 of them would buy anyway, 12 or more"
    )


def test_the_most_valuable_who_may_not_be_contacted_are_asked_for_consent_first() -> None:
    analysis = a_table_of_two()
    everyone = analysis.customers.frame.index
    out = pd.Series([place < 30 for place in range(100)], index=everyone)
    contacts = Contacts(out, out, pd.DataFrame(index=everyone))
    asked = replace(analysis, customers=replace(analysis.customers, contacts=contacts))
    shared = shared_figures(asked)
    (first, *_) = decide(advice_facts(asked, shared), shared, FromOthers())
    assert "for leave to contact them" in first.title.plain
    assert "10 may be contacted" in first.who.plain
