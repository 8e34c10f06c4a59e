"""RFM scores: recency, frequency and spend from 1 to 5, equal for equal values."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportgen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.options.build_options import BuildOptions

SCORES = 5
CONCENTRATED = 0.2
"""Where one count of orders holds more customers than a fifth, mid-ranks would split hairs."""
ORDER_COUNTS = (2, 3, 5, 10)
"""Least orders for a frequency score of 2, 3, 4 and 5."""


@dataclass(frozen=True)
class ScoreLimits:
    """The user's own limits of scores, rising; empty where the customers decide."""

    days: tuple[int, ...] = ()
    """Most days since the last order for a score of 5, 4, 3 and 2."""
    orders: tuple[int, ...] = ()
    """Least orders for a score of 2, 3, 4 and 5."""
    spend: tuple[float, ...] = ()
    """Least spend for a score of 2, 3, 4 and 5."""


def own_limits(options: BuildOptions) -> ScoreLimits:
    """The limits that a user set in `[rules]`.

    Raises:
        InputError: for any other measure, or orders that begin below two.
    """
    known = {field.name for field in fields(ScoreLimits)}
    unknown = sorted(set(options.rules) - known)
    if unknown:
        raise InputError(f"[rules] knows no {unknown[0]!r}", f"give {', '.join(sorted(known))}")
    own = ScoreLimits(**options.rules)
    if own.orders and own.orders[0] < ORDER_COUNTS[0]:
        raise InputError(
            "[rules] gives a score of 2 to customers with one order or none", "begin orders with 2"
        )
    return own


def limits_of(frame: pd.DataFrame, scores: pd.DataFrame) -> ScoreLimits:
    """The limits by which each customer alone gets the score that it has among all of them.

    Args:
        frame: recency, frequency and monetary.
        scores: of the same customers, see `rfm_scores`.
    """
    days, orders, spend = (frame[name].to_numpy() for name in ("recency", "frequency", "monetary"))
    r, f, m = (scores[name].to_numpy() for name in ("r", "f", "m"))
    above = range(2, SCORES + 1)
    return ScoreLimits(
        tuple(int(days[r >= score].max(initial=-1)) for score in reversed(above)),
        tuple(int(orders[f >= score].min(initial=2**31)) for score in above),
        tuple(float(spend[m >= score].min(initial=np.inf)) for score in above),
    )


def rfm_scores(
    recency: pd.Series, frequency: pd.Series, monetary: pd.Series, own: ScoreLimits | None = None
) -> pd.DataFrame:
    """Scores r, f, m from 1 (weakest) to 5, int64, one row a customer.

    Args:
        recency: days since the last order; few are strong.
        frequency: orders, at least 1. Customers of one order always score 1.
        monetary: spend.
        own: limits of the user's, which win.
    """
    own = own or ScoreLimits()
    days, orders, spend = own.days, own.orders, own.spend
    return pd.DataFrame(
        {
            "r": SCORES - np.searchsorted(days, recency, side="left") if days else mid_rank_score(-recency),
            "f": counted_score(frequency, orders) if orders else frequency_score(frequency),
            "m": counted_score(monetary, spend) if spend else mid_rank_score(monetary),
        },
        index=recency.index,
    )


def mid_rank_score(values: pd.Series) -> pd.Series:
    """1 + floor(5 x the share of customers below, half of the equals counted as below)."""
    twice_below = 2 * values.rank(method="average") - 1
    return (1 + (SCORES * twice_below) // (2 * len(values))).astype("int64")


def frequency_score(orders: pd.Series) -> pd.Series:
    """Fixed order counts (1, 2, 3-4, 5-9, 10+) where one count is common, else mid-ranks."""
    if orders.value_counts(normalize=True).max() > CONCENTRATED:
        return counted_score(orders, ORDER_COUNTS)
    return mid_rank_score(orders).where(orders > 1, 1)


def counted_score(orders: pd.Series, least: Sequence[float]) -> pd.Series:
    """1 plus the number of thresholds that are reached."""
    return pd.Series(
        1 + np.searchsorted(least, orders.to_numpy(), side="right"), index=orders.index, dtype="int64"
    )
