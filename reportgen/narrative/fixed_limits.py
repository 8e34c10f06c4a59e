"""Segments by fixed limits as sentences, and as SQL that a shop or mail system understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.prose.sentence import Sentence, UserLabel, counted, joined, plainly, say
from reportgen.segments.segment_map import map_of

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.segments.segment_map import Area

DAYS, ORDERS = "days_since_last_order", "orders"
EITHER = phrase("; or ")


def limit_sentences(analysis: Analysis) -> tuple[str, ...]:
    """One sentence a segment, in their order; none where an algorithm made the segments."""
    return tuple(
        plainly("{name}: {areas}.", name=UserLabel(name), areas=joined(tuple(map(_in_words, areas)), EITHER))
        for name, areas in _named_areas(analysis)
    )


def segments_sql(analysis: Analysis) -> str | None:
    """A query that puts each row of a table `customers` into its segment; None without fixed limits."""
    cases = [
        f"    WHEN {_condition(area)} THEN '{name.replace(chr(39), 2 * chr(39))}'"
        for name, areas in _named_areas(analysis)
        for area in areas
    ]
    if not cases:
        return None
    end = analysis.customers.period.end.isoformat() if analysis.customers.period else ""
    lines = (
        f"-- {DAYS}: whole days from the last order to {end}",
        f"-- {ORDERS}: days with an order in the window, at least 1",
        "SELECT",
        "  *,",
        "  CASE",
        *cases,
        "  END AS segment",
        "FROM customers;",
    )
    return "\n".join(lines) + "\n"


def _named_areas(analysis: Analysis) -> tuple[tuple[str, tuple[Area, ...]], ...]:
    drawn = map_of(analysis.model)
    if drawn is None:
        return ()
    pairs = zip(analysis.segments, drawn.groups, strict=True)
    return tuple((segment.name, drawn.areas(group)) for segment, group in pairs)


def _in_words(area: Area) -> Sentence:
    orders = _orders(area.least or 1, area.below)
    after, until = UserLabel(str(area.after)), UserLabel(str(area.within))
    if area.after is None:
        return say("{orders}, the last within {until} days", orders=orders, until=until)
    if area.within is None:
        return say("{orders}, the last more than {after} days ago", orders=orders, after=after)
    first = UserLabel(str(area.after + 1))
    return say("{orders}, the last {first} to {until} days ago", orders=orders, first=first, until=until)


def _orders(least: int, below: int | None) -> Sentence:
    fewest = UserLabel(str(least))
    if below is None:
        return say("{least} orders or more", least=fewest)
    if least == below - 1:
        return counted("{n} order", "{n} orders", least, n=fewest)
    return say("{least} to {most} orders", least=fewest, most=UserLabel(str(below - 1)))


def _condition(area: Area) -> str:
    limits = (
        (DAYS, ">", area.after),
        (DAYS, "<=", area.within),
        (ORDERS, ">=", area.least),
        (ORDERS, "<", area.below),
    )
    return " AND ".join(f"{column} {sign} {limit}" for column, sign, limit in limits if limit is not None)
