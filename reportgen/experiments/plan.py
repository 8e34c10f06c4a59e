"""The actions of a month: how each is tested, and which customer is contacted or left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.experiments.assignment import Group, draw_control, in_either, salt_of
from reportgen.experiments.base_rate import MOST_MONTHS, usual_orders
from reportgen.experiments.design import SegmentPeople, choose_designs
from reportgen.experiments.pass_mark import trial
from reportgen.features.overdue import overdue_customers

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from reportgen.analysis import Analysis
    from reportgen.changes.month_changes import MonthComparison
    from reportgen.cleaning.period import Period
    from reportgen.experiments.design import ActionDesign, Recommended
    from reportgen.experiments.pass_mark import Trial
    from reportgen.features.table import Customers
    from reportgen.record.registered import RegisteredAction
    from reportgen.segments.values import Segmentation


@dataclass(frozen=True)
class ActionPlan:
    """What is done with whom this month."""

    recommended: tuple[Recommended, ...]
    """Empty where the file holds no orders, by which alone an action could be read."""
    designs: Mapping[str, ActionDesign]
    """By segment; without segments all of whose people are part of an action that runs."""
    trials: Mapping[str, Trial]
    """By segment, where the file holds no orders: one offer, and who gets it."""
    groups: np.ndarray
    """The group of each customer, along the customers' index; shape (n,), text."""
    listed: np.ndarray
    """Who is among those whom their segment's action is for, and did not opt out; shape (n,)."""

    def months(self, action: Recommended) -> int:
        """How long orders are watched: as the test needs, else as the play says."""
        design = self.designs.get(action.segment)
        return action.months if design is None else design.months


def plan_actions(analysis: Analysis, recommended: Sequence[Recommended]) -> ActionPlan:
    """Draw the control groups of a month.

    Whoever is part of a registered action that is not read yet is contacted for no other, wherever they stand
    by now: its control group is left out, and who was contacted is `Group.RUNNING`.

    Args:
        analysis: of the build.
        recommended: the actions, one a segment.
    """
    customers = analysis.customers
    ids = customers.frame.index.tolist()
    end = plan_ends(customers.period, partial=analysis.comparison.partial)
    running = [each for each in analysis.registered if not is_over(each, end)]
    groups = np.where(customers.may_be_written_to(customers.frame.index), Group.CONTACT, Group.NOBODY).astype(
        object
    )
    left_out, busy = (
        in_either(ids, (each.control.ids for each in running)),
        in_either(ids, (arm.ids for each in running for arm in (each.contact, each.control))),
    )
    groups[busy & (groups == Group.CONTACT)] = Group.RUNNING
    groups[left_out & (groups == Group.RUNNING)] = Group.CONTROL
    usable, tried = (recommended, ()) if analysis.has_orders else ((), recommended)
    free = groups == Group.CONTACT
    meant = {each.segment: meant_for(each, customers, analysis.segmentation) for each in recommended}
    reached = {segment: free & who for segment, who in meant.items()}
    halves = analysis.options.control_groups
    designs = _designs(analysis, usable, reached) if halves else {}
    made = {
        each.segment: trial(int(reached[each.segment].sum()), analysis.options.min_cell, halves=halves)
        for each in tried
        if not each.asks
    }
    trials = {segment: each for segment, each in made.items() if each.goal is not None}
    sizes = {segment: design.control for segment, design in designs.items()}
    sizes |= {segment: each.control for segment, each in trials.items()}
    for each in recommended:
        number = sizes.get(each.segment, 0)
        if number:
            inside = np.flatnonzero(reached[each.segment])
            read = sum(past.play == each.play and is_over(past, end) for past in analysis.registered)
            salt = salt_of(analysis.options.seed, each.play, read)
            drawn = draw_control([ids[place] for place in inside], number, salt)
            groups[inside[drawn]] = Group.CONTROL
    for_orders = [meant[each.segment] for each in usable]
    listed = np.logical_or.reduce([*for_orders, np.zeros(len(ids), dtype=bool)])
    return ActionPlan(tuple(usable), designs, trials, groups.astype(str), listed & (groups != Group.NOBODY))


def plan_ends(period: Period | None, *, partial: bool) -> dt.date | None:
    """The last day of which a month knows; None without dates."""
    if period is None:
        return None
    return min(period.end, period.data_until) if partial else period.end


def is_over(action: RegisteredAction, end: dt.date | None) -> bool:
    """Whether its reading date has come by the last day of which a month knows."""
    return end is not None and action.read <= end.isoformat()


def _designs(
    analysis: Analysis, recommended: Sequence[Recommended], meant: Mapping[str, np.ndarray]
) -> Mapping[str, ActionDesign]:
    """How each segment with somebody to contact is tested."""
    with_people = [each for each in recommended if meant[each.segment].any()]
    least = min((each.months for each in with_people), default=MOST_MONTHS)
    usual = usual_orders(analysis.rows, analysis.customers) if with_people else None
    arriving = _arriving(analysis.comparison)
    have = {
        each.segment: SegmentPeople(
            int(meant[each.segment].sum()),
            0 if each.overdue else arriving.get(each.segment, 0),
            {
                months: None if usual is None or each.in_season else usual.of(meant[each.segment], months)
                for months in range(least, MOST_MONTHS + 1)
            },
        )
        for each in with_people
    }
    return choose_designs(with_people, have, analysis.options.min_cell)


def meant_for(action: Recommended, customers: Customers, segmentation: Segmentation) -> np.ndarray:
    """Whom an action is for; shape (n,)."""
    members = np.asarray(segmentation.labels == segmentation.keys.index(action.segment))
    overdue = overdue_customers(customers) if action.overdue else None
    return members if overdue is None else members & overdue.who


def _arriving(comparison: MonthComparison) -> Mapping[str, int]:
    """Segment -> who came into it since the month before; empty where no change is known."""
    migration = comparison.migration
    flows = () if migration is None else migration.flows
    came: dict[str, int] = {}
    for flow in flows:
        if not flow.stayed:
            came[flow.target] = came.get(flow.target, 0) + flow.customers
    return came
