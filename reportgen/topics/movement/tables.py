"""Tables of change: every move that may be shown, and every segment then and now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from reportgen.page.parts import Head, Row, Table, cell, name_cell, numeric_heads
from reportgen.prose.sentence import EMPTY, Sentence, capitalised, just, say
from reportgen.shared.words import name_of, rounding_note
from reportgen.topics.movement.change import paragraph
from reportgen.topics.movement.charts import END_NAMES, small_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.base.formatting import Formatter
    from reportgen.prose.facts import Fact
    from reportgen.segments.naming import Segment
    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.topics.movement.facts import FlowFigures, MonthMoves, NormalRange, WorthMoved

T = TypeVar("T")


@dataclass(frozen=True)
class Trend:
    """One row of the segments' own table: then, now, and the months before."""

    segment: Segment
    cells: tuple[Sentence, ...]
    svg: str


@dataclass(frozen=True)
class Trends:
    """Every segment then and now."""

    title: Sentence
    heads: tuple[Head, ...]
    rows: tuple[Trend, ...]
    total: tuple[Sentence, ...]
    note: Sentence


@dataclass(frozen=True)
class _FlowColumns:
    """Which columns a table of moves has."""

    ordered: bool
    normal: bool
    worth: bool

    def cells(self, first: Sequence[T], ordered: T, normal: Sequence[T], worth: T) -> tuple[T, ...]:
        """What stands in each column that there is."""
        return (
            *first,
            *((ordered,) if self.ordered else ()),
            *(normal if self.normal else ()),
            *((worth,) if self.worth else ()),
        )

    def of_others(self, label: Sentence, customers: Fact, worth: WorthMoved | None = None) -> Row:
        """A row of customers who did not go one way that is shown."""
        now = cell(None if worth is None else worth.now)
        return Row(self.cells((label, EMPTY, cell(customers)), EMPTY, (EMPTY, EMPTY), now))


def flow_table(moves: MonthMoves, shared: Shared) -> Table:
    """Every move that may be shown, beside its normal range, and all others as one: it adds up."""
    has_ranges = any(flow.moved.count.normal for flow in moves.flows.values())
    columns = _FlowColumns(shared.has_orders, has_ranges, shared.has_value)
    heads = columns.cells(
        (Head(say("From")), Head(say("To")), *numeric_heads(say("Customers"))),
        Head(say("Ordered"), numeric=True),
        numeric_heads(say("Expected"), say("Normal range")),
        Head(_worth_now(shared), numeric=True),
    )
    rows = [Row(_flow_cells(flow, columns, moves)) for flow in moves.flows.values()]
    other = moves.other
    if other.count.customers.value:
        rows.append(columns.of_others(say("Other moves"), other.count.customers, other.worth))
    rows.append(columns.of_others(say("Stayed where they were"), moves.total.stayed))
    total = columns.of_others(say("Customers of either month"), moves.total.either_month)
    return Table(say("Who changed segment"), heads, tuple(rows), total, _flow_note(columns))


def _flow_cells(figures: FlowFigures, columns: _FlowColumns, moves: MonthMoves) -> tuple[Sentence, ...]:
    flow, count, worth = figures.flow, figures.moved.count, figures.moved.worth
    return columns.cells(
        (_end(flow.origin, moves), _end(flow.target, moves), cell(count.customers)),
        cell(figures.ordered),
        _normal_cells(count.normal),
        cell(None if worth is None else worth.now),
    )


def _end(key: str, moves: MonthMoves) -> Sentence:
    return just(END_NAMES[key]) if key in END_NAMES else Sentence((name_of(moves.names[key]),))


def _normal_cells(normal: NormalRange | None) -> tuple[Sentence, Sentence]:
    if normal is None:
        return EMPTY, EMPTY
    return cell(normal.expected), say("{low} to {high}", low=normal.low, high=normal.high)


def _flow_note(columns: _FlowColumns) -> Sentence:
    if not columns.ordered:
        return EMPTY
    return paragraph(
        say(
            "Ordered: those who did since the earlier month\u2019s end; for the others only time passed. "
            "Moves of few customers stand together."
        ),
        say("Normal range: what earlier months and chance explain.") if columns.normal else EMPTY,
    )


def _worth_now(shared: Shared) -> Sentence:
    return capitalised(say("{word} now", word=shared.value_word))


def trend_table(moves: MonthMoves, shared: Shared, fmt: Formatter) -> Trends:
    """Every segment: customers then and now, how its value changed, and its size over the months."""
    heads = (
        Head(say("Segment")),
        *numeric_heads(say("Before"), say("Now"), *(() if moves.window_filling else (say("Change"),))),
        *(_worth_heads(moves, shared) if shared.has_value else ()),
        Head(say("Customers by month")),
    )
    rows = tuple(
        Trend(figures.segment, _trend_cells(figures, moves), small_line(figures, moves, fmt))
        for figures in shared.segments
    )
    note = say("Each small line begins at zero and is drawn to its own height.") + _rounded(shared)
    return Trends(say("The segments then and now"), heads, rows, _trend_total(moves, shared), note)


def _rounded(shared: Shared) -> Sentence:
    """That money and its changes are rounded one by one, and whether the shares add up."""
    if not shared.has_value:
        return EMPTY
    money = say(" Money is rounded figure by figure, so a column may differ a little from its total.")
    return money + rounding_note(shared)


def _worth_heads(moves: MonthMoves, shared: Shared) -> tuple[Head, ...]:
    word = shared.value_word
    change = () if moves.window_filling else (say("Change of {word}", word=word),)
    return numeric_heads(_worth_now(shared), say("Share of {word}", word=word), *change)


def _changes(moves: MonthMoves, *changes: Fact | None) -> tuple[Fact | None, ...]:
    """Changes of sizes; none while the data do not fill the window, as all grow by themselves."""
    return () if moves.window_filling else changes


def _trend_cells(figures: SegmentFigures, moves: MonthMoves) -> tuple[Sentence, ...]:
    size, worth = moves.sizes[figures.segment.key], figures.worth
    sizes = (size.before, figures.customers, *_changes(moves, size.change))
    cells = (name_cell(figures.segment), *map(cell, sizes))
    if worth is None:
        return cells
    change = None if size.worth is None else size.worth.change
    return (*cells, *map(cell, (worth.value, worth.share, *_changes(moves, change))))


def _trend_total(moves: MonthMoves, shared: Shared) -> tuple[Sentence, ...]:
    total, worth = moves.total, shared.total.worth
    sizes = (total.before, shared.total.customers, *_changes(moves, total.change))
    change = None if total.worth is None else total.worth.change
    money = () if worth is None else (worth.value, shared.total.share, *_changes(moves, change))
    return (say("All customers"), *map(cell, (*sizes, *money)))
