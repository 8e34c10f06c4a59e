"""Which play a segment gets, and what a reader is told to do first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from reportgen.errors import InputError
from reportgen.features.table import FeatureKind
from reportgen.page.parts import Row
from reportgen.prose.sentence import EMPTY, just, say
from reportgen.segments.naming import Segment
from reportgen.shared.figures import shared_figures
from reportgen.topics.advice.facts import advice_facts, choose_plays
from reportgen.topics.advice.playbook import Play, Playbook, load_playbook
from reportgen.topics.advice.section import decisions_table, effort_table, tried_by_segment
from tests.builders import a_feature, a_profile, a_segmentation, a_table, an_analysis, some_customers

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.analysis import Analysis
    from reportgen.topics.advice.facts import AdviceFacts

SPEND = {"spend": FeatureKind.NUMBER}
TAGS = (("spend", ("spend",)), ("age", ("age",)))


def a_play(key: str, *when: str) -> Play:
    return Play(key, when, f"Objective of {key}", f"action of {key}", "post", f"judge of {key}", "nothing")


def a_segment(key: str, **effects: float) -> Segment:
    return Segment(key, key.upper(), 1, None, a_profile(key, **effects))


def chosen(segments: list[Segment], *plays: Play) -> list[str]:
    measures = some_customers(a_feature("spend"), a_feature("spend_online"), a_feature("age"))
    return [play.key for play in choose_plays(segments, measures, Playbook(plays, TAGS)).values()]


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
        a_play("rich", "spend:high"),
        a_play("richer", "spend:high"),
        a_play("rich-young", "spend:high", "age:low"),
    )
    assert chosen([a_segment("a", spend=1.0, age=-1.0)], *plays) == ["rich-young"]
    assert chosen([a_segment("a", spend=1.0, age=1.0)], *plays) == ["rich"]
    assert chosen([a_segment("a", spend=0.1, age=1.0)], *plays) == ["any"]


def test_no_play_is_given_twice_while_another_fits() -> None:
    alike = [a_segment("a", spend=1.0), a_segment("b", spend=1.0), a_segment("c", spend=1.0)]
    assert chosen(alike, a_play("rich", "spend:high"), a_play("any")) == ["rich", "any", "rich"]


def test_a_tag_holds_where_its_measures_do_on_average() -> None:
    plays = (a_play("rich", "spend:high"), a_play("any"))
    assert chosen([a_segment("a", spend=1.0, spend_online=-0.1)], *plays) == ["rich"]
    assert chosen([a_segment("a", spend=0.5, spend_online=-0.5)], *plays) == ["any"]


def test_ordered_once_needs_orders_even_where_a_column_is_called_frequency() -> None:
    plays, segment = (a_play("once", "once"), a_play("any")), a_segment("a", frequency=1.0)
    people = some_customers(a_feature("frequency"))
    shop = replace(people, scores=pd.DataFrame({"r": [1], "f": [1], "m": [1]}))
    for customers, key in ((people, "any"), (shop, "once")):
        assert choose_plays([segment], customers, Playbook(plays, ()))["a"].key == key


def test_a_playbook_that_leaves_a_segment_without_a_play_is_refused() -> None:
    with pytest.raises(InputError, match="no play of the playbook fits every segment"):
        chosen([a_segment("a", spend=-1.0)], a_play("rich", "spend:high"))


def test_our_own_playbook_has_a_play_for_any_segment_and_each_says_all_that_is_printed() -> None:
    playbook = load_playbook(None)
    assert any(not play.specific for play in playbook.plays)
    assert len({play.key for play in playbook.plays}) == len(playbook.plays)
    for play in playbook.plays:
        assert all((play.objective, play.action, play.channel, play.judge, play.disproof))


def test_conditions_of_our_own_playbook_are_ones_that_can_hold() -> None:
    playbook = load_playbook(None)
    of_orders = {"recency", "frequency", "monetary", "average_order", "return_rate", "recent_share"}
    known = {tag for tag, _ in playbook.tags} | of_orders
    allowed = {"once"} | {f"{tag}:{level}" for tag in known for level in ("high", "low")}
    assert {condition for play in playbook.plays for condition in play.when} <= allowed


@pytest.mark.parametrize("text", ["[[play]\n", '[[play]]\nkey = "a"\n', "[tags]\n"])
def test_a_file_that_is_no_playbook_is_refused_with_its_path(text: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(InputError, match="the playbook cannot be read") as refused:
        load_playbook(path)
    assert str(refused.value.place) == str(path)


def test_without_advice_no_table_and_no_card_recommends_anything() -> None:
    analysis = a_table_of_two()
    options = replace(analysis.options, recommendations=False)
    shared = shared_figures(analysis)
    assert advice_facts(replace(analysis, options=options), shared) is None
    assert decisions_table(None, shared, (), 3) is None
    assert effort_table(None, shared) is None
    assert tried_by_segment(None) == {}


def test_decisions_stand_by_past_value_and_name_what_they_leave_out(tmp_path: Path) -> None:
    analysis = a_table_of_two()
    advice = advised(analysis, tmp_path, a_play("poor", "spend:low"), a_play("rich", "spend:high"))
    shared = shared_figures(analysis)
    table = decisions_table(advice, shared, (), 1)
    assert table is not None
    assert table.title.plain == "Do first, by past value"
    (row,) = table.rows
    assert [cell.plain for cell in row.cells[1:]] == [
        "Objective of rich: action of rich",
        "40",
        "4,000",
        "judge of rich",
    ]
    left_out = shared.of("b").segment.name
    assert table.note.plain.endswith(f" The report goes on with {left_out}.")


def test_people_whom_the_month_is_about_come_first(tmp_path: Path) -> None:
    analysis = a_table_of_two()
    advice = advised(analysis, tmp_path, a_play("any"))
    shared = shared_figures(analysis)
    assert decisions_table(advice, shared, (), 3) is None
    asked = Row((say("Customers"), say("Ask what changed"), just("12"), EMPTY, say("They order")))
    table = decisions_table(advice, shared, (asked,), 3)
    assert table is not None
    assert (table.title.plain, table.rows) == ("Do first, in this order", (asked,))
    assert " No suggestion of their own: " in table.note.plain


def test_without_value_decisions_stand_by_customers_and_no_column_is_empty(tmp_path: Path) -> None:
    analysis = a_table_of_two(value=None)
    plays = (a_play("poor", "spend:low"), a_play("rich", "spend:high"))
    shared = shared_figures(analysis)
    advice = advised(analysis, tmp_path, *plays)
    table = decisions_table(advice, shared, (), 3)
    assert table is not None
    assert table.title.plain == "Do first, by number of customers"
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
        ["40%", "87%", "2.2", "Objective of rich", "nothing"],
        ["60%", "13%", "0.2", "Objective of poor", "nothing"],
    ]
