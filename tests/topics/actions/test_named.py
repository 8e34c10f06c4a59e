"""People named again: how many of them were named a month before, and how many have ordered since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reportgen.base.formatting import Formatter
from reportgen.changes.migration import Moves, with_listed
from reportgen.changes.month_changes import MonthComparison
from reportgen.record.registered import GROUP, LISTED
from reportgen.topics.actions.named import named_figures
from tests.topics.movement.months import before

if TYPE_CHECKING:
    from reportgen.topics.actions.named import NamedFigures

IDS = pd.Index([f"{place:03d}" for place in range(300)])


def named(now: range, *, ordered: int = 0, listed: int = 180) -> NamedFigures | None:
    """Of 300 customers of a segment the first were listed a month before, and the first 60 left out."""
    frame = pd.DataFrame(
        {"origin": "a", "target": "a", "ordered": [place < ordered for place in range(300)]}, index=IDS
    )
    groups = ["control" if place < 60 else "contact" for place in range(300)]
    then = pd.DataFrame({LISTED: [place < listed for place in range(300)], GROUP: groups}, index=IDS)
    comparison = MonthComparison(previous=before(), moves=with_listed(Moves(frame), then))
    fmt = Formatter("en_GB", None)
    return dict(named_figures({"a": IDS[list(now)]}, comparison, 10, fmt)).get("a")


def test_the_same_people_as_a_month_before_are_told_with_who_ordered_since() -> None:
    told = named(range(180), ordered=24)
    assert told is not None
    assert (told.again.text, told.then.text, told.ordered.text) == ("180", "180", "24")
    assert told.month.text == "September 2026"
    assert told.others is None


def test_parts_of_those_who_were_named_add_up() -> None:
    told = named(range(24, 150), ordered=24)
    assert told is not None
    assert told.others is not None
    assert [each.shown for each in (told.then, told.ordered, told.again, told.others)] == [
        180,
        24,
        126,
        30,
    ]


def test_few_who_ordered_and_few_who_are_new_to_the_list_cannot_be_worked_out() -> None:
    told = named(range(185), ordered=4)
    assert told is not None
    assert (told.again.text, told.ordered.text) == ("all but a few", "fewer than 10")


def test_other_people_and_a_record_that_does_not_tell_are_passed_over() -> None:
    assert named(range(120, 300)) is None
    assert named(range(180), listed=0) is None
