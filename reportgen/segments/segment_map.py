"""Segments by fixed limits: the recency x frequency map, with limits rounded for use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import TYPE_CHECKING

import numpy as np

from reportgen.errors import UnsegmentableError
from reportgen.features.scores import ORDER_COUNTS, SCORES, ScoreLimits, counted_score, rfm_scores
from reportgen.segments.algorithms import distances
from reportgen.segments.half_splits import SAMPLE
from reportgen.segments.model import assign
from reportgen.segments.stability import REFITS, Resampled
from reportgen.segments.values import SavedModel, Segmentation

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from reportgen.features.matrix import Matrix
    from reportgen.features.table import Customers

RECENCY_FREQUENCY_MAP: Mapping[str, frozenset[tuple[int, int]]] = {
    "hibernating": frozenset((r, f) for r in (1, 2) for f in (1, 2)),
    "at-risk": frozenset((r, f) for r in (1, 2) for f in (3, 4)),
    "cannot-lose": frozenset((r, 5) for r in (1, 2)),
    "about-to-sleep": frozenset((3, f) for f in (1, 2)),
    "need-attention": frozenset({(3, 3)}),
    "loyal": frozenset((r, f) for r in (3, 4) for f in (4, 5)),
    "promising": frozenset({(4, 1)}),
    "new": frozenset({(5, 1)}),
    "potential-loyalists": frozenset((r, f) for r in (4, 5) for f in (2, 3)),
    "champions": frozenset((5, f) for f in (4, 5)),
}
"""The 25 cells of the recency x frequency map, each in one group; every group is a rectangle."""
ONCE_ALLOWED = ("hibernating", "about-to-sleep", "promising", "new")
"""Groups that a customer with one order may be in; nobody is loyal, or at risk, after one."""
_NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    "hibernating": ("about-to-sleep", "promising", "new"),
    "about-to-sleep": ("hibernating", "promising", "new"),
    "promising": ("new", "about-to-sleep", "hibernating"),
    "new": ("promising", "about-to-sleep", "hibernating"),
    "at-risk": ("hibernating", "about-to-sleep", "promising", "new"),
    "cannot-lose": ("at-risk", "hibernating", "about-to-sleep", "promising", "new"),
    "need-attention": ("about-to-sleep", "hibernating", "promising", "new"),
    "loyal": ("potential-loyalists", "need-attention", "promising", "new", "about-to-sleep", "hibernating"),
    "potential-loyalists": ("loyal", "champions", "promising", "new", "about-to-sleep", "hibernating"),
    "champions": ("loyal", "potential-loyalists", "promising", "new", "about-to-sleep", "hibernating"),
}
"""Whom a group joins where it is too small, first choice first: a name that claims no more than its own.

Groups of one-order customers join each other only.
"""
USUAL_DAYS = (7, 14, 21, 30, 45, 60, 90, 120, 150, 180, 240, 300, 365)
MONTH = 30
FEWEST_GROUPS = 2


@dataclass(frozen=True)
class Area:
    """One rectangle of the map; None is no limit."""

    after: int | None
    """More days since the last order than these."""
    within: int | None
    """At most these days since the last order."""
    least: int | None
    """At least so many orders."""
    below: int | None
    """Fewer orders than these."""


@dataclass(frozen=True)
class SegmentMap:
    """Groups of the map by fixed limits; every customer is in exactly one."""

    days: tuple[int, ...]
    """Most days since the last order for a recency score of 5, 4, 3 and 2."""
    orders: tuple[int, ...]
    """Least orders for a frequency score of 2, 3, 4 and 5."""
    groups: tuple[str, ...]
    """Groups that stand, in the order of the segments' keys."""
    joined: tuple[tuple[str, str], ...]
    """Group too small to stand alone -> the group it was joined to."""
    given: tuple[str, ...] = ()
    """Which of the limits the user set: `days`, `orders`."""

    def places(self, recency: pd.Series, frequency: pd.Series) -> np.ndarray:
        """Index into `groups` of each customer, shape (n,)."""
        r = SCORES - np.searchsorted(self.days, recency.to_numpy(), side="left")
        f = counted_score(frequency, self.orders).to_numpy()
        place = np.empty((SCORES + 1, SCORES + 1), dtype=np.int64)
        for group, cells in RECENCY_FREQUENCY_MAP.items():
            for cell in cells:
                place[cell] = self.groups.index(dict(self.joined).get(group, group))
        return np.asarray(place[r, f])

    def areas(self, group: str) -> tuple[Area, ...]:
        """The rectangles of a group and of those joined to it, in the map's order."""
        members = {group} | {small for small, target in self.joined if target == group}
        return tuple(self._area(name) for name in RECENCY_FREQUENCY_MAP if name in members)

    def _area(self, group: str) -> Area:
        recencies, frequencies = zip(*RECENCY_FREQUENCY_MAP[group], strict=True)
        days = dict(zip((5, 4, 3, 2), self.days, strict=True))
        orders = dict(zip((2, 3, 4, 5), self.orders, strict=True))
        return Area(
            after=days.get(max(recencies) + 1),
            within=days.get(min(recencies)),
            least=orders.get(min(frequencies)),
            below=orders.get(max(frequencies) + 1),
        )


def draw_map(customers: Customers, least: int, most: int, own: ScoreLimits | None = None) -> SegmentMap:
    """The map with limits near the scores' own, rounded; groups in order of falling spend.

    Args:
        customers: of order data, with scores.
        least: customers in a group; a smaller one joins its neighbour.
        most: groups; beyond, the smallest join their neighbours.
        own: limits of the user's, which win.

    Raises:
        UnsegmentableError: there are no orders, or fewer than two groups remain.
    """
    if customers.scores is None:
        raise UnsegmentableError("segments by rules need orders", "leave out --segments rules")
    frame = customers.frame
    own = own or ScoreLimits()
    days = own.days or _rounded_days(frame["recency"], customers.scores["r"])
    orders = own.orders or _order_limits(frame["frequency"], customers.scores["f"])
    given = tuple(name for name in ("days", "orders") if getattr(own, name))
    whole = SegmentMap(days, orders, tuple(RECENCY_FREQUENCY_MAP), (), given)
    places = whole.places(frame["recency"], frame["frequency"])
    joined = _join(np.bincount(places, minlength=len(whole.groups)), least, most)
    groups = tuple(group for group in whole.groups if group not in joined)
    if len(groups) < FEWEST_GROUPS:
        raise UnsegmentableError(
            "fixed limits leave all customers in one segment", "leave out --segments rules"
        )
    drawn = replace(whole, groups=groups, joined=tuple(sorted(joined.items())))
    spend = np.bincount(drawn.places(frame["recency"], frame["frequency"]), frame["monetary"]).tolist()
    ranked = sorted(range(len(groups)), key=lambda i: (-round(spend[i], 2), groups[i]))
    return replace(drawn, groups=tuple(groups[i] for i in ranked))


def _map_parts(
    model: SavedModel,
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[str, ...], tuple[tuple[str, str], ...], tuple[str, ...]]:
    return model.days, model.orders, model.groups, model.joined, model.given


def map_of(model: SavedModel) -> SegmentMap | None:
    """The map that a saved model holds; None where an algorithm made the segments."""
    return SegmentMap(*_map_parts(model)) if model.groups else None


def model_of_map(drawn: SegmentMap, customers: Customers, matrix: Matrix, month: str | None) -> SavedModel:
    """The map as a saved model; the centres are its groups' means, and place nobody."""
    labels = drawn.places(customers.frame["recency"], customers.frame["frequency"])
    groups, points = range(len(drawn.groups)), np.asarray(matrix.values)
    centres = np.array([points[labels == i].mean(axis=0) for i in groups]).round(9)
    own = np.linalg.norm(points - centres[labels], axis=1)
    return SavedModel(
        keys=tuple(ascii_lowercase[: len(groups)]),
        centres=tuple(tuple(centre) for centre in centres.tolist()),
        columns=matrix.columns,
        clip=matrix.clip,
        distance_limit=float(np.quantile(own, 0.99)),
        k=len(groups),
        seed=SAMPLE,
        algorithm="rules",
        customers=len(matrix.ids),
        month=month,
        days=drawn.days,
        orders=drawn.orders,
        groups=drawn.groups,
        joined=drawn.joined,
        given=drawn.given,
    )


def assign_customers(model: SavedModel, customers: Customers, matrix: Matrix) -> Segmentation:
    """Every customer in a segment of a saved model, whether an algorithm or fixed limits made it."""
    return assign_by_map(model, customers, matrix) if model.groups else assign(model, matrix)


def assign_by_map(model: SavedModel, customers: Customers, matrix: Matrix) -> Segmentation:
    """Put every customer where the limits say, with full confidence; the runner-up has the nearest mean."""
    drawn = SegmentMap(*_map_parts(model))
    labels = drawn.places(customers.frame["recency"], customers.frame["frequency"])
    distance = distances(matrix.values, np.array(model.centres))
    distance[np.arange(len(labels)), labels] = np.inf
    return Segmentation(
        keys=model.keys,
        labels=labels,
        confidence=np.ones(len(labels)),
        runner_up=distance.argmin(axis=1),
        set_aside=np.zeros(len(labels), dtype=bool),
        groups=drawn.groups,
    )


def resample_map(customers: Customers, matrix: Matrix, drawn: SegmentMap) -> Resampled:
    """Segments of the customers when the limits are drawn from each of 30 bootstrap samples."""
    fitted = customers.frame[["recency", "frequency", "monetary"]].iloc[matrix.fitted_rows]
    others = []
    for time in range(REFITS):
        rng = np.random.default_rng((SAMPLE, time))
        sample = fitted.iloc[rng.integers(len(fitted), size=len(fitted))]
        scores = rfm_scores(sample["recency"], sample["frequency"], sample["monetary"])
        resampled = replace(
            drawn,
            days=drawn.days if "days" in drawn.given else _rounded_days(sample["recency"], scores["r"]),
            orders=drawn.orders
            if "orders" in drawn.given
            else _order_limits(sample["frequency"], scores["f"]),
        )
        others.append(resampled.places(fitted["recency"], fitted["frequency"]))
    return Resampled(matrix.fitted, drawn.places(fitted["recency"], fitted["frequency"]), others)


def _rounded_days(recency: pd.Series, scores: pd.Series) -> tuple[int, ...]:
    limits: list[int] = []
    for score in (5, 4, 3, 2):
        exact = int(recency[scores >= score].max()) if (scores >= score).any() else 0
        last = limits[-1] if limits else 0
        months = range(USUAL_DAYS[-1] + MONTH, max(exact, last) + 2 * USUAL_DAYS[-1], MONTH)
        common = [days for days in (*USUAL_DAYS, *months) if days > last]
        limits.append(min(common, key=lambda days: (abs(days - exact), days)))
    return tuple(limits)


def _order_limits(frequency: pd.Series, scores: pd.Series) -> tuple[int, ...]:
    limits: list[int] = []
    for score, default in zip((2, 3, 4, 5), ORDER_COUNTS, strict=True):
        reached = frequency[scores >= score]
        exact = int(reached.min()) if len(reached) else default
        limits.append(max(exact, limits[-1] + 1 if limits else 2))
    return tuple(limits)


def _join(sizes: np.ndarray, least: int, most: int) -> dict[str, str]:
    """Groups that do not stand alone -> where they went."""
    count = dict(zip(RECENCY_FREQUENCY_MAP, sizes.tolist(), strict=True))
    joined: dict[str, str] = {}
    while len(count) > 1:
        small = min(count, key=lambda group: (count[group], group))
        if count[small] >= least and len(count) <= most:
            break
        target = next((group for group in _NEIGHBOURS[small] if group in count), None)
        if target is None:
            # The last group that one-order customers may be in takes the next smallest to itself.
            small, target = min(set(count) - {small}, key=lambda group: (count[group], group)), small
        count[target] += count.pop(small)
        joined = {name: target if went == small else went for name, went in joined.items()} | {small: target}
    return joined
