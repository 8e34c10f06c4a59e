"""Findings of a month: every figure outside its normal range, and the largest moves between segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.record.flows import BACK, CAME, GONE, JOINED
from reportgen.topics.movement.moves import came_change, flow_change, flow_finding, left_change
from reportgen.topics.movement.orders import ordered_change, reactivated_change, slower_change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.prose.finding import Finding
    from reportgen.shared.figures import Shared
    from reportgen.topics.movement.facts import FlowFigures, MonthMoves, MovementFacts

MOST_TOLD = 3
"""Findings of change for a reader with a minute."""


def month_changes(facts: MovementFacts, shared: Shared) -> tuple[Finding, ...]:
    """All that is outside its normal range, in no particular order: the composer of the report ranks it."""
    if facts.moves is None:
        return ()
    return (*_of_orders(facts, facts.moves, shared), *_of_moves(facts.moves, shared))


def _of_orders(facts: MovementFacts, moves: MonthMoves, shared: Shared) -> Iterator[Finding]:
    """Who ordered, who orders less, who ordered again."""
    for key, ordered in moves.ordered.items():
        if (normal := ordered.count.signal) and ordered.of.shown:
            yield ordered_change(ordered, normal, moves.names[key], facts.since, shared)
    for key, slower in moves.slower.items():
        if (normal := slower.count.signal) and slower.rate:
            yield slower_change(slower.count, normal, slower.rate, moves.names[key], shared)
    again = moves.reactivated
    if again and (normal := again.count.signal):
        yield reactivated_change(again, normal, moves.names, facts.since, shared)


def _of_moves(moves: MonthMoves, shared: Shared) -> Iterator[Finding]:
    """Who came, who left, who went from one segment to another; while the window fills up only the last.

    Then everybody is new to the file at first, and hardly anybody can leave.
    """
    if not moves.window_filling:
        yield from _at_the_ends(moves, shared)
    for flow in _between_segments(moves):
        if normal := flow.moved.count.signal:
            yield flow_change(flow, normal, moves.names, shared)


def _at_the_ends(moves: MonthMoves, shared: Shared) -> Iterator[Finding]:
    """Who came and who left."""
    for end, moved in ((JOINED, moves.joined), (BACK, moves.back)):
        if normal := moved.count.signal:
            yield came_change(end, moved, normal, moves, shared)
    if normal := moves.left.count.signal:
        yield left_change(moves.left, normal, shared)


def _between_segments(moves: MonthMoves) -> tuple[FlowFigures, ...]:
    return tuple(
        figures
        for (origin, target), figures in moves.flows.items()
        if origin not in CAME and target not in GONE
    )


def month_findings(moves: MonthMoves, changes: tuple[Finding, ...], shared: Shared) -> tuple[Finding, ...]:
    """The points of a month: what is outside its range beyond the headline, then the largest other moves."""
    beyond = changes[1:] if changes and changes[0].leads else changes
    keys = {change.key for change in changes}
    others = tuple(finding for finding in _largest_moves(moves, shared) if finding.key not in keys)
    return (*beyond[:MOST_TOLD], *others)[:MOST_TOLD]


def _largest_moves(moves: MonthMoves, shared: Shared) -> Iterator[Finding]:
    """Moves between segments, inside their range or not: of people who ordered first, then the largest."""
    flows = sorted(_between_segments(moves), key=lambda each: (each.flow.by_time, -each.flow.customers))
    yield from (flow_finding(each, moves.names, shared) for each in flows)
