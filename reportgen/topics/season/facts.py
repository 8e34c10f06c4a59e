"""Figures of customers whose season begins within the next months, or has begun without them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.cleaning.period import months_before
from reportgen.features.lifecycle import SEASON
from reportgen.features.order_history import count_gone
from reportgen.prose.facts import Fact, Unit, part_of, people
from reportgen.shared.numbers import money_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.shared.figures import Shared

AHEAD = 2
"""Months before a season in which it is time to prepare for it: an invitation has to be made, then read."""
RUNNING = SEASON - 1
"""Months after its first one in which a season still runs."""
MOST = 0.5
"""Share of a segment's customers from which on the season is that of the segment."""


@dataclass(frozen=True)
class SeasonFacts:
    """Customers whose season begins with one of the next months, or runs without an order of theirs."""

    customers: Fact
    """Whose season it is: all of them."""
    back: Fact
    """Of them, who have ordered since it began; none before."""
    waiting: Fact
    """The others."""
    gone: Fact
    """Those besides who came last time and have been without an order for as long as the window is, while the
    season ran; none before."""
    all_then: Fact
    """All who came last time."""
    spent: Fact | None
    """What those others spent in the window; None without value."""
    begins: Fact
    """The month with which it begins."""
    runs: bool
    """Whether it has begun."""
    last_came: Fact
    """The month in which the median of those others ordered last;"""
    segments: Mapping[str, Fact]
    """the same by key, of the segments of which most customers are among them."""
    seen_once: bool
    """Whether the file holds only one season of most of them."""


def season_facts(analysis: Analysis, shared: Shared) -> SeasonFacts | None:
    """The figures; None without orders, or where too few people's season begins soon."""
    standing, period = analysis.customers.lifecycle, analysis.customers.period
    if standing is None or period is None:
        return None
    season = standing["season"].to_numpy()
    months = [_month_after(period.end, later) for later in range(1 - RUNNING, AHEAD + 1)]
    counts = {month: int((season == month.month).sum()) for month in months}
    first = max(months, key=lambda month: counts[month])
    if counts[first] < shared.min_cell:
        return None
    rows, fmt, segmentation = season == first.month, analysis.formatter, analysis.segmentation
    recency = analysis.customers.frame["recency"]
    back = rows & (recency <= (period.end - first).days).to_numpy()
    waiting = rows & ~back
    if waiting.sum() < shared.min_cell:
        return None
    runs = first <= period.end and analysis.rows.days is not None
    gone = count_gone(analysis.rows, first, period.start, SEASON) if runs else 0
    return SeasonFacts(
        customers=people("season.customers", counts[first], shared.min_cell, fmt),
        gone=people("season.gone", gone, shared.min_cell, fmt),
        all_then=people("season.all_then", counts[first] + gone, shared.min_cell, fmt),
        back=people("season.back", int(back.sum()), shared.min_cell, fmt),
        waiting=part_of("season.waiting", int(waiting.sum()), counts[first], shared.min_cell, fmt),
        spent=_spent(waiting, analysis.customers.worth, fmt) if shared.has_value else None,
        begins=_month("season.begins", first, fmt),
        runs=first <= period.end,
        last_came=_last_came("season.last_came", recency[waiting], period.end, fmt),
        segments={
            key: _last_came(f"segment.{key}.season.last_came", recency[rows & inside], period.end, fmt)
            for place, key in enumerate(segmentation.keys)
            for inside in (segmentation.labels == place,)
            if rows[inside].mean() > MOST
        },
        seen_once=bool(standing["every_year"].to_numpy()[rows].mean() <= MOST),
    )


def _last_came(key: str, recency: pd.Series, end: dt.date, fmt: Formatter) -> Fact:
    """The month in which the median of some customers ordered last, by the days since then up to `end`."""
    return _month(key, end - dt.timedelta(days=int(recency.median())), fmt)


def _month(key: str, first: dt.date, fmt: Formatter) -> Fact:
    month = f"{first:%Y-%m}"
    return Fact(key, month, Unit.DATE, float(first.toordinal()), fmt.month(month))


def _month_after(end: dt.date, later: int) -> dt.date:
    """The first day of a month after the window's last day."""
    return months_before((end + dt.timedelta(days=1)).replace(day=1), 1 - later)


def _spent(rows: np.ndarray, worth: np.ndarray, fmt: Formatter) -> Fact:
    return money_fact("season.spent", float(worth[rows].sum()), fmt)
