"""Who still orders but less than they used to, and who ordered again after they had stopped."""

from __future__ import annotations

import datetime as dt
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportgen.cleaning.period import months_before
from reportgen.features.interpurchase_time import has_rhythm, in_rhythm, overdue, width
from reportgen.features.order_history import Span, habits_at

if TYPE_CHECKING:
    from reportgen.cleaning.clean import CleanRows

SPAN, BEFORE = 2, 12
"""Months in which somebody must have slowed down, and those before that tell their pace."""
LATE = 2.0
"""Standard deviations by which the next order must be late."""
STILL = 0.75
"""Share of their pace that they must have stayed below in the last month: a holiday ends."""
LEAST_ORDERS, LEAST_TO_STOP = 6, 3
"""Order days that tell a pace, and a rhythm that can have stopped."""
STOPPED, LEAST_SILENCE = 1.5, 60
"""How many times as long as a rhythm allows somebody who stopped must be silent, and for how many days."""
DAYS_A_MONTH = 365.25 / 12


def paces(rows: CleanRows, end: dt.date) -> pd.DataFrame:
    """Customers who were in a rhythm two months before a month's end, and whether they slowed down since.

    After n orders in these months the next one is n + 1 gaps after the last order before them. It is late
    by what remains to the end, in standard deviations of that many gaps and of the mean gap that they are
    counted with. Where most customers came later than their gaps tell (summer, a short month), time is
    taken to have run slower for all.

    Returns:
        By id: `slower`, and order days a month before (`pace_then`) and in these months (`pace_now`).
    """
    day, lately = _month_ends_before(end, SPAN), _month_ends_before(end, 1)
    frame = habits_at(rows, Span(_month_ends_before(day, BEFORE), day, lately, end), LEAST_ORDERS)
    frame = frame[in_rhythm(frame)]
    gap, since, orders, latest = (
        frame[name].to_numpy(float) for name in ("gap", "recency", "later", "latest")
    )
    days, share = (end - day).days, _slowed_for_all(frame, (end - day).days)
    spread = width(frame) / sqrt(3) * gap
    doubt = spread * np.sqrt((orders + 1) * (1 + (orders + 1) / frame["frequency"].to_numpy(float)))
    late = share * days + since - (orders + 1) * gap > LATE * doubt
    return pd.DataFrame(
        {
            "slower": late & (latest * gap < STILL * share * (end - lately).days),
            "pace_then": DAYS_A_MONTH / gap,
            "pace_now": orders * DAYS_A_MONTH / days,
        },
        index=frame.index,
    )


def at_present_pace(frame: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Customers with the gap that they have now, where they slowed down; by their old one no order is due.

    Args:
        frame: a month's customers.
        found: the `paces` of the same month.
    """
    if not has_rhythm(frame.columns):
        return frame
    slower = found[found["slower"] & (found["pace_now"] > 0)]
    gaps = (DAYS_A_MONTH / slower["pace_now"]).reindex(frame.index)
    return frame.assign(gap=gaps.fillna(frame["gap"]))


def stopped(rows: CleanRows, day: dt.date) -> pd.Index:
    """Who had been silent by a day for half as long again as their rhythm allows, two months at least."""
    frame = habits_at(rows, Span(dt.date.min, day, day, day), LEAST_TO_STOP)
    return frame.index[overdue(frame, STOPPED) & (frame["recency"] >= LEAST_SILENCE)]


def _slowed_for_all(frame: pd.DataFrame, days: int) -> float:
    """The share of days that passed by the clock of most customers to whom a gap is no longer; 1 at most."""
    often = frame[frame["gap"] <= days]
    if often.empty:
        return 1.0
    kept = ((often["later"] + 0.5) * often["gap"] - often["recency"]) / days
    return float(np.clip(kept.median(), 0.0, 1.0))


def _month_ends_before(day: dt.date, months: int) -> dt.date:
    """The day before that many months end with `day`."""
    return months_before(day + dt.timedelta(days=1), months) - dt.timedelta(days=1)
