"""How many of a segment order within some months anyway, by what customers like them did."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from reportgen.cleaning.period import months_before
from reportgen.features.order_history import came_again

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.cleaning.clean import CleanRows
    from reportgen.features.table import Customers

UNKNOWN = 0.5
"""Half of them: of all shares the one that needs the largest groups, where the file does not reach back."""
RECENCY_STEPS, FREQUENCY_STEPS = (30, 60, 90, 180), (1, 2, 5)
"""Classes of customers who stand alike: months since the last order, and orders."""
_CLASSES = (len(RECENCY_STEPS) + 1) * (len(FREQUENCY_STEPS) + 1)


def base_rates(rows: CleanRows, customers: Customers, months: int) -> np.ndarray | None:
    """Each customer's chance of an order within some months, without any action; shape (n,).

    None where the file does not reach back far enough to tell.

    Customers are put into classes by recency and frequency, as they are now and as they were that many
    months ago. A class orders as it did then. So people who have not ordered lately are not taken for ones
    who never order, and no earlier report is needed.
    """
    period = customers.period
    if period is None or rows.days is None:
        return None
    day = _month_end_before(period.end, months)
    if day <= period.data_from:
        return None
    then = came_again(rows, _month_end_before(day, 12), day, period.end)
    if then.empty:
        return None
    counts = then[["ordered", "customers"]]
    all_, of_class = counts.sum(), counts.groupby(_classes(then)).sum()
    rates = np.full(_CLASSES, all_["ordered"] / all_["customers"])
    rates[of_class.index] = of_class["ordered"] / of_class["customers"]
    return np.asarray(rates[_classes(customers.frame)])


def _classes(frame: pd.DataFrame) -> np.ndarray:
    recency = np.searchsorted(RECENCY_STEPS, frame["recency"].to_numpy(float))
    frequency = np.searchsorted(FREQUENCY_STEPS, frame["frequency"].to_numpy(float))
    return np.asarray(recency * (len(FREQUENCY_STEPS) + 1) + frequency)


def _month_end_before(day: dt.date, months: int) -> dt.date:
    return months_before(day + dt.timedelta(days=1), months) - dt.timedelta(days=1)
