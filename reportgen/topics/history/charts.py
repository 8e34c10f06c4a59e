"""Columns of revenue by month and segment, of who came and who lapsed; lines of customers by segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.layout import ticks
from reportgen.charts.marks import Tick
from reportgen.charts.month_columns import HEIGHT, MonthColumn, Part, month_columns
from reportgen.charts.palette import tones
from reportgen.charts.trend import TrendLine, trend
from reportgen.prose.sentence import plainly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.base.formatting import Formatter
    from reportgen.charts.figure import Figure
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.history.facts import HistoryFacts, MonthFigures

LEAST_KNOWN = 3
"""Months of which something must be known, to be drawn month by month."""
WHOLE = (theme.FULL, HEIGHT)
JANUARY = "-01"


def revenue_columns(
    facts: HistoryFacts, shared: Shared, fmt: Formatter, size: tuple[int, int] = WHOLE
) -> Figure:
    """Revenue by month, by segment where that is known; so many pixels wide and high."""
    spoken_of = {facts.this.month.key, *(() if facts.year_before is None else (facts.year_before.month.key,))}
    segments = shared.segments if facts.mostly_split else ()
    columns = tuple(
        _column(month, _revenue_parts(month, facts, shared), fmt, first=i == 0).with_total(
            month.revenue.text if month.month.key in spoken_of else "",
            (month.revenue.text, *(_of_segment(month, each.segment.key) for each in segments)),
        )
        for i, month in enumerate(facts.months)
    )
    top = ticks(max(month.revenue.shown for month in facts.months))
    axis = tuple(Tick(value, fmt.money(value).text) for value in top)
    heads = (plainly("Month"), plainly("Revenue"), *(each.segment.name for each in segments))
    return month_columns(columns, axis, heads, size=size)


def _of_segment(month: MonthFigures, key: str) -> str:
    return month.segments[key].revenue.text if key in month.segments else ""


def _revenue_parts(month: MonthFigures, facts: HistoryFacts, shared: Shared) -> tuple[Part, ...]:
    """A piece a segment, the report's first at the bottom; what is not told by segment in grey on top.

    Where few months tell of segments, each is one piece in our own colour, this month in a darker one.
    """
    if not facts.mostly_split:
        shade = tones().brand if month is facts.this else tones().ramp[2]
        return (Part("", month.revenue.shown, month.revenue.text, shade, theme.SECONDARY),)
    told = [
        Part(segment.name, revenue.shown, revenue.text, ink.fill, ink.text, segment.slot)
        for segment, revenue, ink in (
            (each.segment, month.segments[each.segment.key].revenue, theme.slot(each.segment.slot))
            for each in shared.segments
            if each.segment.key in month.segments
        )
        if revenue.text and revenue.shown > 0
    ]
    if not month.segments:
        return (Part("", month.revenue.shown, month.revenue.text, theme.EDGE, theme.SECONDARY),)
    rest = month.revenue.shown - sum(part.value for part in told)
    hidden = any(not each.revenue.text for each in month.segments.values())
    return (*told, *((Part("", rest, "", theme.RULE, theme.SECONDARY),) if hidden and rest > 0 else ()))


def _column(month: MonthFigures, parts: tuple[Part, ...], fmt: Formatter, *, first: bool) -> MonthColumn:
    _, _, short = fmt.months(str(month.month.value))
    year = str(month.month.value)[:4] if first or str(month.month.value).endswith(JANUARY) else ""
    return MonthColumn(month.month.text, short, year, parts)


def flow_columns(facts: HistoryFacts, fmt: Formatter, size: tuple[int, int] = WHOLE) -> Figure | None:
    """Who was new, came back and lapsed, by month; None where too few months are known."""
    known = tuple(month for month in facts.months if month.new is not None and month.lapsed is not None)
    if len(known) < LEAST_KNOWN or known[-1] is not facts.this:
        return None
    columns = tuple(
        _column(month, _flow_parts(month), fmt, first=i == 0).with_total(
            "", tuple(fact.text for fact in _flows(month))
        )
        for i, month in enumerate(known)
    )
    high = max(sum(part.value for part in column.parts if part.value > 0) for column in columns)
    low = -min(sum(part.value for part in column.parts if part.value < 0) for column in columns)
    heads = (plainly("Month"), plainly("New"), plainly("Back"), plainly("Lapsed"))
    return month_columns(columns, _both_ways(high, low, fmt), heads, size=size, name="flow-months")


def _both_ways(high: float, low: float, fmt: Formatter) -> tuple[Tick, ...]:
    """Ticks by one step, down to what lapsed and up to who came."""
    step = ticks(max(high, low))[1]
    places = range(-int(-(-low // step)), int(-(-high // step)) + 1)
    return tuple(Tick(place * step, fmt.count(abs(place) * step).text) for place in places)


def _flows(month: MonthFigures) -> tuple[Fact, ...]:
    return tuple(fact for fact in (month.new, month.reactivated, month.lapsed) if fact is not None)


def _flow_parts(month: MonthFigures) -> tuple[Part, ...]:
    """New at the bottom, who came back on it, who lapsed below."""
    shades, names = tones(), (plainly("new"), plainly("back"), plainly("lapsed"))
    fills, signs = (shades.brand, shades.ramp[2], theme.EDGE), (1, 1, -1)
    inks = (shades.brand, theme.SECONDARY, theme.SECONDARY)
    return tuple(
        Part(name, sign * fact.shown, fact.text, fill, ink)
        for name, sign, fact, fill, ink in zip(names, signs, _flows(month), fills, inks, strict=True)
        if fact.value != 0
    )


def segment_lines(facts: HistoryFacts, shared: Shared, fmt: Formatter, height: int = HEIGHT) -> Figure | None:
    """Customers by segment at each month's end; None where too few months are known."""
    known = tuple(month for month in facts.months if month.segments and month.active is not None)
    if len(known) < LEAST_KNOWN or known[-1] is not facts.this:
        return None
    lines = tuple(_line(figures.segment.key, known, shared) for figures in shared.segments)
    top = max(value for line in lines for value in line.values if value is not None)
    axis = tuple(Tick(size, fmt.count(size).text) for size in ticks(top))
    return trend(
        lines, tuple(month.month.text for month in known), axis, plainly("Segment"), size=(theme.FULL, height)
    )


def _line(key: str, months: Sequence[MonthFigures], shared: Shared) -> TrendLine:
    segment = shared.of(key).segment
    customers = tuple(month.segments[key].customers for month in months)
    values = tuple(fact.shown if isinstance(fact.value, int) else None for fact in customers)
    return TrendLine(segment.name, segment.slot, values, tuple(fact.text for fact in customers))
