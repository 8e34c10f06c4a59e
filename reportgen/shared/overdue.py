"""Figures of customers who are overdue by their own rhythm: how many, what they spent, how to reach them.

One figure for one group of people: brief, report, message and lists all take theirs from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

import numpy as np

from reportgen.base.names import list_names
from reportgen.base.word_lists import header_kind
from reportgen.features.lifecycle import LATE, usual_gap
from reportgen.features.overdue import LEAST_ORDERS, overdue_by_segment, overdue_customers
from reportgen.prose.facts import Fact, Unit, part_of
from reportgen.segments.field_names import LONG_LATE
from reportgen.shared.numbers import count_fact, decimal_fact, money_fact, text_fact
from reportgen.shared.order_size import OrderSize, order_size

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.features.table import Customers
    from reportgen.segments.naming import Segment

CHANNELS = ("email", "phone")
"""Kinds of columns by which somebody can be reached."""


@dataclass(frozen=True)
class Reach:
    """Of some customers, how many can be reached, as far as the file tells."""

    contactable: Fact | None
    """Who did not opt out; None where the file does not tell."""
    by: Mapping[str, Fact]
    """By channel (`CHANNELS`): who can be reached by it and did not opt out, where they are enough to be
    shown; only for columns that are taken along into the lists."""


@dataclass(frozen=True)
class OverdueGroup:
    """Overdue customers of one segment."""

    customers: Fact
    spent: Fact | None
    """What they spent in the window; None without value."""
    order: OrderSize | None
    """Their average order; likewise."""
    reach: Reach
    file: Fact
    """The private list that names those who may be contacted."""
    gone: bool
    """Whether most of them have been silent for so long that hardly anybody of them comes back."""


@dataclass(frozen=True)
class OverdueFigures:
    """The overdue customers of all segments that hold enough of them to be shown.

    Those of the others are not counted, so that nobody can work out from the total how many they are.
    """

    customers: Fact
    spent: Fact | None
    """None without value."""
    expected: float
    """Share of those with a rhythm who would be overdue by chance: who orders at random at a usual rate is
    silent for longer than `LATE` gaps with the probability exp(-LATE)."""
    observed: float
    """Share of them who are."""
    limit: Fact
    """Usual gaps after which somebody is overdue."""
    shop_gap: Fact
    """The shop's usual days between orders."""
    segments: Mapping[str, OverdueGroup]
    """By key of the segment, where they are enough to be shown."""
    none: Mapping[str, Fact]
    """Likewise, where nobody is: a nought."""


def overdue_figures(analysis: Analysis, fmt: Formatter) -> OverdueFigures | None:
    """The figures; None for data without orders, or where nobody has a rhythm."""
    customers, smallest = analysis.customers, analysis.options.min_cell
    overdue = overdue_customers(customers)
    gap = usual_gap(customers.frame) if overdue is not None and "gap" in customers.frame else float("nan")
    if overdue is None or np.isnan(gap):
        return None
    inside = overdue_by_segment(overdue, analysis.segmentation, smallest)
    who = np.logical_or.reduce([*inside.values(), np.zeros(len(customers.frame), dtype=bool)])
    paced = customers.frame["frequency"].to_numpy(float) >= LEAST_ORDERS
    worth = customers.worth if analysis.has_value else None
    files = list_files(analysis.segments)
    return OverdueFigures(
        customers=count_fact("overdue.customers", int(who.sum()), Unit.CUSTOMERS, fmt),
        spent=_spent("overdue.spent", who, worth, fmt),
        expected=exp(-LATE),
        observed=int(who.sum()) / max(int(paced.sum()), 1),
        limit=count_fact("overdue.limit", int(LATE), Unit.NUMBER, fmt),
        shop_gap=decimal_fact("overdue.shop_gap", gap, 0, fmt),
        segments={
            key: OverdueGroup(
                customers=count_fact(f"{name}.customers", int(rows.sum()), Unit.CUSTOMERS, fmt),
                spent=_spent(f"{name}.spent", rows, worth, fmt),
                order=order_size(name, rows, customers, fmt) if analysis.has_value else None,
                reach=reach(name, rows, customers, smallest, fmt),
                file=text_fact(f"{name}.file", f"lists/{files[key]}-overdue.csv"),
                gone=bool(np.median(overdue.lateness[rows]) > LONG_LATE),
            )
            for key, rows in inside.items()
            for name in (f"segment.{key}.overdue",)
        },
        none={
            key: count_fact(f"segment.{key}.overdue.customers", 0, Unit.CUSTOMERS, fmt)
            for place, key in enumerate(analysis.segmentation.keys)
            if not overdue.who[analysis.segmentation.labels == place].any()
        },
    )


def list_files(segments: Sequence[Segment]) -> Mapping[str, str]:
    """By key of the segment: what its private list is called, without its folder and ending."""
    keys = tuple(segment.key for segment in segments)
    return dict(zip(keys, list_names(keys, {each.key: each.name for each in segments}), strict=True))


def _spent(key: str, rows: np.ndarray, worth: np.ndarray | None, fmt: Formatter) -> Fact | None:
    return None if worth is None else money_fact(key, float(worth[rows].sum()), fmt)


def reach(key: str, rows: np.ndarray, customers: Customers, smallest: int, fmt: Formatter) -> Reach:
    """How some customers can be reached, as far as the file tells and the lists take along."""
    contacts = customers.contacts
    if contacts is None:
        return Reach(None, {})
    allowed = rows & customers.may_be_written_to(customers.frame.index)
    known = {kind: np.zeros(len(rows), dtype=bool) for kind in CHANNELS}
    for label in contacts.labels:
        kind = header_kind(label)
        if kind in known:
            known[kind] |= contacts.filled[label].to_numpy(bool)
    counts = {kind: int((allowed & has).sum()) for kind, has in known.items()}
    return Reach(
        part_of(f"{key}.contactable", int(allowed.sum()), int(rows.sum()), smallest, fmt),
        {
            kind: count_fact(f"{key}.{kind}", number, Unit.CUSTOMERS, fmt)
            for kind, number in counts.items()
            if number >= smallest and not 0 < allowed.sum() - number < smallest
        },
    )
