"""Private lists of customers who moved between segments, did not order, or order less."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from reportgen.experiments.assignment import Group
from reportgen.exports.cells import cell_text, csv_bytes
from reportgen.record.flows import BACK, CAME, JOINED, LEFT, REMOVED
from reportgen.record.registered import GROUP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.changes.month_changes import MonthComparison
    from reportgen.features.table import Customers

PAST_COLUMNS = ("previous segment", "moved since last month", "why")
MOVED_COLUMNS = ("customer", "from", "to", "why", "value before", "value now")
NOT_ORDERED_COLUMNS = (
    "customer",
    "segment a month ago",
    "segment now",
    "chance of an order by their own rhythm",
    "value before",
    "value now",
)
ORDERING_LESS_COLUMNS = (
    "customer",
    "segment a month ago",
    "segment now",
    "order days a month before",
    "order days a month now",
    "value before",
    "value now",
)
MIGRATION_COLUMNS = ("from", "to", "customers", "ordered", "value before", "value now")
ENDS = {JOINED: "joined", BACK: "came back", LEFT: "left", REMOVED: "removed on request"}


@dataclass(frozen=True)
class ContactList:
    """What lists of people to contact say of them."""

    customers: Customers
    """Of this month."""
    names: Mapping[str, str]
    """Segment key -> name, of retired segments too."""
    groups: Mapping[str, Group] = field(default_factory=lambda: MappingProxyType({}))
    """Who is not contacted now: control groups, and who is part of an action that runs. They stand in the
    list, and their `group` says so."""

    def group(self, customer: str) -> Group:
        """The last column."""
        return self.groups.get(customer, Group.CONTACT)


def past_columns(
    comparison: MonthComparison, customers: Customers, names: Mapping[str, str]
) -> tuple[list[str], ...]:
    """The cells of `PAST_COLUMNS` along the customers' index.

    Args:
        comparison: with moves.
        customers: of this month.
        names: Segment key -> name, of retired segments too.
    """
    frame = _moves(comparison).reindex(customers.frame.index)
    came = frame["origin"].isin(CAME)
    before = ["" if new else names[key] for new, key in zip(came, frame["origin"], strict=True)]
    moved = ["yes" if a != b else "no" for a, b in zip(frame["origin"], frame["target"], strict=True)]
    return before, moved, [_why(row) for row in frame.itertuples()]


def moved_csv(comparison: MonthComparison, people: ContactList) -> bytes:
    """Everybody who changed group, came back or left, and may be written to; sorted by id.

    Where the file tells who opted out, only people of whom it says that they did not are listed.
    """
    frame = _moves(comparison)
    frame = frame[(frame["origin"] != frame["target"]) & (frame["origin"] != JOINED)]
    frame = frame[frame["target"] != REMOVED]
    return _list_of(frame, people, MOVED_COLUMNS, lambda row: (_why(row),))


def not_ordered_csv(comparison: MonthComparison, people: ContactList) -> bytes:
    """Who did not order, of the segments of which fewer ordered than usual; see `moved_csv` for the rest."""
    frame = _moves(comparison)
    silent = frame["origin"].isin(comparison.lapsed_segments) & (frame["target"] != REMOVED)
    frame = frame[silent & ~frame["ordered"].fillna(value=False).astype(bool)]
    return _list_of(frame, people, NOT_ORDERED_COLUMNS, _chance)


def ordering_less_csv(comparison: MonthComparison, people: ContactList) -> bytes:
    """Who orders less than they used to, of the segments of which more do than usual; see `moved_csv`."""
    if comparison.moves is None:
        raise ValueError("this month is compared with none")
    slowed = comparison.moves.slowed(comparison.slowing_segments)
    return _list_of(slowed, people, ORDERING_LESS_COLUMNS, _rates)


def _list_of(
    frame: pd.DataFrame,
    people: ContactList,
    columns: tuple[str, ...],
    figures: Callable[[object], tuple[str, ...]],
) -> bytes:
    """Customers to write to: where from, where to, figures of each, their value, what is carried."""
    contactable, labels = _contactable(frame, people.customers)
    carried = (
        zip(*(contactable[label].astype(str) for label in labels), strict=True)
        if labels
        else ((),) * len(contactable)
    )
    rows = (
        (
            str(row.Index),
            _end(str(row.origin), people.names),
            _end(str(row.target), people.names),
            *figures(row),
            *_money(row),
            *more,
            people.group(str(row.Index)),
        )
        for row, more in zip(contactable.itertuples(), carried, strict=True)
    )
    return csv_bytes((*columns, *labels, GROUP), (map(cell_text, row) for row in rows))


def _contactable(frame: pd.DataFrame, customers: Customers) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Of some customers those who may be written to, with the columns taken along."""
    contactable = frame[customers.may_be_written_to(frame.index)]
    if customers.contacts is None:
        return contactable, ()
    texts = customers.contacts.texts(contactable.index)
    return contactable.join(texts), customers.contacts.labels


def migration_csv(comparison: MonthComparison, names: Mapping[str, str]) -> bytes:
    """Every flow, whatever its size: the table that closes on both sides."""
    flows = comparison.migration.flows if comparison.migration else ()
    rows = (
        (
            _end(flow.origin, names),
            _end(flow.target, names),
            str(flow.customers),
            "" if flow.ordered is None else str(flow.ordered),
            f"{flow.before:z.2f}",
            f"{flow.now:z.2f}",
        )
        for flow in flows
    )
    return csv_bytes(MIGRATION_COLUMNS, (map(cell_text, row) for row in rows))


def _moves(comparison: MonthComparison) -> pd.DataFrame:
    if comparison.moves is None:
        raise ValueError("this month is compared with none")
    return comparison.moves.frame


def _why(row: object) -> str:
    """What moved a customer; empty for those who stayed."""
    origin, target, ordered = (getattr(row, name) for name in ("origin", "target", "ordered"))
    if origin == target:
        return ""
    if origin in ENDS:
        return ENDS[origin]
    if pd.isna(ordered):
        return "figures changed"
    return "ordered" if ordered else "time passed"


def _chance(row: object) -> tuple[str]:
    """That an order was to be expected."""
    return (f"{getattr(row, 'due'):.0%}",)  # noqa: B009 - a row of itertuples has no type


def _rates(row: object) -> tuple[str, ...]:
    """Order days a month before, and now."""
    return tuple(f"{getattr(row, name):.1f}" for name in ("rate_then", "rate_now"))


def _money(row: object) -> tuple[str, str]:
    return tuple(f"{getattr(row, name):z.2f}" for name in ("before", "now"))  # type: ignore[return-value]


def _end(key: str, names: Mapping[str, str]) -> str:
    return ENDS.get(key) or names[key]
