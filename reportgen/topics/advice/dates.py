"""By when to act, and in which month's report to read the result."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.experiments.pass_mark import contact_by
from reportgen.prose.facts import Fact, Unit
from reportgen.segments.field_names import FEW

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.shared.figures import Shared


@dataclass(frozen=True)
class Dates:
    """By when to act, and when the result can be read."""

    by: Fact
    read: Mapping[str, Fact]
    """By key of the segment: the month whose report tells, as its customers had their usual time by then."""


def dates(analysis: Analysis, shared: Shared) -> Dates | None:
    """The dates that follow from the month and from how often a segment orders; None without orders."""
    period = analysis.customers.period
    if period is None or not shared.has_orders:
        return None
    by, fmt = contact_by(period.end), analysis.formatter
    told = Fact("advice.by", by.isoformat(), Unit.DATE, float(by.toordinal()), fmt.day(by))
    return Dates(told, dict(_reading_months(by, shared, fmt)))


def _reading_months(by: dt.date, shared: Shared, fmt: Formatter) -> Iterator[tuple[str, Fact]]:
    """The month that holds one usual gap after the day by which to act; the shop's where none is known."""
    shop = 0.0 if shared.overdue is None else shared.overdue.shop_gap.shown
    for figures in shared.segments:
        key = figures.segment.key
        own = usual_gap(key, shared)
        days = shop if own is None else own.shown
        day = by + dt.timedelta(days=round(days))
        month = f"{day:%Y-%m}"
        first = float(day.replace(day=1).toordinal())
        yield key, Fact(f"segment.{key}.read", month, Unit.DATE, first, fmt.month(month))


def usual_gap(key: str, shared: Shared) -> Fact | None:
    """The usual days between orders; None of customers most of whom ordered too seldom to have a rhythm."""
    gaps, orders = shared.measures.get("reorder_interval"), shared.measures.get("frequency")
    gap = None if gaps is None else gaps.segments.get(key)
    if gap is None or gap.value == "" or orders is None or orders.segments[key].shown <= FEW:
        return None
    return gap
