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


def test_those_on_the_earlier_list_are_told_with_who_ordered_since_but_not_who_was_left_out() -> None:
    told = named(range(180), ordered=84)
    assert told is not None
    assert (told.then.text, told.ordered.text, told.again) == ("120", "24", True)
    assert told.month.text == "September 2026"


def test_few_who_ordered_cannot_be_worked_out() -> None:
    told = named(range(185), ordered=64)
    assert told is not None
    assert told.ordered.text == "fewer than 10"
    nearly = named(range(185), ordered=175)
    assert nearly is not None
    assert nearly.ordered.text == "all but a few"


def test_only_who_is_named_again_hangs_on_whether_the_earlier_list_was_used() -> None:
    others = named(range(120, 300))
    assert others is not None
    assert not others.again


def test_a_record_that_does_not_tell_is_passed_over() -> None:
    assert named(range(180), listed=0) is None
