"""Purchase rates: who orders less than they used to, and who had stopped ordering."""

from __future__ import annotations

import datetime as dt
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportgen.cleaning.period import months_before
from reportgen.features.interpurchase_time import gap_width, has_gaps, is_on_time, is_overdue
from reportgen.features.order_history import Span, order_history

if TYPE_CHECKING:
    from reportgen.cleaning.clean import CleanRows

RECENT_MONTHS, MONTHS_BEFORE = 2, 12
"""Months in which somebody must have slowed down, and those before that tell their purchase rate."""
LATE = 2.0
"""Standard deviations by which the next order must be late."""
STILL_SLOW = 0.75
"""Share of their rate that they must have stayed below in the last month: a holiday ends."""
LEAST_ORDERS, LEAST_TO_STOP = 6, 3
"""Order days that tell a purchase rate, and those of a customer who can have stopped."""
STOPPED, LEAST_SILENCE = 1.5, 60
"""Share of their longest usual gap for which somebody who stopped must have been silent, and days."""
DAYS_A_MONTH = 365.25 / 12


def purchase_rates(rows: CleanRows, end: dt.date) -> pd.DataFrame:
    """Customers who ordered on time two months before a month's end, and whether they slowed down since.

    After n orders in these months the next one is n + 1 gaps after the last order before them. It is late
    by what remains to the end, in standard deviations of that many gaps and of the mean gap that they are
    counted with. Where most customers came later than their gaps tell (summer, a short month), time is
    taken to have run slower for all.

    Returns:
        By id: `slower`, and order days a month before (`rate_then`) and in these months (`rate_now`).
    """
    day, lately = _month_ends_before(end, RECENT_MONTHS), _month_ends_before(end, 1)
    span = Span(_month_ends_before(day, MONTHS_BEFORE), day, lately, end)
    frame = order_history(rows, span, LEAST_ORDERS)
    frame = frame[is_on_time(frame)]
    gap, since, orders, latest = (
        frame[name].to_numpy(float) for name in ("gap", "recency", "later", "latest")
    )
    days, share = (end - day).days, _common_slowdown(frame, (end - day).days)
    spread = gap_width(frame) / sqrt(3) * gap
    deviation = spread * np.sqrt((orders + 1) * (1 + (orders + 1) / frame["frequency"].to_numpy(float)))
    late = share * days + since - (orders + 1) * gap > LATE * deviation
    return pd.DataFrame(
        {
            "slower": late & (latest * gap < STILL_SLOW * share * (end - lately).days),
            "rate_then": DAYS_A_MONTH / gap,
            "rate_now": orders * DAYS_A_MONTH / days,
        },
        index=frame.index,
    )


def with_current_gap(frame: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Customers with the gap that they have now, where they slowed down; by their old one no order is due.

    Args:
        frame: a month's customers.
        rates: the `purchase_rates` of the same month.
    """
    if not has_gaps(frame.columns):
        return frame
    slower = rates[rates["slower"] & (rates["rate_now"] > 0)]
    gaps = (DAYS_A_MONTH / slower["rate_now"]).reindex(frame.index)
    return frame.assign(gap=gaps.fillna(frame["gap"]))


def stopped_ordering(rows: CleanRows, day: dt.date) -> pd.Index:
    """Who had been silent by a day for half as long again as their longest usual gap, two months at least."""
    frame = order_history(rows, Span(dt.date.min, day, day, day), LEAST_TO_STOP)
    return frame.index[is_overdue(frame, STOPPED) & (frame["recency"] >= LEAST_SILENCE)]


def _common_slowdown(frame: pd.DataFrame, days: int) -> float:
    """The share of days that passed by the clock of most customers to whom a gap is no longer; 1 at most."""
    often = frame[frame["gap"] <= days]
    if often.empty:
        return 1.0
    kept = ((often["later"] + 0.5) * often["gap"] - often["recency"]) / days
    return float(np.clip(kept.median(), 0.0, 1.0))


def _month_ends_before(day: dt.date, months: int) -> dt.date:
    """The day before that many months end with `day`."""
    return months_before(day + dt.timedelta(days=1), months) - dt.timedelta(days=1)
