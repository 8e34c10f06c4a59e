"""Migration between segments: who moved from where to where between two months, in customers and money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportgen.record.flows import BACK, CAME, JOINED, LEFT, REMOVED, Activity, Flow, Forgotten
from reportgen.record.registered import GROUP, LISTED

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from reportgen.features.table import Customers


@dataclass(frozen=True)
class Migration:
    """All flows between two months, and who ordered."""

    days: int
    """From the end of the earlier month to the end of this one."""
    flows: tuple[Flow, ...]
    activity: tuple[Activity, ...]
    """By segment of the earlier month; empty without orders."""

    def leaving(self, origin: str) -> tuple[Flow, ...]:
        """Flows out of a segment, those who stayed among them."""
        return tuple(flow for flow in self.flows if flow.origin == origin)

    def entering(self, target: str) -> tuple[Flow, ...]:
        """Flows into a segment, those who stayed among them."""
        return tuple(flow for flow in self.flows if flow.target == target)


@dataclass(frozen=True)
class Moves:
    """One row a customer of either month, sorted by id: where from, where to, whether they ordered."""

    frame: pd.DataFrame
    """Columns origin, target, ordered (boolean or NA), due, before, now; with orders, purchase rates, too."""

    def slowed(self, origins: Collection[str]) -> pd.DataFrame:
        """Customers of some segments of the earlier month who order less than they did, unless removed."""
        rows = self.frame["origin"].isin(origins) & (self.frame["target"] != REMOVED)
        return self.frame[rows & self.frame["slower"]]


def customer_moves(
    customers: Customers, now: pd.Series, before: pd.Series, then: Customers, end_before: dt.date
) -> Moves:
    """Where each customer was in the earlier month and is now.

    Args:
        customers: of this month.
        now: id -> segment, this month.
        before: id -> segment, the earlier month.
        then: customers of the earlier month, with the figures of then.
        end_before: last day of the earlier month.
    """
    ids = now.index.union(before.index).sort_values()
    frame = pd.DataFrame({"origin": before.reindex(ids), "target": now.reindex(ids)}, index=ids)
    frame["target"] = frame["target"].fillna(LEFT)
    absent = frame["origin"].isna()
    frame.loc[absent, "origin"] = np.where(_known_before(customers, end_before, ids)[absent], BACK, JOINED)
    frame["ordered"] = _ordered(customers, end_before, ids)
    frame["due"] = 0.0
    frame["before"] = _worth(then).reindex(ids).fillna(0.0).astype(float)
    frame["now"] = _worth(customers).reindex(ids).fillna(0.0).astype(float)
    return Moves(frame)


def with_order_probability(moved: Moves, probability: pd.Series) -> Moves:
    """The same moves, with each one's probability of an order; id -> probability, 0 for all others."""
    return Moves(moved.frame.assign(due=probability.reindex(moved.frame.index).fillna(0.0)))


def with_purchase_rates(moved: Moves, rates: pd.DataFrame, stopped: pd.Index) -> Moves:
    """The same moves, with how each one's purchase rate changed.

    Args:
        moved: the moves.
        rates: see `purchase_rate.purchase_rates`.
        stopped: who had stopped ordering by the earlier month's end.

    Returns:
        With columns `stopped`, `reactivated` (stopped, and ordered since), `paced` (had a purchase rate),
        `slower` (ordered since, and clearly less than before), `rate_then`, `rate_now` (order days a month,
        or NaN).
    """
    frame = moved.frame.join(rates)
    ordered = frame["ordered"].fillna(value=False).astype(bool)
    halted = frame.index.isin(stopped)
    slower = frame["slower"].astype("boolean").fillna(value=False).astype(bool)
    return Moves(
        frame.assign(
            stopped=halted,
            reactivated=halted & ordered,
            paced=frame["rate_then"].notna(),
            slower=slower & ordered,
        )
    )


def with_listed(moved: Moves, then: pd.DataFrame) -> Moves:
    """The same moves, with whom the earlier month's lists named, and in which group of an action they were.

    Nobody where the record does not tell.
    """
    index = moved.frame.index
    named = then[LISTED] if LISTED in then else pd.Series(dtype=bool)
    groups = then[GROUP].reindex(index) if GROUP in then else ""
    return Moves(moved.frame.assign(listed=index.isin(named.index[named.astype(bool)]), group=groups))


def with_removals(moved: Moves, removed: Collection[str]) -> Moves:
    """The same moves; those who are gone because they asked for it did not leave by themselves."""
    frame = moved.frame.copy()
    frame.loc[(frame["target"] == LEFT) & frame.index.isin(list(removed)), "target"] = REMOVED
    return Moves(frame)


def count_flows(moved: Moves, days: int, forgotten: Sequence[Forgotten] = ()) -> Migration:
    """Add the moves up, flow by flow; those whom the earlier record forgot were removed."""
    frame = moved.frame
    known = bool(frame["ordered"].notna().any())
    flows = [
        Flow(
            str(origin),
            str(target),
            len(part),
            int(part["ordered"].fillna(value=False).sum()) if known else None,
            round(float(part["before"].sum()), 2),
            round(float(part["now"].sum()), 2),
        )
        for (origin, target), part in frame.groupby(["origin", "target"], sort=True)
    ]
    flows = _with_forgotten(flows, forgotten, ordered=0 if known else None)
    return Migration(days, tuple(flows), _activity(frame) if known else ())


def _with_forgotten(flows: list[Flow], forgotten: Sequence[Forgotten], ordered: int | None) -> list[Flow]:
    by_ends = {(flow.origin, flow.target): flow for flow in flows}
    for each in forgotten:
        ends = each.key, REMOVED
        known = by_ends.get(ends, Flow(*ends, 0, ordered, 0.0, 0.0))
        by_ends[ends] = replace(
            known, customers=known.customers + each.customers, before=round(known.before + each.value, 2)
        )
    return [by_ends[ends] for ends in sorted(by_ends)]


def _activity(frame: pd.DataFrame) -> tuple[Activity, ...]:
    inside = frame[~frame["origin"].isin(CAME) & (frame["target"] != REMOVED)]
    optional = [name for name in ("stopped", "reactivated", "paced", "slower") if name in frame]
    return tuple(
        Activity(
            str(key),
            len(part),
            int(part["ordered"].fillna(value=False).sum()),
            round(float(part["due"].sum()), 2),
            round(float((part["due"] * (1 - part["due"])).sum()), 2),
            **{name: int(part[name].sum()) for name in optional},
        )
        for key, part in inside.groupby("origin", sort=True)
    )


def _known_before(customers: Customers, end_before: dt.date, ids: pd.Index) -> pd.Series:
    """Whether a customer's first order in the file lies before the earlier month's end."""
    if "first_order" not in customers.frame.columns:
        return pd.Series(data=False, index=ids)
    first = pd.to_datetime(customers.frame["first_order"]).reindex(ids)
    return first <= pd.Timestamp(end_before)


def _ordered(customers: Customers, end_before: dt.date, ids: pd.Index) -> pd.Series:
    """Whether a customer ordered after the earlier month's end; NA where there are no orders."""
    if customers.scores is None or customers.period is None:
        return pd.Series(pd.NA, index=ids, dtype="boolean")
    days = (customers.period.end - end_before).days
    since = (customers.frame["recency"] < days).reindex(ids)
    return since.astype("boolean").fillna(value=False)


def _worth(customers: Customers) -> pd.Series:
    if customers.value is None or customers.value not in customers.frame:
        return pd.Series(0.0, index=customers.frame.index)
    return customers.frame[customers.value].fillna(0.0)
