"""Revenue and customers month by month: the months of the file, each with the segments of its own end.

The model is applied to the customers as they stood at each month's end, so that a customer of today's best
segment counts where they were then. Where a month was published, its published counts are the ones told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportgen.changes.revenue_limits import revenue_limits
from reportgen.features.column_transform import CLIP
from reportgen.features.monthly_activity import (
    A_YEAR,
    at_month_end,
    in_month,
    month_name,
    month_totals,
    monthly_activity,
)
from reportgen.record.flows import BACK, JOINED, LEFT
from reportgen.segments.model import labels_under
from reportgen.segments.segment_map import SegmentMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.changes.control_limits import ControlLimits
    from reportgen.cleaning.clean import CleanRows
    from reportgen.features.monthly_activity import InMonth, MonthEnd, MonthlyActivity
    from reportgen.record.flows import Flow
    from reportgen.record.manifest import Manifest
    from reportgen.segments.fit import SegmentedCustomers
    from reportgen.segments.values import SavedModel


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
    activity = monthly_activity(rows, window_months)
    if activity is None or rows.period is None:
        return ()
    records = {manifest.month: manifest for manifest in published}
    made, before = [], _end(activity, activity.months[0] - 1)
    for month in activity.months:
        end, is_this = _end(activity, month), month_name(month) == rows.period.month
        places = (
            _as_reported(segmented, activity.customers)
            if is_this
            else _places(segmented.model, activity, end)
        )
        found = _month(activity, month, (before, end))
        if places is not None:
            found = replace(
                found, segments=_by_segment(segmented.model.keys, places, in_month(activity, month))
            )
        made.append(_as_published(found, records.get(found.month), segmented.model))
        before = end
    return (*made[:-1], replace(made[-1], limits=revenue_limits(month_totals(activity))))


def _end(activity: MonthlyActivity, month: int) -> MonthEnd | None:
    """Customers at a month's end; None where the file does not hold the whole window that ends with it."""
    filled = month - activity.window + 1 >= activity.begins
    return at_month_end(activity, month) if filled else None


def _month(activity: MonthlyActivity, month: int, ends: tuple[MonthEnd | None, MonthEnd | None]) -> PastMonth:
    """A month between the ends of the one before and its own, without segments."""
    before, end = ends
    done = in_month(activity, month)
    known = month - A_YEAR >= activity.begins
    back = None if before is None else int((done.ordered & ~done.first_time & ~before.active).sum())
    lapsed = None if before is None or end is None else int((before.active & ~end.active).sum())
    return PastMonth(
        month_name(month),
        float(done.revenue.sum()),
        int(done.ordered.sum()),
        int(done.first_time.sum()) if known else None,
        back if known else None,
        lapsed,
        None if end is None else int(end.active.sum()),
    )


def _by_segment(keys: Sequence[str], places: np.ndarray, done: InMonth) -> dict[str, SegmentMonth]:
    inside = places >= 0

    def sums(weights: np.ndarray) -> np.ndarray:
        return np.bincount(places[inside], weights[inside].astype(float), minlength=len(keys))

    columns = (sums(np.ones(len(places))), sums(done.ordered), sums(done.revenue))
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


def _as_reported(segmented: SegmentedCustomers, customers: pd.Index) -> np.ndarray:
    """This month's customers where the report has them."""
    rows = segmented.customers.frame.index.get_indexer(customers)
    return np.where(rows >= 0, segmented.segmentation.labels[rows], -1)


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
