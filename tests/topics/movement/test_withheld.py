"""Counts of fewer than ten can neither be read nor worked out from those that are shown."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.base.formatting import Formatter
from reportgen.changes.migration import Migration
from reportgen.prose.facts import part_of
from reportgen.record.flows import JOINED, LEFT, Flow
from reportgen.record.manifest import RecordedSegment
from reportgen.topics.movement.charts import ribbons
from reportgen.topics.movement.compute import shown_flows
from tests.draws import examples
from tests.topics.movement.months import STEADY, Month

if TYPE_CHECKING:
    from collections.abc import Mapping

WAYS = [way for way in product(("a", "b", "c", JOINED), ("a", "b", "c", LEFT)) if way != (JOINED, LEFT)]
LEAST = 10


def migration(customers: Mapping[tuple[str, str], int]) -> Migration:
    flows = tuple(Flow(*way, number, 0, 0.0, 0.0) for way, number in customers.items() if number)
    return Migration(30, flows, ())


def test_a_ribbon_that_would_tell_of_five_newcomers_elsewhere_is_not_shown() -> None:
    shown, rest = shown_flows(
        migration({(JOINED, "a"): 588, (JOINED, "b"): 5, ("a", "a"): 100, ("a", "b"): 40, ("b", "b"): 90}),
        LEAST,
    )
    assert [(flow.origin, flow.target) for flow in shown] == [("a", "b")]
    assert sum(flow.customers for flow in rest) == 593


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.sampled_from((0, 0, 1, 4, 9, 10, 12, 30, 200)), min_size=len(WAYS), max_size=len(WAYS)))
def test_what_the_sizes_leave_beside_the_moves_shown_is_nobody_or_enough(counts: list[int]) -> None:
    customers = dict(zip(WAYS, counts, strict=True))
    shown, rest = shown_flows(migration(customers), LEAST)
    for at in ("origin", "target"):
        for place in ("a", "b", "c", JOINED, LEFT):
            if any(getattr(flow, at) == place for flow in shown):
                moved = sum(flow.customers for flow in rest if getattr(flow, at) == place)
                hidden = moved + customers.get((place, place), 0) if moved else LEAST
                assert hidden >= LEAST


def test_all_but_a_few_are_told_as_just_that() -> None:
    fmt = Formatter("en_GB", None)
    told = [part_of("reached", number, 100, LEAST, fmt).text for number in (100, 95, 90, 4)]
    assert told == ["100", "all but a few", "90", "fewer than 10"]


def test_a_retired_segment_of_which_no_move_is_shown_is_left_out_of_the_drawing() -> None:
    ways = {**STEADY, ("z", LEFT): (50, 0), ("a", LEFT): (5, 0)}
    told = Month(ways).told(retired=(RecordedSegment("z", "Sleepers", 3, customers=50),))
    assert told.moves.unnumbered == {("z", LEFT): 59}
    drawn = ribbons(told.facts, told.moves, told.shared, told.analysis.formatter)
    assert "Sleepers" not in drawn.svg
