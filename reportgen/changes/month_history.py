"""Revenue and customers month by month: the months of the file, each with the segments of its own end.

The model is applied to the customers as they stood at each month's end, so that a customer of today's best
segment counts where they were then. Where a month was published, its published counts are the ones told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import fsum
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from reportgen.changes.revenue_limits import revenue_limits
from reportgen.features.column_transform import CLIP
from reportgen.features.monthly_activity import (
    A_YEAR,
    at_month_end,
    in_month,
    lookback,
    month_name,
    month_totals,
    of_each_activity,
    sums_by_month,
)
from reportgen.record.flows import BACK, JOINED, LEFT
from reportgen.segments.model import labels_under
from reportgen.segments.segment_map import SegmentMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.changes.control_limits import ControlLimits
    from reportgen.cleaning.clean import CleanRows
    from reportgen.features.monthly_activity import InMonth, Lookback, MonthEnd, MonthlyActivity
    from reportgen.record.flows import Flow
    from reportgen.record.manifest import Manifest
    from reportgen.segments.fit import SegmentedCustomers
    from reportgen.segments.values import SavedModel

DECIMALS = 4
"""Of money, as the columns of order lines have them."""


@dataclass(frozen=True)
class SegmentMonth:
    """A segment at the end of a month."""

    customers: int
    ordered: int
    """Of them, who ordered in the month."""
    revenue: float
    """What they brought in it."""


@dataclass(frozen=True)
class PastMonth:
    """One calendar month, this one or an earlier one."""

    month: str
    """YYYY-MM."""
    revenue: float
    """Of orders in the month, less what was given back of them."""
    ordered: int
    """Customers who ordered in it."""
    new: int | None
    """Of them, whose first order it was; None where the data do not reach a year back."""
    reactivated: int | None
    """Of them, who had not ordered for as long as the window is; None where nobody can tell."""
    lapsed: int | None
    """Customers whose last order left the window in it; None where nobody can tell."""
    active: int | None
    """Customers with an order in the window up to its end; None where the data do not fill the window."""
    first_orders: int = 0
    """Of who ordered in the month, who had not done so before in the file."""
    segments: Mapping[str, SegmentMonth] = field(default_factory=dict)
    """By key; empty where the data do not fill the window, or the model asks for what no month tells."""
    limits: ControlLimits | None = None
    """Normal range of the revenue; of the last month alone, where enough months are known."""

    @property
    def returning(self) -> int | None:
        """Of who ordered, the others: known, and not gone for long."""
        if self.new is None or self.reactivated is None:
            return None
        return max(self.ordered - self.new - self.reactivated, 0)


def month_history(
    rows: CleanRows, segmented: SegmentedCustomers, window_months: int, published: Sequence[Manifest] = ()
) -> tuple[PastMonth, ...]:
    """Up to 24 whole months, oldest first; none where the data hold no orders.

    Args:
        rows: order lines.
        segmented: this month's customers, in the segments that the report tells of.
        window_months: months of the window.
        published: records of earlier months.
    """
    back, period = lookback(rows, window_months), rows.period
    if back is None or period is None:
        return ()
    reported = pd.Series(segmented.segmentation.labels, segmented.customers.frame.index)
    this = _Reported(period.month, segmented.model, reported)
    found = of_each_activity(rows, back, lambda activity: _of_part(activity, back, this))
    parts = [part for part in found if part is not None]
    if not parts:
        return ()
    records = {manifest.month: manifest for manifest in published}
    *earlier, last = (
        _as_published(month, records.get(month.month), segmented.model)
        for month in map(_added_up, zip(*(part.months for part in parts), strict=True))
    )
    sums = np.round(np.sum([part.sums for part in parts], axis=0), DECIMALS)
    return (*earlier, replace(last, limits=revenue_limits(month_totals(sums, back))))


class _Reported(NamedTuple):
    """The month of a report."""

    month: str
    model: SavedModel
    labels: pd.Series
    """Where the report has its customers, by their id."""


class _SomeMonths(NamedTuple):
    """What some customers did."""

    months: tuple[PastMonth, ...]
    sums: np.ndarray
    """See `sums_by_month`."""


def _of_part(activity: MonthlyActivity, back: Lookback, reported: _Reported) -> _SomeMonths | None:
    """The months of some customers; None where there are none."""
    if activity.customers.empty:
        return None
    made, before = [], _end(activity, back.months[0] - 1, back)
    for month in back.months:
        end = _end(activity, month, back)
        places = (
            _as_reported(reported.labels, activity.customers)
            if month_name(month) == reported.month
            else _places(reported.model, activity, end)
        )
        done = in_month(activity, month)
        found = _month(month, done, (before, end), known=month - A_YEAR >= back.begins)
        if places is not None:
            found = replace(found, segments=_by_segment(reported.model.keys, places, done))
        made.append(found)
        before = end
    return _SomeMonths(tuple(made), sums_by_month(activity, back))


def _added_up(parts: Sequence[PastMonth]) -> PastMonth:
    """A month of all customers, from those of several parts."""
    counts = ("ordered", "new", "reactivated", "lapsed", "active", "first_orders")
    added: dict[str, Any] = {name: _sum(getattr(part, name) for part in parts) for name in counts}
    segments = {key: _segment_of([part.segments[key] for part in parts]) for key in parts[0].segments}
    return replace(parts[0], **added, revenue=_money(part.revenue for part in parts), segments=segments)


def _segment_of(parts: Sequence[SegmentMonth]) -> SegmentMonth:
    customers, ordered = (sum(getattr(part, name) for part in parts) for name in ("customers", "ordered"))
    return SegmentMonth(customers, ordered, _money(part.revenue for part in parts))


def _sum(counts: Iterable[int | None]) -> int | None:
    """The sum of what all parts know, or none does."""
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _money(amounts: Iterable[float]) -> float:
    """The sum of amounts, without what the order of adding up changes."""
    return round(fsum(amounts), DECIMALS)


def _end(activity: MonthlyActivity, month: int, back: Lookback) -> MonthEnd | None:
    """Customers at a month's end; None where the file does not hold the whole window that ends with it."""
    return at_month_end(activity, month, back.window) if back.is_filled(month) else None


def _month(
    month: int, done: InMonth, ends: tuple[MonthEnd | None, MonthEnd | None], *, known: bool
) -> PastMonth:
    """A month between the ends of the one before and its own, without segments; `known` who is new in it."""
    before, end = ends
    first_orders = int(done.first_time.sum())
    again = None if before is None else int((done.ordered & ~done.first_time & ~before.active).sum())
    lapsed = None if before is None or end is None else int((before.active & ~end.active).sum())
    return PastMonth(
        month_name(month),
        float(done.revenue.sum()),
        int(done.ordered.sum()),
        first_orders if known else None,
        again if known else None,
        lapsed,
        None if end is None else int(end.active.sum()),
        first_orders,
    )


def _by_segment(keys: Sequence[str], places: np.ndarray, done: InMonth) -> dict[str, SegmentMonth]:
    own = places + 1  # nought for who is in none
    columns = (
        np.bincount(own, weights, minlength=len(keys) + 1)[1:]
        for weights in (None, done.ordered, done.revenue)
    )
    return {
        key: SegmentMonth(int(customers), int(ordered), float(revenue))
        for key, customers, ordered, revenue in zip(keys, *columns, strict=True)
    }


def _places(model: SavedModel, activity: MonthlyActivity, end: MonthEnd | None) -> np.ndarray | None:
    """Index of the segment of each customer, -1 for who is in none; None where nobody can tell."""
    labels = None if end is None else labels_at(model, end)
    if end is None or labels is None:
        return None
    places = np.full(len(activity.customers), -1)
    places[end.active] = labels
    return places


def _as_reported(labels: pd.Series, customers: pd.Index) -> np.ndarray:
    """This month's customers where the report has them."""
    rows = labels.index.get_indexer(customers)
    return np.where(rows >= 0, labels.to_numpy()[rows], -1)


def labels_at(model: SavedModel, end: MonthEnd) -> np.ndarray | None:
    """Segments of who was active at a month's end; None where the model asks for other measures."""
    if model.groups:
        measures = end.measures(("recency", "frequency"))
        if measures is None:
            return None
        limits = SegmentMap(model.days, model.orders, model.groups, model.joined)
        return limits.places(pd.Series(measures["recency"]), pd.Series(measures["frequency"]))
    raw = end.measures(tuple(column.name for column in model.columns))
    if raw is None:
        return None
    points = [
        np.clip(column.standardise(raw[column.name]), -CLIP, CLIP) * column.weight for column in model.columns
    ]
    return labels_under(model, np.column_stack(points))


def _as_published(month: PastMonth, record: Manifest | None, model: SavedModel) -> PastMonth:
    """The month with the counts that were published, where it was and the window was full."""
    if record is None or month.active is None:
        return month
    customers = {segment.key: segment.customers for segment in record.segments}
    if record.fitted == model.month and set(customers) == set(month.segments):
        segments = {key: replace(each, customers=customers[key]) for key, each in month.segments.items()}
        month = replace(month, segments=segments)
    month = replace(month, active=sum(customers.values()))
    if record.movement is None or not _follows(record.movement.since, month.month):
        return month
    flows = record.movement.flows
    return replace(
        month,
        new=_went(flow for flow in flows if flow.origin == JOINED),
        reactivated=_went(flow for flow in flows if flow.origin == BACK),
        lapsed=_went(flow for flow in flows if flow.target == LEFT),
    )


def _went(flows: Iterable[Flow]) -> int:
    return sum(flow.customers for flow in flows)


def _follows(earlier: str, later: str) -> bool:
    """Whether a month, YYYY-MM, is the one after another."""
    year, month = divmod(A_YEAR * int(earlier[:4]) + int(earlier[5:]), A_YEAR)
    return later == f"{year:04d}-{month + 1:02d}"
