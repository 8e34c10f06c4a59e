"""Where customers stand in their life with the shop: on time or late, new, seasonal, with one order only.

Each is told of every customer by their own orders: who ordered every week is late after a month, who orders
once a year is not.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import narwhals as nw
import numpy as np
import pandas as pd

from reportgen.cleaning.period import months_before

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from reportgen.cleaning.clean import Period

NEW_MONTHS = 3
"""Months since the first order in which a customer is new."""
LATE = 3.0
"""Usual gaps without an order after which somebody is late: of those who go on ordering at random at their
usual rate, one in twenty is silent for longer at any time (exp(-3))."""
UNKNOWN_DAYS = 31
"""Days after the file begins in which nobody can say who is new, at the least; else `LATE` usual gaps."""
SEASON = 3
"""Months of a season."""
A_QUARTER = SEASON / 12
IN_SEASON, A_SEASON_LATER, AFTER_SEASON = 0.9, 270, 183
"""Share of the orders in one season of the year, days from the first to the last order that make it two, and
days after it in which a customer could have ordered."""
BUSY = 1.25
"""What the busiest season takes in, over an average one and the month before it, to count as a season."""
LEAST_SEASONAL = 0.03
"""Share of customers, beyond those by chance, from which the season groups; fewer are too small a segment."""
MONTHS = range(1, 13)


def orders_by_month(day: nw.Expr) -> dict[str, nw.Expr]:
    """Aggregates by customer, `m1` to `m12`: orders by month of the year, of the days of all their orders."""
    days = {month: nw.when(day.dt.month() == month).then(day) for month in MONTHS}
    return {f"m{month}": days[month].count().cast(nw.Int32) for month in MONTHS}


def monthly_revenue(connection: duckdb.DuckDBPyConnection, period: Period) -> dict[dt.date, Decimal]:
    """Revenue of the window's months and of the one before them, by the first day of each."""
    months = connection.execute(
        """SELECT date_trunc('month', date)::DATE, sum(kept) FROM order_days
        WHERE kept > 0 AND date BETWEEN $start AND $end GROUP BY ALL""",
        {"start": _month_before(period.start), "end": period.end},
    )
    return dict(months.fetchall())


def added_revenue(parts: Sequence[Mapping[dt.date, Decimal]]) -> dict[dt.date, float]:
    """Revenue of all parts by month."""
    months = {month for part in parts for month in part}
    return {month: float(sum(part.get(month, Decimal(0)) for part in parts)) for month in sorted(months)}


def lifecycle(
    frame: pd.DataFrame,
    counts: pd.DataFrame,
    revenue: Mapping[dt.date, float],
    period: Period,
    gap: float,
) -> pd.DataFrame:
    """One row a customer: `lateness` (see there), and whether they are `new`, `seasonal`, or ordered `once`.

    `season` is the month of the year with which the season of a seasonal customer begins; 0 for all others.
    `every_year` tells of a seasonal customer that they came for it in two years or more.
    `season_by_chance` is the probability that one who orders at any time would be called seasonal.

    Args:
        frame: features of orders.
        counts: of the same customers, see `orders_by_month`.
        revenue: by month, see `added_revenue`.
        period: the window and the span of the data.
        gap: of the shop, see `usual_gap`.
    """
    months = counts[[f"m{month}" for month in MONTHS]].to_numpy()
    since_first = (pd.Timestamp(period.end) - frame["first_order"]).dt.days
    known = _known_since(frame["first_order"], period, LATE * np.nan_to_num(gap))
    recent = pd.Timestamp(months_before(period.end + dt.timedelta(days=1), NEW_MONTHS))
    busy = _busy_season(revenue, period)
    yearly, came = _every_year(months, frame), _came_for(busy, months, frame, period)
    seasonal = yearly.seasonal | came.seasonal
    begins = np.where(yearly.seasonal, 1 + _by_season(months).argmax(axis=1), _first_of(busy))
    return pd.DataFrame(
        {
            "lateness": _lateness(frame, gap),
            "new": (frame["first_order"] >= recent) & known,
            "seasonal": seasonal,
            "season": np.where(seasonal, begins, 0),
            "every_year": yearly.seasonal,
            "season_by_chance": np.where(yearly.could_be, yearly.chance, came.chance),
            "once": (months.sum(axis=1) == 1) & (since_first > gap),
        },
        index=frame.index,
    )


def shows_season(standing: pd.DataFrame) -> bool:
    """Whether enough customers order in one season only, and most of them not by chance.

    Recency, orders and spend cannot tell who waits for a season from who has gone.
    """
    seasonal = float(standing["seasonal"].mean())
    return seasonal - float(standing["season_by_chance"].mean()) >= max(LEAST_SEASONAL, seasonal / 2)


def usual_gap(frame: pd.DataFrame) -> float:
    """Usual days between orders in the shop: the median of those who came back; NaN where nobody did."""
    return float(frame["gap"].median())


def longest_pause(frame: pd.DataFrame) -> float:
    """Days after which a customer with the shop's usual gap is late; 0 where nobody came back."""
    return LATE * float(np.nan_to_num(usual_gap(frame))) if "gap" in frame else 0.0


def _lateness(frame: pd.DataFrame, shop_gap: float) -> pd.Series:
    """Days since the last order over the customer's usual gap; NaN where nobody came back.

    The usual gap is the mean of a customer's gaps and one of the shop's: who ordered once is late by the
    shop's gap, who ordered twenty times by their own.
    """
    orders, gap = frame["frequency"], frame["gap"].fillna(0.0)
    usual = (gap * (orders - 1) + shop_gap) / orders
    return frame["recency"] / usual.where(usual > 0)


def _known_since(first: pd.Series, period: Period, days: float) -> pd.Series:
    """Whose first order in the file lies late enough in it to be their first at all."""
    return first >= pd.Timestamp(period.data_from) + pd.Timedelta(days=max(days, UNKNOWN_DAYS))


def _busy_season(revenue: Mapping[dt.date, float], period: Period) -> np.ndarray:
    """Which months of the year are the shop's season; shape (12,).

    None where the window is not full, or no season stands out, from the year and from the month before it:
    what came down from a busy start, as a launch does, is no season. A file that does not hold the whole
    month before cannot tell.
    """
    nothing = np.zeros(len(MONTHS), dtype=bool)
    if period.start < period.data_from:
        return nothing
    firsts = sorted(_firsts_of_months(period.start), key=lambda day: day.month)
    totals = _by_season(np.array([[revenue.get(day, 0.0) for day in firsts]]))[0]
    first = int(totals.argmax())
    before = _month_before(firsts[first])
    quiet = max(totals.mean(), SEASON * revenue.get(before, 0.0))
    if before < period.data_from or totals[first] < BUSY * quiet:
        return nothing
    return np.isin(np.arange(len(MONTHS)), (first + np.arange(SEASON)) % len(MONTHS))


def _month_before(day: dt.date) -> dt.date:
    """The first day of the month before that of a day."""
    return months_before(day.replace(day=1), 1)


def _firsts_of_months(start: dt.date) -> list[dt.date]:
    """The first days of a year's months, from that of a day on."""
    months = (start.month - 1 + later for later in range(len(MONTHS)))
    return [dt.date(start.year + month // 12, month % 12 + 1, 1) for month in months]


class _Seasonal(NamedTuple):
    """Who orders in one season only, who could be told to, and how likely that would be by chance."""

    seasonal: np.ndarray
    could_be: np.ndarray
    chance: np.ndarray
    """Were all their orders spread evenly over the year; 0 for who could not be told."""


def _every_year(months: np.ndarray, frame: pd.DataFrame) -> _Seasonal:
    """Who ordered in one season of the year only, in two years or more.

    By chance n orders lie within a quarter of the year with probability n / 4^(n - 1).
    """
    number = months.sum(axis=1)
    best = _by_season(months).max(axis=1)
    years_apart = (frame["last_order"] - frame["first_order"]).dt.days.to_numpy() >= A_SEASON_LATER
    chance = np.minimum(1.0, number * A_QUARTER ** (number - 1.0))
    return _Seasonal(
        (best >= IN_SEASON * number) & years_apart, years_apart, np.where(years_apart, chance, 0.0)
    )


def _came_for(season: np.ndarray, months: np.ndarray, frame: pd.DataFrame, period: Period) -> _Seasonal:
    """Who came for a season and ordered at no other time, though they could have; it has not come again."""
    gone_by = (pd.Timestamp(period.end) - frame["last_order"]).dt.days >= AFTER_SEASON
    came = (gone_by & _known_since(frame["first_order"], period, UNKNOWN_DAYS)).to_numpy() & season.any()
    chance = A_QUARTER ** months.sum(axis=1).astype(float)
    return _Seasonal(came & (months[:, ~season].sum(axis=1) == 0), came, np.where(came, chance, 0.0))


def _first_of(season: np.ndarray) -> int:
    """The first month of the shop's season, which may run over New Year; 0 where there is none."""
    begins = np.flatnonzero(season & ~np.roll(season, 1))
    return int(begins[0]) + 1 if begins.size else 0


def _by_season(months: np.ndarray) -> np.ndarray:
    """Sums of three months of the year in a row, by the first of them; any shape (n, 12)."""
    return np.asarray(sum(np.roll(months, -later, axis=1) for later in range(SEASON)))
