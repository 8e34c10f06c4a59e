"""Drawings of change: who went where, and the segments' sizes over the months."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase, translated
from reportgen.charts import theme
from reportgen.charts.cell_charts import sparkline
from reportgen.charts.layout import ticks
from reportgen.charts.marks import Tick
from reportgen.charts.ribbons import WHOLE, Ribbon, RibbonTexts, Side
from reportgen.charts.ribbons import ribbons as draw_ribbons
from reportgen.charts.trend import HEIGHT, TrendLine
from reportgen.charts.trend import trend as draw_trend
from reportgen.prose.sentence import plainly
from reportgen.record.flows import BACK, JOINED, LEFT, REMOVED
from reportgen.topics.movement.words import window_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.base.formatting import Formatter
    from reportgen.charts.figure import Figure
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.topics.movement.facts import FlowFigures, MonthMoves, MovedFigures, MovementFacts

END_NAMES = {
    JOINED: phrase("Joined"),
    BACK: phrase("Came back"),
    LEFT: phrase("Left"),
    REMOVED: phrase("Removed on request"),
}


def ribbons(
    facts: MovementFacts,
    moves: MonthMoves,
    shared: Shared,
    fmt: Formatter,
    size: tuple[int, int] = WHOLE,
) -> Figure:
    """Who went where since the earlier month, drawn so many pixels wide and high."""
    flows = (
        Ribbon(origin, target, figures.flow.customers, figures.moved.count.customers.text)
        for (origin, target), figures in moves.flows.items()
    )
    stayed = (Ribbon(key, key, customers, "") for key, customers in moves.stayed.items())
    heads = (plainly("From"), plainly("To"), plainly("Customers"))
    texts = RibbonTexts(facts.since.text, window_of(shared).month.text, heads)
    before, now = (
        (*_segments_before(moves, shared), *_retired(moves, fmt), *_came(moves)),
        (*_segments_now(shared), *_gone(moves)),
    )
    drawn = {side.key for side in before}  # a retired segment of which no move is shown is not
    bare = (Ribbon(*way, n, "") for way, n in moves.unnumbered.items() if way[0] in drawn)
    return draw_ribbons(before, now, (*flows, *bare, *stayed), texts, size=size)


def with_news_labelled(moves: MonthMoves) -> MonthMoves:
    """The same, where flows within their normal range carry no figure."""
    return replace(moves, flows={way: _unlabelled(figures) for way, figures in moves.flows.items()})


def _unlabelled(figures: FlowFigures) -> FlowFigures:
    count = figures.moved.count
    if count.normal is None or not count.is_inside:
        return figures
    bare = replace(count, customers=replace(count.customers, text=""))
    return replace(figures, moved=replace(figures.moved, count=bare))


def _segments_before(moves: MonthMoves, shared: Shared) -> Iterator[Side]:
    """Present segments as they were; those of which nobody can be shown are left out."""
    origins = {origin for origin, _ in moves.flows}
    for segment in (figures.segment for figures in shared.segments):
        was = moves.sizes[segment.key].before
        if was.shown or segment.key in origins:
            yield Side(segment.key, segment.name, segment.slot, was.shown, was.text)


def _segments_now(shared: Shared) -> Iterator[Side]:
    for figures in shared.segments:
        segment, size = figures.segment, figures.customers.text
        yield Side(segment.key, segment.name, segment.slot, segment.profile.customers, size)


def _retired(moves: MonthMoves, fmt: Formatter) -> Iterator[Side]:
    """Segments that are no longer there, as large as the moves out of them that are shown."""
    for segment in moves.retired:
        leaving = sum(
            each.flow.customers for (origin, _), each in moves.flows.items() if origin == segment.key
        )
        if leaving:
            yield Side(segment.key, segment.name, None, leaving, fmt.count(leaving).text)


def _came(moves: MonthMoves) -> Iterator[Side]:
    """Who joined or came back, though none of their moves may be shown."""
    return _ends(((JOINED, moves.joined), (BACK, moves.back)))


def _gone(moves: MonthMoves) -> Iterator[Side]:
    return _ends(((LEFT, moves.left), (REMOVED, moves.removed)))


def _ends(ends: Iterable[tuple[str, MovedFigures]]) -> Iterator[Side]:
    return (_end(end, moved.count.customers) for end, moved in ends if moved.count.customers.shown)


def _end(end: str, customers: Fact) -> Side:
    return Side(end, translated(END_NAMES[end]), None, customers.shown, customers.text)


def trend(moves: MonthMoves, shared: Shared, fmt: Formatter, height: int = HEIGHT) -> Figure:
    """A line a segment over the months, so many pixels high."""
    lines = tuple(_line(figures, moves, fmt) for figures in shared.segments)
    top = max(size for line in lines for size in line.values if size is not None)
    axis = tuple(Tick(size, fmt.count(size).text) for size in ticks(top))
    months = (*moves.past_months, window_of(shared).month.text)
    return draw_trend(lines, months, axis, plainly("Segment"), size=(theme.FULL, height))


def _line(figures: SegmentFigures, moves: MonthMoves, fmt: Formatter) -> TrendLine:
    sizes = _sizes(figures, moves)
    texts = tuple("" if size is None else fmt.count(size).text for size in sizes)
    return TrendLine(figures.segment.name, figures.segment.slot, sizes, texts)


def _sizes(figures: SegmentFigures, moves: MonthMoves) -> tuple[int | None, ...]:
    segment = figures.segment
    return (*moves.past_sizes[segment.key], segment.profile.customers)


def small_line(figures: SegmentFigures, moves: MonthMoves, fmt: Formatter) -> str:
    """A segment's size over the months, for a cell of a table; SVG."""
    sizes, segment = _sizes(figures, moves), figures.segment
    first = next(size for size in sizes if size is not None)
    title = plainly(
        "{name}: {start} first, {now} now",
        name=segment.name,
        start=fmt.count(first).text,
        now=figures.customers.text,
    )
    return sparkline(sizes, segment.slot, title)
