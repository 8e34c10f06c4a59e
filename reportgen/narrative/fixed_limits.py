"""Segments by fixed limits as sentences, and as SQL that a shop or mail system understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.segments.segment_map import map_of

if TYPE_CHECKING:
    from reportgen.claims.analysis import Analysis
    from reportgen.segments.segment_map import Area

DAYS, ORDERS = "days_since_last_order", "orders"


def limit_sentences(analysis: Analysis) -> tuple[str, ...]:
    """One sentence a segment, in their order; none where an algorithm made the segments."""
    return tuple(f"{name}: {'; or '.join(map(_in_words, areas))}." for name, areas in _named_areas(analysis))


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


def _in_words(area: Area) -> str:
    return f"{_orders(area.least or 1, area.below)}, the last {_days(area.after, area.within)}"


def _orders(least: int, below: int | None) -> str:
    if below is None:
        return f"{least} orders or more"
    if least == below - 1:
        return "1 order" if least == 1 else f"{least} orders"
    return f"{least} to {below - 1} orders"


def _days(after: int | None, within: int | None) -> str:
    if after is None:
        return f"within {within} days"
    return f"more than {after} days ago" if within is None else f"{after + 1} to {within} days ago"


def _condition(area: Area) -> str:
    limits = (
        (DAYS, ">", area.after),
        (DAYS, "<=", area.within),
        (ORDERS, ">=", area.least),
        (ORDERS, "<", area.below),
    )
    return " AND ".join(f"{column} {sign} {limit}" for column, sign, limit in limits if limit is not None)
