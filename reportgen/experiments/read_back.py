"""Registered actions in a month: planned, running, read or closed, and what assigned and control did.

Compared is who was assigned to what (intention to treat), whether or not they were reached. One reading date
was fixed when the action was registered; before it nothing is looked at, and after it nothing changes. A
month that reads an action keeps what it read, and later months repeat it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from reportgen.experiments.intervals import Difference, mean_difference, share_difference
from reportgen.experiments.outcomes import outcomes
from reportgen.experiments.plan import plan_ends
from reportgen.record.registered import ArmReading, RecordedReading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import pandas as pd

    from reportgen.analysis import Analysis
    from reportgen.changes.month_changes import MonthComparison
    from reportgen.record.registered import Arm, RegisteredAction


class ActionState(StrEnum):
    """Where an action stands in a month."""

    PLANNED = "planned"
    """Registered, and its contact lies after the month."""
    RUNNING = "running"
    """Not to be read yet."""
    READ = "read"
    """Read for the first time."""
    CLOSED = "closed"
    """Read by an earlier month."""
    UNREADABLE = "unreadable"
    """Its day has come, and the file lacks orders of its time, or the month is not comparable."""

    @property
    def is_waiting(self) -> bool:
        """Whether its reading date is still to come."""
        return self in {ActionState.PLANNED, ActionState.RUNNING}


@dataclass(frozen=True)
class ActionResult:
    """One registered action in one month."""

    action: RegisteredAction
    state: ActionState
    reading: RecordedReading | None = None
    """None before it is read."""

    def is_compared(self, smallest: int) -> bool:
        """Whether both groups, and who ordered of them, are none or many enough to be shown."""
        return self.reading is not None and all(
            arm.customers >= smallest and not 0 < arm.ordered < smallest
            for arm in (self.reading.contact, self.reading.control)
        )

    @property
    def shares(self) -> Difference | None:
        """The difference of shares that ordered; None without a reading, or without a control group."""
        if self.reading is None or not self._has_both:
            return None
        return share_difference([(self.reading.contact, self.reading.control)])

    @property
    def revenue(self) -> Difference | None:
        """The difference of revenue a head; None likewise, and where all spent the same."""
        if self.reading is None or not self._has_both:
            return None
        return mean_difference(self.reading.contact, self.reading.control)

    @property
    def _has_both(self) -> bool:
        reading = self.reading
        return reading is not None and min(reading.contact.customers, reading.control.customers) > 1


@dataclass(frozen=True)
class PooledResult:
    """Actions of one play that were read, put together."""

    play: str
    results: tuple[ActionResult, ...]
    shares: Difference


def read_actions(analysis: Analysis) -> tuple[ActionResult, ...]:
    """Every registered action as it stands in a month, by the day of contact."""
    end = plan_ends(analysis.customers.period, partial=analysis.comparison.partial)
    if end is None:
        return ()
    return tuple(_result(action, analysis, end) for action in analysis.registered)


def pooled_results(results: Sequence[ActionResult], smallest: int) -> tuple[PooledResult, ...]:
    """The plays of which several actions were read against a control group, each put together.

    Args:
        results: of a month.
        smallest: the smallest count that may be shown; smaller groups count, and are shown only together.
    """
    return tuple(_pooled(results, smallest))


def arm_reading(arm: Arm, bought: pd.DataFrame, excluded: Collection[str]) -> ArmReading:
    """What a group did: everybody who was assigned to it, but for those who were removed on request.

    Args:
        arm: as it was assigned.
        bought: see `outcomes`.
        excluded: ids that are left out of the build.
    """
    ids = [each for each in arm.ids if each not in excluded]
    known = bought.reindex(ids)
    revenue = known["revenue"].fillna(0.0).to_numpy(float)
    return ArmReading(
        customers=len(ids),
        ordered=int((known["ordered"] == True).sum()),  # noqa: E712 - NaN where nobody bought
        revenue=round(float(revenue.sum()), 2),
        squares=round(float(np.square(revenue).sum()), 2),
        removed=arm.assigned - len(ids),
    )


def _result(action: RegisteredAction, analysis: Analysis, end: dt.date) -> ActionResult:
    kept = next((each for each in _earlier_readings(analysis.comparison) if _is_of(each, action)), None)
    if kept is not None:
        return ActionResult(action, ActionState.CLOSED, kept)
    on, read = dt.date.fromisoformat(action.on), dt.date.fromisoformat(action.read)
    if end < on:
        return ActionResult(action, ActionState.PLANNED)
    if end < read:
        return ActionResult(action, ActionState.RUNNING)
    period, rows = analysis.customers.period, analysis.rows
    if analysis.comparison.stopped or rows.days is None or period is None or period.data_from > on:
        return ActionResult(action, ActionState.UNREADABLE)
    bought = outcomes(rows, on, read)
    arms = (arm_reading(arm, bought, rows.excluded) for arm in (action.contact, action.control))
    return ActionResult(
        action, ActionState.READ, RecordedReading(action.month, action.segment, action.read, *arms)
    )


def _is_of(reading: RecordedReading, action: RegisteredAction) -> bool:
    """Whether it was read of this action; one that was undone and registered anew is another one."""
    return (reading.key, reading.read) == (action.key, action.read)


def _earlier_readings(comparison: MonthComparison) -> Iterator[RecordedReading]:
    for manifest in comparison.history:
        yield from manifest.readings


def _pooled(results: Sequence[ActionResult], smallest: int) -> Iterator[PooledResult]:
    for play in sorted({each.action.play for each in results}):
        several = tuple(each for each in results if each.action.play == play and each.shares is not None)
        readings = [each.reading for each in several if each.reading is not None]
        arms = [[each.contact for each in readings], [each.control for each in readings]]
        enough = all(
            sum(arm.customers for arm in some) >= smallest and sum(arm.ordered for arm in some) >= smallest
            for some in arms
        )
        if len(several) > 1 and enough:
            yield PooledResult(play, several, share_difference(list(zip(*arms, strict=True))))
