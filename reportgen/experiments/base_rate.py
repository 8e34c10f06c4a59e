"""How many of a segment order within some months anyway, by what customers like them once did."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reportgen.cleaning.period import months_after
from reportgen.features.lifecycle import longest_pause
from reportgen.features.order_history import PastDay, standing_then

if TYPE_CHECKING:
    from reportgen.cleaning.clean import CleanRows
    from reportgen.features.order_history import Standing
    from reportgen.features.table import Customers

UNKNOWN = 0.5
"""Half of them: of all shares the one that needs the largest groups, where the file does not reach back."""
MOST_MONTHS = 6
"""Longest period that is waited for, and most months put together: later, another action has begun."""
PAST_MONTHS = 12
"""Month ends that are looked back at: those of a year."""
LEAST_PAST = 2
"""Earlier months that tell how far one differs from another."""
RECENCY_STEPS, FREQUENCY_STEPS = (30, 60, 90, 180), (1, 2, 5)
"""Classes of customers who stand alike: days since the last order, and order days."""
_CLASSES = (len(RECENCY_STEPS) + 1) * (len(FREQUENCY_STEPS) + 1)


class Usual(NamedTuple):
    """Who order anyway."""

    share: float
    """Of them, 0 to 1."""
    variance: float = 0.0
    """Of that share from one month to another, with what is not known of its mean."""

    def is_uneven(self, people: int) -> bool:
        """Whether months differ among so many people by more than chance makes each uncertain."""
        return self.variance * people > self.share * (1 - self.share)


@dataclass(frozen=True)
class UsualOrders:
    """What customers did who once stood as those of today do, by the classes of `_classes`."""

    classes: np.ndarray
    """Of each customer today; shape (n,)."""
    customers: np.ndarray
    """Customers of each class at earlier month ends, the newest first; shape (m, classes)."""
    ordered: np.ndarray
    """Of them, who ordered within 1, 2 .. `MOST_MONTHS` months after; shape (m, classes, months)."""

    def of(self, who: np.ndarray, months: int) -> Usual | None:
        """How many of some customers order within some months, without any action.

        The share of each earlier month is that of the classes as they make up these customers now. Months
        are put together as studies are that differ among themselves (DerSimonian and Laird 1986), and the
        next one is taken for another such month. Periods that overlap count as fewer.

        Args:
            who: the customers; shape (n,), bool.
            months: for which orders are watched.

        Returns:
            None where the file tells of fewer than `LEAST_PAST` earlier months, or nobody is meant.
        """
        customers, ordered = self.customers[months - 1 :], self.ordered[months - 1 :, :, months - 1]
        parts = np.bincount(self.classes[who], minlength=_CLASSES) / max(int(who.sum()), 1)
        if len(customers) < LEAST_PAST or not parts.any():
            return None
        every = customers.sum()
        overall = ordered.sum() / every if every else 0.0
        known = customers.sum(axis=0)
        pooled = np.divide(ordered.sum(axis=0), known, out=np.full(_CLASSES, overall), where=known > 0)
        shares = np.divide(ordered, customers, out=np.tile(pooled, (len(customers), 1)), where=customers > 0)
        likely = (ordered.sum(axis=0) + 0.5) / (known + 1)  # Jeffreys: none of few is no proof of none
        chance = ((parts**2 * likely * (1 - likely)) / np.maximum(customers, 1)).sum(axis=1)
        return _together(shares @ parts, chance, months)


def _together(shares: np.ndarray, chance: np.ndarray, months: int) -> Usual:
    """The mean of some months' shares and the variance of another month's; `chance` is that within each."""
    weights = 1 / chance
    mean = float(weights @ shares / weights.sum())
    apart = float(weights @ (shares - mean) ** 2) - (len(shares) - 1)
    between = max(apart / (weights.sum() - (weights**2).sum() / weights.sum()), 0.0)
    weights = 1 / (chance + between)
    return Usual(float(weights @ shares / weights.sum()), between + months / float(weights.sum()))


def usual_orders(rows: CleanRows, customers: Customers) -> UsualOrders | None:
    """What customers did after earlier month ends; None for data without orders.

    Customers are put into classes by recency and frequency, as they are now and as they were at the end of
    each month of the year before. So people who have not ordered lately are not taken for ones who never
    order, and no earlier report is needed. Months in which nobody can say who is new are left out.
    """
    period = customers.period
    if period is None or rows.days is None:
        return None
    known_from = period.data_from + dt.timedelta(days=longest_pause(customers.frame))
    ends = [months_after(period.end, -months) for months in range(1, PAST_MONTHS + 1)]
    past = [PastDay(months_after(day, -PAST_MONTHS), day) for day in ends if day > known_from]
    parts = standing_then(rows, past, period.end, _counted) if past else [[]]
    found = [
        [np.sum(each, axis=0) for each in zip(*of_day, strict=True)] for of_day in zip(*parts, strict=True)
    ]
    shape = (len(found), _CLASSES)
    return UsualOrders(
        _classes(customers.frame["recency"].to_numpy(float), customers.frame["frequency"].to_numpy(float)),
        np.reshape([customers for customers, _ in found], shape),
        np.reshape([ordered for _, ordered in found], (*shape, MOST_MONTHS)),
    )


def _counted(past: PastDay, then: Standing) -> tuple[np.ndarray, np.ndarray]:
    """Customers of each class on a day, and how many of each ordered within 1, 2 .. months after it."""
    classes = _classes(then.recency, then.frequency)
    limits = [months_after(past.day, months).toordinal() for months in range(1, MOST_MONTHS + 1)]
    within = np.subtract(limits, past.day.toordinal())[:, None] >= then.days_until
    ordered = [np.bincount(classes[each], minlength=_CLASSES) for each in within]
    return np.bincount(classes, minlength=_CLASSES), np.transpose(ordered)


def _classes(recency: np.ndarray, frequency: np.ndarray) -> np.ndarray:
    steps = np.searchsorted(RECENCY_STEPS, recency), np.searchsorted(FREQUENCY_STEPS, frequency)
    return np.asarray(steps[0] * (len(FREQUENCY_STEPS) + 1) + steps[1])
