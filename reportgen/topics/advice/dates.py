"""By when to act, and in which month's report to read the result."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.prose.facts import Fact, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.shared.figures import Shared

BY_DAY = 15
"""Day of the following month by which to act: later, and that month's own report holds hardly any answer."""


@dataclass(frozen=True)
class Dates:
    """By when to act, and when the result can be read."""

    by: Fact
    read: Mapping[str, Fact]
    """By key of the segment: the month whose report tells, as its customers had their usual time by then."""


def dates(analysis: Analysis, shared: Shared) -> Dates | None:
    """The dates that follow from the month and from how often a segment orders; None without dates."""
    period = analysis.customers.period
    if period is None:
        return None
    by, fmt = (period.end + dt.timedelta(days=1)).replace(day=BY_DAY), analysis.formatter
    told = Fact("advice.by", by.isoformat(), Unit.DATE, float(by.toordinal()), fmt.day(by))
    return Dates(told, dict(_reading_months(by, shared, fmt)))


def _reading_months(by: dt.date, shared: Shared, fmt: Formatter) -> Iterator[tuple[str, Fact]]:
    """The month that holds one usual gap after the day by which to act; the shop's where none is known."""
    gaps = shared.measures.get("reorder_interval")
    shop = 0.0 if shared.overdue is None else shared.overdue.shop_gap.shown
    for figures in shared.segments:
        key = figures.segment.key
        own = None if gaps is None else gaps.segments.get(key)
        days = shop if own is None or own.value == "" else own.shown
        day = by + dt.timedelta(days=round(days))
        month = f"{day:%Y-%m}"
        first = float(day.replace(day=1).toordinal())
        yield key, Fact(f"segment.{key}.read", month, Unit.DATE, first, fmt.month(month))
