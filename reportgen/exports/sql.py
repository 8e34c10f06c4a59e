"""Segments by fixed limits as an SQL query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.segments.segment_areas import areas_by_segment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from reportgen.segments.naming import Segment
    from reportgen.segments.segment_map import Area
    from reportgen.segments.values import SavedModel

DAYS, ORDERS = "days_since_last_order", "orders"


def segments_sql(model: SavedModel, segments: Sequence[Segment], end: dt.date | None) -> str | None:
    """A query that puts each row of a table `customers` into its segment; None without fixed limits.

    Args:
        model: the saved model.
        segments: in the order of the model's groups.
        end: last day of the window.
    """
    cases = [
        f"    WHEN {_condition(area)} THEN '{segment.name.replace(chr(39), 2 * chr(39))}'"
        for segment, areas in areas_by_segment(model, segments)
        for area in areas
    ]
    if not cases:
        return None
    lines = (
        f"-- {DAYS}: whole days from the last order to {end.isoformat() if end else ''}",
        f"-- {ORDERS}: days with an order in the window, at least 1",
        "SELECT",
        "  *,",
        "  CASE",
        *cases,
        "  END AS segment",
        "FROM customers;",
    )
    return "\n".join(lines) + "\n"


def _condition(area: Area) -> str:
    limits = (
        (DAYS, ">", area.after),
        (DAYS, "<=", area.within),
        (ORDERS, ">=", area.least),
        (ORDERS, "<", area.below),
    )
    return " AND ".join(f"{column} {sign} {limit}" for column, sign, limit in limits if limit is not None)
